import type { Happening } from '../../../learner/bench/index.ts';
import type { Call, Reply } from '../../../simulator/index.ts';

/** One call as the API log shows it. */
export interface LoggedCall {
  /** Place among the happenings: stays the same while the log grows. */
  key: number;
  at: number;
  call: Call;
  reply: Reply;
  /** The principal without the account: `user/learner`. */
  principal: string;
}

const shortPrincipal = (arn: string) => arn.slice(arn.lastIndexOf(':') + 1);

/** The calls among the happenings up to `at`, newest first. Docker's own are not AWS's. */
export function loggedCalls(happenings: readonly Happening[], at: number): LoggedCall[] {
  const calls: LoggedCall[] = [];
  for (let key = happenings.length - 1; key >= 0; key--) {
    const { notice, at: when } = happenings[key]!;
    if (notice.kind !== 'call' || when > at || ['docker', 'registry'].includes(notice.call.service)) continue;
    const { call, reply } = notice;
    calls.push({ key, at: when, call, reply, principal: shortPrincipal(call.principal) });
  }
  return calls;
}

/** Whether a call has all of the words in its service, operation, principal, input or error. */
export function matches({ call, reply, principal }: LoggedCall, filter: string): boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = [
    call.service,
    call.operation,
    call.region,
    principal,
    reply.ok ? 'ok' : `error ${reply.error.code} ${reply.error.message}`,
    JSON.stringify(call.input),
  ]
    .join(' ')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

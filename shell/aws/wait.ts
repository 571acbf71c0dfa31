import { search } from '@jmespath-community/jmespath';
import type { Client } from './client.ts';
import { AwsCliError } from './errors.ts';
import type { AwsIo } from './io.ts';
import { neighbourWaiters } from './neighbour-waiters.ts';
import { operationsOf } from './operation.ts';
import type { Acceptor, Waiter } from './waiter.ts';

const missing: Acceptor = {
  matcher: 'pathAny',
  expected: 'MISSING',
  state: 'failure',
  argument: 'failures[].reason',
};

/** Waits until IAM knows something that was just made. */
const exists = (name: string, operation: string): Waiter => ({
  name,
  operation,
  delay: 1,
  maxAttempts: 20,
  acceptors: [
    { matcher: 'answer', expected: 200, state: 'success' },
    { matcher: 'error', expected: 'NoSuchEntity', state: 'retry' },
  ],
});

/** By service and by the waiter's name on the command line, as botocore's `waiters-2.json` files define them. */
export const waiters: Readonly<Record<string, Readonly<Record<string, Waiter>>>> = {
  ecs: {
    'services-inactive': {
      name: 'ServicesInactive',
      operation: 'describe-services',
      delay: 15,
      maxAttempts: 40,
      acceptors: [
        missing,
        { matcher: 'pathAny', expected: 'INACTIVE', state: 'success', argument: 'services[].status' },
      ],
    },
    'services-stable': {
      name: 'ServicesStable',
      operation: 'describe-services',
      delay: 15,
      maxAttempts: 40,
      acceptors: [
        missing,
        { matcher: 'pathAny', expected: 'DRAINING', state: 'failure', argument: 'services[].status' },
        { matcher: 'pathAny', expected: 'INACTIVE', state: 'failure', argument: 'services[].status' },
        {
          matcher: 'path',
          expected: true,
          state: 'success',
          argument: 'length(services[?!(length(deployments) == `1` && runningCount == desiredCount)]) == `0`',
        },
      ],
    },
    'tasks-running': {
      name: 'TasksRunning',
      operation: 'describe-tasks',
      delay: 6,
      maxAttempts: 100,
      acceptors: [
        { matcher: 'pathAny', expected: 'STOPPED', state: 'failure', argument: 'tasks[].lastStatus' },
        missing,
        { matcher: 'pathAll', expected: 'RUNNING', state: 'success', argument: 'tasks[].lastStatus' },
      ],
    },
    'tasks-stopped': {
      name: 'TasksStopped',
      operation: 'describe-tasks',
      delay: 6,
      maxAttempts: 100,
      acceptors: [
        { matcher: 'pathAll', expected: 'STOPPED', state: 'success', argument: 'tasks[].lastStatus' },
      ],
    },
  },
  ecr: {
    'image-scan-complete': {
      name: 'ImageScanComplete',
      operation: 'describe-image-scan-findings',
      delay: 5,
      maxAttempts: 60,
      acceptors: [
        { matcher: 'path', expected: 'COMPLETE', state: 'success', argument: 'imageScanStatus.status' },
        { matcher: 'path', expected: 'FAILED', state: 'failure', argument: 'imageScanStatus.status' },
      ],
    },
    'lifecycle-policy-preview-complete': {
      name: 'LifecyclePolicyPreviewComplete',
      operation: 'get-lifecycle-policy-preview',
      delay: 5,
      maxAttempts: 20,
      acceptors: [
        { matcher: 'path', expected: 'COMPLETE', state: 'success', argument: 'status' },
        { matcher: 'path', expected: 'FAILED', state: 'failure', argument: 'status' },
      ],
    },
  },
  iam: {
    'policy-exists': exists('PolicyExists', 'get-policy'),
    'role-exists': exists('RoleExists', 'get-role'),
    'user-exists': exists('UserExists', 'get-user'),
  },
  ...neighbourWaiters,
};

/**
 * Asks until an acceptor is met, letting virtual time pass between two tries (botocore, waiter.py).
 * @throws AwsCliError exit code 255 when it fails or has asked often enough
 */
export async function wait(
  io: AwsIo,
  client: Client,
  service: string,
  waiter: Waiter,
  input: Record<string, unknown>,
): Promise<void> {
  const operation = operationsOf(service).get(waiter.operation)!;
  const failed = (reason: string) => new AwsCliError(`Waiter ${waiter.name} failed: ${reason}`, 255);
  for (let attempt = 1; ; attempt++) {
    const answer = client.attempt(operation, input);
    const met = waiter.acceptors.find((acceptor) => matches(acceptor, answer));
    if ('error' in answer && met?.state !== 'retry')
      throw failed(`An error occurred (${answer.error.code}): ${answer.error.message}`);
    if (met?.state === 'success') return;
    if (met?.state === 'failure')
      throw failed(`Waiter encountered a terminal failure state: ${explain(met)}`);
    if (attempt >= waiter.maxAttempts) throw failed('Max attempts exceeded');
    io.wind(waiter.delay * 1000);
    // Lets the page draw, and the learner interrupt, between two tries.
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (io.signal?.aborted) throw new AwsCliError('', 255);
  }
}

function matches({ matcher, argument, expected }: Acceptor, answer: ReturnType<Client['attempt']>): boolean {
  if ('error' in answer) return matcher === 'error' && answer.error.code === expected;
  if (matcher === 'answer') return true;
  const { output } = answer;
  const found = search(output as never, argument ?? '@') as unknown;
  if (matcher === 'path') return found === expected;
  if (!Array.isArray(found) || found.length === 0) return false;
  return matcher === 'pathAll' ? found.every((each) => each === expected) : found.includes(expected);
}

function explain({ matcher, argument, expected }: Acceptor): string {
  const value = typeof expected === 'string' ? expected : expected === true ? 'True' : 'False';
  const all = matcher === 'pathAll' ? 'all members' : 'we';
  return `For expression "${argument}" ${all} matched expected path: "${value}"${matcher === 'pathAny' ? ' at least once' : ''}`;
}

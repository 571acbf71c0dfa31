import { answerOf } from '../../ecs/tasks/answers.ts';
import type { Answer } from '../../images/answer.ts';
import { readUrl } from '../../images/web-clients.ts';
import type { RegionScope } from '../../region.ts';
import { answerAt } from '../load-balancing/answer.ts';
import { reachableFrom } from './reach.ts';

/** The address that the learner's own computer has on the internet (one for documentation, RFC 5737). */
const visitor = '203.0.113.25';

/**
 * What a visitor on the internet gets from a URL: a task at its public address, as far as its security groups and its
 * subnet's routes let the visitor in, or a load balancer at its name.
 */
export function visit(url: string, regions: Iterable<RegionScope>): Answer {
  const read = readUrl(url);
  if (!read) return { kind: 'unknown host' };
  const { host, port, path } = read;
  for (const scope of regions) {
    const balanced = answerAt(host, { port, path }, scope);
    if (balanced) return answerFrom(balanced);
    for (const task of scope.ecs.tasks.values()) {
      const { networkInterface } = task;
      if (networkInterface.publicIpv4Address !== host || task.status === 'STOPPED') continue;
      if (!reachableFrom(scope.vpc, networkInterface, visitor, port)) return { kind: 'unreachable' };
      return answerFrom(answerOf(task, { port, path }, scope));
    }
  }
  return { kind: /^[\d.]+$/.test(host) ? 'unreachable' : 'unknown host' };
}

type Given =
  | { failure: 'timeout' | 'refused' | 'unknown host' }
  | { failure?: undefined; status: number; body: string; took?: number };

function answerFrom(answer: Given): Answer {
  if (answer.failure === 'refused') return { kind: 'refused' };
  if (answer.failure === 'timeout') return { kind: 'unreachable' };
  if (answer.failure !== undefined) return { kind: 'unknown host' };
  const { status, body, took = 20 } = answer;
  return { kind: 'answers', status, body, took };
}

import { answerOf } from '../../ecs/tasks/answers.ts';
import type { Answer } from '../../images/answer.ts';
import { readUrl } from '../../images/web-clients.ts';
import type { RegionScope } from '../../region.ts';
import { answerAt, balancerAt } from '../load-balancing/answer.ts';
import { balancerTakes, reachableFrom } from './reach.ts';

/** The address that the learner's own computer has on the internet (one for documentation, RFC 5737). */
const visitor = '203.0.113.25';

/**
 * What a visitor on the internet gets from a URL: a task at its public address or at its host's, as far as security
 * groups and the subnet's routes let the visitor in, or a load balancer at its name.
 */
export function visit(url: string, regions: Iterable<RegionScope>): Answer {
  const read = readUrl(url);
  if (!read) return { kind: 'unknown host' };
  const { host, port, path } = read;
  const address = publicAddressIn(host);
  for (const scope of regions) {
    const balancer = balancerAt(host, scope);
    if (balancer && !balancerTakes(scope.vpc, balancer, visitor, port)) return { kind: 'unreachable' };
    const balanced = answerAt(host, { port, path }, scope);
    if (balanced) return answerFrom(balanced);
    const answer = address === undefined ? undefined : atAddress(address, { port, path }, scope);
    if (answer) return answer;
  }
  return { kind: address === undefined ? 'unknown host' : 'unreachable' };
}

/** The address that a host name is or stands for: `ec2-3-4-5-6.compute-1.amazonaws.com`. */
function publicAddressIn(host: string): string | undefined {
  const named = /^ec2-(\d+)-(\d+)-(\d+)-(\d+)\.(?:compute-1|[a-z0-9-]+\.compute)\.amazonaws\.com$/.exec(host);
  if (named) return named.slice(1).join('.');
  return /^[\d.]+$/.test(host) ? host : undefined;
}

/** What is behind a public address; undefined when nothing has it. */
function atAddress(
  address: string,
  request: { port: number; path: string },
  scope: RegionScope,
): Answer | undefined {
  let found: Answer | undefined;
  for (const task of scope.ecs.tasks.values()) {
    const { networkInterface } = task;
    if (networkInterface.publicIpv4Address !== address || task.status === 'STOPPED') continue;
    if (!reachableFrom(scope.vpc, networkInterface, visitor, request.port)) return { kind: 'unreachable' };
    // Tasks in their host's network share its address: whoever has the port answers.
    found = answerFrom(answerOf(task, request, scope));
    if (found.kind !== 'refused') return found;
  }
  return found ?? machineAt(address, request.port, scope);
}

/** A machine without a task at that port refuses, if its security groups let the visitor in. */
function machineAt(address: string, port: number, scope: RegionScope): Answer | undefined {
  for (const { state, networkInterface } of scope.neighbours.ec2.instances.values())
    if (state === 'running' && networkInterface.publicIpv4Address === address)
      return { kind: reachableFrom(scope.vpc, networkInterface, visitor, port) ? 'refused' : 'unreachable' };
  return undefined;
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

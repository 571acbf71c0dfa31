import { canReach, type Target } from '../../neighbours/network/reach.ts';
import { readPrivateHost } from '../../registries/resolve.ts';
import { hostOf } from '../capacity/find.ts';
import type { Task } from '../state.ts';
import type { TaskScope } from './life.ts';

/** An address of AWS's or of a registry's outside, as it stands in errors: which one is of no importance. */
const outside = '52.94.225.236';

/** On a container instance the agent pulls, and it does so from the host's own network. A host elsewhere has the internet. */
function finds(task: Task, target: Target, scope: TaskScope): boolean {
  const { unreachable } = scope.neighbours.faults;
  if (unreachable.size > 0 && 'service' in target && unreachable.has(target.service)) return false;
  if (task.launchType === 'EXTERNAL') return true;
  const from = hostOf(task, scope)?.networkInterface ?? task.networkInterface;
  return canReach(scope.vpc, from, target);
}

/** Whether a task has a way to an AWS service in its Region, such as `ecr.api`. */
export function reachesService(task: Task, service: string, scope: TaskScope): boolean {
  return finds(task, { service }, scope);
}

/**
 * The end of containerd's message when a task has no way to the registry of an image, or to the bucket that holds ECR's
 * layers (recorded, and AWS's `task_cannot_pull_image` page); undefined when it has.
 */
export function registryOutOfReach(
  task: Task,
  { registry, path }: { registry: string; path: string },
  scope: TaskScope,
): string | undefined {
  const at = readPrivateHost(registry);
  const here = at?.region === scope.region;
  const target: Target = here ? { service: 'ecr.dkr' } : { address: outside };
  const timeout = `dial tcp ${outside}:443: i/o timeout`;
  if (!finds(task, target, scope)) {
    const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
    return `failed to do request: Head "https://${host}/v2/${path}": ${timeout}`;
  }
  if (here && !reachesService(task, 's3', scope)) {
    return `failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://prod-${scope.region}-starport-layer-bucket.s3.${scope.region}.amazonaws.com/": ${timeout}`;
  }
  return undefined;
}

/** The end of the AWS SDK's message for a service that a task cannot reach. */
export function sendFailed(endpoint: string): string {
  return `RequestError: send request failed caused by: Post "https://${endpoint}/": dial tcp ${outside}:443: i/o timeout`;
}

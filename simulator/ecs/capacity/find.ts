import { AwsError } from '../../api/errors.ts';
import type { RegionScope } from '../../region.ts';
import { shortName } from '../scope.ts';
import type { Cluster, Task } from '../state.ts';
import type { ContainerInstance } from './record.ts';

type Scope = Pick<RegionScope, 'ecs'>;

const none: ReadonlyMap<string, ContainerInstance> = new Map();

/** The container instances of a cluster by id, those that have left not included. */
export function instancesOf(cluster: string, { ecs }: Scope): ReadonlyMap<string, ContainerInstance> {
  return ecs.capacity.instances.get(cluster) ?? none;
}

/** The instance with this id or ARN, ARNs of instances that have left included. */
export function findInstance(
  nameOrArn: string,
  cluster: Cluster,
  scope: Scope,
): ContainerInstance | undefined {
  return instancesOf(cluster.name, scope).get(shortName(nameOrArn)) ?? scope.ecs.capacity.left.get(nameOrArn);
}

/** The instance that a task runs on; undefined on Fargate, and when the instance has left. */
export function hostOf(
  task: Pick<Task, 'cluster' | 'containerInstance'>,
  scope: Scope,
): ContainerInstance | undefined {
  const { containerInstance } = task;
  return containerInstance === undefined
    ? undefined
    : instancesOf(task.cluster, scope).get(shortName(containerInstance));
}

/** @throws AwsError InvalidParameterException */
export function activeInstance(
  nameOrArn: string | undefined,
  cluster: Cluster,
  scope: Scope,
): ContainerInstance {
  const found = instancesOf(cluster.name, scope).get(shortName(nameOrArn ?? ''));
  if (found) return found;
  throw new AwsError('InvalidParameterException', 'Referenced container instance not found.');
}

/** Whether the task's host is being drained: its service is to move it. */
export function isDraining(task: Task, scope: Scope): boolean {
  return task.containerInstance !== undefined && hostOf(task, scope)?.status === 'DRAINING';
}

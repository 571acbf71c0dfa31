import { AwsError } from '../../api/errors.ts';
import { shortName, type EcsScope } from '../scope.ts';
import type { Cluster, Task } from '../state.ts';
import type { Group, Service } from './record.ts';

export function serviceArn(
  name: string,
  cluster: string,
  { region, accountId }: Pick<EcsScope, 'region' | 'accountId'>,
): string {
  return `arn:aws:ecs:${region}:${accountId}:service/${cluster}/${name}`;
}

export function findService(nameOrArn: string, cluster: Cluster, scope: EcsScope): Service | undefined {
  return scope.ecs.services.get(serviceArn(shortName(nameOrArn), cluster.name, scope));
}

/** The service that a task belongs to; undefined for a task that none started, and where the service has gone. */
export function serviceOfTask(
  { group, cluster }: Task,
  scope: Pick<EcsScope, 'ecs' | 'region' | 'accountId'>,
): Service | undefined {
  if (!group.startsWith('service:')) return undefined;
  return scope.ecs.services.get(serviceArn(group.slice('service:'.length), cluster, scope));
}

/** What a task of the service was started for; undefined when that has gone. */
export function groupOf(
  { startedBy }: Pick<Task, 'startedBy'>,
  { deployments, taskSets }: Service,
): Group | undefined {
  const is = ({ id }: Group) => id === startedBy;
  return deployments.find(is) ?? taskSets.find(is);
}

/** @throws AwsError ServiceNotFoundException, or ServiceNotActiveException when it has been deleted. */
export function activeService(nameOrArn: string, cluster: Cluster, scope: EcsScope): Service {
  const service = findService(nameOrArn, cluster, scope);
  if (!service) throw new AwsError('ServiceNotFoundException', 'Service not found.');
  if (service.status !== 'ACTIVE') throw new AwsError('ServiceNotActiveException', 'Service was not ACTIVE.');
  return service;
}

import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import { leave } from './leave.ts';
import type { ContainerInstance } from './record.ts';

/** The container instance on a machine, in any cluster. */
export function instanceOnHost(
  hostId: string,
  { ecs }: Pick<RegionScope, 'ecs'>,
): ContainerInstance | undefined {
  for (const instances of ecs.capacity.instances.values())
    for (const instance of instances.values()) if (instance.hostId === hostId) return instance;
  return undefined;
}

/** The effect `ecs.hostGone`: a machine (its ARN) has been terminated, its tasks and its disk with it. */
export function hostGone({ subject }: Effect, scope: RegionScope): void {
  const hostId = subject.slice(subject.lastIndexOf('/') + 1);
  const instance = instanceOnHost(hostId, scope);
  if (instance)
    leave(
      instance,
      // The words in which AWS says so (recorded by those who read them: Apache Airflow, `AwsEcsOperator`).
      { stopCode: 'TerminationNotice', stoppedReason: `Host EC2 (instance ${hostId}) terminated.` },
      scope,
    );
  scope.ecs.capacity.disks.delete(hostId);
}

/** The effect `ecs.hostAway`: a machine (its ARN) has been stopped: its tasks end, its agent is no longer heard of. */
export function hostAway({ subject }: Effect, scope: RegionScope): void {
  const hostId = subject.slice(subject.lastIndexOf('/') + 1);
  const instance = instanceOnHost(hostId, scope);
  if (!instance) return;
  leave(
    instance,
    { stopCode: 'TerminationNotice', stoppedReason: `Host EC2 (instance ${hostId}) stopped.` },
    scope,
  );
}

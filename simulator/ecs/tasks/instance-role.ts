import { instancesOf } from '../capacity/find.ts';
import { shortName } from '../scope.ts';
import type { Task } from '../state.ts';
import type { TaskScope } from './life.ts';

/**
 * Who pulls images on a container instance for tasks without an execution role: the role of its instance profile
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html). Undefined where there is none
 * that IAM knows.
 */
export function instanceSession(task: Task, scope: TaskScope): string | undefined {
  if (task.containerInstance === undefined) return undefined;
  const host = instancesOf(task.cluster, scope).get(shortName(task.containerInstance));
  const machine = scope.neighbours.ec2.instances.get(host?.hostId ?? '');
  if (machine?.instanceProfile === undefined) return undefined;
  const name = shortName(machine.instanceProfile);
  if (!scope.principalExists(`arn:aws:iam::${scope.accountId}:role/${name}`)) return undefined;
  return `arn:aws:sts::${scope.accountId}:assumed-role/${name}/${machine.instanceId}`;
}

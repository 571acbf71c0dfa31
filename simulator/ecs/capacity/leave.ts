import { step } from '../../kernel/machine.ts';
import type { RegionScope } from '../../region.ts';
import { fireContainer } from '../tasks/containers.ts';
import { fireTask, stop, type StopCause } from '../tasks/life.ts';
import type { Task } from '../state.ts';
import { agentTable, containerInstanceTable } from './machines.ts';
import type { ContainerInstance } from './record.ts';
import { noticeStep } from './reserve.ts';

/** Gives `event` to an instance's machine; false when the machine does not take it. */
export function fireInstance(
  instance: ContainerInstance,
  event: string,
  { context }: Pick<RegionScope, 'context'>,
): boolean {
  const next = step(containerInstanceTable, instance.status, event);
  if (!next) return false;
  noticeStep(containerInstanceTable.id, instance.arn, instance.status, next.target, event, context);
  instance.status = next.target;
  instance.version++;
  context.schedule(0, { type: 'ecs.daemons', subject: instance.arn });
  return true;
}

/** Ends a task whose host is gone: no signal, no exit code. */
export function loseTask(task: Task, cause: StopCause, scope: RegionScope): void {
  stop(task, cause, scope);
  for (const container of task.containers) fireContainer(task, container, 'FAILED', scope.context);
  fireTask(task, 'HOST_LOST', scope);
}

/**
 * Takes an instance out of its cluster: its tasks are gone with it, at once and without a signal.
 * @param cause what ECS says of each of its tasks
 */
export function leave(instance: ContainerInstance, cause: StopCause, scope: RegionScope): void {
  const { ecs } = scope;
  if (!fireInstance(instance, 'DEREGISTER', scope)) return;
  for (const arn of [...instance.tasks]) {
    const task = ecs.tasks.get(arn);
    if (!task) continue;
    loseTask(task, cause, scope);
  }
  if (instance.agent === 'disconnected') ecs.capacity.disconnected--;
  else {
    noticeStep(agentTable.id, instance.arn, instance.agent, 'disconnected', 'DISCONNECT', scope.context);
    instance.agent = 'disconnected';
  }
  instance.held = [];
  ecs.capacity.instances.get(instance.cluster)?.delete(instance.id);
  ecs.capacity.left.set(instance.arn, instance);
  scope.context.schedule(3_600_000, { type: 'ecs.forgetInstance', subject: instance.arn });
}

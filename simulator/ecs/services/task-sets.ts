import { step } from '../../kernel/machine.ts';
import type { RegionScope } from '../../region.ts';
import { say } from './events.ts';
import { awaitHealth, healthyIn, type Found } from './examine.ts';
import { noticeMove } from './moves.ts';
import { reconcile } from './reconcile.ts';
import type { Service, TaskSet } from './record.ts';
import { computedDesiredCount } from './scale.ts';
import { stabilityTable, taskSetTable } from './task-set-machines.ts';

/** Gives `event` to the task set's machine. */
export function moveTaskSet(taskSet: TaskSet, event: string, scope: RegionScope): void {
  const next = step(taskSetTable, taskSet.status, event);
  if (!next) return;
  noticeMove(taskSetTable, taskSet.arn, taskSet.status, next.target, event, scope);
  taskSet.status = next.target;
  taskSet.updatedAt = scope.context.date;
}

/** Says whether a task set is stable. */
export function moveStability(taskSet: TaskSet, event: string, scope: RegionScope): void {
  const next = step(stabilityTable, taskSet.stability, event);
  if (!next) return;
  noticeMove(stabilityTable, taskSet.arn, taskSet.stability, next.target, event, scope);
  taskSet.stability = next.target;
  taskSet.stabilityAt = scope.context.date;
}

/** One look at a service whose deployments somebody else makes: each task set is brought to its number by itself. */
export function reconcileTaskSets(service: Service, found: Found, scope: RegionScope): void {
  awaitHealth(service, found.live, found.healthy, scope);
  for (const taskSet of service.taskSets) {
    const desired = computedDesiredCount(taskSet, service);
    reconcile(service, taskSet, desired, found, scope);
    const healthy = healthyIn(taskSet, found);
    const steady = taskSet.running === desired && taskSet.pending === 0 && healthy === desired;
    if (steady && taskSet.stability !== 'STEADY_STATE')
      say(service, 'has reached a steady state.', scope, taskSet);
    moveStability(taskSet, steady ? 'SETTLED' : 'MOVED', scope);
  }
  service.taskSets = service.taskSets.filter(
    ({ status, running, pending }) => status !== 'DRAINING' || running + pending > 0,
  );
}

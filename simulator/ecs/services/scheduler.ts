import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import type { Task } from '../state.ts';
import { delist, enlist, markHealth } from './discovery.ts';
import { runDaemon } from './daemon.ts';
import { say } from './events.ts';
import { backOff, healthyAfter } from './limits.ts';
import { wake } from './looks.ts';
import { moveService, moveServiceDeployment } from './moves.ts';
import type { Service } from './record.ts';
import { examine } from './examine.ts';
import { roll } from './rolling.ts';
import { groupOf, serviceOfTask } from './service.ts';
import { shiftTraffic } from './shifting.ts';
import { stopTasks } from './starts.ts';
import { awaitRegistration, leaveTargetGroups } from './targets.ts';
import { reconcileTaskSets } from './task-sets.ts';

/** The effect `ecs.taskOfService`: a task of a service has moved on (`event` is its new status), or is to stop. */
export function taskMoved(effect: Effect, scope: RegionScope): void {
  const task = scope.ecs.tasks.get(effect.subject);
  const service = task && serviceOfTask(task, scope);
  if (!service) return;
  const group = groupOf(task, service);
  if (effect.event === 'ACTIVATING') {
    if (group) enlist(task, group, service, scope);
    return awaitRegistration(task, service, scope);
  }
  if (effect.event === 'HEALTH') markHealth(task, scope);
  // A task that stops by itself, or that somebody stops, leaves its target groups now.
  if (effect.event === 'DEACTIVATING') {
    leaveTargetGroups(service, [task], scope);
    delist(task, scope);
  }
  if (service.tasks.has(task.arn) || service.draining.has(task.arn)) wake(service, scope);
}

/** The effect `ecs.service`: the scheduler compares what is with what should be, and acts once. */
export function schedule(effect: Effect, scope: RegionScope): void {
  const service = scope.ecs.services.get(effect.subject);
  // Another look has taken this one's place.
  if (!service || service.looksAt !== scope.context.date) return;
  service.looksAt = 0;
  if (service.status === 'INACTIVE') return;
  const live = sweep(service, scope);
  if (service.status === 'DRAINING') {
    stopTasks(service, live, scope);
    return moveService(service, 'DRAINED', scope);
  }
  moveServiceDeployment(service.history[0], 'START', scope);
  const found = examine(service, live, scope);
  if (service.controller !== 'ECS') return reconcileTaskSets(service, found, scope);
  if (service.schedulingStrategy === 'DAEMON') return runDaemon(service, found, scope);
  const { strategy = 'ROLLING' } = service.deploymentConfiguration;
  (strategy === 'ROLLING' ? roll : shiftTraffic)(service, found, scope);
}

/** The tasks that should run, once those that have ended are counted and taken out. */
function sweep(service: Service, scope: RegionScope): Task[] {
  const { ecs } = scope;
  for (const arn of service.draining)
    if (ecs.tasks.get(arn)?.status !== 'DEACTIVATING') service.draining.delete(arn);
  const live: Task[] = [];
  for (const arn of service.tasks) {
    const task = ecs.tasks.get(arn);
    if (task?.desiredStatus === 'RUNNING') {
      live.push(task);
      if (task.status === 'RUNNING') service.failedStarts = 0;
      continue;
    }
    service.tasks.delete(arn);
    service.sick.delete(arn);
    service.steady = false;
    if (task) countEnd(service, task, scope);
  }
  return live;
}

/** A task that nobody asked to stop has ended: it counts against its deployment, and throttles starts if it never ran. */
function countEnd(service: Service, task: Task, scope: RegionScope): void {
  if (task.stopCode === 'ServiceSchedulerInitiated' || task.stopCode === 'UserInitiated') return;
  const { date } = scope.context;
  const deployment = service.deployments.find(({ id }) => id === task.startedBy);
  const ranFor = (task.times.stoppingAt ?? 0) - (task.times.startedAt ?? Infinity);
  if (deployment?.rolloutState === 'IN_PROGRESS' && !(ranFor >= healthyAfter)) deployment.failedTasks++;
  if (task.times.startedAt !== undefined) return;
  service.failedStarts++;
  service.startsAgainAt = date + backOff(service.failedStarts);
  say(
    service,
    service.failedStarts < 3
      ? `was unable to place a task. Reason: ${task.stoppedReason}.`
      : 'is unable to consistently start tasks successfully.',
    scope,
  );
}

import type { Effect } from '../../kernel/queue.ts';
import { step, type Step } from '../../kernel/machine.ts';
import { append, removeAt } from '../../kernel/sequence.ts';
import type { RegionScope } from '../../region.ts';
import { release } from '../capacity/reserve.ts';
import { clusterOf } from '../scope.ts';
import { countForService } from '../services/counts.ts';
import type { Cluster, Task, TaskTimes } from '../state.ts';
import { drainingTime } from './leaving.ts';
import { taskTable } from './task-machine.ts';
import { timingOf } from './timings.ts';

/** What acts on a task without a caller. */
export type TaskScope = RegionScope;

/** Statuses that a service is told of: its targets come and go with them, and its counts change. */
const told = new Set(['ACTIVATING', 'RUNNING', 'DEACTIVATING', 'STOPPING']);

/** Gives `event` to the task's machine and carries out what the machine asks for. Events that it does not take are passed over. */
export function fireTask(task: Task, event: string, scope: TaskScope): void {
  const next = step(taskTable, task.status, event);
  if (next) enter(task, next, event, scope);
}

/** Puts a new task into its first status, and one that has its host on its way. */
export function beginTask(task: Task, scope: TaskScope): void {
  enter(task, taskTable.initial, '', scope);
  if (task.containerInstance !== undefined) provision(task, scope);
}

/** Provisions a task that has got its host: at once, unless it needs a network interface of its own. */
export function provision(task: Task, scope: TaskScope): void {
  if (task.attachmentId === undefined) return fireTask(task, 'PROVISIONED', scope);
  const { context } = scope;
  const { ms, spread } = timingOf('provisioning', task);
  context.schedule(context.random.around(ms, spread), {
    type: 'ecs.task',
    subject: task.arn,
    event: 'PROVISIONED',
  });
}

function enter(task: Task, next: Step, event: string, scope: TaskScope): void {
  const { context } = scope;
  const from = task.status;
  const cluster = clusterOf(task.cluster, scope);
  count(cluster, from, -1);
  count(cluster, next.target, +1);
  if (task.group.startsWith('service:')) countForService(task, from, next.target, scope);
  task.status = next.target;
  task.version++;
  context.notice({
    kind: 'status',
    at: context.now,
    machine: taskTable.id,
    subject: task.arn,
    from,
    to: next.target,
    event,
  });
  if (told.has(next.target)) tellService(task, context, next.target);
  for (const { type, params } of next.actions) {
    switch (type) {
      case 'schedule': {
        // A task that waits for a host is provisioned when it has one.
        if (next.target === 'PROVISIONING' && task.launchType !== 'FARGATE') break;
        const { ms, spread } = timingOf(params!['delay']!, task);
        const drains = next.target === 'DEACTIVATING' ? drainingTime(task, scope) : undefined;
        context.schedule(context.random.around(ms, spread) + (drains ?? 0), {
          type: 'ecs.task',
          subject: task.arn,
          event: params!['event']!,
        });
        break;
      }
      case 'stamp':
        task.times[params!['field'] as keyof TaskTimes] = context.date;
        break;
      case 'pullImages': {
        const { ms, spread } = timingOf('placing', task);
        context.schedule(context.random.around(ms, spread), { type: 'ecs.pull', subject: task.arn });
        break;
      }
      case 'stopContainers':
        context.schedule(0, { type: 'ecs.stopContainers', subject: task.arn });
        break;
      case 'release':
        release(task, scope);
        break;
      case 'forget':
        removeAt(cluster.stopped, task.position);
        scope.ecs.tasks.delete(task.arn);
    }
  }
}

/** The service that started the task hears of what changes its counts. */
export function tellService(
  { arn, group }: Task,
  context: TaskScope['context'],
  event: string = 'STOP',
): void {
  if (group.startsWith('service:')) context.schedule(0, { type: 'ecs.taskOfService', subject: arn, event });
}

function count(cluster: Cluster, status: string, by: number): void {
  if (status === 'RUNNING') cluster.runningTasksCount += by;
  else if (status === 'PROVISIONING' || status === 'PENDING' || status === 'ACTIVATING')
    cluster.pendingTasksCount += by;
}

/** Why a task stops, in AWS's names (`TaskStopCode`) and words. */
export interface StopCause {
  stopCode:
    | 'TaskFailedToStart'
    | 'EssentialContainerExited'
    | 'UserInitiated'
    | 'ServiceSchedulerInitiated'
    | 'SpotInterruption'
    | 'TerminationNotice'
    | 'InfrastructureHealth';
  stoppedReason: string;
}

/** Wants the task stopped, for `cause`; the first cause stays. */
export function stop(task: Task, { stopCode, stoppedReason }: StopCause, scope: TaskScope): void {
  if (task.desiredStatus === 'STOPPED') return;
  const cluster = clusterOf(task.cluster, scope);
  removeAt(cluster.running, task.position);
  task.position = append(cluster.stopped, task.arn);
  task.desiredStatus = 'STOPPED';
  task.stopCode = stopCode;
  task.stoppedReason = stoppedReason;
  task.times.stoppingAt = scope.context.date;
  tellService(task, scope.context);
  fireTask(task, stopCode === 'TaskFailedToStart' ? 'FAIL' : 'STOP', scope);
}

/** The effect `ecs.task`: an event for a task's machine that has fallen due. */
export function taskEvent(effect: Effect, scope: TaskScope): void {
  const task = scope.ecs.tasks.get(effect.subject);
  if (task) fireTask(task, effect.event!, scope);
}

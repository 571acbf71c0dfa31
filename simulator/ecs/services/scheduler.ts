import { step } from '../../kernel/machine.ts';
import type { Effect } from '../../kernel/queue.ts';
import { clusterOf, findTaskDefinition, shortName } from '../scope.ts';
import type { Task } from '../state.ts';
import { stop, type TaskScope } from '../tasks/life.ts';
import { launchFor } from '../tasks/run.ts';
import { backOff, bounds, breakerThreshold, healthyAfter, reaction } from './limits.ts';
import { rolloutTable, serviceTable } from './machines.ts';
import type { Deployment, Service } from './record.ts';
import { serviceOfTask } from './service.ts';

/** Has the scheduler look at the service soon; one look is enough for all that happens until then. */
export function wake(service: Service, { context }: TaskScope): void {
  if (service.awaited) return;
  service.awaited = true;
  lookIn(service, context.random.around(reaction.ms, reaction.spread), 'awaited', context);
}

/** The effect `ecs.taskOfService`: a task of a service runs, or is to stop. */
export function taskMoved(effect: Effect, scope: TaskScope): void {
  const task = scope.ecs.tasks.get(effect.subject);
  const service = task && serviceOfTask(task, scope);
  if (service?.tasks.has(task!.arn)) wake(service, scope);
}

function lookIn(service: Service, ms: number, event: string, context: TaskScope['context']): void {
  context.schedule(ms, { type: 'ecs.service', subject: service.arn, event });
}

/** The effect `ecs.service`: the replica scheduler compares what is with what should be, and acts once. */
export function schedule(effect: Effect, scope: TaskScope): void {
  const service = scope.ecs.services.get(effect.subject);
  if (!service || service.status === 'INACTIVE') return;
  if (effect.event === 'awaited') service.awaited = false;
  const live = sweep(service, scope);
  if (service.status === 'DRAINING') return drain(service, live, scope);
  const healthy = (task: Task) =>
    task.status === 'RUNNING' && scope.context.date - (task.times.startedAt ?? Infinity) >= healthyAfter;
  const primary = service.deployments[0]!;
  if (primary.failedTasks > 0 && live.some((task) => task.startedBy === primary.id && healthy(task)))
    if (service.deploymentConfiguration.deploymentCircuitBreaker?.resetOnHealthyTask !== false)
      primary.failedTasks = 0;
  if (trips(service, primary)) return trip(service, primary, scope);
  stopSurplus(service, live, healthy, scope);
  startMissing(service, live, scope);
  settle(service, live, healthy, scope);
}

/** The tasks that should run, once those that have ended are counted and taken out. */
function sweep(service: Service, { ecs, context }: TaskScope): Task[] {
  const live: Task[] = [];
  for (const arn of service.tasks) {
    const task = ecs.tasks.get(arn);
    if (task?.desiredStatus === 'RUNNING') {
      live.push(task);
      if (task.status === 'RUNNING') service.failedStarts = 0;
      continue;
    }
    service.tasks.delete(arn);
    service.steady = false;
    if (!task || task.stopCode === 'ServiceSchedulerInitiated' || task.stopCode === 'UserInitiated') continue;
    const deployment = service.deployments.find(({ id }) => id === task.startedBy);
    const ranFor = (task.times.stoppingAt ?? 0) - (task.times.startedAt ?? Infinity);
    if (deployment?.rolloutState === 'IN_PROGRESS' && !(ranFor >= healthyAfter)) deployment.failedTasks++;
    if (task.times.startedAt !== undefined) continue;
    service.failedStarts++;
    service.startsAgainAt = context.date + backOff(service.failedStarts);
    say(
      service,
      service.failedStarts < 3
        ? `was unable to place a task. Reason: ${task.stoppedReason}.`
        : 'is unable to consistently start tasks successfully.',
      context,
    );
  }
  return live;
}

function drain(service: Service, live: Task[], scope: TaskScope): void {
  stopTasks(service, live, scope);
  service.status = step(serviceTable, service.status, 'DRAINED')!.target;
}

function trips({ deploymentConfiguration, desiredCount }: Service, primary: Deployment): boolean {
  return (
    deploymentConfiguration.deploymentCircuitBreaker?.enable === true &&
    primary.rolloutState === 'IN_PROGRESS' &&
    primary.failedTasks >= breakerThreshold(desiredCount)
  );
}

/** The circuit breaker opens: the deployment has FAILED and, where asked for, the last proven one comes back. */
function trip(service: Service, primary: Deployment, scope: TaskScope): void {
  const { context } = scope;
  move(primary, 'TRIPPED', 'ECS deployment circuit breaker: tasks failed to start.', context);
  say(service, '', context, `(deployment ${primary.id}) deployment failed: tasks failed to start.`);
  const back = service.deployments.find(({ proven }) => proven);
  if (!service.deploymentConfiguration.deploymentCircuitBreaker?.rollback || !back) return;
  primary.status = 'ACTIVE';
  back.status = 'PRIMARY';
  move(
    back,
    'ROLLED_BACK_TO',
    `ECS deployment circuit breaker: rolling back to deploymentId ${back.id}.`,
    context,
  );
  service.deployments = [back, ...service.deployments.filter((each) => each !== back)];
  service.failedStarts = 0;
  service.startsAgainAt = 0;
  say(service, `rolling back to deployment ${back.id}.`, context);
  wake(service, scope);
}

/** Stops what is too many, and what older deployments have as far as the minimum of healthy tasks allows. */
function stopSurplus(
  service: Service,
  live: Task[],
  healthy: (task: Task) => boolean,
  scope: TaskScope,
): void {
  const primary = service.deployments[0]!;
  const own = live.filter(({ startedBy }) => startedBy === primary.id);
  const surplus = Math.max(0, own.length - service.desiredCount);
  // What does not run yet goes first, then the youngest.
  const rank = (task: Task) => (task.status === 'RUNNING' ? 0 : 1);
  const out =
    surplus === 0
      ? []
      : own
          .toReversed()
          .sort((one, two) => rank(two) - rank(one))
          .slice(0, surplus);
  const old = live.filter(({ startedBy }) => startedBy !== primary.id);
  const { least } = bounds(service.desiredCount, service.deploymentConfiguration);
  let spare = live.filter(healthy).length - out.filter(healthy).length - least;
  for (const task of old) {
    // A task that is not healthy keeps nothing up, unless it may soon be needed.
    if (task.status === 'RUNNING' && (!healthy(task) ? spare < 0 : spare-- <= 0)) continue;
    out.push(task);
  }
  stopTasks(service, out, scope);
}

function stopTasks(service: Service, tasks: Task[], scope: TaskScope): void {
  if (tasks.length === 0) return;
  for (const task of tasks) {
    service.tasks.delete(task.arn);
    const stoppedReason = `Scaling activity initiated by (deployment ${task.startedBy})`;
    stop(task, { stopCode: 'ServiceSchedulerInitiated', stoppedReason }, scope);
  }
  service.steady = false;
  say(service, `has stopped ${tasks.length} running tasks: ${named(tasks)}.`, scope.context);
}

/** Starts what the PRIMARY deployment lacks, as far as the maximum allows, unless starts are throttled. */
function startMissing(service: Service, live: Task[], scope: TaskScope): void {
  const { context } = scope;
  const primary = service.deployments[0]!;
  if (primary.rolloutState === 'FAILED') return;
  const kept = live.filter(({ desiredStatus }) => desiredStatus === 'RUNNING');
  const own = kept.filter(({ startedBy }) => startedBy === primary.id).length;
  const { most } = bounds(service.desiredCount, service.deploymentConfiguration);
  const missing = Math.min(service.desiredCount - own, most - kept.length);
  if (missing <= 0) return;
  service.steady = false;
  if (service.startsAgainAt > context.date)
    return lookIn(service, service.startsAgainAt - context.date, 'throttled', context);
  const definition = findTaskDefinition(primary.taskDefinition, scope)!;
  const cluster = clusterOf(service.cluster, scope);
  const started: Task[] = [];
  for (let index = 0; index < missing; index++) {
    const task = launchFor(
      {
        ...primary,
        group: `service:${service.name}`,
        startedBy: primary.id,
        enableExecuteCommand: service.enableExecuteCommand,
        ...(service.propagateTags === 'TASK_DEFINITION' ? { propagateTags: 'TASK_DEFINITION' } : {}),
        ...(service.propagateTags === 'SERVICE' ? { tags: service.tags as never } : {}),
      },
      definition,
      cluster,
      scope,
    );
    if ('failure' in task) {
      say(service, `was unable to place a task. Reason: ${task.failure}.`, context);
      wake(service, scope);
      break;
    }
    service.tasks.add(task.arn);
    started.push(task);
    live.push(task);
  }
  if (started.length > 0) say(service, `has started ${started.length} tasks: ${named(started)}.`, context);
}

/** Completes the deployment when all its tasks are healthy and no other has any; says once that the service is steady. */
function settle(
  service: Service,
  live: Task[],
  healthy: (task: Task) => boolean,
  { context }: TaskScope,
): void {
  const primary = service.deployments[0]!;
  const kept = live.filter(({ desiredStatus }) => desiredStatus === 'RUNNING');
  const young = kept.filter((task) => task.status === 'RUNNING' && !healthy(task));
  if (young.length > 0) {
    const last =
      young.reduce((latest, { times }) => Math.max(latest, times.startedAt ?? 0), 0) + healthyAfter;
    if (last > service.looksAgainAt) {
      service.looksAgainAt = last;
      lookIn(service, last - context.date, 'healthy', context);
    }
  }
  const done =
    kept.length === service.desiredCount &&
    kept.every((task) => task.startedBy === primary.id && healthy(task));
  if (!done || primary.rolloutState === 'FAILED') return;
  if (primary.rolloutState === 'IN_PROGRESS') {
    move(primary, 'STEADY', `ECS deployment ${primary.id} completed.`, context);
    primary.proven = true;
    service.deployments = [primary];
    say(service, '', context, `(deployment ${primary.id}) deployment completed.`);
  }
  if (!service.steady) say(service, 'has reached a steady state.', context);
  service.steady = true;
}

function move(deployment: Deployment, event: string, reason: string, { date }: TaskScope['context']): void {
  const next = step(rolloutTable, deployment.rolloutState, event);
  if (next) deployment.rolloutState = next.target;
  deployment.rolloutStateReason = reason;
  deployment.updatedAt = date;
}

/** Adds an event, newest first, at most 100 (AWS's shapes: `(service X) …`). */
function say(service: Service, message: string, context: TaskScope['context'], whole = message): void {
  const { random, date } = context;
  service.events.unshift({
    id: random.uuid(),
    createdAt: date,
    message: `(service ${service.name}) ${whole}`,
  });
  if (service.events.length > 100) service.events.length = 100;
}

function named(tasks: Task[]): string {
  return tasks.map(({ arn }) => `(task ${shortName(arn)})`).join(' ');
}

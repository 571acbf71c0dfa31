import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { Wire } from '../../api/wire.ts';
import { behaviourOf, wrongPlatform, type Behaviour } from '../../images/index.ts';
import { step } from '../../kernel/machine.ts';
import type { Effect } from '../../kernel/queue.ts';
import { findTaskDefinition } from '../scope.ts';
import type { Container, Task, TaskDefinition } from '../state.ts';
import { containerTable } from './container-machine.ts';
import { imageFor, pullImage } from './images.ts';
import { fireTask, stop, type TaskScope } from './life.ts';
import { dependencyFailure, isReady } from './ordering.ts';
import { defaultStopTimeout, pullTime, timings } from './timings.ts';

/**
 * The container agent's part of a task's life: pulls images, starts containers in order, tells ECS of exits, stops
 * containers with SIGTERM and then SIGKILL. Rules: amazon-ecs-agent, `agent/engine` (named beside each).
 */

/** The effect `ecs.pull`: pulling begins, for all containers at once. */
export function beginPull(effect: Effect, scope: TaskScope): void {
  const task = scope.ecs.tasks.get(effect.subject);
  if (!task || task.desiredStatus === 'STOPPED') return;
  task.times.pullStartedAt = scope.context.date;
  for (const container of task.containers) pull(task, container, scope, timings['pullRetries']!.ms);
}

/** Resolves one image and has its container told when the layers have come, or, after all retries, that there is none. */
function pull(task: Task, container: Container, scope: TaskScope, patience: number): void {
  const { context } = scope;
  const image = pullImage(container.image, registeredOf(task, scope), scope);
  const subject = `${task.arn}/${container.name}`;
  if ('failure' in image) {
    context.schedule(context.random.around(patience, timings['pullRetries']!.spread), {
      type: 'ecs.pullFailed',
      subject,
    });
    return;
  }
  container.imageDigest = image.digest;
  fireContainer(task, container, 'MANIFEST_PULLED', context);
  context.schedule(context.random.around(pullTime(image.mebibytes), 0.1), {
    type: 'ecs.container',
    subject,
    event: 'PULLED',
  });
}

/** The effect `ecs.pullFailed`: the last retry. An image that has been pushed meanwhile is taken. */
export function pullFailed(effect: Effect, scope: TaskScope): void {
  const { task, container } = subjectOf(effect, scope);
  if (!task || !container || task.desiredStatus === 'STOPPED') return;
  const image = imageFor(container.image, registeredOf(task, scope), scope.registries);
  if (!('failure' in image)) return pull(task, container, scope, 0);
  const reason = `CannotPullContainerError: pull image manifest has been retried 7 time(s): ${image.failure}`;
  container.reason = reason;
  fireContainer(task, container, 'FAILED', scope.context);
  stop(task, { stopCode: 'TaskFailedToStart', stoppedReason: reason }, scope);
}

/** The effect `ecs.container`: something has happened to a container. */
export function containerEvent(effect: Effect, scope: TaskScope): void {
  const { task, container } = subjectOf(effect, scope);
  if (!task || !container) return;
  if (task.desiredStatus === 'STOPPED' && effect.event !== 'EXITED') return;
  if (!fireContainer(task, container, effect.event!, scope.context)) return;
  if (effect.event === 'EXITED') exited(task, container, effect.value ?? 0, scope);
  else if (effect.event === 'PULLED') pulled(task, container, scope);
  else if (effect.event === 'STARTED') started(task, container, scope);
}

function pulled(task: Task, container: Container, scope: TaskScope): void {
  fireContainer(task, container, 'CREATED', scope.context);
  if (task.containers.every(({ status }) => status !== 'NONE' && status !== 'MANIFEST_PULLED')) {
    task.times.pullStoppedAt = scope.context.date;
    startReady(task, scope);
  }
}

/** Starts each created container whose dependencies allow it (agent: `dependencygraph/graph.go`). */
function startReady(task: Task, scope: TaskScope): void {
  const { context } = scope;
  const definitions = definitionsOf(task, scope);
  for (const container of task.containers) {
    if (container.status !== 'CREATED' || container.starting) continue;
    const failure = dependencyFailure(container, task, definitions);
    if (failure !== undefined) {
      container.reason = `CannotStartContainerError: ${failure}`;
      fireContainer(task, container, 'FAILED', context);
      // The exit code that the agent gives to a container whose dependencies failed (`handleTerminalDependencyError`).
      exited(task, container, 143, scope);
      continue;
    }
    if (!isReady(container, task, definitions)) continue;
    container.starting = true;
    const { ms, spread } = timings['starting']!;
    context.schedule(context.random.around(ms, spread), {
      type: 'ecs.container',
      subject: `${task.arn}/${container.name}`,
      event: 'STARTED',
    });
  }
}

function started(task: Task, container: Container, scope: TaskScope): void {
  const { context } = scope;
  container.runtimeId = `${task.arn.slice(task.arn.lastIndexOf('/') + 1)}-${context.random.integer(1_000_000_000, 4_294_967_295)}`;
  const behaviour = behaviourIn(task, container, scope);
  if (behaviour.kind !== 'serves') {
    context.schedule(context.random.around(behaviour.runsFor ?? 1_000, 0.1), {
      type: 'ecs.container',
      subject: `${task.arn}/${container.name}`,
      event: 'EXITED',
      value: behaviour.exitCode ?? 0,
    });
  }
  startReady(task, scope);
  settle(task, scope);
}

/** The task is as far as its slowest container (agent: `getEarliestKnownTaskStatusForContainers`). */
function settle(task: Task, scope: TaskScope): void {
  const all = task.containers;
  if (all.every(({ status }) => status === 'STOPPED')) fireTask(task, 'CONTAINERS_STOPPED', scope);
  else if (all.every(({ status }) => status === 'RUNNING' || status === 'STOPPED'))
    fireTask(task, 'CONTAINERS_RUNNING', scope);
}

function exited(task: Task, container: Container, exitCode: number, scope: TaskScope): void {
  container.exitCode = exitCode;
  if (container.essential)
    stop(
      task,
      { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' },
      scope,
    );
  else if (task.desiredStatus === 'RUNNING') startReady(task, scope);
  settle(task, scope);
}

/**
 * The effect `ecs.stopContainers`: SIGTERM to what runs, SIGKILL (exit code 137) to what has not ended when its stop
 * timeout is over; what never ran just stops.
 */
export function stopContainers(effect: Effect, scope: TaskScope): void {
  const { context } = scope;
  const task = scope.ecs.tasks.get(effect.subject);
  if (!task) return;
  const definitions = definitionsOf(task, scope);
  for (const container of task.containers) {
    if (container.status === 'STOPPED') continue;
    if (container.status !== 'RUNNING') {
      fireContainer(task, container, 'FAILED', context);
      continue;
    }
    const timeout = (definitions.get(container.name)?.stopTimeout ?? defaultStopTimeout / 1000) * 1000;
    const { onSigterm } = behaviourIn(task, container, scope);
    const ends =
      onSigterm !== 'ignored' && onSigterm.after < timeout ? onSigterm : { after: timeout, exitCode: 137 };
    context.schedule(context.random.around(ends.after, 0.05), {
      type: 'ecs.container',
      subject: `${task.arn}/${container.name}`,
      event: 'EXITED',
      value: ends.exitCode,
    });
  }
  settle(task, scope);
}

function fireContainer(
  task: Task,
  container: Container,
  event: string,
  { now, notice }: TaskScope['context'],
): boolean {
  const next = step(containerTable, container.status, event);
  if (!next) return false;
  notice({
    kind: 'status',
    at: now,
    machine: containerTable.id,
    subject: `${task.arn}/${container.name}`,
    from: container.status,
    to: next.target,
    event,
  });
  container.status = next.target;
  task.version++;
  return true;
}

/** What the container does, by its image and the command that it was given. */
export function behaviourIn(task: Task, container: Container, scope: TaskScope): Behaviour {
  const definition = definitionsOf(task, scope).get(container.name);
  const override = task.overrides?.containerOverrides?.find(({ name }) => name === container.name);
  const image = imageFor(container.image, registeredOf(task, scope), scope.registries);
  const command = override?.command ?? definition?.command;
  if ('failure' in image) return behaviourOf({}, command, definition?.entryPoint);
  if (!image.runs) return wrongPlatform(image.config, command, definition?.entryPoint);
  return behaviourOf(image.config, command, definition?.entryPoint);
}

/** What the task was registered with; nothing when its definition has been deleted. */
function registeredOf(task: Task, scope: TaskScope): Partial<TaskDefinition['registered']> {
  return findTaskDefinition(task.definition, scope)?.registered ?? {};
}

function definitionsOf(task: Task, scope: TaskScope): Map<string, Wire<ContainerDefinition>> {
  const containers = findTaskDefinition(task.definition, scope)?.registered.containerDefinitions ?? [];
  return new Map(containers.map((container) => [container.name ?? '', container]));
}

function subjectOf({ subject }: Effect, { ecs }: TaskScope): { task?: Task; container?: Container } {
  const cut = subject.lastIndexOf('/');
  const task = ecs.tasks.get(subject.slice(0, cut));
  const name = subject.slice(cut + 1);
  const container = task?.containers.find((one) => one.name === name);
  return { ...(task ? { task } : {}), ...(container ? { container } : {}) };
}

import type { Effect } from '../../kernel/queue.ts';
import type { Container, Task } from '../state.ts';
import { behaviourIn } from './behaviour.ts';
import { containerSubject, definitionsOf, fireContainer, settle, subjectOf } from './containers.ts';
import { fireHealth, healthDue } from './health.ts';
import { stop, tellService, type TaskScope } from './life.ts';
import { endLog } from './logging.ts';
import { dependenciesOf, dependencyFailure, isReady } from './ordering.ts';
import { answersAnew, beginProcess } from './process.ts';
import { restarts } from './restart.ts';
import { stopNext } from './stopping.ts';
import { timingOf } from './timings.ts';

/**
 * The container agent's part of a task's life once images are pulled: starts containers in order, restarts them, tells
 * ECS of exits and health. Rules: amazon-ecs-agent, `agent/engine` (named beside each).
 */

/** The effect `ecs.container`: something has happened to a container. */
export function containerEvent(effect: Effect, scope: TaskScope): void {
  const found = subjectOf(effect, scope);
  if (!found) return;
  const { task, container } = found;
  if (effect.event === 'EXITED') return processEnded(task, container, scope);
  if (task.desiredStatus === 'STOPPED') return;
  if (effect.event === 'PULLED') pulled(task, container, scope);
  else if (effect.event === 'STARTED') start(task, container, scope);
}

function pulled(task: Task, container: Container, scope: TaskScope): void {
  if (!fireContainer(task, container, 'PULLED', scope.context)) return;
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
    const failure = dependencyFailure(container, task, definitions, context.date);
    if (failure !== undefined) {
      container.reason = `CannotStartContainerError: ${failure}`;
      fireContainer(task, container, 'FAILED', context);
      // The exit code that the agent gives to a container whose dependencies failed (`handleTerminalDependencyError`).
      exited(task, container, 143, scope);
      continue;
    }
    if (!isReady(container, task, definitions)) continue;
    container.starting = true;
    const { ms, spread } = timingOf('starting', task);
    context.schedule(context.random.around(ms, spread), {
      type: 'ecs.container',
      subject: containerSubject(task, container),
      event: 'STARTED',
    });
  }
}

function start(task: Task, container: Container, scope: TaskScope): void {
  const { context } = scope;
  const { cannotStart } = behaviourIn(task, container, scope);
  if (cannotStart !== undefined) return startFailed(task, container, cannotStart, scope);
  if (!fireContainer(task, container, 'STARTED', context)) return;
  container.runtimeId = `${task.arn.slice(task.arn.lastIndexOf('/') + 1)}-${context.random.integer(1_000_000_000, 4_294_967_295)}`;
  beginProcess(task, container, scope);
  watchStartTimeout(task, container, scope);
  startReady(task, scope);
  settle(task, scope);
}

/** The process cannot be run at all: containerd's words as Fargate passes them on (recorded). */
function startFailed(task: Task, container: Container, why: string, scope: TaskScope): void {
  const reason = `CannotStartContainerError: ResourceInitializationError: failed to create new container runtime task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ${why}: unknown`;
  container.reason = reason;
  fireContainer(task, container, 'FAILED', scope.context);
  if (container.essential) stop(task, { stopCode: 'TaskFailedToStart', stoppedReason: reason }, scope);
  else startReady(task, scope);
  settle(task, scope);
}

/** Others that wait for more than a container's start give up when its start timeout is over. */
function watchStartTimeout(task: Task, container: Container, scope: TaskScope): void {
  const definitions = definitionsOf(task, scope);
  const timeout = definitions.get(container.name)?.startTimeout;
  if (!timeout) return;
  const awaited = task.containers.some(({ name }) =>
    dependenciesOf(definitions.get(name)).some(
      ({ containerName, condition }) => containerName === container.name && condition !== 'START',
    ),
  );
  if (awaited) scope.context.schedule(timeout * 1000, { type: 'ecs.startTimeout', subject: task.arn });
}

/** The effect `ecs.startTimeout`: a container's start timeout is over, and others may be waiting for it. */
export function startTimeout(effect: Effect, scope: TaskScope): void {
  const task = scope.ecs.tasks.get(effect.subject);
  if (task?.desiredStatus === 'RUNNING') startReady(task, scope);
}

/** The effect `ecs.health`: a container's health may change. */
export function healthEvent(effect: Effect, scope: TaskScope): void {
  const found = subjectOf(effect, scope);
  if (!found || !healthDue(found.task, found.container, scope)) return;
  tellService(found.task, scope.context, 'HEALTH');
  if (found.task.desiredStatus === 'RUNNING') startReady(found.task, scope);
}

/** The container's process has ended, unless this is the end of an earlier plan. */
function processEnded(task: Task, container: Container, scope: TaskScope): void {
  const { context } = scope;
  const { ending } = container;
  if (container.status !== 'RUNNING' || ending?.at !== context.date) return;
  const definition = definitionsOf(task, scope).get(container.name);
  endLog(task, definition, scope);
  if (
    task.desiredStatus === 'RUNNING' &&
    definition &&
    restarts(definition, container, ending.exitCode, context.date)
  ) {
    fireContainer(task, container, 'RESTARTED', context);
    fireHealth(task, container, 'RESTARTED', scope);
    container.restarts = (container.restarts ?? 0) + 1;
    delete container.character;
    beginProcess(task, container, scope);
    answersAnew(task, scope);
    return;
  }
  fireContainer(task, container, 'EXITED', context);
  if (ending.reason !== undefined) container.reason = ending.reason;
  exited(task, container, ending.exitCode, scope);
}

function exited(task: Task, container: Container, exitCode: number, scope: TaskScope): void {
  container.exitCode = exitCode;
  container.finishedAt = scope.context.date;
  if (container.essential)
    stop(
      task,
      { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' },
      scope,
    );
  else if (task.desiredStatus === 'RUNNING') startReady(task, scope);
  stopNext(task, scope);
  settle(task, scope);
}

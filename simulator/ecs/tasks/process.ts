import { parseCharacter, reachesLimit } from '../../images/index.ts';
import { characterFor } from '../../faults/state.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { Container, Task } from '../state.ts';
import { behaviourIn } from './behaviour.ts';
import { containerSubject, definitionsOf, subjectOf } from './containers.ts';
import { watchHealth } from './health.ts';
import type { TaskScope } from './life.ts';
import { hasMounts, keepWrites, mountedFiles } from './volumes.ts';
import { beginLog } from './logging.ts';

/** Begins a container's process: notes when it will end by itself, if it will, and begins to watch its health. */
export function beginProcess(task: Task, container: Container, scope: TaskScope): void {
  const { context } = scope;
  container.startedAt = context.date;
  delete container.ending;
  const { faults } = scope.neighbours;
  if (faults.characters.size > 0 && !container.character) {
    const text = characterFor(faults, familyOf(task), container.name);
    if (text !== undefined) container.character = { text, since: 0 };
  }
  const mounts = hasMounts(task, container, scope);
  if (mounts) container.mounted = mountedFiles(task, container, scope);
  const behaviour = behaviourIn(task, container, scope);
  const { kind, runsFor = 1_000, exitCode = 0 } = behaviour;
  if (mounts && behaviour.writes) {
    const before = container.mounted!;
    keepWrites(
      task,
      container,
      { files: new Map(Object.entries({ ...before, ...behaviour.writes })), before },
      scope,
    );
  }
  beginLog(task, container, behaviour, definitionsOf(task, scope).get(container.name), scope);
  if (kind !== 'serves')
    end(task, container, { after: context.random.around(runsFor, 0.1), exitCode }, scope);
  endOfMemory(task, container, scope);
  watchHealth(task, container, scope);
}

/** The family of a task's definition, out of its ARN. */
function familyOf({ definition }: Task): string {
  return definition.slice(definition.lastIndexOf('/') + 1, definition.lastIndexOf(':'));
}

/** A process that takes all the memory it may is killed (agent: `dockerapi/errors.go`, OutOfMemoryError). */
function endOfMemory(task: Task, container: Container, scope: TaskScope): void {
  const limit = definitionsOf(task, scope).get(container.name)?.memory ?? Number(task.memory);
  const after = reachesLimit(behaviourIn(task, container, scope), limit);
  if (after === undefined) return;
  const elapsed = scope.context.date - container.startedAt!;
  // Fargate writes the reason with a small c (recorded); the agent of container instances with a large one.
  const who = task.launchType === 'FARGATE' ? 'container' : 'Container';
  const reason = `OutOfMemoryError: ${who} killed due to memory usage`;
  end(task, container, { after: Math.max(0, after - elapsed), exitCode: 137, reason }, scope);
}

/**
 * Has a container's process end, unless it ends before that anyway.
 * @param ending `after`: ms from now
 */
export function end(
  task: Task,
  container: Container,
  { after, exitCode, reason }: { after: number; exitCode: number; reason?: string },
  { context }: TaskScope,
): void {
  const delay = Math.max(0, Math.round(after));
  const at = context.date + delay;
  if (container.ending && container.ending.at <= at) return;
  container.ending = { at, exitCode, ...(reason === undefined ? {} : { reason }) };
  context.schedule(delay, {
    type: 'ecs.container',
    subject: containerSubject(task, container),
    event: 'EXITED',
  });
}

/**
 * The effect `ecs.misbehave`, for faults: a running container (`<task ARN>/<name>`) does something else from now on.
 * `event` is a character as `DRYDOCK_BEHAVIOUR` has it; its times count from now.
 */
export function misbehave(effect: Effect, scope: TaskScope): void {
  const found = subjectOf(effect, scope);
  if (found?.container.status !== 'RUNNING') return;
  const { task, container } = found;
  const text = effect.event ?? '';
  container.character = { text, since: scope.context.date - container.startedAt! };
  const { exits } = parseCharacter(text);
  if (exits) end(task, container, exits, scope);
  endOfMemory(task, container, scope);
  watchHealth(task, container, scope);
  answersAnew(task, scope);
}

/** Load balancers look again at what a task answers. */
export function answersAnew({ arn }: Task, { context }: TaskScope): void {
  context.schedule(0, { type: 'elbv2.recheck', subject: arn });
}

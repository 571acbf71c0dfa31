import type { Effect } from '../../kernel/queue.ts';
import type { Container, Task } from '../state.ts';
import { behaviourIn } from './behaviour.ts';
import { definitionsOf, fireContainer, settle, type Definitions } from './containers.ts';
import type { TaskScope } from './life.ts';
import { dependenciesOf } from './ordering.ts';
import { end } from './process.ts';
import { defaultStopTimeout } from './timings.ts';

/** The effect `ecs.stopContainers`: what never ran just stops, what runs gets its signals in order. */
export function stopContainers(effect: Effect, scope: TaskScope): void {
  const task = scope.ecs.tasks.get(effect.subject);
  if (!task) return;
  for (const container of task.containers)
    if (container.status !== 'RUNNING') fireContainer(task, container, 'FAILED', scope.context);
  stopNext(task, scope);
  settle(task, scope);
}

/**
 * Sends SIGTERM to each container that no running container depends on any more: shutdown is the reverse of the start
 * (agent: `dependencygraph/graph.go`, `verifyShutdownOrder`). SIGKILL (exit code 137) follows when its stop timeout is over.
 */
export function stopNext(task: Task, scope: TaskScope): void {
  if (task.status !== 'STOPPING') return;
  const definitions = definitionsOf(task, scope);
  for (const container of task.containers) {
    if (container.status !== 'RUNNING' || container.stopping) continue;
    if (isNeeded(container, task, definitions)) continue;
    container.stopping = true;
    const { context } = scope;
    const timeout = (definitions.get(container.name)?.stopTimeout ?? defaultStopTimeout / 1000) * 1000;
    const { onSigterm } = behaviourIn(task, container, scope);
    const ending =
      onSigterm !== 'ignored' && onSigterm.after < timeout ? onSigterm : { after: timeout, exitCode: 137 };
    end(task, container, { ...ending, after: context.random.around(ending.after, 0.05) }, scope);
  }
}

function isNeeded({ name }: Container, task: Task, definitions: Definitions): boolean {
  return task.containers.some(
    (other) =>
      other.status === 'RUNNING' &&
      dependenciesOf(definitions.get(other.name)).some(({ containerName }) => containerName === name),
  );
}

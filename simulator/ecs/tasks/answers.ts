import type { Task } from '../state.ts';
import { behaviourIn } from './agent.ts';
import type { TaskScope } from './life.ts';

/** What comes back from a port of a task. */
export type Answer = (
  | { status: number; body: string; failure?: undefined }
  /** `refused`: nothing listens; `timeout`: nothing answers at all. */
  | { failure: 'timeout' | 'refused' }
) & {
  /** When the answer may change by itself, in ms since 1970; absent when only an event can change it. */
  until?: number;
};

/** What a task answers at one of its ports, as of now. */
export function answerOf(
  task: Task,
  { port, path }: { port: number; path: string },
  scope: TaskScope,
): Answer {
  const { date } = scope.context;
  if (task.status !== 'ACTIVATING' && task.status !== 'RUNNING' && task.status !== 'DEACTIVATING')
    return { failure: 'timeout' };
  for (const container of task.containers) {
    if (container.status !== 'RUNNING') continue;
    const behaviour = behaviourIn(task, container, scope);
    if (!behaviour.ports?.includes(port)) continue;
    const listens = (task.times.startedAt ?? date) + behaviour.startsAfter;
    if (listens > date) return { failure: 'refused', until: listens };
    if (behaviour.page === undefined || path.split('?')[0] === '/')
      return { status: 200, body: behaviour.page ?? '' };
    return { status: 404, body: 'Not Found\n' };
  }
  return { failure: 'refused' };
}

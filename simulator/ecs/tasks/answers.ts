import { answerOf as answerOfContainer, changesOf } from '../../images/index.ts';
import type { Task } from '../state.ts';
import { behaviourIn, elapsedIn } from './behaviour.ts';
import type { TaskScope } from './life.ts';

/** What comes back from a port of a task. */
export type Answer = (
  | { status: number; body: string; failure?: undefined; took: number }
  /** `refused`: nothing listens; `timeout`: nothing answers at all. */
  | { failure: 'timeout' | 'refused' }
) & {
  /** When the answer may change by itself, in ms since 1970; absent when only an event can change it. */
  until?: number;
};

/**
 * What a task answers at one of its ports, as of now, whichever of its containers listens there: they share one network
 * interface (awsvpc).
 */
export function answerOf(
  task: Task,
  { port, path }: { port: number; path: string },
  scope: TaskScope,
): Answer {
  if (!connected.has(task.status)) return { failure: 'timeout' };
  for (const container of task.containers) {
    if (container.status !== 'RUNNING') continue;
    // On a host's network the world sees the host's ports.
    const inside = container.bindings
      ? container.bindings.find(({ hostPort }) => hostPort === port)?.containerPort
      : port;
    if (inside === undefined) continue;
    const behaviour = behaviourIn(task, container, scope);
    if (!behaviour.ports?.includes(inside)) continue;
    const elapsed = elapsedIn(container, scope);
    const next = changesOf(behaviour).filter((moment) => moment > elapsed);
    const until = next.length ? { until: container.startedAt! + Math.min(...next) } : {};
    const answer = answerOfContainer(behaviour, inside, path, elapsed);
    if (answer.kind === 'refused') return { failure: 'refused', ...until };
    if (answer.kind !== 'answers') return { failure: 'timeout', ...until };
    const { status, body, took } = answer;
    return { status, body, took, ...until };
  }
  return { failure: 'refused' };
}

/** Statuses in which a task's network interface is there and its containers may run. */
const connected = new Set(['PENDING', 'ACTIVATING', 'RUNNING', 'DEACTIVATING', 'STOPPING']);

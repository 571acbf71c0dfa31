import type { Effect } from '../../kernel/queue.ts';
import { containerEvent, healthEvent, startTimeout } from './agent.ts';
import { taskEvent, type TaskScope } from './life.ts';
import { misbehave } from './process.ts';
import { beginPull, initialiseFailed, pullFailed } from './pull.ts';
import { stopContainers } from './stopping.ts';

/** What falls due in the lives of tasks, by effect type. */
export const taskReactions: Readonly<Record<string, (effect: Effect, scope: TaskScope) => void>> = {
  'ecs.task': taskEvent,
  'ecs.pull': beginPull,
  'ecs.initialiseFailed': initialiseFailed,
  'ecs.pullFailed': pullFailed,
  'ecs.container': containerEvent,
  'ecs.health': healthEvent,
  'ecs.misbehave': misbehave,
  'ecs.startTimeout': startTimeout,
  'ecs.stopContainers': stopContainers,
};

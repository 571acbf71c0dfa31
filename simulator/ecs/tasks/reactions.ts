import type { Effect } from '../../kernel/queue.ts';
import { byAgent } from '../capacity/agent.ts';
import { containerEvent, healthEvent, startTimeout } from './agent.ts';
import { taskEvent, type TaskScope } from './life.ts';
import { misbehave } from './process.ts';
import { beginPull, initialiseFailed, pullFailed } from './pull.ts';
import { stopContainers } from './stopping.ts';

/** What falls due in the lives of tasks, by effect type. */
export const taskReactions: Readonly<Record<string, (effect: Effect, scope: TaskScope) => void>> = {
  'ecs.task': byAgent(taskEvent),
  'ecs.pull': byAgent(beginPull),
  'ecs.initialiseFailed': byAgent(initialiseFailed),
  'ecs.pullFailed': byAgent(pullFailed),
  'ecs.container': byAgent(containerEvent),
  'ecs.health': byAgent(healthEvent),
  'ecs.misbehave': byAgent(misbehave),
  'ecs.startTimeout': byAgent(startTimeout),
  'ecs.stopContainers': byAgent(stopContainers),
};

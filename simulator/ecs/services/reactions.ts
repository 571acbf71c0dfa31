import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import { wakeDaemons } from './daemon.ts';
import { schedule, taskMoved } from './scheduler.ts';
import { registerTargets, targetHealth } from './targets.ts';

/** What falls due in the lives of services, by effect type. */
export const serviceReactions: Readonly<Record<string, (effect: Effect, scope: RegionScope) => void>> = {
  'ecs.daemons': wakeDaemons,
  'ecs.registerTargets': registerTargets,
  'ecs.service': schedule,
  'ecs.targetHealth': targetHealth,
  'ecs.taskOfService': taskMoved,
};

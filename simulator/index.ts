/** The simulated cloud's front door. */
import { cloud, type CloudState } from './cloud.ts';
import type { Journal } from './kernel/journal.ts';
import { fold, World, type WorldOptions } from './kernel/world.ts';

export type Cloud = World<CloudState>;

/** A new cloud: one account, its default VPC, an empty registry. */
export function createCloud(options: WorldOptions = {}): Cloud {
  return new World(cloud, options);
}

/** A cloud out of `cloud.snapshot()`; it goes on exactly as the saved one would have. */
export function restoreCloud(snapshot: string): Cloud {
  return new World(cloud, { snapshot });
}

/** The cloud that a journal leads to. */
export function foldCloud(journal: Journal, options: WorldOptions = {}): Cloud {
  return fold(cloud, journal, options);
}

export {
  defaultRegion,
  identifyKey,
  learner,
  metricSeries,
  type CloudState,
  type RegionState,
} from './cloud.ts';
export { exampleKeys } from './iam/state.ts';
export type { Call, Failure, Journal, JournalEvent, Notice, Reply } from './kernel/journal.ts';
export { World, type WorldOptions } from './kernel/world.ts';
export type { Model, Shape } from './api/model.ts';

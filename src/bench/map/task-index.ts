import type { Task } from '../../../simulator/ecs/state.ts';
import type { Cloud, Notice, RegionState } from '../../../simulator/index.ts';

/** Tasks of a cluster that stand at one place: a zone, or with those that wait for a host or have stopped. */
export interface TaskGroup {
  /** ARNs; one that leaves is replaced by the last one, so that leaving costs the same however many there are. */
  readonly arns: string[];
  readonly places: Map<string, number>;
  /** How many have each status. */
  readonly counts: Map<string, number>;
}

/** Where a task stands: in its zone until it has stopped. One that waits for a host gets its zone with the host. */
const placeOf = (task: Task, status: string) =>
  status === 'STOPPED' ? 'stopped' : task.availabilityZone || 'waiting';

/**
 * The tasks of a world by cluster and place, kept up as they move: what the map needs costs the same with three tasks
 * and with three thousand, but for those that it draws.
 */
export class TaskIndex {
  readonly #groups = new Map<string, TaskGroup>();
  /** The group that each task stands in. */
  readonly #standing = new Map<string, TaskGroup>();
  readonly #state: RegionState;

  private constructor(world: Cloud, state: RegionState) {
    this.#state = state;
    for (const task of state.ecs.tasks.values()) this.#add(task, task.status);
    world.observe((notice) => this.#moved(notice));
  }

  static readonly #known = new WeakMap<RegionState, TaskIndex>();

  /** The index of a world's Region, made at its first use. */
  static of(world: Cloud, state: RegionState): TaskIndex {
    const known = TaskIndex.#known.get(state) ?? new TaskIndex(world, state);
    TaskIndex.#known.set(state, known);
    return known;
  }

  /** @param place a zone, `waiting` for a host to be placed on, or `stopped`. */
  group(cluster: string, place: string): TaskGroup | undefined {
    return this.#groups.get(`${cluster} ${place}`);
  }

  #moved(notice: Notice): void {
    if (notice.kind !== 'status' || notice.machine !== 'task') return;
    const task = this.#state.ecs.tasks.get(notice.subject);
    if (!task) return;
    const { from, to } = notice;
    const stood = this.#standing.get(task.arn);
    // On its way through its zone a task keeps its place.
    if (stood && to !== 'DELETED' && stood === this.#groupOf(task, to)) {
      count(stood.counts, from, -1);
      count(stood.counts, to, 1);
      return;
    }
    if (stood) this.#remove(task, stood, from);
    if (to !== 'DELETED') this.#add(task, to);
  }

  #groupOf(task: Task, status: string): TaskGroup {
    const key = `${task.cluster} ${placeOf(task, status)}`;
    const group: TaskGroup = this.#groups.get(key) ?? { arns: [], places: new Map(), counts: new Map() };
    this.#groups.set(key, group);
    return group;
  }

  #add(task: Task, status: string): void {
    const group = this.#groupOf(task, status);
    this.#standing.set(task.arn, group);
    group.places.set(task.arn, group.arns.push(task.arn) - 1);
    count(group.counts, status, 1);
  }

  #remove(task: Task, group: TaskGroup, status: string): void {
    const place = group.places.get(task.arn)!;
    const last = group.arns.pop()!;
    if (last !== task.arn) {
      group.arns[place] = last;
      group.places.set(last, place);
    }
    group.places.delete(task.arn);
    this.#standing.delete(task.arn);
    count(group.counts, status, -1);
  }
}

function count(counts: Map<string, number>, status: string, by: 1 | -1): void {
  const left = (counts.get(status) ?? 0) + by;
  if (left > 0) counts.set(status, left);
  else counts.delete(status);
}

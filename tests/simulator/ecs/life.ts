import { hands, runOne, webDefinition, type Hands } from '../cloud.ts';

/** A Fargate definition of these containers; a busybox unless a container says otherwise. */
export function definitionOf(...containers: object[]): typeof webDefinition {
  return {
    ...webDefinition,
    containerDefinitions: containers.map((container) => ({
      name: 'job',
      image: 'busybox:latest',
      ...container,
    })) as never,
  };
}

export interface Watched extends Hands {
  task: string;
  /** What has happened: seconds since the beginning, machine, container's name (or `task`), status. */
  seen: { at: number; machine: string; who: string; to: string }[];
  /** The task as DescribeTasks shows it. */
  now(): any;
  /** Seconds at which a status was first reached. */
  when(who: string, to: string): number;
}

/** Runs one task of these containers and keeps what happens to it. */
export function watch(
  definition: object,
  more: object | ((one: Hands) => object) = {},
  prepare: (one: Hands) => void = () => {},
): Watched {
  const one = hands();
  prepare(one);
  const task = runOne(one, definition, typeof more === 'function' ? more(one) : more);
  const seen: Watched['seen'] = [];
  one.cloud.observe((notice) => {
    if (notice.kind !== 'status' || !notice.subject.startsWith(task)) return;
    const who = notice.subject.slice(task.length + 1) || 'task';
    seen.push({ at: notice.at / 1000, machine: notice.machine, who, to: notice.to });
  });
  return {
    ...one,
    task,
    seen,
    now: () => one.ask('ecs', 'DescribeTasks', { cluster: 'harbour', tasks: [task] }).tasks[0],
    when: (who, to) => seen.find((each) => each.who === who && each.to === to)?.at ?? Number.NaN,
  };
}

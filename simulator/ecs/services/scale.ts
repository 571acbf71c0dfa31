import type { Service, TaskSet } from './record.ts';

/** Tasks that a task set is to have: its share of the service's, rounded up; none once it is deleted. */
export function computedDesiredCount({ scale, status }: TaskSet, { desiredCount }: Service): number {
  return status === 'DRAINING' ? 0 : Math.ceil((desiredCount * scale) / 100);
}

import type { CreateScheduleInput } from '@aws-sdk/client-scheduler';
import type { Wire } from '../../api/wire.ts';

/** Amazon EventBridge Scheduler in one Region. */
export interface Scheduler {
  /** By group and name: `default/nightly`. */
  schedules: Map<string, ScheduleRecord>;
}

export interface ScheduleRecord {
  name: string;
  group: string;
  arn: string;
  /** As it was made or last updated. */
  input: Wire<CreateScheduleInput>;
  /** ms since 1970. */
  createdAt: number;
  updatedAt: number;
  /** Counts up with each update: what was queued before then is void. */
  generation: number;
}

export function createScheduler(): Scheduler {
  return { schedules: new Map() };
}

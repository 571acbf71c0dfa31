import { AwsError } from '../../api/errors.ts';
import type { Service } from '../../api/service.ts';
import {
  createSchedule,
  deleteSchedule,
  getSchedule,
  listSchedules,
  updateSchedule,
  type SchedulerScope,
} from './operations.ts';
import { run } from './run.ts';

/** Amazon EventBridge Scheduler. */
export const schedulerService: Service<SchedulerScope> = {
  name: 'scheduler',
  operations: {
    CreateSchedule: createSchedule,
    DeleteSchedule: deleteSchedule,
    GetSchedule: getSchedule,
    ListSchedules: listSchedules,
    UpdateSchedule: updateSchedule,
  },
  missing: (member) =>
    new AwsError(
      'ValidationException',
      `1 validation error detected: Value at '${member[0]!.toLowerCase()}${member.slice(1)}' failed to satisfy constraint: Member must not be null`,
    ),
};

export const schedulerReactions = { 'scheduler.run': run };

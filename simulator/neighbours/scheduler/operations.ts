import type {
  CreateScheduleInput,
  CreateScheduleOutput,
  DeleteScheduleInput,
  GetScheduleInput,
  GetScheduleOutput,
  ListSchedulesInput,
  ListSchedulesOutput,
  UpdateScheduleInput,
  UpdateScheduleOutput,
} from '@aws-sdk/client-scheduler';
import { AwsError } from '../../api/errors.ts';
import { pageToken, positionOf } from '../../api/pagination.ts';
import type { CallScope } from '../../api/service.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { RegionScope } from '../../region.ts';
import { readSchedule } from '../schedule/expression.ts';
import { isZone } from '../schedule/zone.ts';
import { plan } from './run.ts';
import type { ScheduleRecord } from './state.ts';

export type SchedulerScope = RegionScope & CallScope;

export function createSchedule(
  input: Wire<CreateScheduleInput>,
  scope: SchedulerScope,
): Wire<CreateScheduleOutput> {
  const { Name = '', GroupName = 'default' } = input;
  check(input, scope);
  const { schedules } = scope.neighbours.scheduler;
  const key = `${GroupName}/${Name}`;
  if (schedules.has(key)) throw new AwsError('ConflictException', `Schedule ${Name} already exists.`);
  const schedule: ScheduleRecord = {
    name: Name,
    group: GroupName,
    arn: `arn:aws:scheduler:${scope.region}:${scope.accountId}:schedule/${key}`,
    input,
    createdAt: scope.context.date,
    updatedAt: scope.context.date,
    generation: 0,
  };
  schedules.set(key, schedule);
  plan(schedule, scope, true);
  return { ScheduleArn: schedule.arn };
}

/** UpdateSchedule replaces all: what it does not give falls back to its default. */
export function updateSchedule(
  input: Wire<UpdateScheduleInput>,
  scope: SchedulerScope,
): Wire<UpdateScheduleOutput> {
  const schedule = scheduleOf(input, scope);
  check(input, scope);
  schedule.input = input;
  schedule.updatedAt = scope.context.date;
  schedule.generation++;
  plan(schedule, scope, true);
  return { ScheduleArn: schedule.arn };
}

/** @throws AwsError ValidationException, ResourceNotFoundException */
function check(input: Wire<CreateScheduleInput>, scope: SchedulerScope): void {
  const invalid = (message: string) => new AwsError('ValidationException', message);
  const { Name = '', GroupName = 'default', ScheduleExpression = '', Target } = input;
  if (!/^[0-9a-zA-Z\-_.]{1,64}$/.test(Name))
    throw invalid(
      `1 validation error detected: Value '${Name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [0-9a-zA-Z-_.]+`,
    );
  if (GroupName !== 'default')
    throw new AwsError('ResourceNotFoundException', `Schedule group ${GroupName} does not exist.`);
  if (!readSchedule(ScheduleExpression)) throw invalid(`Invalid Schedule Expression ${ScheduleExpression}.`);
  if (!isZone(input.ScheduleExpressionTimezone ?? 'UTC'))
    throw invalid(`Invalid Schedule Expression Timezone ${input.ScheduleExpressionTimezone}.`);
  const { Mode, MaximumWindowInMinutes: minutes } = input.FlexibleTimeWindow ?? {};
  if (Mode === 'FLEXIBLE' && !(minutes !== undefined && minutes >= 1 && minutes <= 1440))
    throw invalid('MaximumWindowInMinutes must be from 1 to 1440 when the flexible time window is FLEXIBLE.');
  if (!/^arn:aws[\w-]*:.+/.test(Target?.Arn ?? ''))
    throw invalid('Provided TargetArn is not in correct format.');
  const role = scope.assume(Target?.RoleArn ?? '', 'scheduler.amazonaws.com', 'check');
  if ('refused' in role)
    throw invalid('The execution role you provide must allow AWS EventBridge Scheduler to assume the role.');
}

/** @throws AwsError ResourceNotFoundException */
function scheduleOf(
  { Name = '', GroupName = 'default' }: { Name?: string | undefined; GroupName?: string | undefined },
  { neighbours }: RegionScope,
): ScheduleRecord {
  const schedule = neighbours.scheduler.schedules.get(`${GroupName}/${Name}`);
  if (!schedule) throw new AwsError('ResourceNotFoundException', `Schedule ${Name} does not exist.`);
  return schedule;
}

export function getSchedule(input: Wire<GetScheduleInput>, scope: SchedulerScope): Wire<GetScheduleOutput> {
  const { arn, group, input: given, createdAt, updatedAt } = scheduleOf(input, scope);
  const { ClientToken: _, ...shown } = given;
  return {
    ActionAfterCompletion: 'NONE',
    ScheduleExpressionTimezone: 'UTC',
    State: 'ENABLED',
    ...shown,
    Arn: arn,
    GroupName: group,
    CreationDate: epochSeconds(createdAt),
    LastModificationDate: epochSeconds(updatedAt),
  };
}

export function deleteSchedule(input: Wire<DeleteScheduleInput>, scope: SchedulerScope): void {
  const { group, name } = scheduleOf(input, scope);
  scope.neighbours.scheduler.schedules.delete(`${group}/${name}`);
}

export function listSchedules(
  input: Wire<ListSchedulesInput>,
  scope: SchedulerScope,
): Wire<ListSchedulesOutput> {
  const { GroupName, NamePrefix = '', State, NextToken, MaxResults = 100 } = input;
  const all = [...scope.neighbours.scheduler.schedules.values()]
    .filter((each) => GroupName === undefined || each.group === GroupName)
    .filter(({ name }) => name.startsWith(NamePrefix))
    .filter((each) => State === undefined || (each.input.State ?? 'ENABLED') === State)
    .sort((one, two) => (one.name < two.name ? -1 : 1));
  const start = positionOf(NextToken, 'ValidationException');
  return {
    Schedules: all.slice(start, start + MaxResults).map((each) => ({
      Arn: each.arn,
      Name: each.name,
      GroupName: each.group,
      State: each.input.State ?? 'ENABLED',
      CreationDate: epochSeconds(each.createdAt),
      LastModificationDate: epochSeconds(each.updatedAt),
      Target: { Arn: each.input.Target!.Arn! },
    })),
    ...(start + MaxResults < all.length ? { NextToken: pageToken(start + MaxResults) } : {}),
  };
}

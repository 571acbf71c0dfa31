import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import { count } from '../cloudwatch/record.ts';
import { nextRun, readSchedule } from '../schedule/expression.ts';
import { invoke } from './invoke.ts';
import type { ScheduleRecord } from './state.ts';

/**
 * Puts the next run of a schedule into the queue. A rate without a start date begins at once
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#rate-based).
 */
export function plan(schedule: ScheduleRecord, { context }: RegionScope, first: boolean): void {
  const { input, updatedAt, generation, arn } = schedule;
  if (input.State === 'DISABLED') return;
  const expression = readSchedule(input.ScheduleExpression!)!;
  const zone = input.ScheduleExpressionTimezone ?? 'UTC';
  const since = Math.max(updatedAt, (input.StartDate ?? 0) * 1000);
  const next =
    first && expression.kind === 'rate'
      ? since
      : nextRun(expression, Math.max(context.date, since - 1), since, zone);
  // A schedule that never comes round again stays, and does nothing.
  if (next === undefined || next > (input.EndDate ?? Infinity) * 1000) return;
  const window = input.FlexibleTimeWindow;
  const flexible = window?.Mode === 'FLEXIBLE' ? (window.MaximumWindowInMinutes ?? 0) * 60_000 : 0;
  const later = flexible === 0 ? 0 : context.random.integer(0, flexible);
  context.schedule(next - context.date + later, { type: 'scheduler.run', subject: arn, value: generation });
}

/** The effect `scheduler.run`: a schedule has come round. */
export function run({ subject, value }: Effect, scope: RegionScope): void {
  const key = subject.split(':schedule/')[1]!;
  const { schedules } = scope.neighbours.scheduler;
  const schedule = schedules.get(key);
  if (!schedule || schedule.generation !== value) return;
  const dimensions = [{ Name: 'ScheduleGroup', Value: schedule.group }];
  count(scope, 'AWS/Scheduler', 'InvocationAttemptCount', dimensions);
  const failure = invoke(schedule, scope);
  if (failure !== undefined) count(scope, 'AWS/Scheduler', 'TargetErrorCount', dimensions);
  const { context } = scope;
  const message =
    failure === undefined
      ? `Schedule ${schedule.name} invoked its target.`
      : `Schedule ${schedule.name} could not invoke its target: ${failure}`;
  context.notice({ kind: 'event', at: context.now, subject, message });
  if (readSchedule(schedule.input.ScheduleExpression!)?.kind !== 'at') plan(schedule, scope, false);
  else if (schedule.input.ActionAfterCompletion === 'DELETE') schedules.delete(key);
}

import type {
  DeleteScheduledActionRequest,
  DescribeScheduledActionsRequest,
  DescribeScheduledActionsResponse,
  PutScheduledActionRequest,
} from '@aws-sdk/client-application-auto-scaling';
import { AwsError } from '../../api/errors.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import { nextRun, readSchedule } from '../schedule/expression.ts';
import { isZone } from '../schedule/zone.ts';
import { note } from './activity.ts';
import { dimension, type ScheduledAction } from './state.ts';
import { checkDimension, cut, invalid, keepWithin, targetOf, type ScalingScope } from './targets.ts';

export function putScheduledAction(input: Wire<PutScheduledActionRequest>, scope: ScalingScope): void {
  const { resourceId } = targetOf(input, scope);
  const { ScheduledActionName = '', Timezone, StartTime, EndTime } = input;
  const { scheduled } = scope.neighbours.autoScaling;
  const key = `${resourceId}#${ScheduledActionName}`;
  const before = scheduled.get(key);
  const schedule = input.Schedule ?? before?.schedule;
  const action = input.ScalableTargetAction ?? before?.action;
  if (schedule === undefined || !readSchedule(schedule)) throw invalid('Invalid schedule expression');
  if (Timezone !== undefined && !isZone(Timezone)) throw invalid(`Invalid timezone: ${Timezone}`);
  if (action?.MinCapacity === undefined && action?.MaxCapacity === undefined)
    throw invalid('MinCapacity or MaxCapacity must be specified in ScalableTargetAction.');
  const made: ScheduledAction = {
    name: ScheduledActionName,
    arn:
      before?.arn ??
      `arn:aws:autoscaling:${scope.region}:${scope.accountId}:scheduledAction:${scope.context.random.uuid()}:resource/ecs/${resourceId}:scheduledActionName/${ScheduledActionName}`,
    resourceId,
    schedule,
    ...(Timezone === undefined ? {} : { timezone: Timezone }),
    ...(StartTime === undefined ? {} : { startTime: StartTime * 1000 }),
    ...(EndTime === undefined ? {} : { endTime: EndTime * 1000 }),
    action,
    createdAt: before?.createdAt ?? scope.context.date,
    generation: (before?.generation ?? 0) + 1,
  };
  scheduled.set(key, made);
  plan(made, scope);
}

function plan(action: ScheduledAction, { context }: RegionScope): void {
  const since = Math.max(action.createdAt, action.startTime ?? 0);
  const after = Math.max(context.date, since - 1);
  const next = nextRun(readSchedule(action.schedule)!, after, since, action.timezone);
  if (next === undefined || next > (action.endTime ?? Infinity)) return;
  context.schedule(next - context.date, {
    type: 'scaling.scheduled',
    subject: `${action.arn}#${action.resourceId}#${action.name}`,
    value: action.generation,
  });
}

/** The effect `scaling.scheduled`: a scheduled action sets its target's limits. */
export function scheduledDue({ subject, value }: Effect, scope: RegionScope): void {
  const [, resourceId = '', name = ''] = subject.split('#');
  const { scheduled, targets } = scope.neighbours.autoScaling;
  const action = scheduled.get(`${resourceId}#${name}`);
  const target = targets.get(resourceId);
  if (!action || !target || action.generation !== value) return;
  if (!target.suspended.ScheduledScalingSuspended) {
    target.minCapacity = action.action.MinCapacity ?? target.minCapacity;
    target.maxCapacity = action.action.MaxCapacity ?? target.maxCapacity;
    const set = [
      ...(action.action.MinCapacity === undefined ? [] : [`min capacity to ${target.minCapacity}`]),
      ...(action.action.MaxCapacity === undefined ? [] : [`max capacity to ${target.maxCapacity}`]),
    ];
    note(resourceId, `Setting ${set.join(' and ')}`, `scheduled action name ${name} was triggered`, scope);
    keepWithin(target, scope);
  }
  plan(action, scope);
}

export function deleteScheduledAction(input: Wire<DeleteScheduledActionRequest>, scope: ScalingScope): void {
  checkDimension(input);
  const key = `${input.ResourceId}#${input.ScheduledActionName}`;
  if (!scope.neighbours.autoScaling.scheduled.delete(key))
    throw new AwsError(
      'ObjectNotFoundException',
      `No scheduled action found for service namespace: ecs, resource ID: ${input.ResourceId}, scheduled action name: ${input.ScheduledActionName}`,
    );
}

export function describeScheduledActions(
  input: Wire<DescribeScheduledActionsRequest>,
  { neighbours }: ScalingScope,
): Wire<DescribeScheduledActionsResponse> {
  const all = [...neighbours.autoScaling.scheduled.values()]
    .filter(({ resourceId }) => input.ResourceId === undefined || resourceId === input.ResourceId)
    .filter(({ name }) => !input.ScheduledActionNames?.length || input.ScheduledActionNames.includes(name))
    .map((action) => ({
      ScheduledActionName: action.name,
      ScheduledActionARN: action.arn,
      ServiceNamespace: 'ecs' as const,
      Schedule: action.schedule,
      ...(action.timezone === undefined ? {} : { Timezone: action.timezone }),
      ResourceId: action.resourceId,
      ScalableDimension: dimension as 'ecs:service:DesiredCount',
      ...(action.startTime === undefined ? {} : { StartTime: epochSeconds(action.startTime) }),
      ...(action.endTime === undefined ? {} : { EndTime: epochSeconds(action.endTime) }),
      ScalableTargetAction: action.action,
      CreationTime: epochSeconds(action.createdAt),
    }));
  return cut('ScheduledActions', input.ServiceNamespace === 'ecs' ? all : [], input);
}

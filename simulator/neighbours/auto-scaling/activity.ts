import { tell } from '../../ecs/services/events.ts';
import type { Service } from '../../ecs/services/record.ts';
import { serviceArn } from '../../ecs/services/service.ts';
import { step } from '../../kernel/machine.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import { activityTable } from './machine.ts';
import type { Activity, ScalableTarget } from './state.ts';

/** ms between two looks at whether ECS has done what an activity asked for (chosen by us). */
const look = 15_000;

/** The session in which Application Auto Scaling acts. */
export function scalingPrincipal({ accountId }: Pick<RegionScope, 'accountId'>): string {
  return `arn:aws:sts::${accountId}:assumed-role/AWSServiceRoleForApplicationAutoScaling_ECSService/AutoScaling-UpdateDesiredCapacity`;
}

/** The ECS service behind a scalable target; undefined when it has gone. */
export function serviceOf(resourceId: string, scope: RegionScope): Service | undefined {
  const [, cluster = '', name = ''] = resourceId.split('/');
  const service = scope.ecs.services.get(serviceArn(name, cluster, scope));
  return service?.status === 'ACTIVE' ? service : undefined;
}

/** Sets a service's desired count, and keeps an activity of it with the reason. */
export function setDesired(target: ScalableTarget, desired: number, cause: string, scope: RegionScope): void {
  const { resourceId } = target;
  const [, cluster = '', service = ''] = resourceId.split('/');
  overrideOthers(resourceId, scope);
  const activity = begin(resourceId, `Setting desired count to ${desired}.`, cause, scope);
  const reply = scope.send({
    service: 'ecs',
    operation: 'UpdateService',
    input: { cluster, service, desiredCount: desired },
    principal: scalingPrincipal(scope),
  });
  if (!reply.ok) {
    return move(
      activity,
      'FAILED',
      `Failed to set desired count to ${desired}. Reason: ${reply.error.message}`,
      scope,
    );
  }
  activity.desired = desired;
  move(
    activity,
    'SET',
    `Successfully set desired count to ${desired}. Waiting for change to be fulfilled by ecs.`,
    scope,
  );
  plan(activity, scope);
}

/** An activity that is done as it begins: a scheduled action's. */
export function note(resourceId: string, description: string, cause: string, scope: RegionScope): void {
  const activity = begin(resourceId, description, cause, scope);
  move(activity, 'SET', '', scope);
  move(activity, 'FULFILLED', description.replace(/^Setting/, 'Successfully set'), scope);
}

function begin(resourceId: string, description: string, cause: string, scope: RegionScope): Activity {
  const { context, neighbours } = scope;
  const activity: Activity = {
    id: context.random.uuid(),
    resourceId,
    description,
    cause,
    startedAt: context.date,
    status: activityTable.initial.target,
    message: '',
  };
  const { activities } = neighbours.autoScaling;
  activities.unshift(activity);
  if (activities.length > 500) activities.length = 500;
  tellStatus(activity, '', '', scope);
  context.notice({
    kind: 'scaling',
    at: context.now,
    subject: subjectOf(activity, scope),
    message: `${description.replace(/\.$/, '')} of ${resourceId}: ${cause}.`,
  });
  return activity;
}

function subjectOf({ id }: Activity, { region, accountId }: RegionScope): string {
  return `arn:aws:application-autoscaling:${region}:${accountId}:scaling-activity/${id}`;
}

function tellStatus(activity: Activity, from: string, event: string, scope: RegionScope): void {
  const { notice, now: at } = scope.context;
  const subject = subjectOf(activity, scope);
  notice({ kind: 'status', at, machine: activityTable.id, subject, from, to: activity.status, event });
}

function move(activity: Activity, event: string, message: string, scope: RegionScope): void {
  const next = step(activityTable, activity.status, event);
  if (!next) return;
  const from = activity.status;
  activity.status = next.target;
  activity.message = message;
  if (Object.keys(activityTable.states[next.target]!).length === 0) activity.endedAt = scope.context.date;
  tellStatus(activity, from, event, scope);
}

function overrideOthers(resourceId: string, scope: RegionScope): void {
  for (const other of scope.neighbours.autoScaling.activities)
    if (other.resourceId === resourceId && other.status === 'InProgress')
      move(
        other,
        'OVERRIDDEN',
        `${other.message.split('. ')[0]}. The change was overridden by another activity.`,
        scope,
      );
}

function plan(activity: Activity, scope: RegionScope): void {
  scope.context.schedule(look, { type: 'scaling.check', subject: subjectOf(activity, scope) });
}

/** The effect `scaling.check`: whether the service runs as many tasks as an activity asked for. */
export function checkActivity({ subject }: Effect, scope: RegionScope): void {
  const id = subject.slice(subject.lastIndexOf('/') + 1);
  const activity = scope.neighbours.autoScaling.activities.find((each) => each.id === id);
  if (activity?.status !== 'InProgress') return;
  const service = serviceOf(activity.resourceId, scope);
  if (!service) return move(activity, 'FAILED', 'The service has gone.', scope);
  const running = service.deployments.reduce((sum, each) => sum + each.running, 0);
  if (running !== activity.desired) return plan(activity, scope);
  const message = `Successfully set desired count to ${activity.desired}. Change successfully fulfilled by ecs.`;
  move(activity, 'FULFILLED', message, scope);
  tell(service, `Message: ${message} Cause: ${activity.cause}`, scope);
}

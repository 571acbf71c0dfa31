import type {
  DeregisterScalableTargetRequest,
  DescribeScalableTargetsRequest,
  DescribeScalableTargetsResponse,
  DescribeScalingActivitiesRequest,
  DescribeScalingActivitiesResponse,
  RegisterScalableTargetRequest,
  RegisterScalableTargetResponse,
} from '@aws-sdk/client-application-auto-scaling';
import { AwsError } from '../../api/errors.ts';
import { pageToken, positionOf } from '../../api/pagination.ts';
import type { CallScope } from '../../api/service.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { RegionScope } from '../../region.ts';
import { serviceOf, setDesired } from './activity.ts';
import { dropAlarms } from './alarms.ts';
import { dimension, type ScalableTarget } from './state.ts';

export type ScalingScope = RegionScope & CallScope;

export const invalid = (message: string) => new AwsError('ValidationException', message);

interface Named {
  ServiceNamespace?: string | undefined;
  ResourceId?: string | undefined;
  ScalableDimension?: string | undefined;
}

/** @throws AwsError NotSimulatedException for what is no ECS service */
export function checkDimension({ ServiceNamespace, ScalableDimension = dimension }: Named): void {
  if (ServiceNamespace !== 'ecs' || ScalableDimension !== dimension)
    throw new AwsError(
      'NotSimulatedException',
      `Drydock scales ECS services only: use ServiceNamespace ecs and ScalableDimension ${dimension}.`,
    );
}

/** @throws AwsError ObjectNotFoundException */
export function targetOf(named: Named, { neighbours }: RegionScope): ScalableTarget {
  checkDimension(named);
  const target = neighbours.autoScaling.targets.get(named.ResourceId ?? '');
  if (!target)
    throw new AwsError(
      'ObjectNotFoundException',
      `No scalable target registered for service namespace: ecs, resource ID: ${named.ResourceId}, scalable dimension: ${dimension}`,
    );
  return target;
}

/** RegisterScalableTarget registers a service, or changes the limits of one. */
export function registerScalableTarget(
  input: Wire<RegisterScalableTargetRequest>,
  scope: ScalingScope,
): Wire<RegisterScalableTargetResponse> {
  checkDimension(input);
  const { ResourceId = '', RoleARN, SuspendedState } = input;
  const { targets } = scope.neighbours.autoScaling;
  const before = targets.get(ResourceId);
  if (!/^service\/[^/]+\/[^/]+$/.test(ResourceId))
    throw invalid('Unsupported service namespace, resource type or scalable dimension');
  if (!serviceOf(ResourceId, scope)) throw invalid(`ECS service doesn't exist: ${ResourceId}`);
  const minCapacity = input.MinCapacity ?? before?.minCapacity;
  const maxCapacity = input.MaxCapacity ?? before?.maxCapacity;
  if (minCapacity === undefined || maxCapacity === undefined)
    throw invalid('Both MinCapacity and MaxCapacity must be specified to register a new scalable target.');
  if (minCapacity < 0 || minCapacity > maxCapacity)
    throw invalid('Maximum capacity cannot be less than minimum capacity');
  const target: ScalableTarget = {
    resourceId: ResourceId,
    arn:
      before?.arn ??
      `arn:aws:application-autoscaling:${scope.region}:${scope.accountId}:scalable-target/${scope.context.random.hex(36)}`,
    minCapacity,
    maxCapacity,
    suspended: { ...before?.suspended, ...SuspendedState },
    roleArn:
      RoleARN ??
      `arn:aws:iam::${scope.accountId}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService`,
    createdAt: before?.createdAt ?? scope.context.date,
  };
  targets.set(ResourceId, target);
  keepWithin(target, scope);
  return { ScalableTargetARN: target.arn };
}

/** Brings a service's count within its limits. */
export function keepWithin(target: ScalableTarget, scope: RegionScope): void {
  const { resourceId, minCapacity, maxCapacity } = target;
  const current = serviceOf(resourceId, scope)?.desiredCount ?? minCapacity;
  if (current < minCapacity)
    setDesired(target, minCapacity, `minimum capacity was set to ${minCapacity}`, scope);
  else if (current > maxCapacity)
    setDesired(target, maxCapacity, `maximum capacity was set to ${maxCapacity}`, scope);
}

/** Its policies, their alarms and its scheduled actions go with it. */
export function deregisterScalableTarget(
  input: Wire<DeregisterScalableTargetRequest>,
  scope: ScalingScope,
): void {
  const { resourceId } = targetOf(input, scope);
  const { targets, policies, scheduled } = scope.neighbours.autoScaling;
  for (const [arn, policy] of policies) {
    if (policy.resourceId !== resourceId) continue;
    dropAlarms(
      policy.alarms.map(({ name }) => name),
      scope,
    );
    policies.delete(arn);
  }
  for (const [key, action] of scheduled) if (action.resourceId === resourceId) scheduled.delete(key);
  targets.delete(resourceId);
}

/** One page of a list under its member's name. */
export function cut<Name extends string, Item>(
  name: Name,
  all: Item[],
  { MaxResults = 50, NextToken }: { MaxResults?: number | undefined; NextToken?: string | undefined },
): Record<Name, Item[]> & { NextToken?: string } {
  const start = positionOf(NextToken, 'InvalidNextTokenException');
  const page = { [name]: all.slice(start, start + MaxResults) } as Record<Name, Item[]>;
  return start + MaxResults < all.length ? { ...page, NextToken: pageToken(start + MaxResults) } : page;
}

export function describeScalableTargets(
  input: Wire<DescribeScalableTargetsRequest>,
  { neighbours }: ScalingScope,
): Wire<DescribeScalableTargetsResponse> {
  const { ResourceIds } = input;
  const all = [...neighbours.autoScaling.targets.values()]
    .filter(({ resourceId }) => !ResourceIds?.length || ResourceIds.includes(resourceId))
    .map(({ resourceId, arn, minCapacity, maxCapacity, suspended, roleArn, createdAt }) => ({
      ServiceNamespace: 'ecs' as const,
      ResourceId: resourceId,
      ScalableDimension: dimension as 'ecs:service:DesiredCount',
      MinCapacity: minCapacity,
      MaxCapacity: maxCapacity,
      RoleARN: roleArn,
      CreationTime: epochSeconds(createdAt),
      SuspendedState: {
        DynamicScalingInSuspended: false,
        DynamicScalingOutSuspended: false,
        ScheduledScalingSuspended: false,
        ...suspended,
      },
      ScalableTargetARN: arn,
    }));
  return cut('ScalableTargets', input.ServiceNamespace === 'ecs' ? all : [], input);
}

export function describeScalingActivities(
  input: Wire<DescribeScalingActivitiesRequest>,
  { neighbours }: ScalingScope,
): Wire<DescribeScalingActivitiesResponse> {
  const all = neighbours.autoScaling.activities
    .filter(({ resourceId }) => input.ResourceId === undefined || resourceId === input.ResourceId)
    .map((activity) => ({
      ActivityId: activity.id,
      ServiceNamespace: 'ecs' as const,
      ResourceId: activity.resourceId,
      ScalableDimension: dimension as 'ecs:service:DesiredCount',
      Description: activity.description,
      Cause: activity.cause,
      StartTime: epochSeconds(activity.startedAt),
      ...(activity.endedAt === undefined ? {} : { EndTime: epochSeconds(activity.endedAt) }),
      StatusCode: activity.status as 'Successful',
      StatusMessage: activity.message,
    }));
  return cut('ScalingActivities', input.ServiceNamespace === 'ecs' ? all : [], input);
}

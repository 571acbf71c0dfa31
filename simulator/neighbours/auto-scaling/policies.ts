import type {
  DeleteScalingPolicyRequest,
  DescribeScalingPoliciesRequest,
  DescribeScalingPoliciesResponse,
  PutScalingPolicyRequest,
  PutScalingPolicyResponse,
} from '@aws-sdk/client-application-auto-scaling';
import { AwsError } from '../../api/errors.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { RegionScope } from '../../region.ts';
import { dropAlarms, makeAlarms, watchedBy } from './alarms.ts';
import { dimension, type Policy } from './state.ts';
import { checkDimension, cut, invalid, targetOf, type ScalingScope } from './targets.ts';

/** PutScalingPolicy makes a policy or replaces one; a target tracking policy makes its alarms itself. */
export function putScalingPolicy(
  input: Wire<PutScalingPolicyRequest>,
  scope: ScalingScope,
): Wire<PutScalingPolicyResponse> {
  const { resourceId } = targetOf(input, scope);
  const { PolicyName = '', PolicyType = 'StepScaling' } = input;
  const { policies } = scope.neighbours.autoScaling;
  const before = find(PolicyName, resourceId, scope);
  if (PolicyType === 'PredictiveScaling')
    throw new AwsError(
      'NotSimulatedException',
      'Drydock simulates the policy types TargetTrackingScaling and StepScaling.',
    );
  const tracking = input.TargetTrackingScalingPolicyConfiguration;
  const steps = input.StepScalingPolicyConfiguration;
  const given = PolicyType === 'StepScaling' ? steps : tracking;
  if (!given)
    throw invalid(
      `${PolicyType === 'StepScaling' ? 'StepScalingPolicyConfiguration' : 'TargetTrackingScalingPolicyConfiguration'} must be specified for policy type ${PolicyType}.`,
    );
  if (PolicyType === 'StepScaling' && !(steps?.AdjustmentType && steps.StepAdjustments?.length))
    throw invalid('AdjustmentType and StepAdjustments must be specified for step scaling policies.');
  const watched = tracking && PolicyType !== 'StepScaling' ? watchedBy(tracking, resourceId) : undefined;
  const arn =
    before?.arn ??
    `arn:aws:autoscaling:${scope.region}:${scope.accountId}:scalingPolicy:${scope.context.random.uuid()}:resource/ecs/${resourceId}:policyName/${PolicyName}`;
  dropAlarms(before?.alarms.map(({ name }) => name) ?? [], scope);
  const policy: Policy = {
    name: PolicyName,
    arn,
    resourceId,
    type: PolicyType,
    input,
    alarms: [],
    createdAt: before?.createdAt ?? scope.context.date,
    scaledOutAt: before?.scaledOutAt ?? 0,
    scaledInAt: before?.scaledInAt ?? 0,
  };
  policies.set(arn, policy);
  if (watched) policy.alarms = makeAlarms(arn, resourceId, tracking!, watched, scope);
  return {
    PolicyARN: arn,
    Alarms: policy.alarms.map(({ name, arn: AlarmARN }) => ({ AlarmName: name, AlarmARN })),
  };
}

function find(name: string, resourceId: string, { neighbours }: RegionScope): Policy | undefined {
  return [...neighbours.autoScaling.policies.values()].find(
    (policy) => policy.name === name && policy.resourceId === resourceId,
  );
}

export function deleteScalingPolicy(input: Wire<DeleteScalingPolicyRequest>, scope: ScalingScope): void {
  checkDimension(input);
  const policy = find(input.PolicyName ?? '', input.ResourceId ?? '', scope);
  if (!policy)
    throw new AwsError(
      'ObjectNotFoundException',
      `No scaling policy found for service namespace: ecs, resource ID: ${input.ResourceId}, scalable dimension: ${dimension}, policy name: ${input.PolicyName}`,
    );
  dropAlarms(
    policy.alarms.map(({ name }) => name),
    scope,
  );
  scope.neighbours.autoScaling.policies.delete(policy.arn);
}

export function describeScalingPolicies(
  input: Wire<DescribeScalingPoliciesRequest>,
  { neighbours }: ScalingScope,
): Wire<DescribeScalingPoliciesResponse> {
  const all = [...neighbours.autoScaling.policies.values()]
    .filter(({ resourceId }) => input.ResourceId === undefined || resourceId === input.ResourceId)
    .filter(({ name }) => !input.PolicyNames?.length || input.PolicyNames.includes(name))
    .map(({ arn, name, resourceId, type, input: given, alarms, createdAt }) => ({
      PolicyARN: arn,
      PolicyName: name,
      ServiceNamespace: 'ecs' as const,
      ResourceId: resourceId,
      ScalableDimension: dimension as 'ecs:service:DesiredCount',
      PolicyType: type,
      ...(given.StepScalingPolicyConfiguration
        ? { StepScalingPolicyConfiguration: given.StepScalingPolicyConfiguration }
        : {}),
      ...(given.TargetTrackingScalingPolicyConfiguration
        ? { TargetTrackingScalingPolicyConfiguration: given.TargetTrackingScalingPolicyConfiguration }
        : {}),
      Alarms: alarms.map((alarm) => ({ AlarmName: alarm.name, AlarmARN: alarm.arn })),
      CreationTime: epochSeconds(createdAt),
    }));
  return cut('ScalingPolicies', input.ServiceNamespace === 'ecs' ? all : [], input);
}

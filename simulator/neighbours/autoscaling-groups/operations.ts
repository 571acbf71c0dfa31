import type {
  ActivitiesType,
  AutoScalingGroup as GroupShape,
  AutoScalingGroupNamesType,
  AutoScalingGroupsType,
  AutoScalingInstancesType,
  CreateAutoScalingGroupType,
  DeleteAutoScalingGroupType,
  DescribeAutoScalingInstancesType,
  DescribeScalingActivitiesType,
  LifecycleState,
  SetDesiredCapacityType,
  UpdateAutoScalingGroupType,
} from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../api/errors.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { RegionScope } from '../../region.ts';
import { launchTemplateOf } from '../ec2/launch-templates.ts';
import type { NeighbourScope } from '../scope.ts';
import { look } from './balance.ts';
import type { AutoScalingGroup } from './state.ts';

function invalid(message: string): never {
  throw new AwsError('ValidationError', message);
}

export function createAutoScalingGroup(
  input: Wire<CreateAutoScalingGroupType>,
  scope: NeighbourScope,
): object {
  const { groups } = scope.neighbours.autoScalingGroups;
  const name = input.AutoScalingGroupName ?? '';
  if (groups.has(name))
    throw new AwsError(
      'AlreadyExists',
      `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`,
    );
  if (!input.LaunchTemplate) invalid('Drydock needs a launch template: name one with LaunchTemplate.');
  const launchTemplate = launchTemplateOf(input.LaunchTemplate, scope).named;
  const min = input.MinSize ?? 0;
  const max = input.MaxSize ?? 0;
  const desired = input.DesiredCapacity ?? min;
  checkSizes(min, max, desired);
  const group: AutoScalingGroup = {
    name,
    arn: `arn:aws:autoscaling:${scope.region}:${scope.accountId}:autoScalingGroup:${scope.context.random.uuid()}:autoScalingGroupName/${name}`,
    min,
    max,
    desired,
    subnetIds: subnetsOf(input, scope),
    launchTemplate: { ...launchTemplate, version: input.LaunchTemplate.Version ?? '$Default' },
    protects: input.NewInstancesProtectedFromScaleIn ?? false,
    instances: new Map(),
    activities: [],
    awaited: false,
    deleting: false,
    tags: (input.Tags ?? []).map(({ Key = '', Value = '', PropagateAtLaunch = true }) => ({
      Key,
      Value,
      PropagateAtLaunch,
    })),
    createdAt: scope.context.date,
  };
  groups.set(name, group);
  look(group, scope);
  return {};
}

function checkSizes(min: number, max: number, desired: number): void {
  if (min > max) invalid(`Max bound, ${max}, must be greater than or equal to min bound, ${min}`);
  if (desired < min || desired > max)
    invalid(`Desired capacity:${desired} must be between the specified min size:${min} and max size:${max}`);
}

function subnetsOf(
  {
    VPCZoneIdentifier,
    AvailabilityZones,
  }: Pick<Wire<CreateAutoScalingGroupType>, 'VPCZoneIdentifier' | 'AvailabilityZones'>,
  { vpc }: NeighbourScope,
): string[] {
  const ids = VPCZoneIdentifier?.split(',').map((id) => id.trim());
  const unknown = ids?.find((id) => !vpc.subnets.some(({ subnetId }) => subnetId === id));
  if (unknown !== undefined) invalid(`The subnet ID '${unknown}' does not exist`);
  const found = vpc.subnets.filter(({ subnetId, availabilityZone }) =>
    ids ? ids.includes(subnetId) : (AvailabilityZones ?? []).includes(availabilityZone),
  );
  if (found.length === 0) invalid('At least one Availability Zone or VPC Subnet is required.');
  return found.map(({ subnetId }) => subnetId);
}

export function updateAutoScalingGroup(
  input: Wire<UpdateAutoScalingGroupType>,
  scope: NeighbourScope,
): object {
  const group = groupOf(input.AutoScalingGroupName, scope);
  const min = input.MinSize ?? group.min;
  const max = input.MaxSize ?? group.max;
  const desired = input.DesiredCapacity ?? Math.min(max, Math.max(min, group.desired));
  checkSizes(min, max, desired);
  const template = input.LaunchTemplate && launchTemplateOf(input.LaunchTemplate, scope).named;
  const subnetIds =
    input.VPCZoneIdentifier !== undefined || input.AvailabilityZones
      ? subnetsOf(input, scope)
      : group.subnetIds;
  Object.assign(group, { min, max, desired, subnetIds });
  if (template) group.launchTemplate = { ...template, version: input.LaunchTemplate!.Version ?? '$Default' };
  group.protects = input.NewInstancesProtectedFromScaleIn ?? group.protects;
  look(group, scope);
  return {};
}

export function setDesiredCapacity(input: Wire<SetDesiredCapacityType>, scope: NeighbourScope): object {
  const group = groupOf(input.AutoScalingGroupName, scope);
  const desired = input.DesiredCapacity ?? 0;
  if (desired < group.min)
    invalid(
      `New SetDesiredCapacity value ${desired} is below min value ${group.min} for the AutoScalingGroup.`,
    );
  if (desired > group.max)
    invalid(
      `New SetDesiredCapacity value ${desired} is above max value ${group.max} for the AutoScalingGroup.`,
    );
  group.desired = desired;
  look(group, scope);
  return {};
}

export function deleteAutoScalingGroup(
  input: Wire<DeleteAutoScalingGroupType>,
  scope: NeighbourScope,
): object {
  const group = groupOf(input.AutoScalingGroupName, scope);
  if (group.instances.size > 0 && input.ForceDelete !== true)
    throw new AwsError(
      'ResourceInUse',
      'You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.',
    );
  group.deleting = true;
  Object.assign(group, { min: 0, desired: 0 });
  look(group, scope, 0);
  return {};
}

export function describeAutoScalingGroups(
  input: Wire<AutoScalingGroupNamesType>,
  scope: NeighbourScope,
): Wire<AutoScalingGroupsType> {
  const names = input.AutoScalingGroupNames ?? [];
  return {
    AutoScalingGroups: [...scope.neighbours.autoScalingGroups.groups.values()]
      .filter(({ name }) => names.length === 0 || names.includes(name))
      .map((group) => describe(group, scope)),
  };
}

export function describeAutoScalingInstances(
  input: Wire<DescribeAutoScalingInstancesType>,
  scope: NeighbourScope,
): Wire<AutoScalingInstancesType> {
  const ids = input.InstanceIds ?? [];
  return {
    AutoScalingInstances: [...scope.neighbours.autoScalingGroups.groups.values()].flatMap((group) =>
      members(group, scope)
        .filter(({ InstanceId }) => ids.length === 0 || ids.includes(InstanceId))
        .map((instance) => ({ ...instance, AutoScalingGroupName: group.name })),
    ),
  };
}

export function describeScalingActivities(
  input: Wire<DescribeScalingActivitiesType>,
  scope: NeighbourScope,
): Wire<ActivitiesType> {
  const { groups } = scope.neighbours.autoScalingGroups;
  const asked =
    input.AutoScalingGroupName === undefined
      ? [...groups.values()]
      : [groupOf(input.AutoScalingGroupName, scope)];
  return {
    Activities: asked.flatMap((group) =>
      group.activities.map((activity) => ({
        ActivityId: activity.id,
        AutoScalingGroupName: group.name,
        Description: activity.description,
        Cause: activity.cause,
        StartTime: epochSeconds(activity.at),
        EndTime: epochSeconds(activity.at),
        StatusCode: activity.status,
        ...(activity.message === undefined ? {} : { StatusMessage: activity.message }),
        Progress: 100,
        AutoScalingGroupARN: group.arn,
      })),
    ),
  };
}

/** @throws AwsError ValidationError */
function groupOf(
  name: string | undefined,
  { neighbours }: Pick<RegionScope, 'neighbours'>,
): AutoScalingGroup {
  return (
    neighbours.autoScalingGroups.groups.get(name ?? '') ?? invalid(`AutoScalingGroup name not found - null`)
  );
}

function members(group: AutoScalingGroup, { neighbours }: NeighbourScope) {
  return [...group.instances].flatMap(([id, { protected: kept, leaving }]) => {
    const instance = neighbours.ec2.instances.get(id);
    if (!instance) return [];
    const state: LifecycleState = leaving
      ? 'Terminating:Wait'
      : instance.state === 'running'
        ? 'InService'
        : instance.state === 'pending'
          ? 'Pending'
          : 'Terminating';
    return [
      {
        InstanceId: id,
        InstanceType: instance.instanceType,
        AvailabilityZone: instance.availabilityZone,
        LifecycleState: state,
        HealthStatus: 'Healthy',
        ProtectedFromScaleIn: kept,
        LaunchTemplate: templateShape(group),
      },
    ];
  });
}

function templateShape({ launchTemplate: { id, name, version } }: AutoScalingGroup) {
  return { LaunchTemplateId: id, LaunchTemplateName: name, Version: version };
}

function describe(group: AutoScalingGroup, scope: NeighbourScope): Wire<GroupShape> {
  const zones = scope.vpc.subnets
    .filter(({ subnetId }) => group.subnetIds.includes(subnetId))
    .map(({ availabilityZone }) => availabilityZone);
  return {
    AutoScalingGroupName: group.name,
    AutoScalingGroupARN: group.arn,
    LaunchTemplate: templateShape(group),
    MinSize: group.min,
    MaxSize: group.max,
    DesiredCapacity: group.desired,
    DefaultCooldown: 300,
    AvailabilityZones: [...new Set(zones)],
    LoadBalancerNames: [],
    TargetGroupARNs: [],
    HealthCheckType: 'EC2',
    HealthCheckGracePeriod: 0,
    Instances: members(group, scope) as never,
    CreatedTime: epochSeconds(group.createdAt),
    SuspendedProcesses: [],
    VPCZoneIdentifier: group.subnetIds.join(','),
    EnabledMetrics: [],
    ...(group.deleting ? { Status: 'Delete in progress' } : {}),
    Tags: group.tags.map((tag) => ({
      ResourceId: group.name,
      ResourceType: 'auto-scaling-group',
      ...tag,
    })) as never,
    TerminationPolicies: ['Default'],
    NewInstancesProtectedFromScaleIn: group.protects,
  };
}

import type {
  DescribeInstancesRequest,
  DescribeInstancesResult,
  Instance as InstanceShape,
  InstanceStateName,
  Reservation,
  RunInstancesRequest,
  StartInstancesRequest,
  StartInstancesResult,
  StopInstancesRequest,
  StopInstancesResult,
  TerminateInstancesRequest,
  TerminateInstancesResult,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../api/errors.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import { decodeText } from './base64.ts';
import type { NeighbourScope } from '../scope.ts';
import { filtered } from './filters.ts';
import { fireInstance, launchInstance, terminate } from './life.ts';
import { launchTemplateOf } from './launch-templates.ts';
import type { Instance, LaunchData } from './state.ts';

const codes: Readonly<Record<string, number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

const state = (name: string) => ({ Code: codes[name]!, Name: name as InstanceStateName });

/** RunInstances: with an image and a type, or a launch template that has them. */
export function runInstances(input: Wire<RunInstancesRequest>, scope: NeighbourScope): Wire<Reservation> {
  const template = input.LaunchTemplate && launchTemplateOf(input.LaunchTemplate, scope);
  const base = template?.data;
  const imageId = input.ImageId ?? base?.imageId;
  if (!imageId) throw new AwsError('MissingParameter', 'The request must contain the parameter ImageId');
  const data: LaunchData = {
    imageId,
    instanceType: input.InstanceType ?? base?.instanceType ?? 'm1.small',
    userData: input.UserData === undefined ? (base?.userData ?? '') : decodeText(input.UserData),
    ...profile(input.IamInstanceProfile?.Name ?? input.IamInstanceProfile?.Arn ?? base?.instanceProfile),
    securityGroupIds: input.SecurityGroupIds ?? base?.securityGroupIds ?? [],
    spot: input.InstanceMarketOptions?.MarketType === 'spot' || (base?.spot ?? false),
  };
  const subnet = scope.vpc.subnets.find(({ subnetId }) => subnetId === input.SubnetId);
  if (input.SubnetId !== undefined && !subnet)
    throw new AwsError('InvalidSubnetID.NotFound', `The subnet ID '${input.SubnetId}' does not exist`);
  for (const id of data.securityGroupIds)
    if (!scope.vpc.securityGroups.some(({ groupId }) => groupId === id))
      throw new AwsError('InvalidGroup.NotFound', `The security group '${id}' does not exist`);
  const place = subnet ?? scope.vpc.subnets[0]!;
  const count = input.MaxCount ?? 1;
  if (count < 1 || (input.MinCount ?? 1) > count)
    throw new AwsError(
      'InvalidParameterValue',
      'MinCount must not be greater than MaxCount, and both at least 1.',
    );
  if (place.availableIpAddressCount < (input.MinCount ?? 1))
    throw new AwsError(
      'InsufficientFreeAddressesInSubnet',
      `The specified subnet does not have enough free addresses to satisfy the request.`,
    );
  const tags = input.TagSpecifications?.find(({ ResourceType }) => ResourceType === 'instance')?.Tags ?? [];
  const reservationId = `r-0${scope.context.random.hex(16)}`;
  const launched: Instance[] = [];
  for (let index = 0; index < count; index++) {
    const instance = launchInstance(
      data,
      place,
      { reservationId, tags, ...(template ? { launchTemplate: template.named } : {}) },
      scope,
    );
    if (instance) launched.push(instance);
  }
  return reservation(launched, scope);
}

function profile(named: string | undefined): { instanceProfile?: string } {
  return named === undefined ? {} : { instanceProfile: named };
}

export function describeInstances(
  input: Wire<DescribeInstancesRequest>,
  scope: NeighbourScope,
): Wire<DescribeInstancesResult> {
  const ids = input.InstanceIds;
  const found = ids?.length
    ? ids.map((id) => instanceOf(id, scope))
    : [...scope.neighbours.ec2.instances.values()];
  const kept = filtered(found, input.Filters, {
    'instance-id': ({ instanceId }) => [instanceId],
    'instance-state-name': (instance) => [instance.state],
    'instance-type': ({ instanceType }) => [instanceType],
    'availability-zone': ({ availabilityZone }) => [availabilityZone],
    'subnet-id': ({ subnetId }) => [subnetId],
    tag: ({ tags }) => tags,
  });
  const reservations = new Map<string, Instance[]>();
  for (const instance of kept) {
    const together = reservations.get(instance.reservationId);
    if (together) together.push(instance);
    else reservations.set(instance.reservationId, [instance]);
  }
  return { Reservations: [...reservations.values()].map((instances) => reservation(instances, scope)) };
}

export function terminateInstances(
  input: Wire<TerminateInstancesRequest>,
  scope: NeighbourScope,
): Wire<TerminateInstancesResult> {
  return {
    TerminatingInstances: change(input.InstanceIds, scope, (instance) =>
      terminate(instance, 'Client.UserInitiatedShutdown: User initiated shutdown', scope),
    ),
  };
}

export function stopInstances(
  input: Wire<StopInstancesRequest>,
  scope: NeighbourScope,
): Wire<StopInstancesResult> {
  return {
    StoppingInstances: change(input.InstanceIds, scope, (instance) => {
      instance.stateReason = 'Client.UserInitiatedShutdown: User initiated shutdown';
      fireInstance(instance, 'STOP', scope);
    }),
  };
}

export function startInstances(
  input: Wire<StartInstancesRequest>,
  scope: NeighbourScope,
): Wire<StartInstancesResult> {
  return {
    StartingInstances: change(input.InstanceIds, scope, (instance) => {
      delete instance.stateReason;
      fireInstance(instance, 'START', scope);
    }),
  };
}

function change(
  ids: readonly string[] | undefined,
  scope: NeighbourScope,
  act: (instance: Instance) => void,
) {
  const found = (ids ?? []).map((id) => instanceOf(id, scope));
  return found.map((instance) => {
    const before = instance.state;
    act(instance);
    return {
      InstanceId: instance.instanceId,
      PreviousState: state(before),
      CurrentState: state(instance.state),
    };
  });
}

/** @throws AwsError InvalidInstanceID.NotFound */
function instanceOf(id: string, { neighbours }: NeighbourScope): Instance {
  const found = neighbours.ec2.instances.get(id);
  if (found) return found;
  throw new AwsError('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`);
}

function reservation(instances: readonly Instance[], scope: NeighbourScope): Wire<Reservation> {
  return {
    ReservationId: instances[0]?.reservationId ?? '',
    OwnerId: scope.accountId,
    Groups: [],
    Instances: instances.map((instance) => describeInstance(instance, scope)),
  };
}

function describeInstance(instance: Instance, { vpc, accountId }: NeighbourScope): Wire<InstanceShape> {
  const { networkInterface: eni } = instance;
  const groups = instance.securityGroupIds.map((id) => ({
    GroupId: id,
    GroupName: vpc.securityGroups.find(({ groupId }) => groupId === id)?.groupName ?? id,
  }));
  const on = instance.state === 'pending' || instance.state === 'running';
  return {
    InstanceId: instance.instanceId,
    ImageId: instance.imageId,
    State: state(instance.state),
    PrivateDnsName: `ip-${eni.privateIpv4Address.replaceAll('.', '-')}.ec2.internal`,
    ...(instance.stateReason
      ? { StateTransitionReason: instance.stateReason.split(':')[1]?.trim() ?? '' }
      : { StateTransitionReason: '' }),
    AmiLaunchIndex: 0,
    InstanceType: instance.instanceType as never,
    LaunchTime: epochSeconds(instance.launchedAt),
    Placement: { AvailabilityZone: instance.availabilityZone, Tenancy: 'default' },
    SubnetId: instance.subnetId,
    VpcId: vpc.vpcId,
    PrivateIpAddress: eni.privateIpv4Address,
    ...(on && eni.publicIpv4Address ? { PublicIpAddress: eni.publicIpv4Address } : {}),
    ...(instance.spot ? { InstanceLifecycle: 'spot' as const } : {}),
    ...(instance.instanceProfile
      ? {
          IamInstanceProfile: {
            Arn: instance.instanceProfile.startsWith('arn:')
              ? instance.instanceProfile
              : `arn:aws:iam::${accountId}:instance-profile/${instance.instanceProfile}`,
          },
        }
      : {}),
    SecurityGroups: groups,
    Tags: instance.tags,
  };
}

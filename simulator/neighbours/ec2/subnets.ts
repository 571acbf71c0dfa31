import type {
  CreateSubnetRequest,
  CreateSubnetResult,
  DeleteSubnetRequest,
  DescribeSubnetsRequest,
  DescribeSubnetsResult,
  ModifySubnetAttributeRequest,
  Subnet as SubnetShape,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import { canonical, holds, overlap, prefixLength } from '../network/cidr.ts';
import type { NeighbourScope } from '../scope.ts';
import { hostsIn, type Subnet } from '../vpc.ts';
import { filtered } from './filters.ts';
import { interfacesOf } from './interfaces.ts';
import { asked, checkVpc, dependency, noSubnet, subnetOf } from './lookup.ts';
import { shownTags, tagNew, tagsOf } from './tags.ts';

/**
 * A new subnet has the main route table, and gives no public addresses.
 * @throws AwsError InvalidVpcID.NotFound, InvalidParameterValue, InvalidSubnet.Range, InvalidSubnet.Conflict
 */
export function createSubnet(
  input: Wire<CreateSubnetRequest>,
  scope: NeighbourScope,
): Wire<CreateSubnetResult> {
  const { vpc, context, region } = scope;
  checkVpc(input.VpcId, scope);
  const block = input.CidrBlock ?? '';
  const cidrBlock = canonical(block);
  if (cidrBlock === undefined)
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${block}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`,
    );
  const size = prefixLength(cidrBlock);
  if (
    size < 16 ||
    size > 28 ||
    size < prefixLength(vpc.cidrBlock) ||
    !holds(vpc.cidrBlock, cidrBlock.split('/')[0]!)
  )
    throw new AwsError('InvalidSubnet.Range', `The CIDR '${cidrBlock}' is invalid.`);
  if (vpc.subnets.some((other) => overlap(other.cidrBlock, cidrBlock)))
    throw new AwsError('InvalidSubnet.Conflict', `The CIDR '${cidrBlock}' conflicts with another subnet`);
  const zones = [...new Set(vpc.subnets.map(({ availabilityZone }) => availabilityZone))].sort();
  const availabilityZone = input.AvailabilityZone ?? zones[0] ?? `${region}a`;
  if (!/^[a-z]$/.test(availabilityZone.slice(region.length)) || !availabilityZone.startsWith(region))
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${availabilityZone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${zones.join(', ')}.`,
    );
  const subnet: Subnet = {
    subnetId: `subnet-0${context.random.hex(16)}`,
    availabilityZone,
    cidrBlock,
    mapPublicIpOnLaunch: false,
    availableIpAddressCount: hostsIn(cidrBlock),
    nextHost: 4,
    freed: [],
    own: true,
  };
  vpc.subnets.push(subnet);
  tagNew(subnet.subnetId, 'subnet', input.TagSpecifications, scope);
  return { Subnet: shown(subnet, scope) };
}

/** @throws AwsError InvalidSubnetID.NotFound, DependencyViolation */
export function deleteSubnet({ SubnetId: id }: Wire<DeleteSubnetRequest>, scope: NeighbourScope): void {
  const { vpc, neighbours } = scope;
  const subnet = subnetOf(id, scope);
  if (interfacesOf(scope).some(({ eni }) => eni.subnetId === subnet.subnetId))
    throw dependency(`The subnet '${subnet.subnetId}' has dependencies and cannot be deleted.`);
  vpc.subnets = vpc.subnets.filter((other) => other !== subnet);
  for (const table of vpc.routeTables)
    table.subnetIds = table.subnetIds.filter((each) => each !== subnet.subnetId);
  neighbours.ec2.tags.delete(subnet.subnetId);
}

/** @throws AwsError InvalidSubnetID.NotFound */
export function modifySubnetAttribute(
  input: Wire<ModifySubnetAttributeRequest>,
  scope: NeighbourScope,
): void {
  const subnet = subnetOf(input.SubnetId, scope);
  const { Value } = input.MapPublicIpOnLaunch ?? {};
  if (Value !== undefined) subnet.mapPublicIpOnLaunch = Value;
}

/** @throws AwsError InvalidSubnetID.NotFound */
export function describeSubnets(
  input: Wire<DescribeSubnetsRequest>,
  scope: NeighbourScope,
): Wire<DescribeSubnetsResult> {
  const { vpc } = scope;
  const found = filtered(
    asked(vpc.subnets, input.SubnetIds, ({ subnetId }) => subnetId, noSubnet),
    input.Filters,
    {
      'availability-zone': ({ availabilityZone }) => [availabilityZone],
      'cidr-block': ({ cidrBlock }) => [cidrBlock],
      'default-for-az': (subnet) => [String(isDefault(subnet, scope))],
      'map-public-ip-on-launch': ({ mapPublicIpOnLaunch }) => [String(mapPublicIpOnLaunch)],
      'subnet-id': ({ subnetId }) => [subnetId],
      state: () => ['available'],
      tag: ({ subnetId }) => tagsOf(subnetId, scope),
      'vpc-id': () => [vpc.vpcId],
    },
  );
  return { Subnets: found.map((subnet) => shown(subnet, scope)) };
}

function isDefault({ own }: Subnet, { vpc }: NeighbourScope): boolean {
  return vpc.isDefault && !own;
}

function shown(subnet: Subnet, scope: NeighbourScope): Wire<SubnetShape> {
  const { vpc, accountId, region } = scope;
  return {
    SubnetId: subnet.subnetId,
    SubnetArn: `arn:aws:ec2:${region}:${accountId}:subnet/${subnet.subnetId}`,
    VpcId: vpc.vpcId,
    State: 'available',
    CidrBlock: subnet.cidrBlock,
    AvailableIpAddressCount: subnet.availableIpAddressCount,
    AvailabilityZone: subnet.availabilityZone,
    DefaultForAz: isDefault(subnet, scope),
    MapPublicIpOnLaunch: subnet.mapPublicIpOnLaunch,
    OwnerId: accountId,
    ...shownTags(subnet.subnetId, scope),
  };
}

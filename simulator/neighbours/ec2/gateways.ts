import type {
  AllocateAddressRequest,
  AllocateAddressResult,
  AttachInternetGatewayRequest,
  CreateInternetGatewayRequest,
  CreateInternetGatewayResult,
  DescribeAddressesRequest,
  DescribeAddressesResult,
  DescribeInternetGatewaysRequest,
  DescribeInternetGatewaysResult,
  InternetGateway as InternetGatewayShape,
  ReleaseAddressRequest,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import type { NeighbourScope } from '../scope.ts';
import { publicAddress, type InternetGateway, type NatGateway } from '../vpc.ts';
import { filtered } from './filters.ts';
import { asked, checkVpc, dependency } from './lookup.ts';
import type { Address } from './state.ts';
import { shownTags, tagNew, tagsOf } from './tags.ts';

/** @throws AwsError InvalidInternetGatewayID.NotFound */
export function gatewayOf(id: string | undefined, { vpc }: Pick<NeighbourScope, 'vpc'>): InternetGateway {
  return asked(vpc.internetGateways, [id ?? ''], (each) => each.internetGatewayId, noGateway)[0]!;
}

const noGateway = (id: string) =>
  new AwsError('InvalidInternetGatewayID.NotFound', `The internetGateway ID '${id}' does not exist`);

/** @throws AwsError NatGatewayNotFound */
export function natGatewayOf(id: string | undefined, { vpc }: Pick<NeighbourScope, 'vpc'>): NatGateway {
  return asked(vpc.natGateways, [id ?? ''], ({ natGatewayId }) => natGatewayId, noNatGateway)[0]!;
}

export const noNatGateway = (id: string) =>
  new AwsError('NatGatewayNotFound', `The Nat Gateway ${id} was not found`);

export function createInternetGateway(
  input: Wire<CreateInternetGatewayRequest>,
  scope: NeighbourScope,
): Wire<CreateInternetGatewayResult> {
  const gateway = { internetGatewayId: `igw-0${scope.context.random.hex(16)}`, attached: false };
  scope.vpc.internetGateways.push(gateway);
  tagNew(gateway.internetGatewayId, 'internet-gateway', input.TagSpecifications, scope);
  return { InternetGateway: shown(gateway, scope) };
}

/** @throws AwsError InvalidInternetGatewayID.NotFound, InvalidVpcID.NotFound, Resource.AlreadyAssociated */
export function attachInternetGateway(
  { InternetGatewayId, VpcId }: Wire<AttachInternetGatewayRequest>,
  scope: NeighbourScope,
): void {
  const gateway = gatewayOf(InternetGatewayId, scope);
  checkVpc(VpcId, scope);
  const { internetGateways, vpcId } = scope.vpc;
  if (gateway.attached)
    throw new AwsError(
      'Resource.AlreadyAssociated',
      `resource ${gateway.internetGatewayId} is already attached to network ${vpcId}`,
    );
  if (internetGateways.some(({ attached }) => attached))
    throw new AwsError('InvalidParameterValue', `Network ${vpcId} already has an internet gateway attached`);
  gateway.attached = true;
}

/** @throws AwsError InvalidInternetGatewayID.NotFound, Gateway.NotAttached, DependencyViolation */
export function detachInternetGateway(
  { InternetGatewayId, VpcId }: Wire<AttachInternetGatewayRequest>,
  scope: NeighbourScope,
): void {
  const gateway = gatewayOf(InternetGatewayId, scope);
  checkVpc(VpcId, scope);
  const { vpc } = scope;
  if (!gateway.attached)
    throw new AwsError(
      'Gateway.NotAttached',
      `resource ${gateway.internetGatewayId} is not attached to network ${vpc.vpcId}`,
    );
  const mapped =
    vpc.natGateways.some(({ state }) => state !== 'deleted') ||
    [...scope.ecs.tasks.values()].some(
      ({ status, networkInterface }) =>
        status !== 'STOPPED' && networkInterface.publicIpv4Address !== undefined,
    );
  if (mapped)
    throw dependency(
      `Network ${vpc.vpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
    );
  gateway.attached = false;
}

/** @throws AwsError InvalidInternetGatewayID.NotFound, DependencyViolation */
export function deleteInternetGateway(
  { InternetGatewayId }: { InternetGatewayId?: string },
  scope: NeighbourScope,
): void {
  const gateway = gatewayOf(InternetGatewayId, scope);
  const { vpc, neighbours } = scope;
  if (gateway.attached)
    throw dependency(
      `The internetGateway '${gateway.internetGatewayId}' has dependencies and cannot be deleted.`,
    );
  vpc.internetGateways = vpc.internetGateways.filter((other) => other !== gateway);
  neighbours.ec2.tags.delete(gateway.internetGatewayId);
}

/** @throws AwsError InvalidInternetGatewayID.NotFound */
export function describeInternetGateways(
  input: Wire<DescribeInternetGatewaysRequest>,
  scope: NeighbourScope,
): Wire<DescribeInternetGatewaysResult> {
  const { vpc } = scope;
  const found = filtered(
    asked(vpc.internetGateways, input.InternetGatewayIds, (each) => each.internetGatewayId, noGateway),
    input.Filters,
    {
      'attachment.state': ({ attached }) => (attached ? ['available'] : []),
      'attachment.vpc-id': ({ attached }) => (attached ? [vpc.vpcId] : []),
      'internet-gateway-id': ({ internetGatewayId }) => [internetGatewayId],
      tag: ({ internetGatewayId }) => tagsOf(internetGatewayId, scope),
    },
  );
  return { InternetGateways: found.map((gateway) => shown(gateway, scope)) };
}

function shown(
  { internetGatewayId, attached }: InternetGateway,
  scope: NeighbourScope,
): Wire<InternetGatewayShape> {
  return {
    // An internet gateway is `available` as long as it is attached (EC2 API reference).
    Attachments: attached ? [{ State: 'available' as never, VpcId: scope.vpc.vpcId }] : [],
    InternetGatewayId: internetGatewayId,
    OwnerId: scope.accountId,
    ...shownTags(internetGatewayId, scope),
  };
}

/** An Elastic IP address for the account. */
export function allocateAddress(
  input: Wire<AllocateAddressRequest>,
  scope: NeighbourScope,
): Wire<AllocateAddressResult> {
  const { context, neighbours, region } = scope;
  const allocationId = `eipalloc-0${context.random.hex(16)}`;
  const address: Address = { allocationId, publicIp: publicAddress(allocationId) };
  neighbours.ec2.addresses.set(allocationId, address);
  tagNew(allocationId, 'elastic-ip', input.TagSpecifications, scope);
  return {
    AllocationId: allocationId,
    PublicIpv4Pool: 'amazon',
    NetworkBorderGroup: region,
    Domain: 'vpc',
    PublicIp: address.publicIp,
  };
}

/** @throws AwsError InvalidAllocationID.NotFound */
export function addressOf(id: string, { neighbours: { ec2 } }: Pick<NeighbourScope, 'neighbours'>): Address {
  const found = ec2.addresses.get(id);
  if (found) return found;
  throw new AwsError('InvalidAllocationID.NotFound', `The allocation ID '${id}' does not exist`);
}

/** @throws AwsError InvalidAllocationID.NotFound, InvalidIPAddress.InUse */
export function releaseAddress(
  { AllocationId: id = '' }: Wire<ReleaseAddressRequest>,
  scope: NeighbourScope,
): void {
  const address = addressOf(id, scope);
  if (address.natGatewayId !== undefined)
    throw new AwsError('InvalidIPAddress.InUse', `Address ${address.publicIp} is in use.`);
  scope.neighbours.ec2.addresses.delete(id);
  scope.neighbours.ec2.tags.delete(id);
}

/** @throws AwsError InvalidAllocationID.NotFound */
export function describeAddresses(
  input: Wire<DescribeAddressesRequest>,
  scope: NeighbourScope,
): Wire<DescribeAddressesResult> {
  const { addresses } = scope.neighbours.ec2;
  const all = input.AllocationIds?.length
    ? input.AllocationIds.map((id) => addressOf(id, scope))
    : [...addresses.values()];
  const found = filtered(all, input.Filters, {
    'allocation-id': ({ allocationId }) => [allocationId],
    'public-ip': ({ publicIp }) => [publicIp],
    tag: ({ allocationId }) => tagsOf(allocationId, scope),
  });
  return {
    Addresses: found.map(({ allocationId, publicIp, natGatewayId }) => ({
      AllocationId: allocationId,
      ...(natGatewayId === undefined
        ? {}
        : { AssociationId: `eipassoc-${natGatewayId.slice('nat-'.length)}` }),
      Domain: 'vpc' as const,
      PublicIp: publicIp,
      PublicIpv4Pool: 'amazon',
      NetworkBorderGroup: scope.region,
      ...shownTags(allocationId, scope),
    })),
  };
}

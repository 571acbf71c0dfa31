import type {
  CreateNatGatewayRequest,
  CreateNatGatewayResult,
  DeleteNatGatewayRequest,
  DeleteNatGatewayResult,
  DescribeNatGatewaysRequest,
  DescribeNatGatewaysResult,
  NatGateway as NatGatewayShape,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../api/errors.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { NeighbourScope } from '../scope.ts';
import { attachInterface, type NatGateway } from '../vpc.ts';
import { filtered } from './filters.ts';
import { addressOf, natGatewayOf, noNatGateway } from './gateways.ts';
import { asked, subnetOf } from './lookup.ts';
import { fireNetwork } from './network-life.ts';
import { shownTags, tagNew, tagsOf } from './tags.ts';

/**
 * A public NAT gateway, which stands in a public subnet and has an Elastic IP address.
 * @throws AwsError InvalidSubnetID.NotFound, MissingParameter, InvalidAllocationID.NotFound, Resource.AlreadyAssociated
 */
export function createNatGateway(
  input: Wire<CreateNatGatewayRequest>,
  scope: NeighbourScope,
): Wire<CreateNatGatewayResult> {
  const { vpc, context } = scope;
  const subnet = subnetOf(input.SubnetId, scope);
  if (input.ConnectivityType === 'private')
    throw new AwsError('InvalidParameterValue', 'Drydock has public NAT gateways only.');
  if (input.AllocationId === undefined)
    throw new AwsError('MissingParameter', 'The request must contain the parameter AllocationId');
  const address = addressOf(input.AllocationId, scope);
  if (address.natGatewayId !== undefined)
    throw new AwsError(
      'Resource.AlreadyAssociated',
      `Elastic IP address [${address.allocationId}] is already associated`,
    );
  const networkInterface = attachInterface(subnet, context);
  if (!networkInterface)
    throw new AwsError(
      'InsufficientFreeAddressesInSubnet',
      'The specified subnet does not have enough free addresses to satisfy the request.',
    );
  networkInterface.publicIpv4Address = address.publicIp;
  const natGatewayId = `nat-0${context.random.hex(16)}`;
  const gateway: NatGateway = {
    natGatewayId,
    subnetId: subnet.subnetId,
    state: '',
    publicIp: address.publicIp,
    allocationId: address.allocationId,
    networkInterface,
    createdAt: context.date,
  };
  address.natGatewayId = natGatewayId;
  vpc.natGateways.push(gateway);
  tagNew(natGatewayId, 'natgateway', input.TagSpecifications, scope);
  fireNetwork(natGatewayId, '', scope);
  return {
    ...(input.ClientToken === undefined ? {} : { ClientToken: input.ClientToken }),
    NatGateway: shown(gateway, scope),
  };
}

/** @throws AwsError NatGatewayNotFound */
export function deleteNatGateway(
  input: Wire<DeleteNatGatewayRequest>,
  scope: NeighbourScope,
): Wire<DeleteNatGatewayResult> {
  const { natGatewayId } = natGatewayOf(input.NatGatewayId, scope);
  fireNetwork(natGatewayId, 'DELETE', scope);
  return { NatGatewayId: natGatewayId };
}

/** @throws AwsError NatGatewayNotFound */
export function describeNatGateways(
  input: Wire<DescribeNatGatewaysRequest>,
  scope: NeighbourScope,
): Wire<DescribeNatGatewaysResult> {
  const { vpc } = scope;
  const found = filtered(
    asked(vpc.natGateways, input.NatGatewayIds, ({ natGatewayId }) => natGatewayId, noNatGateway),
    input.Filter,
    {
      'nat-gateway-id': ({ natGatewayId }) => [natGatewayId],
      state: ({ state }) => [state],
      'subnet-id': ({ subnetId }) => [subnetId],
      tag: ({ natGatewayId }) => tagsOf(natGatewayId, scope),
      'vpc-id': () => [vpc.vpcId],
    },
  );
  return { NatGateways: found.map((gateway) => shown(gateway, scope)) };
}

function shown(gateway: NatGateway, scope: NeighbourScope): Wire<NatGatewayShape> {
  const { natGatewayId, state, networkInterface: eni, allocationId, publicIp, deletedAt } = gateway;
  return {
    CreateTime: epochSeconds(gateway.createdAt),
    ...(deletedAt === undefined ? {} : { DeleteTime: epochSeconds(deletedAt) }),
    NatGatewayAddresses: [
      {
        ...(allocationId === undefined ? {} : { AllocationId: allocationId }),
        ...(eni ? { NetworkInterfaceId: eni.networkInterfaceId, PrivateIp: eni.privateIpv4Address } : {}),
        PublicIp: publicIp,
        AssociationId: `eipassoc-${natGatewayId.slice('nat-'.length)}`,
        IsPrimary: true,
        Status: 'succeeded',
      },
    ],
    NatGatewayId: natGatewayId,
    State: state as never,
    SubnetId: gateway.subnetId,
    VpcId: scope.vpc.vpcId,
    ...shownTags(natGatewayId, scope),
    ConnectivityType: 'public',
  };
}

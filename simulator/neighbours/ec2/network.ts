import type {
  DescribeAvailabilityZonesResult,
  DescribeInternetGatewaysResult,
  DescribeRouteTablesRequest,
  DescribeRouteTablesResult,
  DescribeSecurityGroupsRequest,
  DescribeSecurityGroupsResult,
  DescribeSubnetsRequest,
  DescribeSubnetsResult,
  DescribeVpcsResult,
  IpPermission,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import type { NeighbourScope } from '../scope.ts';
import type { SecurityRule } from '../vpc.ts';
import { filtered } from './filters.ts';

export function describeVpcs(_: unknown, { vpc, accountId }: NeighbourScope): Wire<DescribeVpcsResult> {
  const { vpcId, cidrBlock, isDefault } = vpc;
  return {
    Vpcs: [
      { VpcId: vpcId, CidrBlock: cidrBlock, IsDefault: isDefault, State: 'available', OwnerId: accountId },
    ],
  };
}

export function describeSubnets(
  input: Wire<DescribeSubnetsRequest>,
  { vpc, accountId, region }: NeighbourScope,
): Wire<DescribeSubnetsResult> {
  const unknown = input.SubnetIds?.find((id) => !vpc.subnets.some(({ subnetId }) => subnetId === id));
  if (unknown !== undefined)
    throw new AwsError('InvalidSubnetID.NotFound', `The subnet ID '${unknown}' does not exist`);
  const asked = vpc.subnets.filter(({ subnetId }) => !input.SubnetIds || input.SubnetIds.includes(subnetId));
  const found = filtered(asked, input.Filters, {
    'subnet-id': ({ subnetId }) => [subnetId],
    'vpc-id': () => [vpc.vpcId],
    'availability-zone': ({ availabilityZone }) => [availabilityZone],
    'default-for-az': () => [String(vpc.isDefault)],
  });
  return {
    Subnets: found.map((subnet) => ({
      SubnetId: subnet.subnetId,
      SubnetArn: `arn:aws:ec2:${region}:${accountId}:subnet/${subnet.subnetId}`,
      VpcId: vpc.vpcId,
      State: 'available' as const,
      CidrBlock: subnet.cidrBlock,
      AvailableIpAddressCount: subnet.availableIpAddressCount,
      AvailabilityZone: subnet.availabilityZone,
      DefaultForAz: vpc.isDefault,
      MapPublicIpOnLaunch: subnet.mapPublicIpOnLaunch,
      OwnerId: accountId,
    })),
  };
}

export function describeSecurityGroups(
  input: Wire<DescribeSecurityGroupsRequest>,
  { vpc, accountId }: NeighbourScope,
): Wire<DescribeSecurityGroupsResult> {
  const unknown = input.GroupIds?.find((id) => !vpc.securityGroups.some(({ groupId }) => groupId === id));
  if (unknown !== undefined)
    throw new AwsError('InvalidGroup.NotFound', `The security group '${unknown}' does not exist`);
  const asked = vpc.securityGroups.filter(
    ({ groupId }) => !input.GroupIds || input.GroupIds.includes(groupId),
  );
  const found = filtered(asked, input.Filters, {
    'group-id': ({ groupId }) => [groupId],
    'group-name': ({ groupName }) => [groupName],
    'vpc-id': () => [vpc.vpcId],
  });
  return {
    SecurityGroups: found.map((group) => ({
      GroupId: group.groupId,
      GroupName: group.groupName,
      Description: group.description,
      OwnerId: accountId,
      VpcId: vpc.vpcId,
      IpPermissions: group.ingress.map(permission),
      IpPermissionsEgress: group.egress.map(permission),
    })),
  };
}

function permission({ protocol, fromPort, toPort, cidr, groupId }: SecurityRule): Wire<IpPermission> {
  return {
    IpProtocol: protocol,
    ...(fromPort === undefined ? {} : { FromPort: fromPort, ToPort: toPort ?? fromPort }),
    IpRanges: cidr === undefined ? [] : [{ CidrIp: cidr }],
    UserIdGroupPairs: groupId === undefined ? [] : [{ GroupId: groupId }],
  };
}

export function describeRouteTables(
  input: Wire<DescribeRouteTablesRequest>,
  { vpc, accountId }: NeighbourScope,
): Wire<DescribeRouteTablesResult> {
  const found = vpc.routeTables.filter(
    ({ routeTableId }) => !input.RouteTableIds || input.RouteTableIds.includes(routeTableId),
  );
  return {
    RouteTables: found.map(({ routeTableId, main, subnetIds, routes }) => ({
      RouteTableId: routeTableId,
      VpcId: vpc.vpcId,
      OwnerId: accountId,
      Associations: [
        ...(main ? [{ Main: true, RouteTableId: routeTableId }] : []),
        ...subnetIds.map((SubnetId) => ({ Main: false, RouteTableId: routeTableId, SubnetId })),
      ],
      Routes: routes.map(({ destinationCidrBlock, target }) => ({
        DestinationCidrBlock: destinationCidrBlock,
        State: 'active' as const,
        ...(target.startsWith('nat-') ? { NatGatewayId: target } : { GatewayId: target }),
      })),
    })),
  };
}

export function describeInternetGateways(
  _: unknown,
  { vpc, accountId }: NeighbourScope,
): Wire<DescribeInternetGatewaysResult> {
  return {
    InternetGateways: vpc.internetGateways.map(({ internetGatewayId }) => ({
      InternetGatewayId: internetGatewayId,
      OwnerId: accountId,
      Attachments: [{ VpcId: vpc.vpcId, State: 'available' as never }],
    })),
  };
}

export function describeAvailabilityZones(
  _: unknown,
  { vpc, region }: NeighbourScope,
): Wire<DescribeAvailabilityZonesResult> {
  const zones = [...new Set(vpc.subnets.map(({ availabilityZone }) => availabilityZone))];
  return {
    AvailabilityZones: zones.map((ZoneName) => ({
      ZoneName,
      RegionName: region,
      State: 'available' as const,
      ZoneType: 'availability-zone',
    })),
  };
}

import type {
  CreateVpcEndpointRequest,
  CreateVpcEndpointResult,
  DeleteVpcEndpointsRequest,
  DeleteVpcEndpointsResult,
  DescribeVpcEndpointServicesRequest,
  DescribeVpcEndpointServicesResult,
  DescribeVpcEndpointsRequest,
  DescribeVpcEndpointsResult,
  ModifyVpcEndpointRequest,
  ModifyVpcEndpointResult,
  VpcEndpoint as VpcEndpointShape,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../api/errors.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { NeighbourScope } from '../scope.ts';
import { attachInterface, releaseInterface, type Subnet, type VpcEndpoint } from '../vpc.ts';
import { filtered } from './filters.ts';
import { asked, checkVpc, groupOf, routeTableOf, subnetOf } from './lookup.ts';
import { fireNetwork } from './network-life.ts';
import { shownTags, tagNew, tagsOf } from './tags.ts';

/**
 * The services that have endpoints here, as far as containers need them
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html,
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html).
 */
const services: Readonly<Record<string, VpcEndpoint['type'][]>> = {
  'ecr.api': ['Interface'],
  'ecr.dkr': ['Interface'],
  ecs: ['Interface'],
  'ecs-agent': ['Interface'],
  'ecs-telemetry': ['Interface'],
  elasticfilesystem: ['Interface'],
  events: ['Interface'],
  kms: ['Interface'],
  logs: ['Interface'],
  monitoring: ['Interface'],
  s3: ['Gateway', 'Interface'],
  secretsmanager: ['Interface'],
  ssm: ['Interface'],
  ssmmessages: ['Interface'],
  sts: ['Interface'],
};

/**
 * An endpoint is a gateway unless the request says otherwise.
 * @throws AwsError InvalidVpcID.NotFound, InvalidServiceName, InvalidParameter, and for subnets, groups and tables that are not there
 */
export function createVpcEndpoint(
  input: Wire<CreateVpcEndpointRequest>,
  scope: NeighbourScope,
): Wire<CreateVpcEndpointResult> {
  const { vpc, context, region } = scope;
  checkVpc(input.VpcId, scope);
  const serviceName = input.ServiceName ?? '';
  const prefix = `com.amazonaws.${region}.`;
  const short = serviceName.startsWith(prefix) ? serviceName.slice(prefix.length) : '';
  const types = Object.hasOwn(services, short) ? services[short]! : undefined;
  if (!types)
    throw new AwsError('InvalidServiceName', `The Vpc Endpoint Service '${serviceName}' does not exist`);
  const type = (input.VpcEndpointType ?? 'Gateway') as VpcEndpoint['type'];
  if (!types.includes(type))
    throw new AwsError(
      'InvalidParameter',
      `Endpoint type (${type}) does not match available service types ([${types.join(', ')}]).`,
    );
  const subnets = (input.SubnetIds ?? []).map((id) => subnetOf(id, scope));
  checkZones(subnets, []);
  const groups = (input.SecurityGroupIds ?? []).map((id) => groupOf(id, scope).groupId);
  const tables = (input.RouteTableIds ?? []).map((id) => routeTableOf(id, scope).routeTableId);
  const privateDns = type === 'Interface' && input.PrivateDnsEnabled !== false;
  const rival = vpc.endpoints.find((other) => other.serviceName === serviceName && other.privateDns);
  if (privateDns && rival)
    throw new AwsError(
      'InvalidParameter',
      `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${short}.${region}.amazonaws.com in the VPC ${vpc.vpcId}`,
    );
  if (type === 'Gateway') checkRoutes(tables, serviceName, scope);
  const vpcEndpointId = `vpce-0${context.random.hex(16)}`;
  const endpoint: VpcEndpoint = {
    vpcEndpointId,
    serviceName,
    type,
    state: '',
    createdAt: context.date,
    privateDns,
    interfaces: [],
    subnetIds: [],
    securityGroupIds:
      type === 'Gateway'
        ? []
        : groups.length
          ? groups
          : vpc.securityGroups.slice(0, 1).map(({ groupId }) => groupId),
    routeTableIds: type === 'Gateway' ? tables : [],
  };
  if (type === 'Interface') placeIn(endpoint, subnets, scope);
  vpc.endpoints.push(endpoint);
  tagNew(vpcEndpointId, 'vpc-endpoint', input.TagSpecifications, scope);
  fireNetwork(vpcEndpointId, '', scope);
  return { VpcEndpoint: shown(endpoint, scope) };
}

/** One subnet a zone. @throws AwsError DuplicateSubnetsInSameZone, InsufficientFreeAddressesInSubnet */
function checkZones(subnets: readonly Subnet[], there: readonly Subnet[]): void {
  const zones = [...there, ...subnets].map(({ availabilityZone }) => availabilityZone);
  const twice = zones.find((zone, index) => zones.indexOf(zone) !== index);
  if (twice !== undefined)
    throw new AwsError(
      'DuplicateSubnetsInSameZone',
      `Found another VPC endpoint subnet in the availability zone of ${subnets.at(-1)!.subnetId}. VPC endpoint subnets should be in different availability zones supported by the VPC endpoint service.`,
    );
  if (subnets.some(({ availableIpAddressCount }) => availableIpAddressCount === 0))
    throw new AwsError(
      'InsufficientFreeAddressesInSubnet',
      'The specified subnet does not have enough free addresses to satisfy the request.',
    );
}

/** @throws AwsError RouteAlreadyExists: a table leads to a service over one gateway endpoint. */
function checkRoutes(tables: readonly string[], serviceName: string, { vpc }: NeighbourScope): void {
  for (const { serviceName: other, routeTableIds } of vpc.endpoints) {
    const table = tables.find((id) => other === serviceName && routeTableIds.includes(id));
    if (table !== undefined)
      throw new AwsError(
        'RouteAlreadyExists',
        `route table ${table} already has a route with destination-prefix-list-id pl-63a5400a`,
      );
  }
}

function placeIn(endpoint: VpcEndpoint, subnets: readonly Subnet[], { context }: NeighbourScope): void {
  const { securityGroupIds } = endpoint;
  for (const subnet of subnets) {
    endpoint.subnetIds.push(subnet.subnetId);
    endpoint.interfaces.push(attachInterface(subnet, context, { securityGroupIds })!);
  }
}

function endpointOf(id: string, { vpc }: NeighbourScope): VpcEndpoint {
  return asked(vpc.endpoints, [id], ({ vpcEndpointId }) => vpcEndpointId, noEndpoint)[0]!;
}

const noEndpoint = (id: string) =>
  new AwsError('InvalidVpcEndpointId.NotFound', `The Vpc Endpoint Id '${id}' does not exist`);

/** @throws AwsError InvalidVpcEndpointId.NotFound, and as `createVpcEndpoint`. */
export function modifyVpcEndpoint(
  input: Wire<ModifyVpcEndpointRequest>,
  scope: NeighbourScope,
): Wire<ModifyVpcEndpointResult> {
  const { vpc } = scope;
  const endpoint = endpointOf(input.VpcEndpointId ?? '', scope);
  const subnetsGone = input.RemoveSubnetIds ?? [];
  const added = (input.AddSubnetIds ?? []).map((id) => subnetOf(id, scope));
  const kept = vpc.subnets.filter(
    ({ subnetId }) => endpoint.subnetIds.includes(subnetId) && !subnetsGone.includes(subnetId),
  );
  checkZones(added, kept);
  const tables = (input.AddRouteTableIds ?? []).map((id) => routeTableOf(id, scope).routeTableId);
  checkRoutes(tables, endpoint.serviceName, scope);
  const groups = (input.AddSecurityGroupIds ?? []).map((id) => groupOf(id, scope).groupId);
  const without = (ids: readonly string[], gone: readonly string[] | undefined) =>
    ids.filter((id) => !gone?.includes(id));
  for (const eni of endpoint.interfaces) if (subnetsGone.includes(eni.subnetId)) releaseInterface(vpc, eni);
  endpoint.interfaces = endpoint.interfaces.filter(({ subnetId }) => !subnetsGone.includes(subnetId));
  endpoint.subnetIds = without(endpoint.subnetIds, subnetsGone);
  endpoint.routeTableIds = [...without(endpoint.routeTableIds, input.RemoveRouteTableIds), ...tables];
  endpoint.securityGroupIds = [
    ...new Set([...without(endpoint.securityGroupIds, input.RemoveSecurityGroupIds), ...groups]),
  ];
  for (const eni of endpoint.interfaces) eni.securityGroupIds = endpoint.securityGroupIds;
  placeIn(endpoint, added, scope);
  if (input.PrivateDnsEnabled !== undefined) endpoint.privateDns = input.PrivateDnsEnabled;
  return { Return: true };
}

/** Those that are not there come back as unsuccessful. */
export function deleteVpcEndpoints(
  input: Wire<DeleteVpcEndpointsRequest>,
  scope: NeighbourScope,
): Wire<DeleteVpcEndpointsResult> {
  const unsuccessful = (input.VpcEndpointIds ?? []).filter(
    (id) => !scope.vpc.endpoints.some(({ vpcEndpointId }) => vpcEndpointId === id),
  );
  for (const id of input.VpcEndpointIds ?? []) fireNetwork(id, 'DELETE', scope);
  return {
    Unsuccessful: unsuccessful.map((ResourceId) => {
      const { code, message } = noEndpoint(ResourceId);
      return { ResourceId, Error: { Code: code, Message: message } };
    }),
  };
}

/** @throws AwsError InvalidVpcEndpointId.NotFound */
export function describeVpcEndpoints(
  input: Wire<DescribeVpcEndpointsRequest>,
  scope: NeighbourScope,
): Wire<DescribeVpcEndpointsResult> {
  const { vpc } = scope;
  const found = filtered(
    asked(vpc.endpoints, input.VpcEndpointIds, ({ vpcEndpointId }) => vpcEndpointId, noEndpoint),
    input.Filters,
    {
      'service-name': ({ serviceName }) => [serviceName],
      tag: ({ vpcEndpointId }) => tagsOf(vpcEndpointId, scope),
      'vpc-endpoint-id': ({ vpcEndpointId }) => [vpcEndpointId],
      'vpc-endpoint-state': ({ state }) => [state],
      'vpc-endpoint-type': ({ type }) => [type],
      'vpc-id': () => [vpc.vpcId],
    },
  );
  return { VpcEndpoints: found.map((endpoint) => shown(endpoint, scope)) };
}

/** @throws AwsError InvalidServiceName */
export function describeVpcEndpointServices(
  input: Wire<DescribeVpcEndpointServicesRequest>,
  { vpc, region }: NeighbourScope,
): Wire<DescribeVpcEndpointServicesResult> {
  const all = Object.entries(services).map(([short, types]) => ({
    name: `com.amazonaws.${region}.${short}`,
    types,
  }));
  const named = asked(
    all,
    input.ServiceNames,
    ({ name }) => name,
    (name) => new AwsError('InvalidServiceName', `The Vpc Endpoint Service '${name}' does not exist`),
  );
  const found = filtered(named, input.Filters, {
    'service-name': ({ name }) => [name],
    'service-type': ({ types }) => types,
  });
  const zones = [...new Set(vpc.subnets.map(({ availabilityZone }) => availabilityZone))];
  return {
    ServiceNames: found.map(({ name }) => name),
    ServiceDetails: found.map(({ name, types }) => ({
      ServiceName: name,
      ServiceType: types.map((ServiceType) => ({ ServiceType })),
      AvailabilityZones: zones,
      Owner: 'amazon',
      AcceptanceRequired: false,
      ManagesVpcEndpoints: false,
    })),
  };
}

/** What an endpoint allows when its request brings no policy. */
const openPolicy = JSON.stringify({
  Statement: [{ Action: '*', Effect: 'Allow', Principal: '*', Resource: '*' }],
});

function shown(endpoint: VpcEndpoint, scope: NeighbourScope): Wire<VpcEndpointShape> {
  const { vpc, region, accountId } = scope;
  const { vpcEndpointId: id, type, serviceName, interfaces, privateDns } = endpoint;
  const short = serviceName.slice(`com.amazonaws.${region}.`.length);
  const suffix = id.slice(-8);
  const names =
    type === 'Gateway'
      ? []
      : [
          `${id}-${suffix}.${short}.${region}.vpce.amazonaws.com`,
          ...(privateDns ? [`${short}.${region}.amazonaws.com`] : []),
        ];
  return {
    VpcEndpointId: id,
    VpcEndpointType: type,
    VpcId: vpc.vpcId,
    ServiceName: serviceName,
    State: endpoint.state as never,
    PolicyDocument: openPolicy,
    RouteTableIds: endpoint.routeTableIds,
    SubnetIds: endpoint.subnetIds,
    Groups: endpoint.securityGroupIds.map((GroupId) => ({
      GroupId,
      GroupName: vpc.securityGroups.find(({ groupId }) => groupId === GroupId)?.groupName ?? GroupId,
    })),
    PrivateDnsEnabled: privateDns,
    RequesterManaged: false,
    NetworkInterfaceIds: interfaces.map(({ networkInterfaceId }) => networkInterfaceId),
    DnsEntries: names.map((DnsName) => ({ DnsName })),
    CreationTimestamp: epochSeconds(endpoint.createdAt),
    ...shownTags(id, scope),
    OwnerId: accountId,
  };
}

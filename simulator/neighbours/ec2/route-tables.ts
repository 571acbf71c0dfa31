import type {
  AssociateRouteTableRequest,
  AssociateRouteTableResult,
  CreateRouteRequest,
  CreateRouteResult,
  CreateRouteTableRequest,
  CreateRouteTableResult,
  DeleteRouteRequest,
  DeleteRouteTableRequest,
  DescribeRouteTablesRequest,
  DescribeRouteTablesResult,
  DisassociateRouteTableRequest,
  Route as RouteShape,
  RouteTable as RouteTableShape,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import { canonical } from '../network/cidr.ts';
import type { NeighbourScope } from '../scope.ts';
import type { RouteTable, Vpc } from '../vpc.ts';
import { filtered } from './filters.ts';
import { gatewayOf, natGatewayOf } from './gateways.ts';
import { asked, checkVpc, dependency, noRouteTable, routeTableOf, subnetOf } from './lookup.ts';
import { shownTags, tagNew, tagsOf } from './tags.ts';

/** The list of S3's addresses that a gateway endpoint's route names; each Region has its own. */
const s3PrefixList = 'pl-63a5400a';

export function createRouteTable(
  input: Wire<CreateRouteTableRequest>,
  scope: NeighbourScope,
): Wire<CreateRouteTableResult> {
  const { vpc, context } = scope;
  checkVpc(input.VpcId, scope);
  const table: RouteTable = {
    routeTableId: `rtb-0${context.random.hex(16)}`,
    main: false,
    subnetIds: [],
    routes: [{ destinationCidrBlock: vpc.cidrBlock, target: 'local' }],
  };
  vpc.routeTables.push(table);
  tagNew(table.routeTableId, 'route-table', input.TagSpecifications, scope);
  return { RouteTable: shown(table, scope) };
}

/** @throws AwsError InvalidRouteTableID.NotFound, DependencyViolation */
export function deleteRouteTable(input: Wire<DeleteRouteTableRequest>, scope: NeighbourScope): void {
  const { vpc, neighbours } = scope;
  const table = routeTableOf(input.RouteTableId, scope);
  const { routeTableId } = table;
  if (table.main || table.subnetIds.length > 0)
    throw dependency(`The routeTable '${routeTableId}' has dependencies and cannot be deleted.`);
  vpc.routeTables = vpc.routeTables.filter((other) => other !== table);
  for (const endpoint of vpc.endpoints)
    endpoint.routeTableIds = endpoint.routeTableIds.filter((id) => id !== routeTableId);
  neighbours.ec2.tags.delete(routeTableId);
}

/** A subnet's id makes its association's: it has one at most. */
function associationId(id: string): string {
  return `rtbassoc-${id.slice(id.indexOf('-') + 1)}`;
}

/** @throws AwsError InvalidRouteTableID.NotFound, InvalidSubnetID.NotFound, Resource.AlreadyAssociated */
export function associateRouteTable(
  input: Wire<AssociateRouteTableRequest>,
  scope: NeighbourScope,
): Wire<AssociateRouteTableResult> {
  const table = routeTableOf(input.RouteTableId, scope);
  const { subnetId } = subnetOf(input.SubnetId, scope);
  const other = scope.vpc.routeTables.find(({ subnetIds }) => subnetIds.includes(subnetId));
  if (other && other !== table)
    throw new AwsError(
      'Resource.AlreadyAssociated',
      `the specified association for route table ${table.routeTableId} conflicts with an existing association`,
    );
  if (!other) table.subnetIds.push(subnetId);
  return { AssociationId: associationId(subnetId), AssociationState: { State: 'associated' } };
}

/** @throws AwsError InvalidAssociationID.NotFound, InvalidParameterValue */
export function disassociateRouteTable(
  { AssociationId: id = '' }: Wire<DisassociateRouteTableRequest>,
  { vpc }: NeighbourScope,
): void {
  const main = vpc.routeTables.find((table) => table.main);
  if (main && associationId(main.routeTableId) === id)
    throw new AwsError('InvalidParameterValue', `cannot disassociate the main route table association ${id}`);
  const table = vpc.routeTables.find(({ subnetIds }) => subnetIds.some((each) => associationId(each) === id));
  if (!table)
    throw new AwsError('InvalidAssociationID.NotFound', `The association ID '${id}' does not exist`);
  table.subnetIds = table.subnetIds.filter((each) => associationId(each) !== id);
}

/** Where a route leads. @throws AwsError MissingParameter, InvalidInternetGatewayID.NotFound, NatGatewayNotFound */
function targetOf({ GatewayId, NatGatewayId }: Wire<CreateRouteRequest>, scope: NeighbourScope): string {
  if (NatGatewayId !== undefined) return natGatewayOf(NatGatewayId, scope).natGatewayId;
  if (GatewayId !== undefined) return gatewayOf(GatewayId, scope).internetGatewayId;
  throw new AwsError(
    'MissingParameter',
    'The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId, vpcPeeringConnectionId or instanceId',
  );
}

function destinationOf(text: string | undefined): string {
  const block = canonical(text ?? '');
  if (block !== undefined) return block;
  throw text === undefined
    ? new AwsError('MissingParameter', 'The request must contain the parameter destinationCidrBlock')
    : new AwsError(
        'InvalidParameterValue',
        `Value (${text}) for parameter destinationCidrBlock is invalid. This is not a valid CIDR block.`,
      );
}

/** @throws AwsError RouteAlreadyExists, and as `targetOf` and `routeTableOf`. */
export function createRoute(input: Wire<CreateRouteRequest>, scope: NeighbourScope): Wire<CreateRouteResult> {
  const table = routeTableOf(input.RouteTableId, scope);
  const destinationCidrBlock = destinationOf(input.DestinationCidrBlock);
  const target = targetOf(input, scope);
  const there = table.routes.find((route) => route.destinationCidrBlock === destinationCidrBlock);
  if (there && there.target !== target)
    throw new AwsError(
      'RouteAlreadyExists',
      `The route identified by ${destinationCidrBlock} already exists.`,
    );
  if (!there) table.routes.push({ destinationCidrBlock, target });
  return { Return: true };
}

/** @throws AwsError InvalidRoute.NotFound, and as `targetOf` and `routeTableOf`. */
export function replaceRoute(input: Wire<CreateRouteRequest>, scope: NeighbourScope): void {
  const route = routeOf(input, scope);
  route.target = targetOf(input, scope);
}

/** @throws AwsError InvalidRoute.NotFound, InvalidParameterValue for the VPC's own route. */
export function deleteRoute(input: Wire<DeleteRouteRequest>, scope: NeighbourScope): void {
  const route = routeOf(input, scope);
  const table = routeTableOf(input.RouteTableId, scope);
  if (route.target === 'local')
    throw new AwsError(
      'InvalidParameterValue',
      `cannot remove local route ${route.destinationCidrBlock} in route table ${table.routeTableId}`,
    );
  table.routes = table.routes.filter((other) => other !== route);
}

function routeOf(
  { RouteTableId, DestinationCidrBlock }: Wire<DeleteRouteRequest>,
  scope: NeighbourScope,
): RouteTable['routes'][number] {
  const { routes, routeTableId } = routeTableOf(RouteTableId, scope);
  const block = destinationOf(DestinationCidrBlock);
  const found = routes.find(({ destinationCidrBlock }) => destinationCidrBlock === block);
  if (found) return found;
  throw new AwsError(
    'InvalidRoute.NotFound',
    `no route with destination-cidr-block ${block} in route table ${routeTableId}`,
  );
}

/** @throws AwsError InvalidRouteTableID.NotFound */
export function describeRouteTables(
  input: Wire<DescribeRouteTablesRequest>,
  scope: NeighbourScope,
): Wire<DescribeRouteTablesResult> {
  const { vpc } = scope;
  const found = filtered(
    asked(vpc.routeTables, input.RouteTableIds, ({ routeTableId }) => routeTableId, noRouteTable),
    input.Filters,
    {
      'association.main': ({ main }) => [String(main)],
      'association.subnet-id': ({ subnetIds }) => subnetIds,
      'route-table-id': ({ routeTableId }) => [routeTableId],
      'route.destination-cidr-block': ({ routes }) =>
        routes.map(({ destinationCidrBlock }) => destinationCidrBlock),
      'route.gateway-id': ({ routes }) => routes.map(({ target }) => target),
      'route.nat-gateway-id': ({ routes }) => routes.map(({ target }) => target),
      tag: ({ routeTableId }) => tagsOf(routeTableId, scope),
      'vpc-id': () => [vpc.vpcId],
    },
  );
  return { RouteTables: found.map((table) => shown(table, scope)) };
}

function shown(table: RouteTable, scope: NeighbourScope): Wire<RouteTableShape> {
  const { vpc, accountId } = scope;
  const { routeTableId: RouteTableId, main, subnetIds, routes } = table;
  const associated = { AssociationState: { State: 'associated' as const } };
  const endpoints = vpc.endpoints.filter(({ routeTableIds }) => routeTableIds.includes(RouteTableId));
  return {
    Associations: [
      ...(main
        ? [{ Main: true, RouteTableAssociationId: associationId(RouteTableId), RouteTableId, ...associated }]
        : []),
      ...subnetIds.map((SubnetId) => ({
        Main: false,
        RouteTableAssociationId: associationId(SubnetId),
        RouteTableId,
        SubnetId,
        ...associated,
      })),
    ],
    PropagatingVgws: [],
    RouteTableId,
    Routes: [
      ...routes.map(({ destinationCidrBlock, target }): Wire<RouteShape> => ({
        DestinationCidrBlock: destinationCidrBlock,
        ...(target.startsWith('nat-') ? { NatGatewayId: target } : { GatewayId: target }),
        Origin: target === 'local' ? 'CreateRouteTable' : 'CreateRoute',
        // What a route leads to has gone: traffic is dropped.
        State: leads(target, vpc) ? 'active' : 'blackhole',
      })),
      ...endpoints.map((endpoint): Wire<RouteShape> => ({
        DestinationPrefixListId: s3PrefixList,
        GatewayId: endpoint.vpcEndpointId,
        Origin: 'CreateRoute',
        State: 'active',
      })),
    ],
    ...shownTags(RouteTableId, scope),
    VpcId: vpc.vpcId,
    OwnerId: accountId,
  };
}

function leads(target: string, { natGateways, internetGateways }: Vpc): boolean {
  return (
    target === 'local' ||
    natGateways.some(
      ({ natGatewayId, state }) => natGatewayId === target && (state === 'pending' || state === 'available'),
    ) ||
    internetGateways.some(({ internetGatewayId, attached }) => attached && internetGatewayId === target)
  );
}

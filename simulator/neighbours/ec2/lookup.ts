import { AwsError } from '../../api/errors.ts';
import type { NeighbourScope } from '../scope.ts';
import type { RouteTable, SecurityGroup, Subnet } from '../vpc.ts';

type VpcScope = Pick<NeighbourScope, 'vpc'>;

/**
 * Items of a list by id, or all of them when no id is asked for; the first id that is not there is refused.
 * @param missing the code, and what its message says before and after the id
 * @throws AwsError
 */
export function asked<Item>(
  items: readonly Item[],
  ids: readonly string[] | undefined,
  idOf: (item: Item) => string,
  missing: (id: string) => AwsError,
): Item[] {
  if (!ids?.length) return [...items];
  return ids.map((id) => {
    const found = items.find((item) => idOf(item) === id);
    if (!found) throw missing(id);
    return found;
  });
}

/** @throws AwsError InvalidSubnetID.NotFound */
export function subnetOf(id: string | undefined, { vpc }: VpcScope): Subnet {
  return asked(vpc.subnets, [id ?? ''], ({ subnetId }) => subnetId, noSubnet)[0]!;
}

export const noSubnet = (id: string) =>
  new AwsError('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`);

/** @throws AwsError InvalidGroupId.Malformed, InvalidGroup.NotFound */
export function groupOf(id: string, { vpc }: VpcScope): SecurityGroup {
  const found = vpc.securityGroups.find(({ groupId }) => groupId === id);
  if (found) return found;
  throw noGroup(id);
}

export const noGroup = (id: string) =>
  id.startsWith('sg-')
    ? new AwsError('InvalidGroup.NotFound', `The security group '${id}' does not exist`)
    : new AwsError('InvalidGroupId.Malformed', `Invalid id: "${id}" (expecting "sg-...")`);

/** @throws AwsError InvalidRouteTableID.NotFound */
export function routeTableOf(id: string | undefined, { vpc }: VpcScope): RouteTable {
  return asked(vpc.routeTables, [id ?? ''], ({ routeTableId }) => routeTableId, noRouteTable)[0]!;
}

export const noRouteTable = (id: string) =>
  new AwsError('InvalidRouteTableID.NotFound', `The routeTable ID '${id}' does not exist`);

/** Each Region has one VPC here. @throws AwsError InvalidVpcID.NotFound */
export function checkVpc(id: string | undefined, { vpc }: VpcScope): void {
  if (id !== undefined && id !== vpc.vpcId)
    throw new AwsError('InvalidVpcID.NotFound', `The vpc ID '${id}' does not exist`);
}

/** What cannot go because something needs it. */
export const dependency = (message: string) => new AwsError('DependencyViolation', message);

import type { NetworkInterface, Route, SecurityRule, Vpc, VpcEndpoint } from '../vpc.ts';
import { holds, prefixLength } from './cidr.ts';

/** Where a packet wants to go: an AWS service of the Region by its endpoint's name (`ecr.api`, `logs`), or an address. */
export type Target = { service: string } | { address: string; port?: number };

/** Some address that is not in any VPC: what stands behind a public endpoint. */
const outside = '203.0.113.1';

/**
 * Whether a network interface can open a connection to `target` over HTTPS (or the port given): the security group lets
 * it out, and the subnet's route table leads there: to a VPC endpoint, or over an internet gateway when the interface
 * has a public address, or over a NAT gateway
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html).
 */
export function canReach(vpc: Vpc, from: NetworkInterface, target: Target): boolean {
  const port = ('port' in target ? target.port : undefined) ?? 443;
  if ('service' in target) {
    const endpoint = endpointTo(vpc, target.service, routeTableOf(vpc, from.subnetId)?.routeTableId);
    if (endpoint?.type === 'Interface')
      return letsOut(vpc, from, inside(vpc, endpoint), port) && letsIn(vpc, endpoint, from);
    if (endpoint) return letsOut(vpc, from, outside, port);
  }
  const address = 'address' in target ? target.address : outside;
  return letsOut(vpc, from, address, port) && leadsTo(vpc, from, address);
}

/** The endpoint that a service's usual name, or the route to it, leads to. */
function endpointTo(vpc: Vpc, service: string, routeTableId = ''): VpcEndpoint | undefined {
  return vpc.endpoints.find(
    ({ serviceName, state, type, privateDns, routeTableIds }) =>
      state === 'available' &&
      serviceName.endsWith(`.${service}`) &&
      (type === 'Interface' ? privateDns : routeTableIds.includes(routeTableId)),
  );
}

/** An address of the subnets of an interface endpoint. */
function inside(vpc: Vpc, endpoint: VpcEndpoint): string {
  const subnet = vpc.subnets.find(({ subnetId }) => endpoint.subnetIds.includes(subnetId));
  return (subnet?.cidrBlock ?? vpc.cidrBlock).split('/')[0]!;
}

function letsIn(vpc: Vpc, endpoint: VpcEndpoint, from: NetworkInterface): boolean {
  return passes(
    vpc,
    endpoint.securityGroupIds,
    'ingress',
    from.privateIpv4Address,
    443,
    from.securityGroupIds,
  );
}

function letsOut(vpc: Vpc, from: NetworkInterface, address: string, port: number): boolean {
  return passes(vpc, from.securityGroupIds, 'egress', address, port, []);
}

/** Whether a connection from `address` to a port of the interface is let in by its security groups and finds its way. */
export function reachableFrom(vpc: Vpc, to: NetworkInterface, address: string, port: number): boolean {
  const local = holds(vpc.cidrBlock, address);
  if (
    !local &&
    (to.publicIpv4Address === undefined ||
      !isInternetGateway(vpc, routeTo(vpc, to.subnetId, address)?.target))
  )
    return false;
  return passes(vpc, to.securityGroupIds, 'ingress', address, port, []);
}

/** Whether the security groups of two interfaces in the VPC let one open a connection to the other. */
export function connects(vpc: Vpc, from: NetworkInterface, to: NetworkInterface, port: number): boolean {
  const { securityGroupIds: ours, privateIpv4Address: here } = from;
  const { securityGroupIds: theirs, privateIpv4Address: there } = to;
  return passes(vpc, ours, 'egress', there, port, theirs) && passes(vpc, theirs, 'ingress', here, port, ours);
}

/** A load balancer, as far as packets care; a Network Load Balancer may have no security groups, and then lets all through. */
interface Balancer {
  subnets: readonly string[];
  securityGroups: readonly string[];
}

/** Whether a visitor at `address` gets through to a load balancer's port. */
export function balancerTakes(
  vpc: Vpc,
  { securityGroups }: Balancer,
  address: string,
  port: number,
): boolean {
  return securityGroups.length === 0 || passes(vpc, securityGroups, 'ingress', address, port, []);
}

/** Whether a load balancer can open a connection to a port of an interface. */
export function balancerReaches(
  vpc: Vpc,
  { subnets, securityGroups }: Balancer,
  to: NetworkInterface,
  port: number,
): boolean {
  const { securityGroupIds, privateIpv4Address } = to;
  const near = vpc.subnets.find(({ subnetId }) => subnets.includes(subnetId));
  const from = (near?.cidrBlock ?? vpc.cidrBlock).split('/')[0]!;
  return (
    (securityGroups.length === 0 ||
      passes(vpc, securityGroups, 'egress', privateIpv4Address, port, securityGroupIds)) &&
    passes(vpc, securityGroupIds, 'ingress', from, port, securityGroups)
  );
}

function passes(
  vpc: Vpc,
  groupIds: readonly string[],
  direction: 'ingress' | 'egress',
  address: string,
  port: number,
  peerGroups: readonly string[],
): boolean {
  return groupIds.some((groupId) =>
    vpc.securityGroups.find((group) => group.groupId === groupId)?.[direction].some((rule) => matches(rule)),
  );

  function matches({ protocol, fromPort, toPort, cidr, groupId }: SecurityRule): boolean {
    if (protocol !== '-1' && protocol !== 'tcp') return false;
    if (protocol !== '-1' && fromPort !== undefined && (port < fromPort || port > (toPort ?? fromPort)))
      return false;
    return cidr === undefined ? peerGroups.includes(groupId ?? '') : holds(cidr, address);
  }
}

/** The route table of a subnet. */
export function routeTableOf(vpc: Vpc, subnetId: string): Vpc['routeTables'][number] | undefined {
  return (
    vpc.routeTables.find(({ subnetIds }) => subnetIds.includes(subnetId)) ??
    vpc.routeTables.find(({ main }) => main)
  );
}

/** The most specific route that a subnet has to an address. */
function routeTo(vpc: Vpc, subnetId: string, address: string): Route | undefined {
  let best: Route | undefined;
  for (const route of routeTableOf(vpc, subnetId)?.routes ?? []) {
    if (!holds(route.destinationCidrBlock, address)) continue;
    if (!best || prefixLength(route.destinationCidrBlock) > prefixLength(best.destinationCidrBlock))
      best = route;
  }
  return best;
}

function leadsTo(vpc: Vpc, from: NetworkInterface, address: string): boolean {
  const target = routeTo(vpc, from.subnetId, address)?.target;
  if (target === undefined) return false;
  if (target === 'local') return true;
  if (isInternetGateway(vpc, target)) return from.publicIpv4Address !== undefined;
  const gateway = vpc.natGateways.find(
    ({ natGatewayId, state }) => natGatewayId === target && state === 'available',
  );
  const next = gateway && routeTo(vpc, gateway.subnetId, address)?.target;
  return isInternetGateway(vpc, next);
}

function isInternetGateway(vpc: Vpc, target: string | undefined): boolean {
  return vpc.internetGateways.some(
    ({ internetGatewayId, attached }) => attached && internetGatewayId === target,
  );
}

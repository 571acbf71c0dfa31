import type { Context } from '../kernel/world.ts';
import { addressNumber, prefixLength } from './network/cidr.ts';

/** The default VPC of an account in a Region (https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html). */
export interface Vpc {
  vpcId: string;
  cidrBlock: string;
  isDefault: boolean;
  subnets: Subnet[];
  securityGroups: SecurityGroup[];
  /** The main one stands for each subnet that no other one names. */
  routeTables: RouteTable[];
  internetGateways: InternetGateway[];
  natGateways: NatGateway[];
  endpoints: VpcEndpoint[];
}

export interface RouteTable {
  routeTableId: string;
  main: boolean;
  /** Subnets that are associated with it by name. */
  subnetIds: string[];
  routes: Route[];
}

export interface Route {
  destinationCidrBlock: string;
  /** `local`, or the id of an internet gateway or a NAT gateway. */
  target: string;
}

export interface InternetGateway {
  internetGatewayId: string;
  /** To this VPC; else it leads nowhere. */
  attached: boolean;
}

export interface NatGateway {
  natGatewayId: string;
  /** Where it stands: only in a subnet that has a route to an internet gateway does it lead anywhere. */
  subnetId: string;
  /** A status of the machine `network part`. */
  state: string;
  publicIp: string;
  /** Of its Elastic IP address. */
  allocationId?: string;
  networkInterface?: NetworkInterface;
  /** ms since 1970. */
  createdAt: number;
  deletedAt?: number;
}

export interface VpcEndpoint {
  vpcEndpointId: string;
  /** `com.amazonaws.us-east-1.ecr.api`. */
  serviceName: string;
  type: 'Interface' | 'Gateway';
  /** A status of the machine `network part`. */
  state: string;
  /** ms since 1970. */
  createdAt: number;
  /** Whether AWS's usual names for the service lead to it. */
  privateDns: boolean;
  /** Of an interface endpoint, one a subnet. */
  interfaces: NetworkInterface[];
  /** Of an interface endpoint. */
  subnetIds: string[];
  securityGroupIds: string[];
  /** Of a gateway endpoint. */
  routeTableIds: string[];
}

export interface Subnet {
  subnetId: string;
  availabilityZone: string;
  cidrBlock: string;
  mapPublicIpOnLaunch: boolean;
  /** Free addresses: AWS keeps five of each subnet for itself. */
  availableIpAddressCount: number;
  /** The next host number to give out, counted from the start of the block. */
  nextHost: number;
  /** Not one of the default subnets that come with the VPC. */
  own?: boolean;
  /** Host numbers that were given back, the oldest first. */
  freed: number[];
}

export interface SecurityGroup {
  groupId: string;
  groupName: string;
  description: string;
  ingress: SecurityRule[];
  egress: SecurityRule[];
}

/** What a security group lets through. Answers to what was let through pass as well. */
export interface SecurityRule {
  ruleId: string;
  /** `tcp`, `udp`, `icmp`, or `-1` for all. */
  protocol: string;
  /** Of all ports: absent. */
  fromPort?: number;
  toPort?: number;
  /** Where it comes from or goes to: one of these. */
  cidr?: string;
  /** IPv6 is written down only: nothing here has such an address. */
  cidrIpv6?: string;
  groupId?: string;
  description?: string;
}

/** A default VPC: a /16 with a /20 public subnet in each of three zones, and the `default` security group. */
export function createDefaultVpc(region: string, { random }: Context): Vpc {
  const id = random.hex(16);
  const routeTableId = `rtb-0${id}`;
  const internetGatewayId = `igw-0${id}`;
  const vpc: Vpc = {
    vpcId: `vpc-0${id}`,
    cidrBlock: '172.31.0.0/16',
    isDefault: true,
    subnets: ['a', 'b', 'c'].map((zone, index) => ({
      subnetId: `subnet-0${random.hex(16)}`,
      availabilityZone: `${region}${zone}`,
      cidrBlock: `172.31.${index * 16}.0/20`,
      mapPublicIpOnLaunch: true,
      availableIpAddressCount: 4091,
      nextHost: 4,
      freed: [],
    })),
    securityGroups: [],
    routeTables: [
      {
        routeTableId,
        main: true,
        subnetIds: [],
        routes: [
          { destinationCidrBlock: '172.31.0.0/16', target: 'local' },
          { destinationCidrBlock: '0.0.0.0/0', target: internetGatewayId },
        ],
      },
    ],
    internetGateways: [{ internetGatewayId, attached: true }],
    natGateways: [],
    endpoints: [],
  };
  const groupId = `sg-0${random.hex(16)}`;
  vpc.securityGroups.push({
    groupId,
    groupName: 'default',
    description: 'default VPC security group',
    ingress: [{ ruleId: `sgr-0${groupId.slice(4)}`, protocol: '-1', groupId }],
    egress: [{ ruleId: `sgr-0${id}`, protocol: '-1', cidr: '0.0.0.0/0' }],
  });
  return vpc;
}

export interface NetworkInterface {
  networkInterfaceId: string;
  macAddress: string;
  privateIpv4Address: string;
  subnetId: string;
  securityGroupIds: string[];
  publicIpv4Address?: string;
}

/** Takes an address of `subnet` for a new elastic network interface, and a public one if asked; undefined when none is left. */
export function attachInterface(
  subnet: Subnet,
  { random }: Context,
  { securityGroupIds = [], publicIp = false }: { securityGroupIds?: string[]; publicIp?: boolean } = {},
): NetworkInterface | undefined {
  if (subnet.availableIpAddressCount === 0) return undefined;
  subnet.availableIpAddressCount--;
  const host = nextHost(subnet);
  const [a, b, c, d] = subnet.cidrBlock.split(/[./]/).map(Number) as [number, number, number, number];
  const mac = random.hex(10);
  const networkInterface: NetworkInterface = {
    networkInterfaceId: `eni-0${random.hex(16)}`,
    macAddress: `0e:${mac.match(/../g)!.join(':')}`,
    privateIpv4Address: `${a}.${b}.${c + ((d + host) >> 8)}.${(d + host) & 255}`,
    subnetId: subnet.subnetId,
    securityGroupIds,
  };
  if (publicIp) networkInterface.publicIpv4Address = publicAddress(networkInterface.networkInterfaceId);
  return networkInterface;
}

/** How many hosts a block has: AWS keeps five of its addresses for itself. */
export function hostsIn(cidrBlock: string): number {
  return 2 ** (32 - prefixLength(cidrBlock)) - 5;
}

/** A host number that nothing has: fresh ones first, then those that were given back longest ago. */
function nextHost(subnet: Subnet): number {
  const hosts = hostsIn(subnet.cidrBlock);
  if (subnet.nextHost - 4 < hosts) return subnet.nextHost++;
  // A bench may open more addresses than the block has: then they come round again.
  return subnet.freed.shift() ?? 4 + ((subnet.nextHost++ - 4) % hosts);
}

/** An address of Amazon's pool for an id that ends in hexadecimal digits; the same id has the same one all its life. */
export function publicAddress(id: string): string {
  const digits = id.slice(-8);
  const byte = (at: number) => Number.parseInt(digits.slice(at, at + 2), 16);
  return `${[3, 18, 34, 44, 52, 54, 98, 100][byte(0) & 7]}.${byte(2)}.${byte(4)}.${1 + (byte(6) % 254)}`;
}

/** Gives back the address of an interface of the VPC. */
export function releaseInterface(
  vpc: Vpc,
  { subnetId: id, privateIpv4Address: address }: NetworkInterface,
): void {
  const subnet = vpc.subnets.find(({ subnetId }) => subnetId === id);
  if (!subnet) return;
  subnet.availableIpAddressCount++;
  subnet.freed.push(addressNumber(address) - addressNumber(subnet.cidrBlock.split('/')[0]!));
}

import type { Context } from '../kernel/world.ts';

/** The default VPC of an account in a Region (https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html). */
export interface Vpc {
  vpcId: string;
  cidrBlock: string;
  isDefault: boolean;
  subnets: Subnet[];
  securityGroups: SecurityGroup[];
  /** The main one stands for each subnet that no other one names. */
  routeTables: RouteTable[];
  internetGateways: { internetGatewayId: string }[];
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

export interface NatGateway {
  natGatewayId: string;
  /** Where it stands: only in a subnet that has a route to an internet gateway does it lead anywhere. */
  subnetId: string;
  state: 'pending' | 'available' | 'deleting' | 'deleted' | 'failed';
  publicIp: string;
}

export interface VpcEndpoint {
  vpcEndpointId: string;
  /** `com.amazonaws.us-east-1.ecr.api`. */
  serviceName: string;
  type: 'Interface' | 'Gateway';
  state: 'pending' | 'available' | 'deleting' | 'deleted';
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
  /** `tcp`, `udp`, `icmp`, or `-1` for all. */
  protocol: string;
  /** Of all ports: absent. */
  fromPort?: number;
  toPort?: number;
  /** Where it comes from or goes to: one of these. */
  cidr?: string;
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
    internetGateways: [{ internetGatewayId }],
    natGateways: [],
    endpoints: [],
  };
  const groupId = `sg-0${random.hex(16)}`;
  vpc.securityGroups.push({
    groupId,
    groupName: 'default',
    description: 'default VPC security group',
    ingress: [{ protocol: '-1', groupId }],
    egress: [{ protocol: '-1', cidr: '0.0.0.0/0' }],
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
  // Hosts come round again after the block's end: by then the early ones have long been given back.
  const host = 4 + ((subnet.nextHost - 4) % 4091);
  subnet.nextHost++;
  const [a, b, c] = subnet.cidrBlock.split('.').map(Number) as [number, number, number];
  const mac = random.hex(10);
  const networkInterface: NetworkInterface = {
    networkInterfaceId: `eni-0${random.hex(16)}`,
    macAddress: `0e:${mac.match(/../g)!.join(':')}`,
    privateIpv4Address: `${a}.${b}.${c + (host >> 8)}.${host & 255}`,
    subnetId: subnet.subnetId,
    securityGroupIds,
  };
  if (publicIp) networkInterface.publicIpv4Address = publicAddress(networkInterface.networkInterfaceId);
  return networkInterface;
}

/** An address of Amazon's pool for a network interface; the same interface has the same one all its life. */
function publicAddress(networkInterfaceId: string): string {
  const digits = networkInterfaceId.slice(-8);
  const byte = (at: number) => Number.parseInt(digits.slice(at, at + 2), 16);
  return `${[3, 18, 34, 44, 52, 54, 98, 100][byte(0) & 7]}.${byte(2)}.${byte(4)}.${1 + (byte(6) % 254)}`;
}

export function releaseInterface(subnet: Subnet): void {
  subnet.availableIpAddressCount++;
}

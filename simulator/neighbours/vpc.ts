import type { Context } from '../kernel/world.ts';

/** The default VPC of an account in a Region (https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html). */
export interface Vpc {
  vpcId: string;
  cidrBlock: string;
  isDefault: boolean;
  subnets: Subnet[];
  securityGroups: SecurityGroup[];
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
}

/** A default VPC: a /16 with a /20 public subnet in each of three zones, and the `default` security group. */
export function createDefaultVpc(region: string, { random }: Context): Vpc {
  return {
    vpcId: `vpc-0${random.hex(16)}`,
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
    securityGroups: [{ groupId: `sg-0${random.hex(16)}`, groupName: 'default' }],
  };
}

export interface NetworkInterface {
  networkInterfaceId: string;
  macAddress: string;
  privateIpv4Address: string;
  subnetId: string;
}

/** Takes an address of `subnet` for a new elastic network interface; undefined when none is left. */
export function attachInterface(subnet: Subnet, { random }: Context): NetworkInterface | undefined {
  if (subnet.availableIpAddressCount === 0) return undefined;
  subnet.availableIpAddressCount--;
  // Hosts come round again after the block's end: by then the early ones have long been given back.
  const host = 4 + ((subnet.nextHost - 4) % 4091);
  subnet.nextHost++;
  const [a, b, c] = subnet.cidrBlock.split('.').map(Number) as [number, number, number];
  const mac = random.hex(10);
  return {
    networkInterfaceId: `eni-0${random.hex(16)}`,
    macAddress: `0e:${mac.match(/../g)!.join(':')}`,
    privateIpv4Address: `${a}.${b}.${c + (host >> 8)}.${host & 255}`,
    subnetId: subnet.subnetId,
  };
}

export function releaseInterface(subnet: Subnet): void {
  subnet.availableIpAddressCount++;
}

import type { NetworkInterface } from '../vpc.ts';

/** Amazon EC2's machines in one Region of an account. The network is in `vpc.ts`. */
export interface Ec2 {
  /** By id; terminated ones stay for a while. */
  instances: Map<string, Instance>;
  /** By id. */
  launchTemplates: Map<string, LaunchTemplate>;
  /** Elastic IP addresses, by allocation id. */
  addresses: Map<string, Address>;
  /** Tags of what has no place of its own for them, by id. */
  tags: Map<string, { Key?: string; Value?: string }[]>;
}

/** What an instance is started with. */
export interface LaunchData {
  imageId: string;
  instanceType: string;
  /** Not encoded. */
  userData: string;
  /** Name or ARN of the instance profile. */
  instanceProfile?: string;
  securityGroupIds: string[];
  /** Spot instances can be interrupted. */
  spot: boolean;
}

export interface Instance extends LaunchData {
  instanceId: string;
  reservationId: string;
  /** A status of the machine `instance`. */
  state: string;
  /** Why it was stopped or terminated. */
  stateReason?: string;
  /** ms since 1970. */
  launchedAt: number;
  subnetId: string;
  availabilityZone: string;
  networkInterface: NetworkInterface;
  /** The Auto Scaling group that launched it. */
  autoScalingGroup?: string;
  launchTemplate?: { id: string; name: string; version: string };
  tags: { Key?: string; Value?: string }[];
}

export interface LaunchTemplate {
  launchTemplateId: string;
  name: string;
  /** ms since 1970. */
  createdAt: number;
  createdBy: string;
  /** Version 1 first. */
  versions: LaunchData[];
}

/** An Elastic IP address. */
export interface Address {
  allocationId: string;
  publicIp: string;
  /** The NAT gateway that has it. */
  natGatewayId?: string;
}

export function createEc2(): Ec2 {
  return { instances: new Map(), launchTemplates: new Map(), addresses: new Map(), tags: new Map() };
}

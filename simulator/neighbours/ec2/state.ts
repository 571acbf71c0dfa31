import type { NetworkInterface } from '../vpc.ts';

/** Amazon EC2's machines in one Region of an account. The network is in `vpc.ts`. */
export interface Ec2 {
  /** By id; terminated ones stay for a while. */
  instances: Map<string, Instance>;
  /** By id. */
  launchTemplates: Map<string, LaunchTemplate>;
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

export function createEc2(): Ec2 {
  return { instances: new Map(), launchTemplates: new Map() };
}

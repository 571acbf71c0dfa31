/** Amazon EC2 Auto Scaling in one Region of an account: groups by name. */
export interface AutoScalingGroups {
  groups: Map<string, AutoScalingGroup>;
}

export interface AutoScalingGroup {
  name: string;
  arn: string;
  min: number;
  max: number;
  desired: number;
  /** Subnets that it launches in. */
  subnetIds: string[];
  launchTemplate: { id: string; name: string; version: string };
  /** New instances are not to be taken when it scales in. */
  protects: boolean;
  /** Instances by id, in order of launch: those that it has taken for scaling in are `leaving`. */
  instances: Map<string, { protected: boolean; leaving: boolean }>;
  /** Newest first, at most 100. */
  activities: Activity[];
  /** A look is in the queue. */
  awaited: boolean;
  deleting: boolean;
  tags: { Key?: string; Value?: string; PropagateAtLaunch?: boolean }[];
  /** ms since 1970. */
  createdAt: number;
}

export interface Activity {
  id: string;
  description: string;
  cause: string;
  status: 'Successful' | 'Failed';
  message?: string;
  /** ms since 1970. */
  at: number;
}

export function createAutoScalingGroups(): AutoScalingGroups {
  return { groups: new Map() };
}

import type {
  PutScalingPolicyRequest,
  ScalableTargetAction,
  SuspendedState,
} from '@aws-sdk/client-application-auto-scaling';
import type { Wire } from '../../api/wire.ts';

/** Application Auto Scaling in one Region: the desired counts of ECS services. */
export interface AutoScaling {
  /** By resource id: `service/harbour/shop`. */
  targets: Map<string, ScalableTarget>;
  /** By ARN. */
  policies: Map<string, Policy>;
  /** By resource id and name. */
  scheduled: Map<string, ScheduledAction>;
  /** Newest first, at most 500. */
  activities: Activity[];
}

export interface ScalableTarget {
  resourceId: string;
  arn: string;
  minCapacity: number;
  maxCapacity: number;
  suspended: Wire<SuspendedState>;
  roleArn: string;
  /** ms since 1970. */
  createdAt: number;
}

export interface Policy {
  name: string;
  arn: string;
  resourceId: string;
  type: 'TargetTrackingScaling' | 'StepScaling';
  input: Wire<PutScalingPolicyRequest>;
  /** Those that a target tracking policy made for itself. */
  alarms: { name: string; arn: string }[];
  createdAt: number;
  /** When it scaled last, in ms since 1970; 0 when it never did. */
  scaledOutAt: number;
  scaledInAt: number;
}

export interface ScheduledAction {
  name: string;
  arn: string;
  resourceId: string;
  schedule: string;
  timezone?: string;
  startTime?: number;
  endTime?: number;
  action: Wire<ScalableTargetAction>;
  createdAt: number;
  /** Counts up with each PutScheduledAction: what was queued before then is void. */
  generation: number;
}

export interface Activity {
  id: string;
  resourceId: string;
  description: string;
  cause: string;
  startedAt: number;
  endedAt?: number;
  status: string;
  message: string;
  /** What the desired count was set to. */
  desired?: number;
}

export const dimension = 'ecs:service:DesiredCount';

export function createAutoScaling(): AutoScaling {
  return { targets: new Map(), policies: new Map(), scheduled: new Map(), activities: [] };
}

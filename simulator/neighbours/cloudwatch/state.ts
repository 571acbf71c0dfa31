import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { Wire } from '../../api/wire.ts';

/** Amazon CloudWatch in one Region: what was put or counted; what derives from ECS is worked out when asked for. */
export interface CloudWatch {
  /** By namespace, name and dimensions (`keyOf`). */
  metrics: Map<string, Metric>;
  /** By name. */
  alarms: Map<string, Alarm>;
  /** How many tasks a service had, by its ARN; oldest first, one a minute in which anything changed. */
  services: Map<string, ServiceSample[]>;
  /** How many targets a target group had, by its ARN; likewise. */
  targetGroups: Map<string, TargetSample[]>;
  /** What comes in on a service, by its ARN; each from its moment on, oldest first. */
  loads: Map<string, Load[]>;
}

export interface Dimension {
  Name: string;
  Value: string;
}

/** Which metric. */
export interface MetricId {
  namespace: string;
  name: string;
  dimensions: readonly Dimension[];
}

export interface Metric extends MetricId {
  unit: string;
  /** One a minute in which there was anything, oldest first. */
  points: Point[];
}

/** A statistic set: all values of one minute. */
export interface Point {
  /** The minute's start, in ms since 1970. */
  at: number;
  count: number;
  sum: number;
  min: number;
  max: number;
}

export interface ServiceSample {
  at: number;
  running: number;
  pending: number;
  desired: number;
  deployments: number;
}

export interface TargetSample {
  at: number;
  healthy: number;
  unhealthy: number;
}

/** What a service has to do. */
export interface Load {
  /** From when on, in ms since 1970. */
  at: number;
  /** Requests a second, over all its tasks. */
  requestsPerSecond: number;
  /** Percent of each task's CPU that it takes whatever comes in. */
  cpuPercent: number;
}

export interface AlarmHistory {
  at: number;
  type: 'ConfigurationUpdate' | 'StateUpdate' | 'Action';
  summary: string;
  data: unknown;
}

export interface Alarm {
  name: string;
  arn: string;
  /** As PutMetricAlarm gave it. */
  input: Wire<PutMetricAlarmInput>;
  actionsEnabled: boolean;
  state: string;
  reason: string;
  reasonData: unknown;
  /** All in ms since 1970. */
  configuredAt: number;
  stateUpdatedAt: number;
  stateTransitionedAt: number;
  /** Newest first, at most 100. */
  history: AlarmHistory[];
  /** Counts up with each PutMetricAlarm: what was queued before then is void. */
  generation: number;
}

export function createCloudWatch(): CloudWatch {
  return {
    metrics: new Map(),
    alarms: new Map(),
    services: new Map(),
    targetGroups: new Map(),
    loads: new Map(),
  };
}

export function keyOf({ namespace, name, dimensions }: MetricId): string {
  const named = dimensions.map(({ Name, Value }) => `${Name}=${Value}`).sort();
  return [namespace, name, ...named].join('\n');
}

export const minute = 60_000;

/** The start of a moment's minute, both in ms since 1970. */
export function minuteOf(date: number): number {
  return Math.floor(date / minute) * minute;
}

/** Amazon CloudWatch in one Region: what was put or counted; what derives from ECS is worked out when asked for. */
export interface CloudWatch {
  /** By namespace, name and dimensions (`keyOf`). */
  metrics: Map<string, Metric>;
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

export function createCloudWatch(): CloudWatch {
  return { metrics: new Map() };
}

export function keyOf({ namespace, name, dimensions }: MetricId): string {
  const named = dimensions.map(({ Name, Value }) => `${Name}=${Value}`).sort();
  return [namespace, name, ...named].join('\n');
}

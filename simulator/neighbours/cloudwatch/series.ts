import { derivedMetric, merge } from './derived.ts';
import { keyOf, minute, minuteOf, type MetricId, type Point } from './state.ts';
import type { RegionScope } from '../../region.ts';

/**
 * A metric minute by minute: statistic sets of the minutes that lie within `from` and `to` (ms since 1970) and have any
 * value. It changes nothing, so that a chart may ask as often as it likes.
 */
export function seriesOf(id: MetricId, from: number, to: number, scope: RegionScope): Point[] {
  const stored = scope.neighbours.cloudwatch.metrics.get(keyOf(id));
  if (stored) return stored.points.filter(({ at }) => at >= minuteOf(from) && at < to);
  const derived = derivedMetric(id, scope);
  if (!derived) return [];
  const points: Point[] = [];
  // A minute is known once it is over.
  for (let at = minuteOf(from); at + minute <= to; at += minute) {
    const values = derived.at(at);
    if (values) points.push({ at, ...values });
  }
  return points;
}

/** The unit in which a metric is published. */
export function unitOf(id: MetricId, scope: RegionScope): string {
  return scope.neighbours.cloudwatch.metrics.get(keyOf(id))?.unit ?? derivedMetric(id, scope)?.unit ?? 'None';
}

export const statistics: Readonly<Record<string, (point: Omit<Point, 'at'>) => number>> = {
  Average: ({ sum, count }) => sum / count,
  Maximum: ({ max }) => max,
  Minimum: ({ min }) => min,
  SampleCount: ({ count }) => count,
  Sum: ({ sum }) => sum,
};

/** The points of each period, counted from `from`; ms. Periods without any are left out. */
export function byPeriod(points: readonly Point[], from: number, period: number): Point[] {
  const periods = new Map<number, Point[]>();
  for (const point of points) {
    const at = from + Math.floor((point.at - from) / period) * period;
    periods.set(at, [...(periods.get(at) ?? []), point]);
  }
  return [...periods].map(([at, inside]) => ({ at, ...merge(inside)! }));
}

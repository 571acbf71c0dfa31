import type { RegionScope } from '../../region.ts';
import { keyOf, type MetricId, type Point } from './state.ts';

/** Points of one minute are kept for 15 days (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#metrics-retention). */
const kept = 15 * 24 * 60;

/** Adds values to a metric's minute. @param at ms since 1970 */
export function record(
  { neighbours: { cloudwatch } }: Pick<RegionScope, 'neighbours'>,
  id: MetricId & { unit?: string },
  values: Omit<Point, 'at'>,
  at: number,
): void {
  const key = keyOf(id);
  let metric = cloudwatch.metrics.get(key);
  if (!metric) {
    const { namespace, name, dimensions } = id;
    metric = { namespace, name, dimensions, unit: id.unit ?? 'None', points: [] };
    cloudwatch.metrics.set(key, metric);
  }
  const minute = Math.floor(at / 60_000) * 60_000;
  const index = metric.points.findLastIndex((point) => point.at <= minute);
  const found = metric.points[index];
  if (found?.at === minute) {
    found.count += values.count;
    found.sum += values.sum;
    found.min = Math.min(found.min, values.min);
    found.max = Math.max(found.max, values.max);
    return;
  }
  metric.points.splice(index + 1, 0, { at: minute, ...values });
  if (metric.points.length > kept) metric.points.shift();
}

/** Counts one more of something, now. */
export function count(
  scope: RegionScope,
  namespace: string,
  name: string,
  dimensions: MetricId['dimensions'],
): void {
  const one = { count: 1, sum: 1, min: 1, max: 1 };
  record(scope, { namespace, name, dimensions, unit: 'Count' }, one, scope.context.date);
}

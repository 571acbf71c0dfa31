import type {
  GetMetricDataInput,
  GetMetricDataOutput,
  GetMetricStatisticsInput,
  GetMetricStatisticsOutput,
  ListMetricsInput,
  ListMetricsOutput,
  MetricDataQuery,
  MetricDataResult,
  PutMetricDataInput,
} from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../api/errors.ts';
import { pageToken, positionOf } from '../../api/pagination.ts';
import type { CallScope } from '../../api/service.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { RegionScope } from '../../region.ts';
import { derivedIds, merge } from './derived.ts';
import { record } from './record.ts';
import { byPeriod, seriesOf, statistics, unitOf } from './series.ts';
import { keyOf, type Dimension, type MetricId } from './state.ts';

export type CloudWatchScope = RegionScope & CallScope;

const invalid = (message: string) => new AwsError('InvalidParameterValue', message);

/** Which metric a request means. */
export function idOf({
  Namespace,
  MetricName,
  Dimensions,
}: {
  Namespace?: string | undefined;
  MetricName?: string | undefined;
  Dimensions?: { Name?: string | undefined; Value?: string | undefined }[] | undefined;
}): MetricId {
  return {
    namespace: Namespace ?? '',
    name: MetricName ?? '',
    dimensions: (Dimensions ?? []) as Dimension[],
  };
}

export function putMetricData(input: Wire<PutMetricDataInput>, scope: CloudWatchScope): void {
  const { Namespace = '', MetricData = [] } = input;
  if (Namespace.startsWith('AWS/')) throw invalid('The value AWS/ for parameter Namespace is invalid.');
  const sets = MetricData.map((datum) => {
    const { Value, StatisticValues: set, Values, Counts } = datum;
    const values = Value === undefined ? (Values ?? []) : [Value];
    if ((values.length === 0) === (set === undefined))
      throw new AwsError(
        'InvalidParameterCombination',
        'The parameters MetricData.member.1.Value and MetricData.member.1.StatisticValues are mutually exclusive and you have specified both or neither.',
      );
    return set
      ? { count: set.SampleCount!, sum: set.Sum!, min: set.Minimum!, max: set.Maximum! }
      : merge(
          values.map((value, index) => {
            const count = Value === undefined ? (Counts?.[index] ?? 1) : 1;
            return { count, sum: value * count, min: value, max: value };
          }),
        )!;
  });
  MetricData.forEach((datum, index) => {
    const at = datum.Timestamp === undefined ? scope.context.date : datum.Timestamp * 1000;
    const id = { ...idOf({ ...datum, Namespace }), unit: datum.Unit ?? 'None' };
    record(scope, id, sets[index]!, at);
  });
}

export function getMetricStatistics(
  input: Wire<GetMetricStatisticsInput>,
  scope: CloudWatchScope,
): Wire<GetMetricStatisticsOutput> {
  const {
    StartTime = 0,
    EndTime = 0,
    Period = 60,
    Statistics = [],
    ExtendedStatistics,
    MetricName = '',
  } = input;
  if (StartTime >= EndTime) throw invalid('The parameter StartTime must be less than the parameter EndTime.');
  if (Period < 60 || Period % 60 !== 0) throw invalid('The parameter Period must be a multiple of 60.');
  if (ExtendedStatistics?.length) throw percentiles();
  if (Statistics.length === 0)
    throw new AwsError(
      'InvalidParameterCombination',
      'At least one of the parameters Statistics and ExtendedStatistics must be specified.',
    );
  const id = idOf(input);
  const from = StartTime * 1000;
  const points = seriesOf(id, from, Math.min(EndTime * 1000, scope.context.date + 60_000), scope);
  const Unit = unitOf(id, scope) as 'Percent';
  return {
    Label: MetricName,
    Datapoints: byPeriod(points, from, Period * 1000).map((point) => ({
      Timestamp: epochSeconds(point.at),
      ...Object.fromEntries(Statistics.map((name) => [name, statistics[name]!(point)])),
      Unit,
    })),
  };
}

function percentiles(): AwsError {
  return new AwsError(
    'NotSimulatedException',
    'Drydock keeps statistic sets, not single values: it has no percentiles. Ask for Average, Minimum, Maximum, Sum or SampleCount.',
  );
}

export function getMetricData(
  input: Wire<GetMetricDataInput>,
  scope: CloudWatchScope,
): Wire<GetMetricDataOutput> {
  const { MetricDataQueries = [], StartTime = 0, EndTime = 0, ScanBy = 'TimestampDescending' } = input;
  if (StartTime >= EndTime) throw invalid('The parameter StartTime must be less than the parameter EndTime.');
  const results = MetricDataQueries.map((query) => dataOf(query, StartTime * 1000, EndTime * 1000, scope));
  if (ScanBy === 'TimestampDescending')
    for (const { Timestamps, Values } of results) {
      Timestamps?.reverse();
      Values?.reverse();
    }
  return { MetricDataResults: results, Messages: [] };
}

function dataOf(
  { Id, MetricStat, Expression, Label }: Wire<MetricDataQuery>,
  from: number,
  to: number,
  scope: CloudWatchScope,
): Wire<MetricDataResult> {
  if (Expression !== undefined || !MetricStat?.Metric)
    throw new AwsError(
      'NotSimulatedException',
      'Drydock does not simulate metric math: ask for each metric by MetricStat.',
    );
  const { Metric, Period = 60, Stat = 'Average' } = MetricStat;
  const statistic = Object.hasOwn(statistics, Stat) ? statistics[Stat]! : undefined;
  if (!statistic) throw percentiles();
  const id = idOf(Metric);
  const points = byPeriod(
    seriesOf(id, from, Math.min(to, scope.context.date + 60_000), scope),
    from,
    Period * 1000,
  );
  return {
    Id,
    Label: Label ?? id.name,
    Timestamps: points.map(({ at }) => epochSeconds(at)),
    Values: points.map(statistic),
    StatusCode: 'Complete',
  };
}

export function listMetrics(input: Wire<ListMetricsInput>, scope: CloudWatchScope): Wire<ListMetricsOutput> {
  const all = new Map<string, MetricId>();
  for (const id of [...derivedIds(scope), ...scope.neighbours.cloudwatch.metrics.values()])
    all.set(keyOf(id), id);
  const wanted = [...all.values()].filter(
    ({ namespace, name, dimensions }) =>
      (input.Namespace === undefined || input.Namespace === namespace) &&
      (input.MetricName === undefined || input.MetricName === name) &&
      (input.Dimensions ?? []).every(({ Name, Value }) =>
        dimensions.some((each) => each.Name === Name && (Value === undefined || each.Value === Value)),
      ),
  );
  const start = positionOf(input.NextToken, 'InvalidParameterValue');
  return {
    Metrics: wanted.slice(start, start + 500).map(({ namespace, name, dimensions }) => ({
      Namespace: namespace,
      MetricName: name,
      Dimensions: [...dimensions],
    })),
    ...(start + 500 < wanted.length ? { NextToken: pageToken(start + 500) } : {}),
  };
}

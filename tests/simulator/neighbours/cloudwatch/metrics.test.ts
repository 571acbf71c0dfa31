import { describe, expect, test } from 'vitest';
import { metricSeries } from '../../../../simulator/index.ts';
import { hands, webDefinition, type Hands } from '../../cloud.ts';
import { behaving, createShop, harbour } from '../../ecs/harbour.ts';

const minute = 60_000;
const dimensions = [
  { Name: 'ClusterName', Value: 'harbour' },
  { Name: 'ServiceName', Value: 'shop' },
];
const seconds = (one: Hands) => (one.cloud.startsAt + one.cloud.now) / 1000;

/** One statistic of a metric of the service, oldest first, for the last minutes. */
function last(one: Hands, MetricName: string, minutes: number, Namespace = 'AWS/ECS', Stat = 'Average') {
  const end = Math.floor(seconds(one) / 60) * 60;
  const { Datapoints } = one.ask('cloudwatch', 'GetMetricStatistics', {
    Namespace,
    MetricName,
    Dimensions: dimensions,
    StartTime: end - minutes * 60,
    EndTime: end,
    Period: 60,
    Statistics: [Stat],
  });
  return Datapoints.sort((a: any, b: any) => a.Timestamp - b.Timestamp).map((point: any) => point[Stat]);
}

const load = (one: Hands, requestsPerSecond: number) =>
  one.ask('drydock', 'SetLoad', { cluster: 'harbour', service: 'shop', requestsPerSecond });

describe('a service’s metrics', () => {
  test('its CPU follows the load, shared by its tasks', () => {
    const one = harbour();
    createShop(one, { desiredCount: 2 });
    one.wind(5 * minute);
    expect(last(one, 'CPUUtilization', 2)).toEqual([1, 1]);
    load(one, 20);
    one.wind(2 * minute);
    // 20 requests a second of 20 ms on two quarters of a vCPU: 80 %.
    expect(last(one, 'CPUUtilization', 1)).toEqual([81]);
    one.ask('ecs', 'UpdateService', { cluster: 'harbour', service: 'shop', desiredCount: 4 });
    one.wind(3 * minute);
    expect(last(one, 'CPUUtilization', 1)).toEqual([41]);
    expect(last(one, 'CPUUtilization', 1, 'AWS/ECS', 'SampleCount')).toEqual([4]);
    load(one, 1000);
    one.wind(2 * minute);
    expect(last(one, 'CPUUtilization', 1)).toEqual([100]);
  });

  test('its memory and CPU follow what its containers do', () => {
    const one = harbour();
    one.ask('ecs', 'RegisterTaskDefinition', behaving('memory=128MiB;leaks=64MiB/min;cpu=30%@3m'));
    createShop(one, { desiredCount: 1 });
    one.wind(3 * minute);
    const [first, second] = last(one, 'MemoryUtilization', 2);
    expect(second - first).toBeCloseTo(12.5, 1);
    one.wind(2 * minute);
    expect(last(one, 'CPUUtilization', 1)).toEqual([30]);
  });

  test('there is none while no task runs', () => {
    const one = harbour();
    createShop(one, { desiredCount: 0 });
    one.wind(5 * minute);
    expect(last(one, 'CPUUtilization', 5)).toEqual([]);
  });

  test('Container Insights counts tasks where it is switched on', () => {
    const one = hands();
    one.ask('ecs', 'RegisterTaskDefinition', webDefinition);
    one.ask('ecs', 'CreateCluster', {
      clusterName: 'harbour',
      settings: [{ name: 'containerInsights', value: 'enabled' }],
    });
    createShop(one, { desiredCount: 3 });
    one.wind(5 * minute);
    expect(last(one, 'RunningTaskCount', 4, 'ECS/ContainerInsights')).toEqual([3, 3, 3, 3]);
    expect(last(one, 'DesiredTaskCount', 1, 'ECS/ContainerInsights')).toEqual([3]);
  });

  test('are listed, and a chart reads the same values', () => {
    const one = harbour();
    createShop(one, { desiredCount: 1 });
    one.wind(3 * minute);
    const { Metrics } = one.ask('cloudwatch', 'ListMetrics', { Namespace: 'AWS/ECS' });
    expect(Metrics.map(({ MetricName }: { MetricName: string }) => MetricName)).toEqual([
      'CPUUtilization',
      'MemoryUtilization',
    ]);
    const { startsAt, now } = one.cloud;
    const id = { namespace: 'AWS/ECS', name: 'CPUUtilization', dimensions };
    const before = one.cloud.snapshot();
    const series = metricSeries(one.cloud, id, startsAt, startsAt + now);
    expect(series.map(({ sum }) => sum)).toEqual([1, 1, 1]);
    expect(one.cloud.snapshot()).toBe(before);
  });
});

describe('own metrics', () => {
  test('are kept by the minute and put together by the period', () => {
    const one = hands();
    const at = seconds(one);
    one.ask('cloudwatch', 'PutMetricData', {
      Namespace: 'Harbour',
      MetricData: [
        { MetricName: 'Ships', Timestamp: at, Value: 2 },
        { MetricName: 'Ships', Timestamp: at + 30, Value: 4 },
        { MetricName: 'Ships', Timestamp: at + 60, Values: [1, 9], Counts: [1, 2] },
        {
          MetricName: 'Ships',
          Timestamp: at - 60,
          StatisticValues: { SampleCount: 2, Sum: 3, Minimum: 1, Maximum: 2 },
        },
      ],
    });
    one.wind(5 * minute);
    const { MetricDataResults } = one.ask('cloudwatch', 'GetMetricData', {
      StartTime: at - 120,
      EndTime: at + 120,
      ScanBy: 'TimestampAscending',
      MetricDataQueries: ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount'].map((Stat) => ({
        Id: Stat.toLowerCase(),
        MetricStat: { Metric: { Namespace: 'Harbour', MetricName: 'Ships' }, Period: 120, Stat },
      })),
    });
    expect(MetricDataResults.map(({ Values }: { Values: number[] }) => Values)).toEqual([
      [1.5, 5],
      [3, 25],
      [1, 1],
      [2, 9],
      [2, 5],
    ]);
  });

  test.each([
    [
      'PutMetricData',
      { Namespace: 'AWS/ECS', MetricData: [] },
      'The value AWS/ for parameter Namespace is invalid.',
    ],
    [
      'GetMetricStatistics',
      { Namespace: 'a', MetricName: 'b', StartTime: 2, EndTime: 1, Period: 60, Statistics: ['Sum'] },
      'The parameter StartTime must be less than the parameter EndTime.',
    ],
    [
      'GetMetricStatistics',
      { Namespace: 'a', MetricName: 'b', StartTime: 1, EndTime: 2, Period: 61, Statistics: ['Sum'] },
      'The parameter Period must be a multiple of 60.',
    ],
  ])('%s refuses %j', (operation, input, message) => {
    expect(hands().refusal('cloudwatch', operation, input)).toMatchObject({
      code: 'InvalidParameterValue',
      message,
    });
  });
});

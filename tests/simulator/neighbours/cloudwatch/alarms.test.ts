import { describe, expect, test } from 'vitest';
import { defaultRegion } from '../../../../simulator/index.ts';
import { hands, type Hands } from '../../cloud.ts';
import { createShop, harbour, shop, updateShop } from '../../ecs/harbour.ts';

const minute = 60_000;
const busy = {
  AlarmName: 'shop-busy',
  Namespace: 'AWS/ECS',
  MetricName: 'CPUUtilization',
  Dimensions: [
    { Name: 'ClusterName', Value: 'harbour' },
    { Name: 'ServiceName', Value: 'shop' },
  ],
  Statistic: 'Average',
  Period: 60,
  EvaluationPeriods: 3,
  Threshold: 75,
  ComparisonOperator: 'GreaterThanThreshold',
  AlarmActions: ['arn:aws:sns:us-east-1:123456789012:harbour-master'],
};

const alarm = (one: Hands, name = 'shop-busy') =>
  one.ask('cloudwatch', 'DescribeAlarms', { AlarmNames: [name] }).MetricAlarms[0];
const load = (one: Hands, requestsPerSecond: number) =>
  one.ask('drydock', 'SetLoad', { cluster: 'harbour', service: 'shop', requestsPerSecond });

function watched(more: object = {}) {
  const one = harbour();
  createShop(one, { desiredCount: 1 });
  one.wind(3 * minute);
  one.ask('cloudwatch', 'PutMetricAlarm', { ...busy, ...more });
  return one;
}

describe('an alarm', () => {
  test('begins without data, is OK, rings after its periods, and is OK again; it says why', () => {
    const one = watched();
    expect(alarm(one)).toMatchObject({
      AlarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:shop-busy',
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'Unchecked: Initial alarm creation',
    });
    one.wind(3 * minute);
    expect(alarm(one).StateValue).toBe('OK');
    load(one, 10);
    one.wind(2 * minute + 30_000);
    expect(alarm(one).StateValue).toBe('OK');
    one.wind(minute);
    expect(alarm(one)).toMatchObject({
      StateValue: 'ALARM',
      StateReason:
        'Threshold Crossed: 3 out of the last 3 datapoints [81.0 (05/01/26 09:08:00), 81.0 (05/01/26 09:07:00), 81.0 (05/01/26 09:06:00)] were greater than the threshold (75.0) (minimum 3 datapoints for OK -> ALARM transition).',
    });
    load(one, 0);
    one.wind(2 * minute);
    expect(alarm(one)).toMatchObject({
      StateValue: 'OK',
      StateReason: expect.stringMatching(
        /^Threshold Crossed: 1 out of the last 3 datapoints \[1\.0 \(.*\)\] was not greater than the threshold \(75\.0\) \(minimum 1 datapoint for ALARM -> OK transition\)\.$/,
      ),
    });
    const { AlarmHistoryItems } = one.ask('cloudwatch', 'DescribeAlarmHistory', { AlarmName: 'shop-busy' });
    expect(AlarmHistoryItems.map(({ HistorySummary }: { HistorySummary: string }) => HistorySummary)).toEqual(
      [
        'Alarm updated from ALARM to OK',
        'Successfully executed action arn:aws:sns:us-east-1:123456789012:harbour-master',
        'Alarm updated from OK to ALARM',
        'Alarm updated from INSUFFICIENT_DATA to OK',
        'Alarm "shop-busy" created',
      ],
    );
  });

  test('has no data once no task runs, unless that counts as breaching', () => {
    const one = watched();
    one.ask('cloudwatch', 'PutMetricAlarm', { ...busy, AlarmName: 'strict', TreatMissingData: 'breaching' });
    updateShop(one, { desiredCount: 0 });
    one.wind(12 * minute);
    expect(alarm(one)).toMatchObject({
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'Insufficient Data: 3 datapoints were unknown.',
    });
    expect(alarm(one, 'strict')).toMatchObject({
      StateValue: 'ALARM',
      StateReason: expect.stringContaining('treated as [Breaching]'),
    });
  });

  test('tells EventBridge', () => {
    const one = watched();
    one.ask('events', 'PutRule', {
      Name: 'rings',
      EventPattern: '{"source":["aws.cloudwatch"],"detail":{"state":{"value":["ALARM"]}}}',
    });
    one.ask('events', 'PutTargets', {
      Rule: 'rings',
      Targets: [{ Id: 'a', Arn: 'arn:aws:sqs:us-east-1:123456789012:rings' }],
    });
    load(one, 10);
    one.wind(5 * minute);
    const { sent } = one.cloud.state.regions.get(defaultRegion)!.neighbours.events;
    const [told] = sent.filter(({ rule }) => rule === 'rings').map(({ input }) => JSON.parse(input));
    expect(told).toMatchObject({
      'detail-type': 'CloudWatch Alarm State Change',
      detail: { alarmName: 'shop-busy', previousState: { value: 'OK' } },
    });
  });

  test('can be set by hand until it looks again, and deleted', () => {
    const one = watched();
    one.wind(3 * minute);
    one.ask('cloudwatch', 'SetAlarmState', {
      AlarmName: 'shop-busy',
      StateValue: 'ALARM',
      StateReason: 'Trying it out',
    });
    expect(alarm(one)).toMatchObject({ StateValue: 'ALARM', StateReason: 'Trying it out' });
    one.wind(2 * minute);
    expect(alarm(one).StateValue).toBe('OK');
    one.ask('cloudwatch', 'DeleteAlarms', { AlarmNames: ['shop-busy'] });
    one.wind(10 * minute);
    expect(alarm(one)).toBeUndefined();
  });

  test('stops a deployment that it watches over', () => {
    const one = watched({ EvaluationPeriods: 1 });
    const deploymentConfiguration = { alarms: { alarmNames: ['shop-busy'], enable: true, rollback: true } };
    updateShop(one, { deploymentConfiguration });
    one.wind(10 * minute);
    updateShop(one, { forceNewDeployment: true });
    load(one, 200);
    one.wind(20 * minute);
    expect(
      shop(one)
        .events.map(({ message }: { message: string }) => message)
        .join('\n'),
    ).toMatch(/rolling back/);
  });
});

test.each([
  [{ Threshold: undefined }, 'The parameter Threshold is required.'],
  [{ DatapointsToAlarm: 4 }, 'Metric Alarms: DatapointsToAlarm must be from 1 to EvaluationPeriods.'],
  [
    { TreatMissingData: 'bad' },
    "Option 'bad' for TreatMissingData is invalid. Valid options are breaching, notBreaching, ignore, missing.",
  ],
])('an alarm with %j is refused', (change, message) => {
  expect(hands().refusal('cloudwatch', 'PutMetricAlarm', { ...busy, ...change })).toMatchObject({
    code: 'ValidationError',
    message,
  });
});

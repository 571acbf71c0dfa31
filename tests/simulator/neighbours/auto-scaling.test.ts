import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stepped } from '../../../simulator/neighbours/auto-scaling/scale.ts';
import type { Hands } from '../cloud.ts';
import { createShop, harbour, shop, words } from '../ecs/harbour.ts';

const minute = 60_000;
const named = {
  ServiceNamespace: 'ecs',
  ResourceId: 'service/harbour/shop',
  ScalableDimension: 'ecs:service:DesiredCount',
};
const cpu = (TargetValue: number, more: object = {}) => ({
  ...named,
  PolicyName: 'cpu',
  PolicyType: 'TargetTrackingScaling',
  TargetTrackingScalingPolicyConfiguration: {
    TargetValue,
    PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
    ...more,
  },
});

const load = (one: Hands, requestsPerSecond: number) =>
  one.ask('drydock', 'SetLoad', { cluster: 'harbour', service: 'shop', requestsPerSecond });
const activities = (one: Hands) =>
  one.ask('application-autoscaling', 'DescribeScalingActivities', named).ScalingActivities;
const scaling = (one: Hands, operation: string, input: object) =>
  one.ask('application-autoscaling', operation, { ...named, ...input });

function scaled(desiredCount = 1, limits = { MinCapacity: 1, MaxCapacity: 10 }) {
  const one = harbour();
  createShop(one, { desiredCount });
  scaling(one, 'RegisterScalableTarget', limits);
  one.wind(3 * minute);
  return one;
}

describe('target tracking', () => {
  test('makes its two alarms, scales out by what the metric asks for, and says so', () => {
    const one = scaled();
    const { Alarms } = scaling(one, 'PutScalingPolicy', cpu(50));
    expect(Alarms.map(({ AlarmName }: { AlarmName: string }) => AlarmName.slice(0, -37))).toEqual([
      'TargetTracking-service/harbour/shop-AlarmHigh',
      'TargetTracking-service/harbour/shop-AlarmLow',
    ]);
    const { MetricAlarms } = one.ask('cloudwatch', 'DescribeAlarms', {});
    expect(
      MetricAlarms.map(({ Threshold, EvaluationPeriods, Period }: Record<string, number>) => [
        Threshold,
        EvaluationPeriods,
        Period,
      ]),
    ).toEqual([
      [50, 3, 60],
      [45, 15, 60],
    ]);
    // 25 requests a second on a quarter of a vCPU are 200 %, seen as 100 %.
    load(one, 25);
    one.wind(5 * minute);
    expect(shop(one).desiredCount).toBe(2);
    one.wind(30 * minute);
    // 25 × 8 % over four tasks are 50 %, and a little for the idle containers: five.
    expect(shop(one).desiredCount).toBe(5);
    const [last, first] = [activities(one)[0], activities(one).at(-1)];
    expect(first).toMatchObject({
      Description: 'Setting desired count to 2.',
      Cause: `monitor alarm ${Alarms[0].AlarmName} in state ALARM triggered policy cpu`,
      StatusCode: 'Successful',
      StatusMessage: 'Successfully set desired count to 2. Change successfully fulfilled by ecs.',
    });
    expect(last).toMatchObject({ Description: 'Setting desired count to 5.', StatusCode: 'Successful' });
    expect(words(one)).toContain(
      `Message: Successfully set desired count to 5. Change successfully fulfilled by ecs. Cause: monitor alarm ${Alarms[0].AlarmName} in state ALARM triggered policy cpu`,
    );
  });

  test('scales in slowly, to the minimum at most, and not at all when told so', () => {
    const one = scaled(6, { MinCapacity: 2, MaxCapacity: 10 });
    scaling(one, 'PutScalingPolicy', cpu(50));
    load(one, 1);
    one.wind(10 * minute);
    expect(shop(one).desiredCount).toBe(6);
    one.wind(20 * minute);
    expect(shop(one).desiredCount).toBe(2);
    const other = scaled(6, { MinCapacity: 2, MaxCapacity: 10 });
    scaling(other, 'PutScalingPolicy', cpu(50, { DisableScaleIn: true }));
    other.wind(60 * minute);
    expect(shop(other).desiredCount).toBe(6);
  });

  test('waits for its cooldown between two steps out', () => {
    const one = scaled();
    scaling(one, 'PutScalingPolicy', cpu(50, { ScaleOutCooldown: 600 }));
    load(one, 100);
    one.wind(6 * minute);
    expect(shop(one).desiredCount).toBe(2);
    one.wind(6 * minute);
    expect(shop(one).desiredCount).toBe(2);
    one.wind(5 * minute);
    expect(shop(one).desiredCount).toBe(4);
  });

  test('settles under any steady load, and then leaves the count alone', { timeout: 60_000 }, () => {
    const loads = fc.record({
      rps: fc.integer({ min: 0, max: 120 }),
      target: fc.integer({ min: 30, max: 80 }),
      from: fc.integer({ min: 1, max: 12 }),
    });
    fc.assert(
      fc.property(loads, ({ rps, target, from }) => {
        const one = scaled(from, { MinCapacity: 1, MaxCapacity: 20 });
        scaling(one, 'PutScalingPolicy', cpu(target, { ScaleOutCooldown: 60, ScaleInCooldown: 60 }));
        load(one, rps);
        one.wind(90 * minute);
        const settled = shop(one).desiredCount;
        one.wind(60 * minute);
        expect(shop(one).desiredCount).toBe(settled);
        // CPU of each task: 1 % idle and 8 % for each request a second.
        const each = Math.min(100, 1 + (8 * rps) / settled);
        if (settled < 20) expect(each).toBeLessThanOrEqual(target);
        if (settled > 1) expect(Math.min(100, 1 + (8 * rps) / (settled - 1))).toBeGreaterThan(target * 0.75);
      }),
      { numRuns: 12 },
    );
  });

  test('goes with its target, alarms and all', () => {
    const one = scaled();
    scaling(one, 'PutScalingPolicy', cpu(50));
    scaling(one, 'DeregisterScalableTarget', {});
    expect(one.ask('cloudwatch', 'DescribeAlarms', {}).MetricAlarms).toEqual([]);
    expect(
      one.ask('application-autoscaling', 'DescribeScalingPolicies', { ServiceNamespace: 'ecs' })
        .ScalingPolicies,
    ).toEqual([]);
  });
});

// The examples of https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html
describe('step scaling', () => {
  const steps = {
    AdjustmentType: 'PercentChangeInCapacity' as const,
    StepAdjustments: [
      { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 10, ScalingAdjustment: 0 },
      { MetricIntervalLowerBound: 10, MetricIntervalUpperBound: 20, ScalingAdjustment: 10 },
      { MetricIntervalLowerBound: 20, ScalingAdjustment: 30 },
      { MetricIntervalLowerBound: -10, MetricIntervalUpperBound: 0, ScalingAdjustment: 0 },
      { MetricIntervalLowerBound: -20, MetricIntervalUpperBound: -10, ScalingAdjustment: -10 },
      { MetricIntervalUpperBound: -20, ScalingAdjustment: -30 },
    ],
  };
  test.each([
    [10, 5, 10],
    [10, 10, 11],
    [10, 20, 13],
    [11, 20, 14],
    [10, -5, 10],
    [10, -20, 7],
    [10, -15, 9],
    [4, 15, 5],
    [15, 15, 16],
  ])('%i tasks, %i beyond the threshold: %i', (current, breach, expected) => {
    expect(stepped(steps, current, breach)).toBe(expected);
  });

  test('the least magnitude, a change, an exact capacity', () => {
    expect(stepped({ ...steps, MinAdjustmentMagnitude: 2 }, 4, 25)).toBe(6);
    const one = { StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 3 }] };
    expect(stepped({ ...one, AdjustmentType: 'ChangeInCapacity' }, 4, 25)).toBe(7);
    expect(stepped({ ...one, AdjustmentType: 'ExactCapacity' }, 4, 25)).toBe(3);
    expect(stepped({ ...one, AdjustmentType: 'ChangeInCapacity' }, 4, -1)).toBe(4);
  });

  test('acts on an alarm of one’s own', () => {
    const one = scaled();
    const { PolicyARN } = scaling(one, 'PutScalingPolicy', {
      PolicyName: 'burst',
      PolicyType: 'StepScaling',
      StepScalingPolicyConfiguration: {
        AdjustmentType: 'ChangeInCapacity',
        Cooldown: 120,
        StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 2 }],
      },
    });
    one.ask('cloudwatch', 'PutMetricAlarm', {
      AlarmName: 'burst',
      Namespace: 'AWS/ECS',
      MetricName: 'CPUUtilization',
      Dimensions: [
        { Name: 'ClusterName', Value: 'harbour' },
        { Name: 'ServiceName', Value: 'shop' },
      ],
      Statistic: 'Average',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 60,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: [PolicyARN],
    });
    load(one, 10);
    one.wind(6 * minute);
    expect(shop(one).desiredCount).toBe(3);
    expect(activities(one)).toMatchObject([
      { Cause: 'monitor alarm burst in state ALARM triggered policy burst', StatusCode: 'Successful' },
    ]);
  });
});

describe('scheduled scaling', () => {
  test('sets the limits by the clock, and the service follows', () => {
    const one = scaled(2);
    const at = (ScheduledActionName: string, hour: number, ScalableTargetAction: object) =>
      scaling(one, 'PutScheduledAction', {
        ScheduledActionName,
        Schedule: `cron(0 ${hour} * * ? *)`,
        Timezone: 'Europe/Berlin',
        ScalableTargetAction,
      });
    at('morning', 11, { MinCapacity: 5 });
    at('evening', 18, { MinCapacity: 0, MaxCapacity: 0 });
    one.wind(60 * minute);
    expect(shop(one).desiredCount).toBe(5);
    expect(
      activities(one).map(({ Description, Cause }: Record<string, string>) => [Description, Cause]),
    ).toEqual([
      ['Setting desired count to 5.', 'minimum capacity was set to 5'],
      ['Setting min capacity to 5', 'scheduled action name morning was triggered'],
    ]);
    one.wind(8 * 60 * minute);
    expect([shop(one).desiredCount, shop(one).runningCount]).toEqual([0, 0]);
  });

  test('a service outside its limits is brought within them at once', () => {
    const one = scaled(1, { MinCapacity: 3, MaxCapacity: 10 });
    expect(shop(one).desiredCount).toBe(3);
  });
});

test.each([
  [
    'RegisterScalableTarget',
    { ResourceId: 'service/harbour/nothing', MinCapacity: 1, MaxCapacity: 2 },
    'ValidationException',
    "ECS service doesn't exist: service/harbour/nothing",
  ],
  [
    'RegisterScalableTarget',
    { MinCapacity: 3, MaxCapacity: 2 },
    'ValidationException',
    'Maximum capacity cannot be less than minimum capacity',
  ],
  [
    'PutScalingPolicy',
    { PolicyName: 'a', ResourceId: 'service/harbour/other' },
    'ObjectNotFoundException',
    'No scalable target registered for service namespace: ecs, resource ID: service/harbour/other, scalable dimension: ecs:service:DesiredCount',
  ],
  [
    'PutScheduledAction',
    { ScheduledActionName: 'a', Schedule: 'cron(bad)' },
    'ValidationException',
    'Invalid schedule expression',
  ],
])('%s refuses %j', (operation, input, code, message) => {
  expect(scaled().refusal('application-autoscaling', operation, { ...named, ...input })).toMatchObject({
    code,
    message,
  });
});

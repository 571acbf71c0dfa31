import { describe, expect, test } from 'vitest';
import { foldCloud } from '../../../simulator/index.ts';
import type { Hands } from '../cloud.ts';
import { hasShape } from './event-shapes.ts';
import { front, targetGroupIn, visit } from '../neighbours/harbour.ts';
import { behaving, createShop, harbour, shop, shopInput, updateShop, words } from './harbour.ts';

const role = 'arn:aws:iam::123456789012:role/ecsInfrastructureRoleForLoadBalancers';
const hook = (more: object) => ({
  hookTargetArn: 'arn:aws:lambda:us-east-1:123456789012:function:verify',
  roleArn: role,
  ...more,
});

interface Shifting {
  one: Hands;
  at: ReturnType<typeof front>;
  green: string;
}

/** A service on `web:1`, whose traffic goes to `green` pages at the next deployment. */
function shifting(configuration: object, before: object = {}): Shifting {
  const one = harbour();
  const at = front(one);
  const green = targetGroupIn(one, 'green');
  const [rule] = one.ask('elbv2', 'CreateRule', {
    ListenerArn: at.listener,
    Priority: 1,
    Conditions: [{ Field: 'path-pattern', Values: ['/*'] }],
    Actions: [
      {
        Type: 'forward',
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: at.targetGroup, Weight: 100 },
            { TargetGroupArn: green, Weight: 0 },
          ],
        },
      },
    ],
  }).Rules;
  createShop(one, {
    deploymentConfiguration: configuration,
    loadBalancers: [
      {
        targetGroupArn: at.targetGroup,
        containerName: 'web',
        containerPort: 80,
        advancedConfiguration: {
          alternateTargetGroupArn: green,
          productionListenerRule: rule.RuleArn,
          roleArn: role,
        },
      },
    ],
    ...before,
  });
  one.ask('ecs', 'RegisterTaskDefinition', behaving('page=green'));
  return { one, at, green };
}

const record = (one: Hands) => {
  const { currentServiceDeployment } = shop(one);
  return one.ask('ecs', 'DescribeServiceDeployments', { serviceDeploymentArns: [currentServiceDeployment] })
    .serviceDeployments[0];
};

/** The pages that ten visits get. */
const pages = ({ one, at }: Shifting): Set<string> =>
  new Set(
    Array.from({ length: 10 }, () => {
      one.wind(1);
      return (visit(one, at.dnsName) as { body: string }).body.includes('green') ? 'green' : 'blue';
    }),
  );

describe('a blue/green deployment', () => {
  test('gives the traffic back when it is stopped with a roll-back while it bakes', () => {
    const world = shifting({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 10 });
    const { one } = world;
    one.wind(900_000);
    updateShop(one, { taskDefinition: 'web:2' });
    one.wind(240_000);
    expect(record(one).lifecycleStage).toBe('BAKE_TIME');
    expect(pages(world)).toEqual(new Set(['green']));
    const { serviceDeploymentArn } = record(one);
    one.ask('ecs', 'StopServiceDeployment', { serviceDeploymentArn, stopType: 'ROLLBACK' });
    expect(pages(world)).toEqual(new Set(['blue']));
    one.wind(900_000);
    expect(pages(world)).toEqual(new Set(['blue']));
    expect(shop(one)).toMatchObject({ runningCount: 2, deployments: [{ rolloutState: 'COMPLETED' }] });
  });

  test('runs both revisions side by side and moves traffic at once', () => {
    const world = shifting({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 });
    const { one } = world;
    one.wind(900_000);
    expect(shop(one).deployments).toMatchObject([{ rolloutState: 'COMPLETED' }]);
    updateShop(one, { taskDefinition: 'web:2' });
    const stages: string[] = [];
    let most = 0;
    for (let second = 0; second < 600; second++) {
      one.wind(1_000);
      const { lifecycleStage } = record(one);
      if (lifecycleStage && stages.at(-1) !== lifecycleStage) stages.push(lifecycleStage);
      most = Math.max(most, shop(one).runningCount);
      if (lifecycleStage === 'BAKE_TIME') break;
    }
    expect(stages).toEqual([
      'RECONCILE_SERVICE',
      'PRE_SCALE_UP',
      'SCALE_UP',
      'POST_SCALE_UP',
      'TEST_TRAFFIC_SHIFT',
      'POST_TEST_TRAFFIC_SHIFT',
      'PRODUCTION_TRAFFIC_SHIFT',
      'POST_PRODUCTION_TRAFFIC_SHIFT',
      'BAKE_TIME',
    ]);
    expect(most).toBe(4);
    expect(pages(world)).toEqual(new Set(['green']));
    expect(record(one)).toMatchObject({
      status: 'IN_PROGRESS',
      sourceServiceRevisions: [{ requestedProductionTrafficWeight: 0, runningTaskCount: 2 }],
      targetServiceRevision: { requestedProductionTrafficWeight: 100, runningTaskCount: 2 },
    });
    one.wind(290_000);
    expect(shop(one).runningCount).toBe(4);
    one.wind(600_000);
    expect(record(one)).toMatchObject({ status: 'SUCCESSFUL', lifecycleStage: 'CLEAN_UP' });
    expect(shop(one).runningCount).toBe(2);
    expect(pages(world)).toEqual(new Set(['green']));
    // And back again: the next one goes to the other target group.
    updateShop(one, { taskDefinition: 'web:1' });
    one.wind(1_500_000);
    expect(record(one).status).toBe('SUCCESSFUL');
    expect(pages(world)).toEqual(new Set(['blue']));
    expect(foldCloud(one.journal, { seed: 'test' }).snapshot()).toBe(one.cloud.snapshot());
  });

  test('goes back when a hook fails', () => {
    const world = shifting({
      strategy: 'BLUE_GREEN',
      bakeTimeInMinutes: 5,
    });
    const { one } = world;
    one.wind(900_000);
    updateShop(one, {
      taskDefinition: 'web:2',
      deploymentConfiguration: {
        lifecycleHooks: [
          hook({ lifecycleStages: ['POST_PRODUCTION_TRAFFIC_SHIFT'], hookDetails: { hookStatus: 'FAILED' } }),
        ],
      },
    });
    one.wind(900_000);
    expect(record(one)).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason:
        'Service deployment rolled back because POST_PRODUCTION_TRAFFIC_SHIFT lifecycle hook(s) failed. Lifecycle hook target arn:aws:lambda:us-east-1:123456789012:function:verify returned FAILED status.',
      lifecycleHookDetails: [{ status: 'FAILED', targetType: 'AWS_LAMBDA' }],
    });
    expect(pages(world)).toEqual(new Set(['blue']));
    expect(shop(one)).toMatchObject({
      runningCount: 2,
      deployments: [{ taskDefinition: expect.stringMatching(/web:1$/), rolloutState: 'COMPLETED' }],
    });
  });

  test('waits for somebody at a pause', () => {
    const { one } = shifting({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0 });
    one.wind(900_000);
    updateShop(one, {
      taskDefinition: 'web:2',
      deploymentConfiguration: {
        lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_SCALE_UP'] }],
      },
    });
    one.wind(3_600_000);
    const { lifecycleStage, lifecycleHookDetails, serviceDeploymentArn } = record(one);
    expect([lifecycleStage, lifecycleHookDetails]).toMatchObject([
      'POST_SCALE_UP',
      [{ status: 'AWAITING_ACTION', targetType: 'PAUSE' }],
    ]);
    one.ask('ecs', 'ContinueServiceDeployment', {
      serviceDeploymentArn,
      hookId: lifecycleHookDetails[0].hookId,
      action: 'CONTINUE',
    });
    one.wind(900_000);
    expect(record(one).status).toBe('SUCCESSFUL');
  });

  test('trips the breaker when green never comes up, and blue has served all the time', () => {
    const world = shifting({
      strategy: 'BLUE_GREEN',
      bakeTimeInMinutes: 0,
      deploymentCircuitBreaker: { enable: true, rollback: true },
    });
    const { one } = world;
    one.wind(900_000);
    one.ask('ecs', 'RegisterTaskDefinition', behaving('exits=1@5s'));
    updateShop(one, { taskDefinition: 'web:3' });
    one.wind(900_000);
    expect(record(one)).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
    });
    expect(pages(world)).toEqual(new Set(['blue']));
    expect(words(one)).toContain('(service shop) rolling back to deployment ecs-svc/D.');
    for (const { message } of shop(one).events) expect(message).toSatisfy(hasShape);
  });
});

test.each([
  [{ strategy: 'CANARY', canaryConfiguration: { canaryPercent: 20, canaryBakeTimeInMinutes: 5 } }, [20, 100]],
  [{ strategy: 'LINEAR', linearConfiguration: { stepPercent: 40, stepBakeTimeInMinutes: 2 } }, [40, 80, 100]],
])('%j shifts traffic in steps', (configuration, steps) => {
  const { one } = shifting({ ...configuration, bakeTimeInMinutes: 0 });
  one.wind(900_000);
  updateShop(one, { taskDefinition: 'web:2' });
  const seen: number[] = [];
  for (let look = 0; look < 200; look++) {
    one.wind(5_000);
    const { requestedProductionTrafficWeight: weight } = record(one).targetServiceRevision;
    if (weight !== undefined && seen.at(-1) !== weight) seen.push(weight);
  }
  expect(seen).toEqual(steps);
  expect(record(one).status).toBe('SUCCESSFUL');
});

test('strategies want what they need', () => {
  const one = harbour();
  const refused = (deploymentConfiguration: object) =>
    one.refusal('ecs', 'CreateService', shopInput(one, { deploymentConfiguration })).message;
  expect(refused({ strategy: 'BLUE_GREEN' })).toMatch(/^bakeTimeInMinutes must be specified/);
  expect(refused({ strategy: 'RAINBOW' })).toMatch(/^Invalid deployment strategy: RAINBOW/);
  expect(refused({ strategy: 'LINEAR', linearConfiguration: { stepPercent: 1 } })).toMatch(/^stepPercent/);
});

import { describe, expect, test } from 'vitest';
import { backOff, bounds, breakerThreshold } from '../../../simulator/ecs/services/limits.ts';
import { foldCloud } from '../../../simulator/index.ts';
import { webDefinition, type Hands } from '../cloud.ts';
import { breaker, createShop, harbour, shop, shopInput, updateShop, words } from './harbour.ts';

const broken = {
  ...webDefinition,
  containerDefinitions: [{ name: 'web', image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/web:gone' }],
};
function shopIn(more: object = {}): Hands {
  const one = harbour();
  createShop(one, more);
  return one;
}

describe('a service', () => {
  test('starts its tasks, completes its deployment and is steady', () => {
    const one = shopIn();
    expect(shop(one)).toMatchObject({ status: 'ACTIVE', desiredCount: 2, runningCount: 0 });
    one.wind(180_000);
    expect(shop(one)).toMatchObject({
      runningCount: 2,
      pendingCount: 0,
      deployments: [{ rolloutState: 'COMPLETED' }],
    });
    expect(words(one)).toEqual([
      '(service shop) has started 2 tasks: (task T) (task T).',
      '(service shop) (deployment ecs-svc/D) deployment completed.',
      '(service shop) has reached a steady state.',
    ]);
    expect(one.ask('ecs', 'ListTasks', { cluster: 'harbour', serviceName: 'shop' }).taskArns).toHaveLength(2);
  });

  test('replaces a task that was stopped', () => {
    const one = shopIn();
    one.wind(180_000);
    const [task] = one.ask('ecs', 'ListTasks', { cluster: 'harbour' }).taskArns;
    one.ask('ecs', 'StopTask', { cluster: 'harbour', task });
    one.wind(1_000);
    expect(shop(one).runningCount).toBe(1);
    one.wind(180_000);
    expect(shop(one).runningCount).toBe(2);
    expect(words(one).slice(3)).toEqual([
      '(service shop) has started 1 tasks: (task T).',
      '(service shop) has reached a steady state.',
    ]);
  });

  test('rolls to a new revision without falling under its minimum', () => {
    const one = shopIn();
    one.wind(180_000);
    one.ask('ecs', 'RegisterTaskDefinition', webDefinition);
    updateShop(one, { taskDefinition: 'web' });
    let least = Infinity;
    let most = 0;
    for (let second = 0; second < 300; second++) {
      one.wind(1_000);
      const { runningCount, pendingCount } = shop(one);
      least = Math.min(least, runningCount);
      most = Math.max(most, one.ask('ecs', 'ListTasks', { cluster: 'harbour' }).taskArns.length);
      expect(runningCount + pendingCount).toBeLessThanOrEqual(4);
    }
    expect([least, most]).toEqual([2, 4]);
    expect(shop(one).deployments).toMatchObject([
      { taskDefinition: expect.stringMatching(/web:2$/), rolloutState: 'COMPLETED' },
    ]);
  });

  test('with the breaker rolls back from an image that is not there', () => {
    const one = shopIn({ desiredCount: 1, deploymentConfiguration: breaker });
    one.wind(180_000);
    one.ask('ecs', 'RegisterTaskDefinition', broken);
    updateShop(one, { taskDefinition: 'web' });
    one.wind(30 * 60_000);
    const { deployments, runningCount } = shop(one);
    expect(runningCount).toBe(1);
    expect(deployments).toMatchObject([
      { taskDefinition: expect.stringMatching(/web:1$/), rolloutState: 'COMPLETED' },
    ]);
    expect(words(one)).toContain('(service shop) rolling back to deployment ecs-svc/D.');
    expect(words(one)).toContain(
      '(service shop) (deployment ecs-svc/D) deployment failed: tasks failed to start.',
    );
  });

  test('scales in, drains and is deleted', () => {
    const one = shopIn();
    one.wind(180_000);
    expect(one.refusal('ecs', 'DeleteService', { cluster: 'harbour', service: 'shop' })).toMatchObject({
      message: 'The service cannot be stopped while it is scaled above 0.',
    });
    updateShop(one, { desiredCount: 0 });
    one.wind(180_000);
    expect(shop(one).runningCount).toBe(0);
    expect(one.ask('ecs', 'DeleteService', { cluster: 'harbour', service: 'shop' }).service.status).toBe(
      'DRAINING',
    );
    expect(one.refusal('ecs', 'CreateService', shopInput(one)).message).toBe(
      'Unable to Start a service that is still Draining.',
    );
    one.wind(60_000);
    expect(shop(one).status).toBe('INACTIVE');
    expect(one.ask('ecs', 'ListServices', { cluster: 'harbour' }).serviceArns).toEqual([]);
  });

  test('is the same world when its journal is folded again', () => {
    const one = shopIn({ desiredCount: 3 });
    one.wind(90_000);
    updateShop(one, { forceNewDeployment: true });
    one.wind(200_000);
    expect(foldCloud(one.journal, { seed: 'test' }).snapshot()).toBe(one.cloud.snapshot());
  });

  test.each([
    [{ taskDefinition: 'api' }, 'ClientException', 'TaskDefinition not found.'],
    [{ serviceName: 'shop' }, 'InvalidParameterException', 'Creation of service was not idempotent.'],
    [
      { loadBalancers: [{ targetGroupArn: 'x' }] },
      'InvalidParameterException',
      'The specified target group does not exist: x',
    ],
  ])('refuses %j and changes nothing', (wrong, code, message) => {
    const one = shopIn();
    const before = one.cloud.snapshot();
    expect(
      one.refusal('ecs', 'CreateService', shopInput(one, { serviceName: 'other', ...wrong })),
    ).toMatchObject({ code, message });
    expect(one.cloud.snapshot()).toBe(before);
  });
});

test('the minimum rounds up, the maximum rounds down', () => {
  expect(bounds(3, { minimumHealthyPercent: 50, maximumPercent: 150 })).toEqual({ least: 2, most: 4 });
  expect([1, 6, 10, 1000].map((desired) => breakerThreshold(desired))).toEqual([3, 3, 5, 200]);
  const threshold = (type: 'COUNT' | 'UNBOUNDED_PERCENT', value: number) =>
    breakerThreshold(1000, {
      enable: true,
      rollback: true,
      thresholdConfiguration: { type, value },
    });
  expect([threshold('COUNT', 7), threshold('UNBOUNDED_PERCENT', 30)]).toEqual([7, 300]);
  expect([1, 2, 3, 9].map(backOff)).toEqual([14_000, 14_000, 250_000, 900_000]);
});

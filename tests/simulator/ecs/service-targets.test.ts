import { describe, expect, test } from 'vitest';
import { defaultRegion, foldCloud } from '../../../simulator/index.ts';
import type { Hands } from '../cloud.ts';
import { front, health, targetGroupIn, visit } from '../neighbours/harbour.ts';
import { behaving, breaker, createShop, harbour, shop, shopInput, updateShop, words } from './harbour.ts';

function shopBehind(group: object = {}, more: object = {}): { one: Hands; at: ReturnType<typeof front> } {
  const one = harbour();
  const at = front(one, group);
  one.ask('elbv2', 'ModifyTargetGroupAttributes', {
    TargetGroupArn: at.targetGroup,
    Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '60' }],
  });
  createShop(one, { loadBalancers: [behind(at.targetGroup)], ...more });
  return { one, at };
}

const behind = (targetGroupArn: string) => ({ targetGroupArn, containerName: 'web', containerPort: 80 });

const tasksOf = (one: Hands) => [...one.cloud.state.regions.get(defaultRegion)!.ecs.tasks.values()];

describe('a service behind a load balancer', () => {
  test('registers its tasks, is steady as soon as they are healthy, and serves', () => {
    const { one, at } = shopBehind();
    one.wind(170_000);
    expect(words(one)).toEqual([
      '(service shop) has started 2 tasks: (task T) (task T).',
      '(service shop) registered 2 targets in (target-group shop)',
      '(service shop) (deployment ecs-svc/D) deployment completed.',
      '(service shop) has reached a steady state.',
    ]);
    expect(health(one, at.targetGroup)).toEqual(['healthy', 'healthy']);
    expect(visit(one, at.dnsName)).toMatchObject({ status: 200 });
    expect(shop(one)).toMatchObject({
      loadBalancers: [behind(at.targetGroup)],
      healthCheckGracePeriodSeconds: 0,
    });
    expect(foldCloud(one.journal, { seed: 'test' }).snapshot()).toBe(one.cloud.snapshot());
  });

  test('lets its tasks drain before they stop', () => {
    const { one, at } = shopBehind();
    one.wind(170_000);
    updateShop(one, { desiredCount: 1 });
    one.wind(25_000);
    expect(words(one).slice(4)).toEqual([
      '(service shop) deregistered 1 targets in (target-group shop)',
      '(service shop) has begun draining connections on 1 tasks.',
      '(service shop) has stopped 1 running tasks: (task T).',
    ]);
    expect(health(one, at.targetGroup).sort()).toEqual([
      'draining: Target deregistration is in progress',
      'healthy',
    ]);
    expect(
      tasksOf(one)
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['DEACTIVATING', 'RUNNING']);
    one.wind(45_000);
    expect(tasksOf(one).some(({ status }) => status === 'DEACTIVATING')).toBe(true);
    one.wind(90_000);
    expect(words(one).at(-1)).toBe('(service shop) has reached a steady state.');
    expect(
      tasksOf(one)
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['RUNNING', 'STOPPED']);
    expect(health(one, at.targetGroup)).toEqual(['healthy']);
  });

  test('replaces a task that stops answering: the replacement first', () => {
    const one = harbour();
    const at = front(one);
    one.ask('ecs', 'RegisterTaskDefinition', behaving('hangs=4m'));
    createShop(one, { loadBalancers: [behind(at.targetGroup)], desiredCount: 1 });
    one.wind(200_000);
    const before = words(one).length;
    one.wind(220_000);
    expect(words(one).slice(before, before + 6)).toEqual([
      '(service shop) (task T) (port 80) is unhealthy in (target-group shop) due to (reason Request timed out).',
      '(service shop) has started 1 tasks: (task T). Amazon ECS replaced 1 tasks due to an unhealthy status.',
      '(service shop) registered 1 targets in (target-group shop)',
      '(service shop) deregistered 1 targets in (target-group shop)',
      '(service shop) has begun draining connections on 1 tasks.',
      '(service shop) has stopped 1 running tasks: (task T).',
    ]);
    const [sick] = tasksOf(one);
    expect(sick).toMatchObject({
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: `Task failed ELB health checks in (target-group ${at.targetGroup})`,
    });
  });

  test('fails a deployment that never listens, and rolls back', () => {
    const { one, at } = shopBehind({}, { desiredCount: 1, deploymentConfiguration: breaker });
    one.wind(170_000);
    one.ask('ecs', 'RegisterTaskDefinition', {
      ...behaving('hangs=0s'),
    });
    updateShop(one, { taskDefinition: 'web' });
    one.wind(30 * 60_000);
    expect(words(one)).toContain(
      '(service shop) (deployment ecs-svc/D) deployment failed: tasks failed to start.',
    );
    expect(shop(one)).toMatchObject({
      runningCount: 1,
      deployments: [{ taskDefinition: expect.stringMatching(/web:1$/), rolloutState: 'COMPLETED' }],
    });
    expect(health(one, at.targetGroup)).toEqual(['healthy']);
  });

  test('passes over failing checks during the grace period', () => {
    const { one } = shopBehind(
      { HealthCheckPath: '/nowhere' },
      { desiredCount: 1, healthCheckGracePeriodSeconds: 300 },
    );
    one.wind(280_000);
    expect(words(one)).toHaveLength(2);
    one.wind(120_000);
    expect(words(one)).toContain(
      '(service shop) (task T) (port 80) is unhealthy in (target-group shop) due to (reason Health checks failed with these codes: [404]).',
    );
  });

  test('takes a task that somebody stops out of its target group', () => {
    const { one, at } = shopBehind();
    one.wind(170_000);
    one.ask('ecs', 'StopTask', { cluster: 'harbour', task: tasksOf(one)[0]!.arn });
    one.wind(1_000);
    expect(health(one, at.targetGroup)).toContain('draining: Target deregistration is in progress');
    one.wind(100_000);
    expect(health(one, at.targetGroup)).toEqual(['healthy', 'healthy']);
  });
});

test.each([
  [
    (group: string) => [{ ...behind(group), containerName: 'api' }],
    /^The container api does not exist in the task definition\.$/,
  ],
  [
    (group: string) => [{ ...behind(group), containerPort: 81 }],
    /^The container web did not have a container port 81 defined\.$/,
  ],
  [
    (_: string, one: Hands) => [behind(targetGroupIn(one, 'lonely'))],
    /^The target group with targetGroupArn .*lonely.* does not have an associated load balancer\.$/,
  ],
])('a wrong load balancer is refused', (wrong, message) => {
  const one = harbour();
  const { targetGroup } = front(one);
  const loadBalancers = wrong(targetGroup, one);
  const before = one.cloud.snapshot();
  expect(one.refusal('ecs', 'CreateService', shopInput(one, { loadBalancers })).message).toMatch(message);
  expect(one.cloud.snapshot()).toBe(before);
});

test('a grace period wants a load balancer', () => {
  const one = harbour();
  expect(
    one.refusal('ecs', 'CreateService', shopInput(one, { healthCheckGracePeriodSeconds: 5 })).message,
  ).toBe('Health check grace period is only valid for services configured to use load balancers');
});

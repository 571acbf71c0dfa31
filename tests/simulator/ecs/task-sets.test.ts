import { describe, expect, test } from 'vitest';
import { subnetsOf, webDefinition, type Hands } from '../cloud.ts';
import { front } from '../neighbours/harbour.ts';
import { hasShape } from './event-shapes.ts';
import { harbour, shop, shopInput, words } from './harbour.ts';

const at = { cluster: 'harbour', service: 'shop' };

function external(): Hands {
  const one = harbour();
  one.ask('ecs', 'CreateService', {
    cluster: 'harbour',
    serviceName: 'shop',
    desiredCount: 3,
    deploymentController: { type: 'EXTERNAL' },
  });
  return one;
}

const create = (one: Hands, more: object = {}) =>
  one.ask('ecs', 'CreateTaskSet', {
    ...at,
    taskDefinition: 'web',
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: subnetsOf(one), assignPublicIp: 'ENABLED' } },
    scale: { value: 50, unit: 'PERCENT' },
    ...more,
  }).taskSet;

describe('the task sets of an EXTERNAL service', () => {
  test('have their share of the tasks, rounded up, and say when they are steady', () => {
    const one = external();
    expect(create(one)).toMatchObject({
      status: 'ACTIVE',
      stabilityStatus: 'STABILIZING',
      computedDesiredCount: 2,
    });
    one.wind(180_000);
    expect(shop(one)).toMatchObject({
      runningCount: 2,
      deployments: [],
      deploymentController: { type: 'EXTERNAL' },
      taskSets: [{ runningCount: 2, stabilityStatus: 'STEADY_STATE', scale: { value: 50, unit: 'PERCENT' } }],
    });
    expect(words(one)).toEqual([
      '(service shop, taskSet ecs-svc/D) has started 2 tasks: (task T) (task T).',
      '(service shop, taskSet ecs-svc/D) has reached a steady state.',
    ]);
  });

  test('are swapped: a second one is scaled, made primary, and the first is deleted', () => {
    const one = external();
    const first = create(one, { scale: { value: 100, unit: 'PERCENT' }, externalId: 'one' });
    one.ask('ecs', 'UpdateServicePrimaryTaskSet', { ...at, primaryTaskSet: first.id });
    one.wind(180_000);
    one.ask('ecs', 'RegisterTaskDefinition', webDefinition);
    const second = create(one, { scale: { value: 0, unit: 'PERCENT' } });
    one.wind(60_000);
    expect(shop(one).runningCount).toBe(3);
    one.ask('ecs', 'UpdateTaskSet', { ...at, taskSet: second.id, scale: { value: 100, unit: 'PERCENT' } });
    one.wind(180_000);
    expect(shop(one).runningCount).toBe(6);
    one.ask('ecs', 'UpdateServicePrimaryTaskSet', { ...at, primaryTaskSet: second.taskSetArn });
    expect(
      one.ask('ecs', 'DescribeTaskSets', at).taskSets.map(({ status }: { status: string }) => status),
    ).toEqual(['ACTIVE', 'PRIMARY']);
    expect(shop(one).taskDefinition).toMatch(/web:2$/);
    expect(one.refusal('ecs', 'DeleteTaskSet', { ...at, taskSet: first.id }).message).toMatch(
      /scaled above 0/,
    );
    expect(one.ask('ecs', 'DeleteTaskSet', { ...at, taskSet: first.id, force: true }).taskSet.status).toBe(
      'DRAINING',
    );
    one.wind(120_000);
    expect(one.ask('ecs', 'DescribeTaskSets', { ...at, taskSets: [first.id, second.id] })).toMatchObject({
      taskSets: [{ id: second.id, runningCount: 3 }],
      failures: [{ arn: first.id, reason: 'MISSING' }],
    });
    for (const { message } of shop(one).events) expect(message).toSatisfy(hasShape);
  });

  test('follow the service’s desired count', () => {
    const one = external();
    create(one, { scale: { value: 100, unit: 'PERCENT' } });
    one.wind(180_000);
    one.ask('ecs', 'UpdateService', { ...at, desiredCount: 1 });
    expect(shop(one).taskSets[0].stabilityStatus).toBe('STABILIZING');
    one.wind(60_000);
    expect(shop(one)).toMatchObject({ runningCount: 1, taskSets: [{ stabilityStatus: 'STEADY_STATE' }] });
  });
});

test('a CODE_DEPLOY service begins with a primary task set, and only CodeDeploy changes it', () => {
  const one = harbour();
  const { targetGroup } = front(one);
  const controlled = { deploymentController: { type: 'CODE_DEPLOY' } };
  expect(one.refusal('ecs', 'CreateService', shopInput(one, controlled)).message).toMatch(
    /^At least one load balancer/,
  );
  const loadBalancers = [{ targetGroupArn: targetGroup, containerName: 'web', containerPort: 80 }];
  one.ask('ecs', 'CreateService', shopInput(one, { ...controlled, loadBalancers }));
  one.wind(180_000);
  expect(shop(one)).toMatchObject({
    runningCount: 2,
    taskSets: [{ status: 'PRIMARY', stabilityStatus: 'STEADY_STATE', startedBy: 'CODE_DEPLOY' }],
  });
  const refused = (more: object) => one.refusal('ecs', 'UpdateService', { ...at, ...more }).message;
  expect(refused({ taskDefinition: 'web' })).toBe(
    'Unable to update task definition on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.',
  );
  expect(refused({ forceNewDeployment: true })).toBe(
    'Cannot force a new deployment on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.',
  );
  expect(one.refusal('ecs', 'DescribeTaskSets', at).message).toMatch(/EXTERNAL/);
});

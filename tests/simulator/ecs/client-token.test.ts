import { expect, test } from 'vitest';
import { subnetsOf, type Hands } from '../cloud.ts';
import { createShop, harbour, shopInput } from './harbour.ts';

const run = (one: Hands, more: object = {}) => ({
  cluster: 'harbour',
  taskDefinition: 'web',
  launchType: 'FARGATE',
  count: 2,
  clientToken: 'try-1',
  networkConfiguration: { awsvpcConfiguration: { subnets: subnetsOf(one), assignPublicIp: 'ENABLED' } },
  ...more,
});
const arns = ({ tasks }: { tasks: { taskArn: string }[] }) => tasks.map(({ taskArn }) => taskArn);

test('RunTask with a client token launches its tasks once', () => {
  const one = harbour();
  const first = arns(one.ask('ecs', 'RunTask', run(one)));
  one.wind(60_000);
  const again = one.ask('ecs', 'RunTask', run(one));
  expect(arns(again)).toEqual(first);
  expect(again.tasks[0].lastStatus).toBe('RUNNING');
  expect(one.ask('ecs', 'ListTasks', { cluster: 'harbour' }).taskArns).toHaveLength(2);
  expect(one.refusal('ecs', 'RunTask', run(one, { count: 3 }))).toMatchObject({
    code: 'ConflictException',
    details: { resourceIds: first },
  });
  one.wind(86_400_000);
  expect(arns(one.ask('ecs', 'RunTask', run(one)))).not.toEqual(first);
});

test('CreateService with a client token answers again with the service that it has made', () => {
  const one = harbour();
  const { serviceArn } = createShop(one, { clientToken: 'try-1' });
  expect(createShop(one, { clientToken: 'try-1' }).serviceArn).toBe(serviceArn);
  expect(
    one.refusal('ecs', 'CreateService', shopInput(one, { clientToken: 'try-1', desiredCount: 3 })).message,
  ).toBe('Creation of service was not idempotent.');
});

import { expect, test } from 'vitest';
import { webDefinition, type Hands } from '../cloud.ts';
import { createShop, harbour, shop, updateShop, words } from './harbour.ts';

test('the tasks of a service are protected for a time', () => {
  const one = harbour();
  createShop(one);
  one.wind(90_000);
  const [task] = one.ask('ecs', 'ListTasks', { cluster: 'harbour' }).taskArns;
  const set = (more: object) =>
    one.ask('ecs', 'UpdateTaskProtection', { cluster: 'harbour', tasks: [task], ...more });
  expect(set({ protectionEnabled: true, expiresInMinutes: 10 })).toEqual({
    protectedTasks: [
      {
        taskArn: task,
        protectionEnabled: true,
        expirationDate: (one.cloud.startsAt + one.cloud.now + 600_000) / 1000,
      },
    ],
    failures: [],
  });
  one.wind(9 * 60_000);
  const of = () =>
    one.ask('ecs', 'GetTaskProtection', { cluster: 'harbour', tasks: [task] }).protectedTasks[0];
  expect(of().protectionEnabled).toBe(true);
  one.wind(60_000);
  expect(of()).toEqual({ taskArn: task, protectionEnabled: false });
  set({ protectionEnabled: true });
  expect(set({ protectionEnabled: false }).protectedTasks).toEqual([
    { taskArn: task, protectionEnabled: false },
  ]);
});

const held =
  '(service shop) was unable to reach steady state because task set (ecs-svc/D) was unable to scale in. Reason: The number of protected tasks are more than the desired count of tasks.';

const tasksIn = (one: Hands): string[] => one.ask('ecs', 'ListTasks', { cluster: 'harbour' }).taskArns;

/** A steady service of two tasks, all protected for ten minutes. */
function shielded(): Hands {
  const one = harbour();
  createShop(one);
  one.wind(180_000);
  const tasks = tasksIn(one);
  one.ask('ecs', 'UpdateTaskProtection', {
    cluster: 'harbour',
    tasks,
    protectionEnabled: true,
    expiresInMinutes: 10,
  });
  return one;
}

test('a service does not scale in below its protected tasks until their protection ends', () => {
  const one = shielded();
  updateShop(one, { desiredCount: 1 });
  one.wind(300_000);
  expect(tasksIn(one)).toHaveLength(2);
  expect(words(one).at(-1)).toBe(held);
  one.wind(600_000);
  expect(tasksIn(one)).toHaveLength(1);
  expect(words(one).slice(-3)).toEqual([
    held,
    '(service shop) has stopped 1 running tasks: (task T).',
    '(service shop) has reached a steady state.',
  ]);
});

test('an unprotected task goes in the place of a protected one', () => {
  const one = shielded();
  const [first, second] = tasksIn(one);
  one.ask('ecs', 'UpdateTaskProtection', { cluster: 'harbour', tasks: [first], protectionEnabled: false });
  updateShop(one, { desiredCount: 1 });
  one.wind(180_000);
  expect(tasksIn(one)).toEqual([second]);
  expect(words(one)).not.toContain(held);
});

test('a deployment waits for protected tasks, and goes on when the protection is taken away', () => {
  const one = shielded();
  const before = tasksIn(one);
  one.ask('ecs', 'RegisterTaskDefinition', webDefinition);
  updateShop(one, { taskDefinition: 'web' });
  one.wind(400_000);
  expect(tasksIn(one)).toEqual(expect.arrayContaining(before));
  expect(shop(one)).toMatchObject({
    runningCount: 4,
    deployments: [{ status: 'PRIMARY', rolloutState: 'IN_PROGRESS' }, { status: 'ACTIVE' }],
  });
  one.ask('ecs', 'UpdateTaskProtection', { cluster: 'harbour', tasks: before, protectionEnabled: false });
  one.wind(120_000);
  expect(shop(one)).toMatchObject({ runningCount: 2, deployments: [{ rolloutState: 'COMPLETED' }] });
});

import { expect, test } from 'vitest';
import { createShop, harbour } from './harbour.ts';

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

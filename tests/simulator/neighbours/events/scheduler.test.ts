import { describe, expect, test } from 'vitest';
import { hands, subnetsOf, webDefinition, type Hands } from '../../cloud.ts';
import { roleFor } from '../roles.ts';

const may = ['ecs:RunTask', 'ecs:UpdateService', 'iam:PassRole'];

function harbour() {
  const one = hands();
  one.ask('ecs', 'CreateCluster', { clusterName: 'harbour' });
  one.ask('ecs', 'RegisterTaskDefinition', webDefinition);
  return { one, RoleArn: roleFor(one, 'scheduler', 'scheduler.amazonaws.com', ...may) };
}

const runTask = (one: Hands, RoleArn: string) => ({
  Arn: 'arn:aws:ecs:us-east-1:123456789012:cluster/harbour',
  RoleArn,
  EcsParameters: {
    TaskDefinitionArn: 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:1',
    LaunchType: 'FARGATE',
    NetworkConfiguration: { awsvpcConfiguration: { Subnets: subnetsOf(one), AssignPublicIp: 'ENABLED' } },
  },
});
const off = { Mode: 'OFF' };
const startedBy = (one: Hands) => {
  const { taskArns } = one.ask('ecs', 'ListTasks', { cluster: 'harbour' });
  if (taskArns.length === 0) return [];
  return one
    .ask('ecs', 'DescribeTasks', { cluster: 'harbour', tasks: taskArns })
    .tasks.map((task: { startedBy: string }) => task.startedBy);
};

describe('EventBridge Scheduler', () => {
  test('runs a task by the clock of a time zone, under the first 36 characters of its name', () => {
    const { one, RoleArn } = harbour();
    one.ask('scheduler', 'CreateSchedule', {
      Name: 'gold-coast-data-lake-refresh',
      ScheduleExpression: 'cron(30 10 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      FlexibleTimeWindow: off,
      Target: runTask(one, RoleArn),
    });
    one.wind(29 * 60_000);
    expect(startedBy(one)).toEqual([]);
    one.wind(2 * 60_000);
    expect(startedBy(one)).toEqual(['chronos-schedule/gold-coast-data-lak']);
  });

  test('a rate begins at once, a one-time schedule is gone when it asks for it', () => {
    const { one, RoleArn } = harbour();
    const Target = runTask(one, RoleArn);
    one.ask('scheduler', 'CreateSchedule', {
      Name: 'often',
      ScheduleExpression: 'rate(10 minutes)',
      FlexibleTimeWindow: off,
      Target,
    });
    one.ask('scheduler', 'CreateSchedule', {
      Name: 'once',
      ScheduleExpression: 'at(2026-01-05T09:05:00)',
      FlexibleTimeWindow: off,
      ActionAfterCompletion: 'DELETE',
      Target,
    });
    one.wind(60_000);
    expect(startedBy(one)).toEqual(['chronos-schedule/often']);
    one.wind(5 * 60_000);
    expect(startedBy(one)).toEqual(['chronos-schedule/often', 'chronos-schedule/once']);
    const { Schedules } = one.ask('scheduler', 'ListSchedules');
    expect(Schedules.map(({ Name }: { Name: string }) => Name)).toEqual(['often']);
  });

  test('a universal target calls any operation, here to scale a service down', () => {
    const { one, RoleArn } = harbour();
    one.ask('ecs', 'CreateService', {
      cluster: 'harbour',
      serviceName: 'web',
      taskDefinition: 'web',
      desiredCount: 2,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: subnetsOf(one), assignPublicIp: 'ENABLED' } },
    });
    one.ask('scheduler', 'CreateSchedule', {
      Name: 'evening',
      ScheduleExpression: 'cron(0 18 ? * MON-FRI *)',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
      Target: {
        Arn: 'arn:aws:scheduler:::aws-sdk:ecs:updateService',
        RoleArn,
        Input: JSON.stringify({ Cluster: 'harbour', Service: 'web', DesiredCount: 0 }),
      },
    });
    one.wind(9 * 3_600_000 - 60_000);
    const desired = () =>
      one.ask('ecs', 'DescribeServices', { cluster: 'harbour', services: ['web'] }).services[0].desiredCount;
    expect(desired()).toBe(2);
    one.wind(17 * 60_000);
    expect(desired()).toBe(0);
  });

  test('shows, updates and deletes schedules', () => {
    const { one, RoleArn } = harbour();
    const schedule = {
      Name: 'often',
      ScheduleExpression: 'rate(1 hour)',
      FlexibleTimeWindow: off,
      Target: runTask(one, RoleArn),
      State: 'DISABLED',
    };
    one.ask('scheduler', 'CreateSchedule', schedule);
    one.wind(120_000);
    expect(startedBy(one)).toEqual([]);
    one.ask('scheduler', 'UpdateSchedule', { ...schedule, State: 'ENABLED' });
    one.wind(1_000);
    expect(startedBy(one)).toHaveLength(1);
    expect(one.ask('scheduler', 'GetSchedule', { Name: 'often' })).toMatchObject({
      Arn: 'arn:aws:scheduler:us-east-1:123456789012:schedule/default/often',
      State: 'ENABLED',
      ScheduleExpressionTimezone: 'UTC',
      ActionAfterCompletion: 'NONE',
    });
    one.ask('scheduler', 'DeleteSchedule', { Name: 'often' });
    one.wind(2 * 3_600_000);
    expect(startedBy(one)).toHaveLength(1);
    expect(one.refusal('scheduler', 'GetSchedule', { Name: 'often' })).toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'Schedule often does not exist.',
    });
  });

  test.each([
    [{ ScheduleExpression: 'rate(1 hours)' }, 'Invalid Schedule Expression rate(1 hours).'],
    [
      { ScheduleExpressionTimezone: 'Europe/Atlantis' },
      'Invalid Schedule Expression Timezone Europe/Atlantis.',
    ],
    [
      {
        Target: {
          Arn: 'arn:aws:ecs:us-east-1:123456789012:cluster/harbour',
          RoleArn: 'arn:aws:iam::123456789012:role/nobody',
        },
      },
      'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
    ],
  ])('refuses %j', (change, message) => {
    const { one, RoleArn } = harbour();
    const schedule = {
      Name: 'often',
      ScheduleExpression: 'rate(1 hour)',
      FlexibleTimeWindow: off,
      Target: runTask(one, RoleArn),
    };
    expect(one.refusal('scheduler', 'CreateSchedule', { ...schedule, ...change })).toMatchObject({
      code: 'ValidationException',
      message,
    });
  });
});

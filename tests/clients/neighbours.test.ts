import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient, ListRulesCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  ResourceNotFoundException,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve, type Serving } from '../../cli/serve.ts';
import { aws as runAws, awsCli } from './aws-cli.ts';

const RoleArn = 'arn:aws:iam::123456789012:role/scheduler';
let serving: Serving;
const config = () => ({
  endpoint: serving.url,
  region: 'us-east-1',
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
});

beforeAll(async () => {
  serving = await serve({ port: 0, speed: 0, seed: 'neighbours' });
  await new IAMClient(config()).send(
    new CreateRoleCommand({
      RoleName: 'scheduler',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'scheduler.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      }),
    }),
  );
});
afterAll(() => serving.close());

describe('AWS SDK clients', () => {
  test('@aws-sdk/client-scheduler speaks REST', async () => {
    const scheduler = new SchedulerClient(config());
    const Name = 'nightly.report';
    await scheduler.send(
      new CreateScheduleCommand({
        Name,
        ScheduleExpression: 'rate(1 day)',
        StartDate: new Date('2026-02-01T00:00:00Z'),
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: 'arn:aws:scheduler:::aws-sdk:ecs:runTask', RoleArn, Input: '{}' },
      }),
    );
    const { Schedules } = await scheduler.send(
      new ListSchedulesCommand({ NamePrefix: 'night', MaxResults: 5 }),
    );
    expect(Schedules).toMatchObject([{ Name, CreationDate: new Date('2026-01-05T09:00:00Z') }]);
    const schedule = await scheduler.send(new GetScheduleCommand({ Name }));
    expect(schedule.StartDate).toEqual(new Date('2026-02-01T00:00:00Z'));
    await scheduler.send(new DeleteScheduleCommand({ Name }));
    await expect(scheduler.send(new GetScheduleCommand({ Name }))).rejects.toThrow(ResourceNotFoundException);
  });

  test('@aws-sdk/client-cloudwatch puts and gets values, and makes an alarm', async () => {
    const cloudwatch = new CloudWatchClient(config());
    const Timestamp = new Date('2026-01-05T08:59:00Z');
    await cloudwatch.send(
      new PutMetricDataCommand({
        Namespace: 'Harbour',
        MetricData: [{ MetricName: 'Ships', Value: 2.5, Timestamp, Unit: 'Count' }],
      }),
    );
    const { Datapoints } = await cloudwatch.send(
      new GetMetricStatisticsCommand({
        Namespace: 'Harbour',
        MetricName: 'Ships',
        StartTime: Timestamp,
        EndTime: new Date('2026-01-05T09:00:00Z'),
        Period: 60,
        Statistics: ['Average'],
      }),
    );
    expect(Datapoints).toEqual([{ Timestamp, Average: 2.5, Unit: 'Count' }]);
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: 'crowded',
        Namespace: 'Harbour',
        MetricName: 'Ships',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 3.5,
        ComparisonOperator: 'GreaterThanThreshold',
      }),
    );
    const { MetricAlarms } = await cloudwatch.send(new DescribeAlarmsCommand({}));
    expect(MetricAlarms).toMatchObject([
      { AlarmName: 'crowded', Threshold: 3.5, StateValue: 'INSUFFICIENT_DATA' },
    ]);
  });

  test('@aws-sdk/client-eventbridge makes a rule', async () => {
    const events = new EventBridgeClient(config());
    const { RuleArn } = await events.send(
      new PutRuleCommand({ Name: 'often', ScheduleExpression: 'rate(5 minutes)' }),
    );
    const { Rules } = await events.send(new ListRulesCommand({}));
    expect(Rules?.map(({ Arn }) => Arn)).toEqual([RuleArn]);
  });
});

// `npm test` installs the AWS CLI where it can; elsewhere these tests are skipped and counted so.
describe.skipIf(!awsCli)('the AWS CLI', { timeout: 120_000 }, () => {
  async function aws(...words: string[]): Promise<any> {
    const printed = await runAws({ url: serving.url, words: ['--output', 'json', ...words] });
    return printed === '' ? {} : JSON.parse(printed);
  }

  test('makes, shows and deletes a schedule', async () => {
    const target = `{"Arn":"arn:aws:scheduler:::aws-sdk:ecs:runTask","RoleArn":"${RoleArn}","Input":"{}"}`;
    const once = ['--schedule-expression', 'at(2026-01-06T00:00:00)', '--flexible-time-window', 'Mode=OFF'];
    expect(await aws('scheduler', 'create-schedule', '--name', 'once', ...once, '--target', target)).toEqual({
      ScheduleArn: 'arn:aws:scheduler:us-east-1:123456789012:schedule/default/once',
    });
    const listed = await aws('scheduler', 'list-schedules');
    expect(listed.Schedules.map(({ Name }: { Name: string }) => Name)).toEqual(['once']);
    await aws('scheduler', 'delete-schedule', '--name', 'once');
    await expect(aws('scheduler', 'get-schedule', '--name', 'once')).rejects.toMatchObject({
      stderr: expect.stringContaining(
        'An error occurred (ResourceNotFoundException) when calling the GetSchedule operation: Schedule once does not exist.',
      ),
    });
  });

  test('talks to CloudWatch', async () => {
    const alarm =
      '--alarm-name quiet --namespace Harbour --metric-name Boats --statistic Average --period 60 --evaluation-periods 1 --threshold 0.5 --comparison-operator LessThanThreshold';
    expect(await aws('cloudwatch', 'put-metric-alarm', ...alarm.split(' '))).toEqual({});
    const { MetricAlarms } = await aws('cloudwatch', 'describe-alarms', '--alarm-names', 'quiet');
    expect(MetricAlarms).toMatchObject([
      {
        Threshold: 0.5,
        EvaluationPeriods: 1,
        StateUpdatedTimestamp: '2026-01-05T09:00:00+00:00',
      },
    ]);
    await expect(aws('cloudwatch', 'delete-alarms', '--alarm-names', 'nothing')).rejects.toMatchObject({
      stderr: expect.stringContaining(
        'An error occurred (ResourceNotFound) when calling the DeleteAlarms operation',
      ),
    });
  });
});

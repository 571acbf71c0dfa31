import { describe, expect, test } from 'vitest';
import { defaultRegion } from '../../../../simulator/index.ts';
import { hands, runOne, subnetsOf, webDefinition, type Hands } from '../../cloud.ts';
import { layerOf, push } from '../../ecr/pushing.ts';
import { roleFor } from '../roles.ts';

const minute = 60_000;
const cluster = 'arn:aws:ecs:us-east-1:123456789012:cluster/harbour';
const queue = 'arn:aws:sqs:us-east-1:123456789012:heard';

/** What a rule with this pattern has sent to its target, oldest first. */
function listen(one: Hands, pattern: object, name = 'heard') {
  one.ask('events', 'PutRule', { Name: name, EventPattern: JSON.stringify(pattern) });
  one.ask('events', 'PutTargets', { Rule: name, Targets: [{ Id: 'queue', Arn: queue }] });
  return () =>
    one.cloud.state.regions
      .get(defaultRegion)!
      .neighbours.events.sent.filter(({ rule }) => rule === name)
      .map(({ input }) => JSON.parse(input))
      .reverse();
}

function scheduled(one: Hands, expression: string, role: string) {
  one.ask('ecs', 'CreateCluster', { clusterName: 'harbour' });
  one.ask('ecs', 'RegisterTaskDefinition', webDefinition);
  one.ask('events', 'PutRule', { Name: 'nightly-report', ScheduleExpression: expression });
  one.ask('events', 'PutTargets', {
    Rule: 'nightly-report',
    Targets: [
      {
        Id: 'report',
        Arn: cluster,
        RoleArn: role,
        Input: JSON.stringify({ containerOverrides: [{ name: 'web', command: ['httpd-foreground'] }] }),
        EcsParameters: {
          TaskDefinitionArn: 'arn:aws:ecs:us-east-1:123456789012:task-definition/web',
          LaunchType: 'FARGATE',
          NetworkConfiguration: {
            awsvpcConfiguration: { Subnets: subnetsOf(one), AssignPublicIp: 'ENABLED' },
          },
        },
      },
    ],
  });
}

const tasksOf = (one: Hands) => {
  const { taskArns } = one.ask('ecs', 'ListTasks', { cluster: 'harbour' });
  return taskArns.length
    ? one.ask('ecs', 'DescribeTasks', { cluster: 'harbour', tasks: taskArns }).tasks
    : [];
};

describe('a scheduled task', () => {
  test('runs when its rule comes round, with the rule’s input as overrides', () => {
    const one = hands();
    scheduled(
      one,
      'cron(30 9 * * ? *)',
      roleFor(one, 'events', 'events.amazonaws.com', 'ecs:RunTask', 'iam:PassRole'),
    );
    one.wind(29 * 60_000);
    expect(tasksOf(one)).toEqual([]);
    one.wind(2 * 60_000);
    expect(tasksOf(one)).toMatchObject([
      {
        startedBy: 'events-rule/nightly-report',
        lastStatus: 'RUNNING',
        overrides: { containerOverrides: [{ name: 'web', command: ['httpd-foreground'] }] },
      },
    ]);
  });

  test('does not run for a role without the permission, and counts as a failed invocation', () => {
    const one = hands();
    scheduled(one, 'rate(10 minutes)', roleFor(one, 'events', 'events.amazonaws.com'));
    const messages: string[] = [];
    one.cloud.observe((notice) => notice.kind === 'event' && messages.push(notice.message));
    one.wind(25 * 60_000);
    expect(tasksOf(one)).toEqual([]);
    expect(messages).toHaveLength(2);
    expect(messages[0]).toMatch(/^Rule nightly-report could not invoke .*ecs:RunTask/);
    const { metrics } = one.cloud.state.regions.get(defaultRegion)!.neighbours.cloudwatch;
    const failed = [...metrics.values()].find(({ name }) => name === 'FailedInvocations');
    expect(failed?.points.map(({ sum }) => sum)).toEqual([1, 1]);
  });

  test('does not run for a role that EventBridge may not take on', () => {
    const one = hands();
    scheduled(
      one,
      'rate(10 minutes)',
      roleFor(one, 'other', 'ecs-tasks.amazonaws.com', 'ecs:RunTask', 'iam:PassRole'),
    );
    one.wind(11 * 60_000);
    expect(tasksOf(one)).toEqual([]);
  });

  test('stops with its rule, and starts anew with it', () => {
    const one = hands();
    scheduled(
      one,
      'rate(10 minutes)',
      roleFor(one, 'events', 'events.amazonaws.com', 'ecs:RunTask', 'iam:PassRole'),
    );
    one.wind(5 * 60_000);
    one.ask('events', 'DisableRule', { Name: 'nightly-report' });
    one.wind(30 * 60_000);
    expect(tasksOf(one)).toEqual([]);
    one.ask('events', 'EnableRule', { Name: 'nightly-report' });
    one.wind(9 * 60_000);
    expect(tasksOf(one)).toEqual([]);
    one.wind(2 * 60_000);
    expect(tasksOf(one)).toHaveLength(1);
  });
});

describe('what ECS and ECR tell', () => {
  test('a task’s changes, once each, in the shape of AWS', () => {
    const one = hands();
    const heard = listen(one, { source: ['aws.ecs'], 'detail-type': ['ECS Task State Change'] });
    const arn = runOne(one);
    one.wind(120_000);
    const events = heard();
    expect(events.map(({ detail }) => detail.lastStatus)).toEqual([
      'PROVISIONING',
      'PENDING',
      'ACTIVATING',
      'RUNNING',
    ]);
    const versions = events.map(({ detail }) => detail.version);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    const last = events.at(-1)!;
    expect(last).toMatchObject({
      version: '0',
      'detail-type': 'ECS Task State Change',
      source: 'aws.ecs',
      account: '123456789012',
      region: 'us-east-1',
      resources: [arn],
      detail: {
        taskArn: arn,
        clusterArn: cluster,
        attachments: [{ type: 'eni', status: 'ATTACHED' }],
        containers: [{ name: 'web', lastStatus: 'RUNNING' }],
        desiredStatus: 'RUNNING',
        launchType: 'FARGATE',
        group: 'family:web',
      },
    });
    expect(last.time).toMatch(/^2026-01-05T09:00:\d\dZ$/);
    expect(last.detail.startedAt).toMatch(/^2026-01-05T09:00:\d\d\.\d{3}Z$/);
  });

  test('only the stopped tasks that a pattern asks for', () => {
    const one = hands();
    const heard = listen(one, {
      source: ['aws.ecs'],
      'detail-type': ['ECS Task State Change'],
      detail: { lastStatus: ['STOPPED'], containers: { exitCode: [{ 'anything-but': 0 }] } },
    });
    const task = runOne(one, {
      ...webDefinition,
      containerDefinitions: [{ name: 'web', image: 'busybox', command: ['sh', '-c', 'exit 3'] }],
    });
    one.wind(300_000);
    expect(
      heard().map(({ detail }) => [detail.taskArn, detail.stopCode, detail.containers[0].exitCode]),
    ).toEqual([[task, 'EssentialContainerExited', 3]]);
  });

  test('a push, its scan and a deletion', () => {
    const one = hands();
    const heard = listen(one, { source: ['aws.ecr'] });
    one.ask('ecr', 'CreateRepository', {
      repositoryName: 'web',
      imageScanningConfiguration: { scanOnPush: true },
    });
    const { digest } = push(one, layerOf({ 'etc/os-release': 'ID=debian\nVERSION_ID="12"\n' }), {
      tag: 'v1',
    });
    one.wind(60_000);
    one.ask('ecr', 'BatchDeleteImage', { repositoryName: 'web', imageIds: [{ imageTag: 'v1' }] });
    one.wind(1_000);
    const image = { 'repository-name': 'web', 'image-digest': digest };
    expect(heard()).toMatchObject([
      {
        'detail-type': 'ECR Image Action',
        resources: [],
        detail: { ...image, 'action-type': 'PUSH', 'image-tag': 'v1', result: 'SUCCESS' },
      },
      {
        'detail-type': 'ECR Image Scan',
        resources: ['arn:aws:ecr:us-east-1:123456789012:repository/web'],
        detail: { ...image, 'scan-status': 'COMPLETE', 'image-tags': ['v1'] },
      },
      { detail: { ...image, 'action-type': 'DELETE', 'image-tag': 'v1' } },
    ]);
  });

  test('a container instance that comes, drains and goes', () => {
    const one = hands();
    const heard = listen(one, { 'detail-type': ['ECS Container Instance State Change'] });
    one.ask('ecs', 'CreateCluster', { clusterName: 'yard' });
    const { containerInstance } = one.ask('ecs', 'RegisterContainerInstance', {
      cluster: 'yard',
      instanceIdentityDocument: JSON.stringify({ instanceType: 't3.medium', availabilityZone: 'us-east-1a' }),
    });
    const { containerInstanceArn: arn } = containerInstance;
    one.wind(minute);
    one.ask('ecs', 'UpdateContainerInstancesState', {
      cluster: 'yard',
      containerInstances: [arn],
      status: 'DRAINING',
    });
    one.wind(minute);
    one.ask('ecs', 'DeregisterContainerInstance', { cluster: 'yard', containerInstance: arn });
    one.wind(minute);
    const events = heard();
    expect(events.at(-1)).toMatchObject({
      source: 'aws.ecs',
      resources: [arn],
      detail: { containerInstanceArn: arn, clusterArn: 'arn:aws:ecs:us-east-1:123456789012:cluster/yard' },
    });
    const statuses = events.map(({ detail }) => detail.status);
    expect([...new Set(statuses)]).toEqual(expect.arrayContaining(['ACTIVE', 'DRAINING']));
  });

  test('nothing is built while nobody listens', () => {
    const one = hands();
    one.ask('events', 'PutRule', { Name: 'off', EventPattern: '{"source":["aws.ecs"]}', State: 'DISABLED' });
    runOne(one);
    one.wind(120_000);
    const { events } = one.cloud.state.regions.get(defaultRegion)!.neighbours;
    expect(events).toMatchObject({ listening: 0, due: new Set(), underWay: new Map() });
  });
});

describe('own events', () => {
  test('reach the rules that match them', () => {
    const one = hands();
    const heard = listen(one, { source: ['harbour.office'], detail: { berth: [{ numeric: ['>', 3] }] } });
    const answer = one.ask('events', 'PutEvents', {
      Entries: [
        { Source: 'harbour.office', DetailType: 'Ship', Detail: '{"berth":4}' },
        { Source: 'harbour.office', DetailType: 'Ship', Detail: '{"berth":2}' },
        { Source: 'aws.ecs', DetailType: 'Ship', Detail: '{}' },
        { Source: 'harbour.office', DetailType: 'Ship', Detail: 'berth 4' },
      ],
    });
    expect(answer).toMatchObject({
      FailedEntryCount: 2,
      Entries: [
        { EventId: expect.any(String) },
        { EventId: expect.any(String) },
        { ErrorCode: 'NotAuthorizedForSourceException' },
        { ErrorCode: 'MalformedDetail' },
      ],
    });
    one.wind(1_000);
    expect(heard().map(({ detail }) => detail)).toEqual([{ berth: 4 }]);
  });

  test('are made over for a target', () => {
    const one = hands();
    one.ask('events', 'PutRule', { Name: 'told', EventPattern: '{"source":["harbour.office"]}' });
    one.ask('events', 'PutTargets', {
      Rule: 'told',
      Targets: [
        {
          Id: 'words',
          Arn: queue,
          InputTransformer: {
            InputPathsMap: { berth: '$.detail.berth', ship: '$.detail.ship' },
            InputTemplate: '{"text":"<ship> lies at <berth>","ship":<ship>,"rule":<aws.events.rule-name>}',
          },
        },
        { Id: 'part', Arn: queue, InputPath: '$.detail' },
      ],
    });
    one.ask('events', 'PutEvents', {
      Entries: [{ Source: 'harbour.office', DetailType: 'Ship', Detail: '{"berth":4,"ship":"Aurora"}' }],
    });
    one.wind(1_000);
    const { sent } = one.cloud.state.regions.get(defaultRegion)!.neighbours.events;
    expect(sent.map(({ input }) => JSON.parse(input)).reverse()).toEqual([
      { text: 'Aurora lies at 4', ship: 'Aurora', rule: 'told' },
      { berth: 4, ship: 'Aurora' },
    ]);
  });

  test('a pattern can be tried on an event', () => {
    const one = hands();
    const event = {
      id: '1',
      account: '1',
      source: 'a',
      time: 't',
      region: 'r',
      resources: [],
      'detail-type': 'd',
      detail: {},
    };
    const tryOn = (source: string) =>
      one.ask('events', 'TestEventPattern', {
        EventPattern: JSON.stringify({ source: [source] }),
        Event: JSON.stringify(event),
      });
    expect([tryOn('a'), tryOn('b')]).toEqual([{ Result: true }, { Result: false }]);
  });
});

describe('refusals', () => {
  test.each([
    [
      'PutRule',
      { Name: 'a' },
      'ValidationException',
      'Parameter(s) EventPattern or ScheduleExpression must be specified.',
    ],
    [
      'PutRule',
      { Name: 'a', ScheduleExpression: 'rate(1 minutes)' },
      'ValidationException',
      'Parameter ScheduleExpression is not valid.',
    ],
    [
      'PutRule',
      { Name: 'a', EventPattern: '{"source":"x"}' },
      'InvalidEventPatternException',
      'Event pattern is not valid. Reason: "source" must be an object or an array',
    ],
    [
      'DescribeRule',
      { Name: 'a' },
      'ResourceNotFoundException',
      'Rule a does not exist on EventBus default.',
    ],
    ['DeleteRule', { Name: 'full' }, 'ValidationException', "Rule can't be deleted since it has targets."],
    [
      'PutTargets',
      { Rule: 'full', Targets: [{ Id: 'a', Arn: cluster }] },
      'ValidationException',
      `RoleArn is required for target ${cluster}.`,
    ],
  ])('%s %j', (operation, input, code, message) => {
    const one = hands();
    listen(one, { source: ['a'] }, 'full');
    expect(one.refusal('events', operation, input)).toMatchObject({ code, message });
  });
});

import { describe, expect, test } from 'vitest';
import { learner } from '../../../simulator/index.ts';
import { subnetsOf, type Hands } from '../cloud.ts';
import { definitionOf, watch, type Watched } from './life.ts';

const taskRole = 'arn:aws:iam::123456789012:role/app';
const addRole = (one: Hands, actions = ['ssmmessages:*']) => {
  const document = (statement: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  one.ask('iam', 'CreateRole', {
    RoleName: 'app',
    AssumeRolePolicyDocument: document({
      Principal: { Service: 'ecs-tasks.amazonaws.com' },
      Action: 'sts:AssumeRole',
    }),
  });
  one.ask('iam', 'PutRolePolicy', {
    RoleName: 'app',
    PolicyName: 'exec',
    PolicyDocument: document({ Action: actions, Resource: '*' }),
  });
};
const web = { name: 'web', image: 'httpd:2.4' };
/** A task with ECS Exec that has been running for a minute. */
function running(
  definition: object = definitionOf(web),
  more: object = { enableExecuteCommand: true },
): Watched {
  const one = watch({ ...definition, taskRoleArn: taskRole }, more, (cloud) => addRole(cloud));
  one.wind(60_000);
  return one;
}
const input = (one: Watched, command: string, more: object = {}) => ({
  cluster: 'harbour',
  task: one.task,
  command,
  interactive: true,
  ...more,
});
function exec(one: Watched, command: string, more: object = {}): string[] {
  const { session } = one.ask('ecs', 'ExecuteCommand', input(one, command, more));
  return JSON.parse(atob(session.tokenValue)).output;
}

describe('ExecuteCommand', () => {
  test('runs a command among the files of the container, and what it writes stays', () => {
    const one = running();
    expect(exec(one, 'cat /usr/local/apache2/htdocs/index.html')).toEqual([
      '<html><body><h1>It works!</h1></body></html>',
    ]);
    exec(one, `/bin/sh -c "echo hi > /tmp/note; echo more >> /tmp/note"`);
    expect(exec(one, 'cat /tmp/note')).toEqual(['hi', 'more']);
    expect(exec(one, 'ls /tmp')).toEqual(['note']);
    expect(exec(one, 'curl -s http://localhost/')).toEqual(['<html><body><h1>It works!</h1></body></html>']);
  });

  test('reads the task metadata endpoint', () => {
    const one = running();
    const [text] = exec(one, '/bin/sh -c "curl -s ${ECS_CONTAINER_METADATA_URI_V4}/task"');
    expect(JSON.parse(text!)).toMatchObject({
      Cluster: 'arn:aws:ecs:us-east-1:123456789012:cluster/harbour',
      TaskARN: one.task,
      Family: 'web',
      Revision: '1',
      Limits: { CPU: 0.25, Memory: 512 },
      Containers: [{ Name: 'web', KnownStatus: 'RUNNING' }],
    });
  });

  test('is shown as a managed agent', () => {
    expect(running().now().containers[0].managedAgents).toMatchObject([
      { name: 'ExecuteCommandAgent', lastStatus: 'RUNNING' },
    ]);
  });

  const disabled =
    'The execute command failed because execute command was not enabled when the task was run or the execute command agent isn’t running. Wait and try again or run a new task with execute command enabled and try again.';
  test('needs a task that was run with it', () => {
    const one = running(undefined, {});
    expect(one.refusal('ecs', 'ExecuteCommand', input(one, 'ls'))).toMatchObject({
      code: 'InvalidParameterException',
      message: disabled,
    });
  });

  test('needs a task role that may open channels', () => {
    const one = watch(
      { ...definitionOf(web), taskRoleArn: taskRole },
      { enableExecuteCommand: true },
      (cloud) => addRole(cloud, ['s3:GetObject']),
    );
    one.wind(60_000);
    expect(one.refusal('ecs', 'ExecuteCommand', input(one, 'ls'))).toMatchObject({
      code: 'TargetNotConnectedException',
      message: 'The execute command failed due to an internal error. Try again later.',
    });
  });

  test('takes only an interactive session', () => {
    const one = running();
    expect(one.refusal('ecs', 'ExecuteCommand', input(one, 'ls', { interactive: false })).message).toBe(
      'Interactive is the only mode supported currently.',
    );
  });
});

describe('volumes', () => {
  const writer = {
    name: 'writer',
    image: 'busybox:latest',
    command: ['sh', '-c', 'echo from the writer > /out/page; sleep infinity'],
    mountPoints: [{ sourceVolume: 'shared', containerPath: '/out' }],
  };
  const reader = {
    name: 'reader',
    image: 'busybox:latest',
    command: ['sleep', 'infinity'],
    dependsOn: [{ containerName: 'writer', condition: 'START' }],
    mountPoints: [{ sourceVolume: 'shared', containerPath: '/in', readOnly: true }],
  };

  test('of a task are seen by its containers, and only by those that may write changed', () => {
    const one = running({ ...definitionOf(writer, reader), volumes: [{ name: 'shared' }] });
    expect(exec(one, 'cat /in/page', { container: 'reader' })).toEqual(['from the writer']);
    exec(one, '/bin/sh -c "echo no > /in/page"', { container: 'reader' });
    expect(exec(one, 'cat /out/page', { container: 'writer' })).toEqual(['from the writer']);
  });

  test('on Amazon EFS outlive the task; the writable layer does not', () => {
    const efsVolumeConfiguration = { fileSystemId: '' };
    const volumes = [{ name: 'shared', efsVolumeConfiguration }];
    const counter = {
      name: 'job',
      command: [
        'sh',
        '-c',
        'cat /data/log; echo one more >> /data/log; echo gone > /tmp/log; sleep infinity',
      ],
      mountPoints: [{ sourceVolume: 'shared', containerPath: '/data' }],
    };
    const one = watch(
      { ...definitionOf(counter), volumes, taskRoleArn: taskRole },
      { enableExecuteCommand: true },
      (cloud) => {
        addRole(cloud);
        const { FileSystemId } = cloud.ask('efs', 'CreateFileSystem', { CreationToken: 'shared' });
        cloud.wind(60_000);
        for (const SubnetId of subnetsOf(cloud))
          cloud.ask('efs', 'CreateMountTarget', { FileSystemId, SubnetId });
        cloud.wind(120_000);
        efsVolumeConfiguration.fileSystemId = FileSystemId;
      },
    );
    one.wind(60_000);
    const { networkConfiguration } = one.journal
      .map((event) => (event.type === 'call' ? (event.call.input as any) : {}))
      .findLast(({ networkConfiguration: each }) => each)!;
    one.ask('ecs', 'StopTask', { cluster: 'harbour', task: one.task });
    const { tasks } = one.ask('ecs', 'RunTask', {
      cluster: 'harbour',
      taskDefinition: 'web',
      launchType: 'FARGATE',
      networkConfiguration,
      enableExecuteCommand: true,
    });
    one.wind(60_000);
    expect(exec(one, 'cat /data/log', { task: tasks[0].taskArn })).toEqual(['one more', 'one more']);
    expect(exec(one, 'ls /tmp', { task: tasks[0].taskArn })).toEqual(['log']);
  });
});

describe('tags', () => {
  test.each([
    ['a cluster', (_: Watched) => 'arn:aws:ecs:us-east-1:123456789012:cluster/harbour'],
    ['a task', (one: Watched) => one.task],
    ['a task definition', (_: Watched) => 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:1'],
  ])('of %s', (_, arnOf) => {
    const one = watch(definitionOf(web));
    const resourceArn = arnOf(one);
    one.ask('ecs', 'TagResource', {
      resourceArn,
      tags: [
        { key: 'a', value: '1' },
        { key: 'b', value: '2' },
      ],
    });
    one.ask('ecs', 'TagResource', { resourceArn, tags: [{ key: 'a', value: '3' }] });
    one.ask('ecs', 'UntagResource', { resourceArn, tagKeys: ['b'] });
    expect(one.ask('ecs', 'ListTagsForResource', { resourceArn })).toEqual({
      tags: [{ key: 'a', value: '3' }],
    });
  });

  test('fifty at most', () => {
    const one = watch(definitionOf(web));
    const tags = Array.from({ length: 51 }, (_, index) => ({ key: `k${index}`, value: '' }));
    expect(one.refusal('ecs', 'TagResource', { resourceArn: one.task, tags }).code).toBe(
      'InvalidParameterException',
    );
  });
});

describe('account settings', () => {
  test('count for the caller, else for the account', () => {
    const one = watch(definitionOf(web));
    const value = () =>
      one.ask('ecs', 'ListAccountSettings', { name: 'containerInsights', effectiveSettings: true })
        .settings[0].value;
    expect(value()).toBe('disabled');
    one.ask('ecs', 'PutAccountSettingDefault', { name: 'containerInsights', value: 'enabled' });
    expect(value()).toBe('enabled');
    expect(
      one.ask('ecs', 'PutAccountSetting', { name: 'containerInsights', value: 'enhanced' }).setting,
    ).toEqual({
      name: 'containerInsights',
      value: 'enhanced',
      principalArn: learner,
      type: 'user',
    });
    expect(one.ask('ecs', 'CreateCluster', { clusterName: 'new' }).cluster.settings).toEqual([
      { name: 'containerInsights', value: 'enhanced' },
    ]);
    one.ask('ecs', 'DeleteAccountSetting', { name: 'containerInsights' });
    expect(value()).toBe('enabled');
    expect(one.refusal('ecs', 'PutAccountSetting', { name: 'containerInsights', value: 'loud' }).code).toBe(
      'InvalidParameterException',
    );
  });
});

test('deregistered task definitions are deleted, active ones are not', () => {
  const one = watch(definitionOf(web));
  const arn = 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:1';
  expect(one.ask('ecs', 'DeleteTaskDefinitions', { taskDefinitions: ['web:1'] }).failures).toEqual([
    {
      arn,
      reason:
        'The specified task definition is still in ACTIVE status. Please deregister the target and try again.',
    },
  ]);
  one.ask('ecs', 'DeregisterTaskDefinition', { taskDefinition: 'web:1' });
  expect(
    one.ask('ecs', 'DeleteTaskDefinitions', { taskDefinitions: ['web:1'] }).taskDefinitions,
  ).toMatchObject([{ taskDefinitionArn: arn, status: 'DELETE_IN_PROGRESS' }]);
});

import { describe, expect, test } from 'vitest';
import { hands, runOne, subnetsOf, webDefinition, type Hands } from '../cloud.ts';

const describeOne = (one: Hands, task: string) =>
  one.ask('ecs', 'DescribeTasks', { cluster: 'harbour', tasks: [task] }).tasks[0];

/** The statuses of a task with the seconds at which each began, from now until nothing more is due. */
function life(one: Hands, task: string, act: () => void = () => {}): [string, number][] {
  const seen: [string, number][] = [];
  one.cloud.observe((notice) => {
    if (notice.kind === 'status' && notice.machine === 'task' && notice.subject === task)
      seen.push([notice.to, notice.at / 1000]);
  });
  act();
  one.wind(10 * 60_000);
  return seen;
}

const container = (command: string[], more: object = {}) => ({
  name: 'job',
  image: 'busybox:latest',
  command,
  ...more,
});
const job = (...containers: object[]) => ({ ...webDefinition, containerDefinitions: containers });

describe('a Fargate task starts', () => {
  test('through PROVISIONING, PENDING and ACTIVATING to RUNNING in about 24 s', () => {
    const one = hands();
    const task = runOne(one);
    expect(describeOne(one, task)).toMatchObject({ lastStatus: 'PROVISIONING', desiredStatus: 'RUNNING' });
    const seen = life(one, task);
    expect(seen.map(([status]) => status)).toEqual(['PENDING', 'ACTIVATING', 'RUNNING']);
    const running = seen[2]![1];
    expect(running).toBeGreaterThan(23.7 * 0.85);
    expect(running).toBeLessThan(23.7 * 1.15);
  });

  test('and is described as DescribeTasks describes it', () => {
    const one = hands();
    const task = runOne(one, webDefinition, { startedBy: 'a test', tags: [{ key: 'team', value: 'blue' }] });
    one.wind(60_000);
    const at = expect.any(Number);
    const id = task.slice(-32);
    const shown = one.ask('ecs', 'DescribeTasks', { cluster: 'harbour', tasks: [id], include: ['TAGS'] })
      .tasks[0];
    expect(shown).toEqual({
      attachments: [
        {
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          type: 'ElasticNetworkInterface',
          status: 'ATTACHED',
          details: [
            { name: 'subnetId', value: subnetsOf(one)[0] },
            { name: 'networkInterfaceId', value: expect.stringMatching(/^eni-0[0-9a-f]{16}$/) },
            { name: 'macAddress', value: expect.stringMatching(/^0e(:[0-9a-f]{2}){5}$/) },
            { name: 'privateDnsName', value: 'ip-172-31-0-4.ec2.internal' },
            { name: 'privateIPv4Address', value: '172.31.0.4' },
          ],
        },
      ],
      attributes: [{ name: 'ecs.cpu-architecture', value: 'x86_64' }],
      availabilityZone: 'us-east-1a',
      clusterArn: 'arn:aws:ecs:us-east-1:123456789012:cluster/harbour',
      connectivity: 'CONNECTED',
      connectivityAt: at,
      containers: [
        {
          containerArn: expect.stringMatching(
            new RegExp(`^arn:aws:ecs:us-east-1:123456789012:container/harbour/${id}/`),
          ),
          taskArn: task,
          name: 'web',
          image: 'httpd:2.4',
          imageDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
          runtimeId: expect.stringMatching(new RegExp(`^${id}-\\d{10}$`)),
          lastStatus: 'RUNNING',
          networkBindings: [],
          networkInterfaces: [{ attachmentId: shown.attachments[0].id, privateIpv4Address: '172.31.0.4' }],
          healthStatus: 'UNKNOWN',
          cpu: '0',
        },
      ],
      cpu: '256',
      createdAt: one.cloud.startsAt / 1000,
      desiredStatus: 'RUNNING',
      enableExecuteCommand: false,
      ephemeralStorage: { sizeInGiB: 20 },
      fargateEphemeralStorage: { sizeInGiB: 20 },
      group: 'family:web',
      healthStatus: 'UNKNOWN',
      lastStatus: 'RUNNING',
      launchType: 'FARGATE',
      memory: '512',
      overrides: { containerOverrides: [{ name: 'web' }], inferenceAcceleratorOverrides: [] },
      platformFamily: 'Linux',
      platformVersion: '1.4.0',
      pullStartedAt: at,
      pullStoppedAt: at,
      startedAt: at,
      startedBy: 'a test',
      tags: [{ key: 'team', value: 'blue' }],
      taskArn: task,
      taskDefinitionArn: 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:1',
      version: expect.any(Number),
    });
    expect(shown.createdAt).toBeLessThan(shown.connectivityAt);
    expect(shown.connectivityAt).toBeLessThan(shown.pullStartedAt);
    expect(shown.pullStartedAt).toBeLessThan(shown.pullStoppedAt);
    expect(shown.pullStoppedAt).toBeLessThan(shown.startedAt);
  });
});

describe('a task stops', () => {
  test('when the user stops it: DEACTIVATING is in the answer already', () => {
    const one = hands();
    const task = runOne(one);
    one.wind(60_000);
    const seen = life(one, task, () => {
      expect(one.ask('ecs', 'StopTask', { cluster: 'harbour', task }).task).toMatchObject({
        lastStatus: 'DEACTIVATING',
        desiredStatus: 'STOPPED',
      });
    });
    expect(seen.map(([status]) => status)).toEqual(['DEACTIVATING', 'STOPPING', 'DEPROVISIONING', 'STOPPED']);
    const { stopCode, stoppedReason, containers } = describeOne(one, task);
    expect({
      stopCode,
      stoppedReason,
      exitCode: containers[0].exitCode,
      lastStatus: containers[0].lastStatus,
    }).toEqual({
      stopCode: 'UserInitiated',
      stoppedReason: 'Task stopped by user',
      exitCode: 0,
      lastStatus: 'STOPPED',
    });
  });

  test('when an essential container exits, with its exit code', () => {
    const one = hands();
    const task = runOne(one, job(container(['sh', '-c', 'exit 3'])));
    const seen = life(one, task);
    expect(seen.map(([status]) => status).slice(-4)).toEqual([
      'DEACTIVATING',
      'STOPPING',
      'DEPROVISIONING',
      'STOPPED',
    ]);
    const { stopCode, stoppedReason, containers } = describeOne(one, task);
    expect([stopCode, stoppedReason, containers[0].exitCode]).toEqual([
      'EssentialContainerExited',
      'Essential container in task exited',
      3,
    ]);
  });

  test('when its image is not there, after seven tries', () => {
    const one = hands();
    const image = '123456789012.dkr.ecr.us-east-1.amazonaws.com/web:v1';
    one.ask('ecr', 'CreateRepository', { repositoryName: 'web' });
    const task = runOne(one, job({ name: 'web', image }));
    const seen = life(one, task);
    expect(seen.map(([status]) => status)).toEqual([
      'PENDING',
      'DEACTIVATING',
      'STOPPING',
      'DEPROVISIONING',
      'STOPPED',
    ]);
    const { stopCode, stoppedReason, containers, startedAt } = describeOne(one, task);
    const reason = `CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref ${image}: ${image}: not found`;
    expect([stopCode, stoppedReason, containers[0].reason, containers[0].exitCode, startedAt]).toEqual([
      'TaskFailedToStart',
      reason,
      reason,
      undefined,
      undefined,
    ]);
  });

  test('with SIGKILL (137) when a container does not heed SIGTERM within its stop timeout', () => {
    const one = hands();
    const task = runOne(one, job(container(['sh', '-c', 'sleep 3600'], { stopTimeout: 10 })));
    one.wind(60_000);
    const seen = life(one, task, () => one.ask('ecs', 'StopTask', { cluster: 'harbour', task }));
    const at = Object.fromEntries(seen);
    expect(describeOne(one, task).containers[0].exitCode).toBe(137);
    expect(at['DEPROVISIONING']! - at['STOPPING']!).toBeGreaterThan(9);
    expect(at['DEPROVISIONING']! - at['STOPPING']!).toBeLessThan(11);
  });

  test('and is forgotten after an hour', () => {
    const one = hands();
    const task = runOne(one);
    one.ask('ecs', 'StopTask', { cluster: 'harbour', task });
    one.wind(60_000);
    expect(one.ask('ecs', 'ListTasks', { cluster: 'harbour', desiredStatus: 'STOPPED' }).taskArns).toEqual([
      task,
    ]);
    one.wind(3_600_000);
    expect(one.ask('ecs', 'DescribeTasks', { cluster: 'harbour', tasks: [task] })).toEqual({
      tasks: [],
      failures: [{ arn: task, reason: 'MISSING' }],
    });
    expect(one.ask('ecs', 'ListTasks', { cluster: 'harbour', desiredStatus: 'STOPPED' }).taskArns).toEqual(
      [],
    );
  });
});

describe('containers start in order', () => {
  test('SUCCESS waits for exit code 0', () => {
    const one = hands();
    const first = container(['sh', '-c', 'exit 0'], { name: 'migrate', essential: false });
    const task = runOne(
      one,
      job(first, {
        name: 'web',
        image: 'httpd:2.4',
        dependsOn: [{ containerName: 'migrate', condition: 'SUCCESS' }],
      }),
    );
    const order: string[] = [];
    one.cloud.observe((notice) => {
      if (
        notice.kind === 'status' &&
        notice.machine === 'container' &&
        ['RUNNING', 'STOPPED'].includes(notice.to)
      )
        order.push(`${notice.subject.slice(task.length + 1)} ${notice.to}`);
    });
    one.wind(120_000);
    expect(order).toEqual(['migrate RUNNING', 'migrate STOPPED', 'web RUNNING']);
    expect(describeOne(one, task).lastStatus).toBe('RUNNING');
  });
});

describe('a dependency that fails', () => {
  test('stops the container that waits for its success, with exit code 143 and the agent’s reason', () => {
    const one = hands();
    const migrate = container(['sh', '-c', 'exit 1'], { name: 'migrate', essential: false });
    const web = {
      name: 'web',
      image: 'httpd:2.4',
      dependsOn: [{ containerName: 'migrate', condition: 'SUCCESS' }],
    };
    const task = runOne(one, job(migrate, web));
    one.wind(240_000);
    const { lastStatus, stopCode, containers } = describeOne(one, task);
    expect({ lastStatus, stopCode }).toEqual({ lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited' });
    expect(containers.map(({ name, exitCode, reason }: never) => ({ name, exitCode, reason }))).toEqual([
      { name: 'migrate', exitCode: 1, reason: undefined },
      {
        name: 'web',
        exitCode: 143,
        reason:
          'CannotStartContainerError: dependency graph: failed to resolve container ordering dependency [migrate] for target [web] as dependency did not exit successfully.',
      },
    ]);
  });
});

describe('the platform', () => {
  test('Windows has a version of its own', () => {
    const one = hands();
    const windows = {
      ...webDefinition,
      cpu: '1024',
      memory: '2048',
      runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE', cpuArchitecture: 'X86_64' },
    };
    expect(describeOne(one, runOne(one, windows)).platformVersion).toBe('1.0.0');
  });

  test('a capacity provider is shown on the task', () => {
    const one = hands();
    one.ask('ecs', 'CreateCluster', { clusterName: 'harbour', capacityProviders: ['FARGATE_SPOT'] });
    const task = runOne(one, webDefinition, {
      launchType: undefined,
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
    });
    expect(describeOne(one, task)).toMatchObject({
      launchType: 'FARGATE',
      capacityProviderName: 'FARGATE_SPOT',
    });
  });

  test('a revision of a family with three letters is deregistered by its short name', () => {
    const one = hands();
    one.ask('ecs', 'RegisterTaskDefinition', webDefinition);
    expect(
      one.ask('ecs', 'DeregisterTaskDefinition', { taskDefinition: 'web:1' }).taskDefinition.status,
    ).toBe('INACTIVE');
    expect(one.refusal('ecs', 'DeregisterTaskDefinition', { taskDefinition: 'web' }).message).toBe(
      'Revision is missing.',
    );
  });
});

describe('RunTask refuses', () => {
  const network = (one: Hands) => ({
    awsvpcConfiguration: { subnets: subnetsOf(one), assignPublicIp: 'ENABLED' },
  });
  test.each([
    [{ cluster: 'nowhere' }, 'ClusterNotFoundException', 'Cluster not found.'],
    [{ taskDefinition: 'api' }, 'ClientException', 'TaskDefinition not found.'],
    [{ taskDefinition: 'web:x' }, 'ClientException', 'Invalid revision number. Number: x'],
    [
      { platformVersion: '9.9' },
      'PlatformUnknownException',
      'The specified platform version does not exist: 9.9.',
    ],
    [{ count: 11 }, 'InvalidParameterException', 'Count cannot be greater than 10.'],
    [
      { launchType: 'EC2' },
      'InvalidParameterException',
      'Assign public IP is not supported for this launch type.',
    ],
    [
      { launchType: 'EXTERNAL' },
      'InvalidParameterException',
      'Task definition does not support launch_type EXTERNAL.',
    ],
    [
      { networkConfiguration: undefined },
      'InvalidParameterException',
      "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
    ],
    [
      { networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } } },
      'InvalidParameterException',
      "Error retrieving subnet information for [subnet-1]: The subnet ID 'subnet-1' does not exist (ErrorCode: InvalidSubnetID.NotFound)",
    ],
    [{ count: '2' }, 'SerializationException', 'STRING_VALUE can not be converted to an Integer'],
  ])('%j with %s', (wrong, code, message) => {
    const one = hands();
    one.ask('ecs', 'CreateCluster', { clusterName: 'harbour' });
    one.ask('ecs', 'RegisterTaskDefinition', webDefinition);
    const before = one.cloud.snapshot();
    const input = {
      cluster: 'harbour',
      taskDefinition: 'web',
      launchType: 'FARGATE',
      networkConfiguration: network(one),
      ...wrong,
    };
    expect(one.refusal('ecs', 'RunTask', input)).toMatchObject({ code, message });
    expect(one.cloud.snapshot()).toBe(before);
  });
});

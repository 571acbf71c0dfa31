import { expect, test } from 'vitest';
import { hands, type Hands } from '../cloud.ts';
import { roleFor } from '../neighbours/roles.ts';

const role = 'arn:aws:iam::123456789012:role/app';

/** A cluster with so many machines. */
function yard(count = 1): Hands {
  const one = hands();
  roleFor(one, 'host', 'ec2.amazonaws.com', 'ecs:*');
  roleFor(one, 'app', 'ecs-tasks.amazonaws.com', 'ssmmessages:*');
  one.ask('ecs', 'CreateCluster', { clusterName: 'yard' });
  if (count > 0) addHosts(one, count);
  return one;
}

function addHosts(one: Hands, count: number): void {
  one.ask('ec2', 'RunInstances', {
    ImageId: 'ami-0123456789abcdef0',
    InstanceType: 't3.medium',
    MinCount: count,
    MaxCount: count,
    IamInstanceProfile: { Name: 'host' },
    UserData: btoa('#!/bin/bash\necho ECS_CLUSTER=yard >> /etc/ecs/ecs.config'),
  });
  one.wind(300_000);
}

const hostsOf = (one: Hands): string[] =>
  one.ask('ecs', 'ListContainerInstances', { cluster: 'yard' }).containerInstanceArns;
const machineOf = (one: Hands, containerInstance: string): string =>
  one.ask('ecs', 'DescribeContainerInstances', {
    cluster: 'yard',
    containerInstances: [containerInstance],
  }).containerInstances[0].ec2InstanceId;
const look = (one: Hands, task: string) =>
  one.ask('ecs', 'DescribeTasks', { cluster: 'yard', tasks: [task] }).tasks[0];

/** Starts a task on `host` whose container sees `volume` at /data. */
function start(one: Hands, volume: object, host = hostsOf(one)[0]): string {
  one.ask('ecs', 'RegisterTaskDefinition', {
    family: 'web',
    networkMode: 'bridge',
    taskRoleArn: role,
    volumes: [{ name: 'data', ...volume }],
    containerDefinitions: [
      {
        name: 'web',
        image: 'busybox:latest',
        command: ['sleep', 'infinity'],
        memory: 64,
        mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }],
      },
    ],
  });
  const { tasks } = one.ask('ecs', 'StartTask', {
    cluster: 'yard',
    taskDefinition: 'web',
    containerInstances: [host],
    enableExecuteCommand: true,
  });
  one.wind(60_000);
  return tasks[0].taskArn;
}

function exec(one: Hands, task: string, command: string): string[] {
  const { session } = one.ask('ecs', 'ExecuteCommand', { cluster: 'yard', task, command, interactive: true });
  return JSON.parse(atob(session.tokenValue)).output;
}
const write = (one: Hands, task: string) => exec(one, task, '/bin/sh -c "echo mine > /data/note"');
const read = (one: Hands, task: string) => exec(one, task, 'cat /data/note');
const nothing = ['cat: /data/note: No such file or directory'];
function stop(one: Hands, task: string): void {
  one.ask('ecs', 'StopTask', { cluster: 'yard', task });
  one.wind(120_000);
}

const bindMount = { host: { sourcePath: '/srv/data' } };
const dockerVolume = { dockerVolumeConfiguration: { scope: 'shared', autoprovision: true } };

test.each([
  ['a folder of the host', bindMount],
  ['a Docker volume that is shared', dockerVolume],
])('%s is seen by the tasks of one instance, by those after them, and by none elsewhere', (_, volume) => {
  const one = yard(2);
  const [here, there] = hostsOf(one);
  const first = start(one, volume, here);
  write(one, first);
  expect(read(one, start(one, volume, here))).toEqual(['mine']);
  stop(one, first);
  expect(read(one, start(one, volume, here))).toEqual(['mine']);
  expect(read(one, start(one, volume, there))).toEqual(nothing);
});

test.each([
  ['a volume without more words', {}],
  ['an empty host', { host: {} }],
  ['a Docker volume of the task', { dockerVolumeConfiguration: { scope: 'task' } }],
])('%s is the task’s own, and goes with it', (_, volume) => {
  const one = yard();
  const first = start(one, volume);
  write(one, first);
  expect(read(one, first)).toEqual(['mine']);
  expect(read(one, start(one, volume))).toEqual(nothing);
});

test('a folder below another is the same folder', () => {
  const one = yard();
  write(one, start(one, bindMount));
  expect(exec(one, start(one, { host: { sourcePath: '/srv' } }), 'cat /data/data/note')).toEqual(['mine']);
  expect(exec(one, start(one, { host: { sourcePath: '/' } }), 'cat /data/srv/data/note')).toEqual(['mine']);
});

test('a host’s disk outlives that it is stopped or deregistered, and goes when it is terminated', () => {
  const one = yard();
  write(one, start(one, bindMount));
  const InstanceIds = [machineOf(one, hostsOf(one)[0]!)];
  one.ask('ec2', 'StopInstances', { InstanceIds });
  one.wind(7_200_000);
  one.ask('ec2', 'StartInstances', { InstanceIds });
  one.wind(300_000);
  expect(read(one, start(one, bindMount))).toEqual(['mine']);
  one.ask('ec2', 'TerminateInstances', { InstanceIds });
  addHosts(one, 1);
  expect(read(one, start(one, bindMount))).toEqual(nothing);
  expect(one.cloud.state.regions.get('us-east-1')!.ecs.capacity.disks.size).toBe(1);
});

test('a host that no machine stands behind leaves no disk', () => {
  const one = yard(0);
  one.ask('ecs', 'RegisterContainerInstance', { cluster: 'yard' });
  const task = start(one, bindMount);
  write(one, task);
  const { disks } = one.cloud.state.regions.get('us-east-1')!.ecs.capacity;
  expect(disks.size).toBe(1);
  one.ask('ecs', 'DeregisterContainerInstance', {
    cluster: 'yard',
    containerInstance: hostsOf(one)[0],
    force: true,
  });
  one.wind(7_200_000);
  expect(disks.size).toBe(0);
});

test('a shared Docker volume that is not to be provisioned must be there', () => {
  const one = yard();
  const wanted = { dockerVolumeConfiguration: { scope: 'shared' } };
  const { lastStatus, stopCode, stoppedReason } = look(one, start(one, wanted));
  expect({ lastStatus, stopCode, stoppedReason }).toEqual({
    lastStatus: 'STOPPED',
    stopCode: 'TaskFailedToStart',
    stoppedReason:
      "initialize volume: volume detection failed, volume 'data' does not exist and autoprovision is set to false: Error response from daemon: get data: no such volume",
  });
  const maker = start(one, dockerVolume);
  write(one, maker);
  expect(read(one, start(one, wanted))).toEqual(['mine']);
});

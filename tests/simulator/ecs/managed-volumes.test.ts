import { expect, test } from 'vitest';
import { hands, subnetsOf, webDefinition, type Hands } from '../cloud.ts';
import { roleFor } from '../neighbours/roles.ts';
import { createShop, harbour, shop } from './harbour.ts';

const definition = {
  ...webDefinition,
  containerDefinitions: [
    {
      ...webDefinition.containerDefinitions[0],
      mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }],
    },
  ],
  volumes: [{ name: 'data', configuredAtLaunch: true }],
};
const configured = (roleArn: string, more: object = {}) => ({
  volumeConfigurations: [{ name: 'data', managedEBSVolume: { roleArn, sizeInGiB: 10, ...more } }],
});

/** A world with the definition, and a role that ECS may make volumes with. */
function yard(): { one: Hands; role: string } {
  const one = harbour();
  one.ask('ecs', 'RegisterTaskDefinition', definition);
  return { one, role: roleFor(one, 'ecsInfrastructureRole', 'ecs.amazonaws.com', 'ec2:*') };
}

const run = (one: Hands, more: object) =>
  one.ask('ecs', 'RunTask', {
    cluster: 'harbour',
    taskDefinition: 'web',
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: subnetsOf(one), assignPublicIp: 'ENABLED' } },
    ...more,
  }).tasks[0].taskArn as string;
const look = (one: Hands, task: string) =>
  one.ask('ecs', 'DescribeTasks', { cluster: 'harbour', tasks: [task] }).tasks[0];
const volumes = (one: Hands) => one.ask('ec2', 'DescribeVolumes').Volumes;

test('a task gets a volume of its own in its zone, which goes with it', () => {
  const { one, role } = yard();
  const task = run(one, configured(role));
  one.wind(60_000);
  const { lastStatus, availabilityZone, attachments } = look(one, task);
  const [volume] = volumes(one);
  expect(lastStatus).toBe('RUNNING');
  expect(volume).toMatchObject({
    State: 'in-use',
    Size: 10,
    VolumeType: 'gp3',
    AvailabilityZone: availabilityZone,
    Attachments: [{ AssociatedResource: task, DeleteOnTermination: true }],
  });
  expect(attachments[1]).toEqual({
    id: expect.any(String),
    type: 'AmazonElasticBlockStorage',
    status: 'ATTACHED',
    details: [
      { name: 'volumeId', value: volume.VolumeId },
      { name: 'roleArn', value: role },
      { name: 'deleteOnTermination', value: 'true' },
      { name: 'volumeName', value: 'data' },
      { name: 'filesystemType', value: 'xfs' },
      { name: 'volumeType', value: 'gp3' },
      { name: 'volumeSize', value: '10' },
    ],
  });
  expect(one.refusal('ec2', 'DeleteVolume', { VolumeId: volume.VolumeId }).code).toBe('VolumeInUse');
  one.ask('ecs', 'StopTask', { cluster: 'harbour', task });
  one.wind(120_000);
  expect(volumes(one)).toEqual([]);
});

test('a volume that is to stay is left in the account, attached to nothing', () => {
  const { one, role } = yard();
  const task = run(one, configured(role, { terminationPolicy: { deleteOnTermination: false } }));
  one.wind(60_000);
  one.ask('ecs', 'StopTask', { cluster: 'harbour', task });
  one.wind(120_000);
  expect(volumes(one)).toMatchObject([{ State: 'available', Attachments: [] }]);
  one.ask('ec2', 'DeleteVolume', { VolumeId: volumes(one)[0].VolumeId });
  expect(volumes(one)).toEqual([]);
});

test('each task of a service has its own, and a task that takes another’s place gets a new one', () => {
  const { one, role } = yard();
  createShop(one, configured(role));
  one.wind(120_000);
  const before = volumes(one).map(({ VolumeId }: { VolumeId: string }) => VolumeId);
  expect([shop(one).runningCount, before.length]).toEqual([2, 2]);
  const [task] = one.ask('ecs', 'ListTasks', { cluster: 'harbour' }).taskArns;
  one.ask('ecs', 'StopTask', { cluster: 'harbour', task });
  one.wind(240_000);
  const after = volumes(one).map(({ VolumeId }: { VolumeId: string }) => VolumeId);
  expect([after.length, after.filter((id: string) => before.includes(id)).length]).toEqual([2, 1]);
});

const unassumable = (role: string) =>
  `ECS was unable to assume the configured ECS Infrastructure Role '${role}'. Please verify that the role being passed has the proper trust relationship with Amazon ECS`;

test('without a role that trusts ECS there is no volume, and no task', () => {
  const { one } = yard();
  const role = roleFor(one, 'lambda', 'lambda.amazonaws.com');
  const task = run(one, configured(role));
  one.wind(120_000);
  expect(look(one, task)).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart' });
  expect(look(one, task).stoppedReason).toBe(unassumable(role));
  expect(volumes(one)).toEqual([]);
});

test('a role that trusts ECS must also be allowed to make volumes; AWS’s policy for it is enough', () => {
  const { one } = yard();
  const role = roleFor(one, 'infrastructure', 'ecs.amazonaws.com');
  const task = run(one, configured(role));
  one.wind(120_000);
  expect(look(one, task).stoppedReason).toBe(unassumable(role));
  one.ask('iam', 'AttachRolePolicy', {
    RoleName: 'infrastructure',
    PolicyArn: 'arn:aws:iam::aws:policy/service-role/AmazonECSInfrastructureRolePolicyForVolumes',
  });
  const second = run(one, configured(role));
  one.wind(120_000);
  expect(look(one, second).lastStatus).toBe('RUNNING');
});

test('a snapshot carries on what is on a volume, into another zone and a larger disk', () => {
  const { one, role } = yard();
  roleFor(one, 'app', 'ecs-tasks.amazonaws.com', 'ssmmessages:*');
  one.ask('ecs', 'RegisterTaskDefinition', {
    ...definition,
    taskRoleArn: 'arn:aws:iam::123456789012:role/app',
  });
  const start = (zone: number, more: object) => {
    const [...subnets] = subnetsOf(one);
    const task = run(one, {
      ...configured(role, more),
      enableExecuteCommand: true,
      networkConfiguration: {
        awsvpcConfiguration: { subnets: [subnets[zone]], assignPublicIp: 'ENABLED' },
      },
    });
    one.wind(60_000);
    return task;
  };
  const exec = (task: string, command: string) => {
    const input = { cluster: 'harbour', task, command, interactive: true };
    const { session } = one.ask('ecs', 'ExecuteCommand', input);
    return JSON.parse(atob(session.tokenValue)).output;
  };
  const first = start(0, {});
  exec(first, '/bin/sh -c "echo one > /data/note"');
  const [{ VolumeId }] = volumes(one);
  const { SnapshotId, ...made } = one.ask('ec2', 'CreateSnapshot', { VolumeId, Description: 'nightly' });
  expect(made).toMatchObject({
    VolumeId,
    VolumeSize: 10,
    State: 'pending',
    Progress: '0%',
    Description: 'nightly',
  });
  exec(first, '/bin/sh -c "echo two > /data/note"');
  one.ask('ecs', 'StopTask', { cluster: 'harbour', task: first });
  one.wind(120_000);
  expect(volumes(one)).toEqual([]);
  expect(one.ask('ec2', 'DescribeSnapshots', { SnapshotIds: [SnapshotId] }).Snapshots).toMatchObject([
    { SnapshotId, State: 'completed', Progress: '100%' },
  ]);
  const second = start(1, { snapshotId: SnapshotId, sizeInGiB: 20 });
  expect(exec(second, 'cat /data/note')).toEqual(['one']);
  expect(volumes(one)).toMatchObject([{ SnapshotId, Size: 20, AvailabilityZone: 'us-east-1b' }]);
  const third = start(0, { snapshotId: SnapshotId, sizeInGiB: undefined });
  one.ask('ec2', 'DeleteSnapshot', { SnapshotId });
  expect(exec(third, 'cat /data/note')).toEqual(['one']);
  expect(look(one, third).attachments[1].details.slice(-2)).toEqual([
    { name: 'volumeSize', value: '10' },
    { name: 'snapshotId', value: SnapshotId },
  ]);
  expect(one.refusal('ec2', 'DeleteSnapshot', { SnapshotId }).code).toBe('InvalidSnapshot.NotFound');
});

test('a volume is made of no snapshot that is missing, pending or larger', () => {
  const { one, role } = yard();
  const failed = (more: object) => {
    const task = run(one, configured(role, more));
    one.wind(25_000);
    return look(one, task).stoppedReason;
  };
  run(one, configured(role));
  one.wind(60_000);
  const [{ VolumeId }] = volumes(one);
  const { SnapshotId: snapshotId } = one.ask('ec2', 'CreateSnapshot', { VolumeId });
  const words = 'ECS failed to set up the EBS volume. Encountered ';
  expect([
    failed({ snapshotId }),
    failed({ snapshotId: 'snap-0' }),
    failed({ snapshotId, sizeInGiB: 5 }),
    one.refusal('ec2', 'CreateSnapshot', { VolumeId: 'vol-0' }).message,
  ]).toEqual([
    `${words}IncorrectState: Snapshot ${snapshotId} is in the pending state.`,
    `${words}InvalidSnapshot.NotFound: The snapshot 'snap-0' does not exist.`,
    `${words}InvalidParameterValue: Volume of 5GiB is too small for snapshot '${snapshotId}' of 10GiB.`,
    "The volume 'vol-0' does not exist.",
  ]);
});

test('what is left to the launch must be said there, and nothing else may be', () => {
  const { one, role } = yard();
  const refusal = (more: object) =>
    one.refusal('ecs', 'RunTask', {
      cluster: 'harbour',
      taskDefinition: 'web',
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: subnetsOf(one), assignPublicIp: 'ENABLED' } },
      ...more,
    }).message;
  expect([
    refusal({}),
    refusal({ volumeConfigurations: [{ name: 'other', managedEBSVolume: { roleArn: role } }] }),
    refusal(configured(role, { sizeInGiB: undefined })),
    refusal(configured(role, { snapshotId: 'snap-1', sizeInGiB: 20_000 })),
  ]).toEqual([
    'The volume data is to be configured at launch: give its configuration in volumeConfigurations.',
    'The volume other is not in the task definition with configuredAtLaunch: name one that is.',
    'sizeInGiB must be between 1 and 16384 when no snapshot is given.',
    'sizeInGiB must be between 1 and 16384 when no snapshot is given.',
  ]);
  expect(hands().ask('ec2', 'DescribeVolumes').Volumes).toEqual([]);
});

import { expect, test } from 'vitest';
import { hands, subnetsOf, webDefinition, type Hands } from '../cloud.ts';
import { roleFor } from '../neighbours/roles.ts';

/** A cluster, and a file system that can be mounted in each zone. */
function yard(): { one: Hands; fileSystemId: string } {
  const one = hands();
  roleFor(one, 'app', 'ecs-tasks.amazonaws.com', 'ssmmessages:*');
  one.ask('ecs', 'CreateCluster', { clusterName: 'yard' });
  const { FileSystemId } = one.ask('efs', 'CreateFileSystem', { CreationToken: 'shared' });
  one.wind(60_000);
  for (const SubnetId of subnetsOf(one)) one.ask('efs', 'CreateMountTarget', { FileSystemId, SubnetId });
  one.wind(120_000);
  return { one, fileSystemId: FileSystemId };
}

/** Runs a task that sees a volume at /data; answers with its ARN. */
function run(one: Hands, efsVolumeConfiguration: object): string {
  one.ask('ecs', 'RegisterTaskDefinition', {
    ...webDefinition,
    taskRoleArn: 'arn:aws:iam::123456789012:role/app',
    volumes: [{ name: 'shared', efsVolumeConfiguration }],
    containerDefinitions: [
      {
        name: 'web',
        image: 'busybox:latest',
        command: ['sleep', 'infinity'],
        mountPoints: [{ sourceVolume: 'shared', containerPath: '/data' }],
      },
    ],
  });
  const { tasks } = one.ask('ecs', 'RunTask', {
    cluster: 'yard',
    taskDefinition: 'web',
    launchType: 'FARGATE',
    enableExecuteCommand: true,
    networkConfiguration: { awsvpcConfiguration: { subnets: subnetsOf(one), assignPublicIp: 'ENABLED' } },
  });
  one.wind(90_000);
  return tasks[0].taskArn;
}
function exec(one: Hands, task: string, command: string): string[] {
  const { session } = one.ask('ecs', 'ExecuteCommand', { cluster: 'yard', task, command, interactive: true });
  return JSON.parse(atob(session.tokenValue)).output;
}
const reason = (one: Hands, task: string): string =>
  one.ask('ecs', 'DescribeTasks', { cluster: 'yard', tasks: [task] }).tasks[0].stoppedReason;
function point(one: Hands, FileSystemId: string, Path: string, CreationInfo?: object) {
  const { AccessPointId } = one.ask('efs', 'CreateAccessPoint', {
    ClientToken: Path,
    FileSystemId,
    RootDirectory: { Path, ...(CreationInfo ? { CreationInfo } : {}) },
  });
  return {
    fileSystemId: FileSystemId,
    transitEncryption: 'ENABLED',
    authorizationConfig: { accessPointId: AccessPointId },
  };
}
const owner = { OwnerUid: 1000, OwnerGid: 1000, Permissions: '750' };
const failed = (what: string) =>
  `ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: b'mount.nfs4: ${what}' : unsuccessful EFS utils command execution; code: 32`;

test('the folder of an access point is a folder of the file system', () => {
  const { one, fileSystemId } = yard();
  const shop = run(one, point(one, fileSystemId, '/tenants/shop', owner));
  expect(exec(one, shop, 'ls /data')).toEqual([]);
  exec(one, shop, '/bin/sh -c "echo 1 > /data/order"');
  const root = run(one, { fileSystemId });
  expect(exec(one, root, 'cat /data/tenants/shop/order')).toEqual(['1']);
  exec(one, root, '/bin/sh -c "echo 2 > /data/tenants/shop/order; echo all > /data/list"');
  expect(exec(one, shop, 'cat /data/order')).toEqual(['2']);
  expect(exec(one, shop, 'ls /data')).toEqual(['order']);
  const below = run(one, { fileSystemId, rootDirectory: '/tenants/' });
  expect(exec(one, below, 'ls /data')).toEqual(['shop']);
});

test('an access point whose folder is missing does not open without CreationInfo', () => {
  const { one, fileSystemId } = yard();
  const shop = point(one, fileSystemId, '/shop');
  expect(reason(one, run(one, shop))).toBe(failed('access denied by server while mounting 127.0.0.1:/'));
  exec(one, run(one, { fileSystemId }), 'mkdir /data/shop');
  expect(exec(one, run(one, shop), 'ls /data')).toEqual([]);
});

test('a root directory must be there', () => {
  const { one, fileSystemId } = yard();
  const shop = { fileSystemId, rootDirectory: '/shop' };
  expect([
    reason(one, run(one, shop)),
    reason(one, run(one, { ...shop, transitEncryption: 'ENABLED' })),
  ]).toEqual(
    [`${fileSystemId}.efs.us-east-1.amazonaws.com`, '127.0.0.1'].map((server) =>
      failed(`mounting ${server}:/shop failed, reason given by server: No such file or directory`),
    ),
  );
  const root = run(one, { fileSystemId });
  expect(exec(one, root, '/bin/sh -c "mkdir /data/shop; mkdir /data/shop"')).toEqual([
    "mkdir: cannot create directory '/data/shop': File exists",
  ]);
  const inside = run(one, shop);
  exec(one, inside, '/bin/sh -c "echo 1 > /data/order; rm -rf /data"');
  expect(exec(one, root, 'ls /data')).toEqual(['shop']);
  exec(one, root, 'rm -r /data/shop');
  expect(exec(one, root, 'ls /data')).toEqual([]);
  expect(reason(one, run(one, shop))).toMatch(/No such file or directory/);
});

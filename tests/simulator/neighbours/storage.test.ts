import { describe, expect, test } from 'vitest';
import { hands, subnetsOf, webDefinition, type Hands } from '../cloud.ts';

const minute = 60_000;

/** A file system with mount targets in all subnets whose group lets `port` in. */
function fileSystem(one: Hands, { port = 2049, mounted = true } = {}): string {
  const { FileSystemId } = one.ask('efs', 'CreateFileSystem', {
    CreationToken: 'shared',
    Tags: [{ Key: 'Name', Value: 'shared' }],
  });
  one.wind(minute);
  const { vpc } = one.cloud.state.regions.get('us-east-1')!;
  vpc.securityGroups.push({
    groupId: 'sg-efs',
    groupName: 'efs',
    description: 'NFS',
    ingress: [{ ruleId: 'sgr-1', protocol: 'tcp', fromPort: port, toPort: port, cidr: vpc.cidrBlock }],
    egress: [{ ruleId: 'sgr-1', protocol: '-1', cidr: '0.0.0.0/0' }],
  });
  if (mounted)
    for (const SubnetId of subnetsOf(one))
      one.ask('efs', 'CreateMountTarget', { FileSystemId, SubnetId, SecurityGroups: ['sg-efs'] });
  one.wind(2 * minute);
  return FileSystemId;
}

function run(one: Hands, fileSystemId: string, accessPointId?: string) {
  one.ask('ecs', 'CreateCluster', { clusterName: 'harbour' });
  one.ask('ecs', 'RegisterTaskDefinition', {
    ...webDefinition,
    volumes: [
      {
        name: 'shared',
        efsVolumeConfiguration: {
          fileSystemId,
          transitEncryption: 'ENABLED',
          ...(accessPointId ? { authorizationConfig: { accessPointId } } : {}),
        },
      },
    ],
    containerDefinitions: [
      {
        ...webDefinition.containerDefinitions[0],
        mountPoints: [{ sourceVolume: 'shared', containerPath: '/data' }],
      },
    ],
  });
  const { tasks } = one.ask('ecs', 'RunTask', {
    cluster: 'harbour',
    taskDefinition: 'web',
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: subnetsOf(one), assignPublicIp: 'ENABLED' } },
  });
  one.wind(5 * minute);
  return one.ask('ecs', 'DescribeTasks', { cluster: 'harbour', tasks: [tasks[0].taskArn] }).tasks[0];
}

describe('a task with an EFS volume', () => {
  test('runs when the file system has a mount target in its zone', () => {
    const one = hands();
    expect(run(one, fileSystem(one)).lastStatus).toBe('RUNNING');
  });

  test('does not start without a mount target', () => {
    const one = hands();
    const id = fileSystem(one, { mounted: false });
    expect(run(one, id)).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'TaskFailedToStart',
      stoppedReason: expect.stringContaining(
        `Failed to resolve "${id}.efs.us-east-1.amazonaws.com" - check that your file system ID is correct`,
      ),
    });
  });

  test('does not start when a security group keeps NFS out', () => {
    const one = hands();
    expect(run(one, fileSystem(one, { port: 443 })).stoppedReason).toContain(
      'mount.nfs4: Connection timed out',
    );
  });

  test('does not start with an access point of another file system', () => {
    const one = hands();
    const id = fileSystem(one);
    const other = one.ask('efs', 'CreateFileSystem', { CreationToken: 'other' }).FileSystemId;
    const { AccessPointId } = one.ask('efs', 'CreateAccessPoint', { ClientToken: 'a', FileSystemId: other });
    expect(run(one, id, AccessPointId).stoppedReason).toContain('access denied by server');
  });
});

describe('Amazon EFS', () => {
  test('makes file systems and mount targets, and deletes them in order', () => {
    const one = hands();
    const FileSystemId = fileSystem(one);
    const states = () => [
      one.ask('efs', 'DescribeFileSystems', { FileSystemId }).FileSystems[0],
      ...one.ask('efs', 'DescribeMountTargets', { FileSystemId }).MountTargets,
    ];
    expect(states()).toMatchObject([
      { Name: 'shared', LifeCycleState: 'available', NumberOfMountTargets: 3 },
      { LifeCycleState: 'available', IpAddress: expect.stringMatching(/^172\.31\./) },
      { AvailabilityZoneName: 'us-east-1b' },
      { AvailabilityZoneName: 'us-east-1c' },
    ]);
    expect(one.refusal('efs', 'DeleteFileSystem', { FileSystemId })).toMatchObject({
      code: 'FileSystemInUse',
    });
    expect(
      one.refusal('efs', 'CreateMountTarget', { FileSystemId, SubnetId: subnetsOf(one)[0] }),
    ).toMatchObject({ code: 'MountTargetConflict', message: 'mount target already exists in this AZ' });
    for (const { MountTargetId } of states().slice(1)) one.ask('efs', 'DeleteMountTarget', { MountTargetId });
    one.wind(2 * minute);
    one.ask('efs', 'DeleteFileSystem', { FileSystemId });
    one.wind(minute);
    expect(one.refusal('efs', 'DescribeFileSystems', { FileSystemId })).toMatchObject({
      code: 'FileSystemNotFound',
      message: `File system '${FileSystemId}' does not exist.`,
    });
  });

  test('the same creation token names the file system that is there', () => {
    const one = hands();
    const { FileSystemId } = one.ask('efs', 'CreateFileSystem', { CreationToken: 'a' });
    expect(one.refusal('efs', 'CreateFileSystem', { CreationToken: 'a' })).toMatchObject({
      code: 'FileSystemAlreadyExists',
      message: `File system '${FileSystemId}' already exists with creation token 'a'`,
    });
  });
});

describe('Amazon FSx', () => {
  test('makes a file system for Windows in some minutes', () => {
    const one = hands();
    const { FileSystem } = one.ask('fsx', 'CreateFileSystem', {
      FileSystemType: 'WINDOWS',
      StorageCapacity: 300,
      SubnetIds: subnetsOf(one).slice(0, 1),
      WindowsConfiguration: { ThroughputCapacity: 8 },
    });
    const lifecycle = () =>
      one.ask('fsx', 'DescribeFileSystems').FileSystems.map((each: { Lifecycle: string }) => each.Lifecycle);
    expect(lifecycle()).toEqual(['CREATING']);
    one.wind(10 * minute);
    expect(lifecycle()).toEqual(['AVAILABLE']);
    one.ask('fsx', 'DeleteFileSystem', { FileSystemId: FileSystem.FileSystemId });
    one.wind(5 * minute);
    expect(lifecycle()).toEqual([]);
  });

  test.each([
    [
      { FileSystemType: 'WINDOWS', SubnetIds: [] },
      'WindowsConfiguration must be specified for a file system of type WINDOWS.',
    ],
    [
      { FileSystemType: 'LUSTRE', SubnetIds: [], StorageCapacity: 32 },
      'StorageCapacity must be at least 1200 GiB for a file system of type LUSTRE.',
    ],
  ])('refuses %j', (input, message) => {
    expect(hands().refusal('fsx', 'CreateFileSystem', input)).toMatchObject({ code: 'BadRequest', message });
  });
});

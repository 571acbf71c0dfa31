import type {
  AccessPointDescription,
  CreateAccessPointRequest,
  CreateFileSystemRequest,
  CreateMountTargetRequest,
  DeleteAccessPointRequest,
  DeleteFileSystemRequest,
  DeleteMountTargetRequest,
  DescribeAccessPointsRequest,
  DescribeAccessPointsResponse,
  DescribeFileSystemsRequest,
  DescribeFileSystemsResponse,
  DescribeMountTargetsRequest,
  DescribeMountTargetsResponse,
  FileSystemDescription,
  MountTargetDescription,
} from '@aws-sdk/client-efs';
import { AwsError } from '../../api/errors.ts';
import type { CallScope } from '../../api/service.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { RegionScope } from '../../region.ts';
import { attachInterface } from '../vpc.ts';
import { begin, give, storageTable } from './life.ts';
import type { AccessPoint, FileSystem, MountTarget } from './state.ts';

export type StorageScope = RegionScope & CallScope;

const nameIn = (tags: { Key?: string | undefined; Value?: string | undefined }[] | undefined) => {
  const name = tags?.find(({ Key }) => Key === 'Name')?.Value;
  return name === undefined ? {} : { Name: name };
};

/** @throws AwsError FileSystemNotFound */
function fileSystemOf(id: string | undefined, { neighbours }: RegionScope): FileSystem {
  const found = neighbours.storage.fileSystems.get(id?.slice(id.lastIndexOf('/') + 1) ?? '');
  if (!found) throw new AwsError('FileSystemNotFound', `File system '${id}' does not exist.`);
  return found;
}

/** CreateFileSystem; the same creation token again names the file system that is there. */
export function createFileSystem(
  input: Wire<CreateFileSystemRequest>,
  scope: StorageScope,
): Wire<FileSystemDescription> {
  const { fileSystems } = scope.neighbours.storage;
  const token = input.CreationToken ?? scope.context.random.uuid();
  const same = [...fileSystems.values()].find((each) => each.input.CreationToken === token);
  if (same)
    throw new AwsError(
      'FileSystemAlreadyExists',
      `File system '${same.id}' already exists with creation token '${token}'`,
      { FileSystemId: same.id },
    );
  const id = `fs-0${scope.context.random.hex(16)}`;
  const fileSystem: FileSystem = {
    id,
    arn: `arn:aws:elasticfilesystem:${scope.region}:${scope.accountId}:file-system/${id}`,
    status: storageTable.initial.target,
    createdAt: scope.context.date,
    files: {},
    input: { ...input, CreationToken: token },
  };
  fileSystems.set(id, fileSystem);
  begin(fileSystem, scope);
  return describeFileSystem(fileSystem, scope);
}

function describeFileSystem(
  { id, arn, status, createdAt, files, input }: FileSystem,
  { accountId, neighbours }: RegionScope,
): Wire<FileSystemDescription> {
  const targets = [...neighbours.storage.mountTargets.values()].filter(
    ({ fileSystemId }) => fileSystemId === id,
  );
  return {
    OwnerId: accountId,
    CreationToken: input.CreationToken,
    FileSystemId: id,
    FileSystemArn: arn,
    CreationTime: epochSeconds(createdAt),
    LifeCycleState: status as 'available',
    ...nameIn(input.Tags),
    NumberOfMountTargets: targets.length,
    // EFS meters 6 KiB at least, and 4 KiB for each file (user guide, metering).
    SizeInBytes: { Value: 6144 + Object.keys(files).length * 4096 },
    PerformanceMode: input.PerformanceMode ?? 'generalPurpose',
    Encrypted: input.Encrypted ?? false,
    ThroughputMode: input.ThroughputMode ?? 'bursting',
    ...(input.AvailabilityZoneName ? { AvailabilityZoneName: input.AvailabilityZoneName } : {}),
    Tags: input.Tags ?? [],
  };
}

export function describeFileSystems(
  { FileSystemId, CreationToken }: Wire<DescribeFileSystemsRequest>,
  scope: StorageScope,
): Wire<DescribeFileSystemsResponse> {
  const all =
    FileSystemId === undefined
      ? [...scope.neighbours.storage.fileSystems.values()]
      : [fileSystemOf(FileSystemId, scope)];
  return {
    FileSystems: all
      .filter(({ input }) => CreationToken === undefined || input.CreationToken === CreationToken)
      .map((each) => describeFileSystem(each, scope)),
  };
}

export function deleteFileSystem(input: Wire<DeleteFileSystemRequest>, scope: StorageScope): void {
  const fileSystem = fileSystemOf(input.FileSystemId, scope);
  if (
    [...scope.neighbours.storage.mountTargets.values()].some(
      ({ fileSystemId }) => fileSystemId === fileSystem.id,
    )
  )
    throw new AwsError(
      'FileSystemInUse',
      `The file system '${fileSystem.id}' has mount targets created in it.`,
    );
  give(fileSystem, 'DELETE', scope);
}

/** CreateMountTarget: one in each Availability Zone at most, with an address of its subnet. */
export function createMountTarget(
  input: Wire<CreateMountTargetRequest>,
  scope: StorageScope,
): Wire<MountTargetDescription> {
  const fileSystem = fileSystemOf(input.FileSystemId, scope);
  if (fileSystem.status !== 'available')
    throw new AwsError(
      'IncorrectFileSystemLifeCycleState',
      `The file system '${fileSystem.id}' is not available: its state is ${fileSystem.status}.`,
    );
  const subnet = scope.vpc.subnets.find(({ subnetId }) => subnetId === input.SubnetId);
  if (!subnet) throw new AwsError('SubnetNotFound', `The subnet ID '${input.SubnetId}' does not exist`);
  for (const group of input.SecurityGroups ?? [])
    if (!scope.vpc.securityGroups.some(({ groupId }) => groupId === group))
      throw new AwsError('SecurityGroupNotFound', `The security group '${group}' does not exist`);
  const { mountTargets } = scope.neighbours.storage;
  const { availabilityZone } = subnet;
  const there = [...mountTargets.values()].find(
    (each) => each.fileSystemId === fileSystem.id && each.availabilityZone === availabilityZone,
  );
  if (there) throw new AwsError('MountTargetConflict', 'mount target already exists in this AZ');
  const groups = input.SecurityGroups?.length
    ? input.SecurityGroups
    : scope.vpc.securityGroups
        .filter(({ groupName }) => groupName === 'default')
        .map(({ groupId }) => groupId);
  const networkInterface = attachInterface(subnet, scope.context, { securityGroupIds: groups });
  if (!networkInterface)
    throw new AwsError(
      'NoFreeAddressesInSubnet',
      `Subnet '${subnet.subnetId}' does not have any free addresses.`,
    );
  const id = `fsmt-0${scope.context.random.hex(16)}`;
  const target: MountTarget = {
    id,
    arn: `arn:aws:elasticfilesystem:${scope.region}:${scope.accountId}:mount-target/${id}`,
    status: storageTable.initial.target,
    createdAt: scope.context.date,
    fileSystemId: fileSystem.id,
    subnetId: subnet.subnetId,
    availabilityZone,
    networkInterface,
  };
  mountTargets.set(id, target);
  begin(target, scope);
  return describeMountTarget(target, scope);
}

function describeMountTarget(
  { id, fileSystemId, subnetId, status, networkInterface, availabilityZone }: MountTarget,
  { accountId, vpc }: RegionScope,
): Wire<MountTargetDescription> {
  return {
    OwnerId: accountId,
    MountTargetId: id,
    FileSystemId: fileSystemId,
    SubnetId: subnetId,
    LifeCycleState: status as 'available',
    IpAddress: networkInterface.privateIpv4Address,
    NetworkInterfaceId: networkInterface.networkInterfaceId,
    AvailabilityZoneName: availabilityZone,
    VpcId: vpc.vpcId,
  };
}

export function describeMountTargets(
  { FileSystemId, MountTargetId, AccessPointId }: Wire<DescribeMountTargetsRequest>,
  scope: StorageScope,
): Wire<DescribeMountTargetsResponse> {
  const { mountTargets, accessPoints } = scope.neighbours.storage;
  const fileSystem = FileSystemId ?? accessPoints.get(AccessPointId ?? '')?.fileSystemId;
  if (FileSystemId !== undefined) fileSystemOf(FileSystemId, scope);
  if (MountTargetId !== undefined && !mountTargets.has(MountTargetId)) throw noMountTarget(MountTargetId);
  return {
    MountTargets: [...mountTargets.values()]
      .filter(({ fileSystemId }) => fileSystem === undefined || fileSystemId === fileSystem)
      .filter(({ id }) => MountTargetId === undefined || id === MountTargetId)
      .map((each) => describeMountTarget(each, scope)),
  };
}

function noMountTarget(id: string | undefined): AwsError {
  return new AwsError('MountTargetNotFound', `Mount target '${id}' does not exist.`);
}

export function deleteMountTarget(input: Wire<DeleteMountTargetRequest>, scope: StorageScope): void {
  const target = scope.neighbours.storage.mountTargets.get(input.MountTargetId ?? '');
  if (!target) throw noMountTarget(input.MountTargetId);
  give(target, 'DELETE', scope);
}

export function createAccessPoint(
  input: Wire<CreateAccessPointRequest>,
  scope: StorageScope,
): Wire<AccessPointDescription> {
  const fileSystem = fileSystemOf(input.FileSystemId, scope);
  const id = `fsap-0${scope.context.random.hex(16)}`;
  const point: AccessPoint = {
    id,
    arn: `arn:aws:elasticfilesystem:${scope.region}:${scope.accountId}:access-point/${id}`,
    fileSystemId: fileSystem.id,
    input,
  };
  scope.neighbours.storage.accessPoints.set(id, point);
  return describeAccessPoint(point, scope);
}

function describeAccessPoint(
  { id, arn, fileSystemId, input }: AccessPoint,
  { accountId }: RegionScope,
): Wire<AccessPointDescription> {
  return {
    ...(input.ClientToken ? { ClientToken: input.ClientToken } : {}),
    ...nameIn(input.Tags),
    Tags: input.Tags ?? [],
    AccessPointId: id,
    AccessPointArn: arn,
    FileSystemId: fileSystemId,
    ...(input.PosixUser ? { PosixUser: input.PosixUser } : {}),
    RootDirectory: input.RootDirectory ?? { Path: '/' },
    OwnerId: accountId,
    LifeCycleState: 'available',
  };
}

export function describeAccessPoints(
  { AccessPointId, FileSystemId }: Wire<DescribeAccessPointsRequest>,
  scope: StorageScope,
): Wire<DescribeAccessPointsResponse> {
  const { accessPoints } = scope.neighbours.storage;
  if (AccessPointId !== undefined && !accessPoints.has(AccessPointId)) throw noAccessPoint(AccessPointId);
  return {
    AccessPoints: [...accessPoints.values()]
      .filter(({ id }) => AccessPointId === undefined || id === AccessPointId)
      .filter(({ fileSystemId }) => FileSystemId === undefined || fileSystemId === FileSystemId)
      .map((each) => describeAccessPoint(each, scope)),
  };
}

function noAccessPoint(id: string | undefined): AwsError {
  return new AwsError('AccessPointNotFound', `Access point '${id}' does not exist.`);
}

export function deleteAccessPoint(input: Wire<DeleteAccessPointRequest>, scope: StorageScope): void {
  if (!scope.neighbours.storage.accessPoints.delete(input.AccessPointId ?? ''))
    throw noAccessPoint(input.AccessPointId);
}

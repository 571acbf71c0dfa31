import type {
  CreateFileSystemRequest,
  CreateFileSystemResponse,
  DeleteFileSystemRequest,
  DeleteFileSystemResponse,
  DescribeFileSystemsRequest,
  DescribeFileSystemsResponse,
  FileSystem,
} from '@aws-sdk/client-fsx';
import { AwsError } from '../../api/errors.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { RegionScope } from '../../region.ts';
import { begin, give, storageTable } from './life.ts';
import type { StorageScope } from './efs.ts';
import type { FsxFileSystem } from './state.ts';

/** What each kind of file system needs in its request, and the GiB that it must have at least (FSx API reference, CreateFileSystem). */
const kinds: Readonly<Record<string, { needs?: keyof Wire<CreateFileSystemRequest>; least: number }>> = {
  WINDOWS: { needs: 'WindowsConfiguration', least: 32 },
  LUSTRE: { least: 1200 },
  ONTAP: { needs: 'OntapConfiguration', least: 1024 },
  OPENZFS: { needs: 'OpenZFSConfiguration', least: 64 },
};

export function createFsxFileSystem(
  input: Wire<CreateFileSystemRequest>,
  scope: StorageScope,
): Wire<CreateFileSystemResponse> {
  const bad = (message: string) => new AwsError('BadRequest', message);
  const kind = Object.hasOwn(kinds, input.FileSystemType ?? '') ? kinds[input.FileSystemType!]! : undefined;
  if (!kind) throw bad(`FileSystemType must be one of ${Object.keys(kinds).join(', ')}.`);
  if (kind.needs && input[kind.needs] === undefined)
    throw bad(`${kind.needs} must be specified for a file system of type ${input.FileSystemType}.`);
  if ((input.StorageCapacity ?? kind.least) < kind.least)
    throw bad(
      `StorageCapacity must be at least ${kind.least} GiB for a file system of type ${input.FileSystemType}.`,
    );
  for (const id of input.SubnetIds ?? [])
    if (!scope.vpc.subnets.some(({ subnetId }) => subnetId === id))
      throw new AwsError('InvalidNetworkSettings', `The subnet ID '${id}' does not exist.`, {
        InvalidSubnetId: id,
      });
  const id = `fs-0${scope.context.random.hex(16)}`;
  const fileSystem: FsxFileSystem = {
    id,
    arn: `arn:aws:fsx:${scope.region}:${scope.accountId}:file-system/${id}`,
    status: storageTable.initial.target,
    createdAt: scope.context.date,
    input,
  };
  scope.neighbours.storage.windowsAndOthers.set(id, fileSystem);
  begin(fileSystem, scope);
  return { FileSystem: shown(fileSystem, scope) };
}

function shown(
  { id, arn, status, createdAt, input }: FsxFileSystem,
  { accountId, region, vpc }: RegionScope,
): Wire<FileSystem> {
  const kind = kinds[input.FileSystemType!]!;
  return {
    OwnerId: accountId,
    CreationTime: epochSeconds(createdAt),
    FileSystemId: id,
    FileSystemType: input.FileSystemType,
    Lifecycle: status.toUpperCase() as 'AVAILABLE',
    StorageCapacity: input.StorageCapacity ?? kind.least,
    StorageType: input.StorageType ?? 'SSD',
    VpcId: vpc.vpcId,
    SubnetIds: input.SubnetIds,
    DNSName: `${id}.fsx.${region}.amazonaws.com`,
    ResourceARN: arn,
    Tags: input.Tags ?? [],
  };
}

export function describeFsxFileSystems(
  input: Wire<DescribeFileSystemsRequest>,
  scope: StorageScope,
): Wire<DescribeFileSystemsResponse> {
  const all = scope.neighbours.storage.windowsAndOthers;
  for (const id of input.FileSystemIds ?? []) fsxOf(id, scope);
  return {
    FileSystems: [...all.values()]
      .filter(({ id }) => !input.FileSystemIds?.length || input.FileSystemIds.includes(id))
      .map((each) => shown(each, scope)),
  };
}

function fsxOf(id: string | undefined, { neighbours }: RegionScope): FsxFileSystem {
  const found = neighbours.storage.windowsAndOthers.get(id ?? '');
  if (!found) throw new AwsError('FileSystemNotFound', `File system '${id}' does not exist.`);
  return found;
}

export function deleteFsxFileSystem(
  input: Wire<DeleteFileSystemRequest>,
  scope: StorageScope,
): Wire<DeleteFileSystemResponse> {
  const fileSystem = fsxOf(input.FileSystemId, scope);
  give(fileSystem, 'DELETE', scope);
  return { FileSystemId: fileSystem.id, Lifecycle: 'DELETING' };
}

import type {
  CreateAccessPointRequest,
  CreateFileSystemRequest as CreateEfsRequest,
} from '@aws-sdk/client-efs';
import type { CreateFileSystemRequest as CreateFsxRequest } from '@aws-sdk/client-fsx';
import type { Wire } from '../../api/wire.ts';
import type { NetworkInterface } from '../vpc.ts';

/** Amazon EFS, Amazon FSx and Amazon EBS in one Region. */
export interface Storage {
  /** Of EFS, by id. */
  fileSystems: Map<string, FileSystem>;
  /** By id. */
  mountTargets: Map<string, MountTarget>;
  /** By id. */
  accessPoints: Map<string, AccessPoint>;
  /** Of FSx, by id. */
  windowsAndOthers: Map<string, FsxFileSystem>;
  /** Of EBS, by id. */
  volumes: Map<string, EbsVolume>;
  /** Of EBS, by id. */
  snapshots: Map<string, EbsSnapshot>;
}

/** What was on a volume at one moment. */
export interface EbsSnapshot {
  id: string;
  volumeId: string;
  sizeInGiB: number;
  encrypted: boolean;
  description: string;
  /** ms since 1970. */
  startedAt: number;
  /** ms since 1970: volumes can be made of it from then on. */
  completedAt: number;
  /** Text files by absolute path. */
  files: Record<string, string>;
}

/** A block device in one Availability Zone, for one task. */
export interface EbsVolume {
  id: string;
  sizeInGiB: number;
  volumeType: string;
  encrypted: boolean;
  /** What it was made of. */
  snapshotId?: string;
  availabilityZone: string;
  /** ms since 1970. */
  createdAt: number;
  /** ARN of the task. */
  attachedTo?: string;
  deleteOnTermination: boolean;
  /** Text files by absolute path. */
  files: Record<string, string>;
}

/** What a state machine moves: its status is EFS's word. */
export interface Living {
  id: string;
  arn: string;
  status: string;
  /** ms since 1970. */
  createdAt: number;
}

export interface FileSystem extends Living {
  /** Text files by absolute path: they outlive tasks. A path that ends in `/` is a folder without files. */
  files: Record<string, string>;
  input: Wire<CreateEfsRequest>;
}

export interface MountTarget extends Living {
  fileSystemId: string;
  subnetId: string;
  availabilityZone: string;
  networkInterface: NetworkInterface;
}

export interface AccessPoint {
  id: string;
  arn: string;
  fileSystemId: string;
  input: Wire<CreateAccessPointRequest>;
}

export interface FsxFileSystem extends Living {
  input: Wire<CreateFsxRequest>;
}

export function createStorage(): Storage {
  return {
    fileSystems: new Map(),
    mountTargets: new Map(),
    accessPoints: new Map(),
    windowsAndOthers: new Map(),
    volumes: new Map(),
    snapshots: new Map(),
  };
}

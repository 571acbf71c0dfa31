import { AwsError } from '../../api/errors.ts';
import type { Service } from '../../api/service.ts';
import {
  createAccessPoint,
  createFileSystem,
  createMountTarget,
  deleteAccessPoint,
  deleteFileSystem,
  deleteMountTarget,
  describeAccessPoints,
  describeFileSystems,
  describeMountTargets,
  type StorageScope,
} from './efs.ts';
import { createFsxFileSystem, deleteFsxFileSystem, describeFsxFileSystems } from './fsx.ts';
import { storageEvent } from './life.ts';

const missing = (member: string) => new AwsError('BadRequest', `The parameter ${member} is required.`);

/** Amazon EFS. */
export const efsService: Service<StorageScope> = {
  name: 'efs',
  operations: {
    CreateAccessPoint: createAccessPoint,
    CreateFileSystem: createFileSystem,
    CreateMountTarget: createMountTarget,
    DeleteAccessPoint: deleteAccessPoint,
    DeleteFileSystem: deleteFileSystem,
    DeleteMountTarget: deleteMountTarget,
    DescribeAccessPoints: describeAccessPoints,
    DescribeFileSystems: describeFileSystems,
    DescribeMountTargets: describeMountTargets,
  },
  missing,
};

/** Amazon FSx: records of file systems; what is in them is not simulated. */
export const fsxService: Service<StorageScope> = {
  name: 'fsx',
  operations: {
    CreateFileSystem: createFsxFileSystem,
    DeleteFileSystem: deleteFsxFileSystem,
    DescribeFileSystems: describeFsxFileSystems,
  },
  missing,
};

export const storageReactions = { 'storage.event': storageEvent };

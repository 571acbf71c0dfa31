import type { EFSVolumeConfiguration } from '@aws-sdk/client-ecs';
import type { Wire } from '../../api/wire.ts';
import { connects } from '../../neighbours/network/reach.ts';
import type { Storage } from '../../neighbours/storage/state.ts';
import type { Task } from '../state.ts';
import { registeredOf } from './containers.ts';
import type { TaskScope } from './life.ts';
import { answered, unanswered, type Problem } from './problem.ts';

const failed =
  'ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr:';
const nfs = 2049;

/**
 * Mounts the task's EFS volumes: the file system's name leads to a mount target in the task's Availability Zone, and the
 * security groups of both let NFS through
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/tutorial-efs-volumes.html; texts as recorded).
 * @returns why it cannot be done
 */
export function mountVolumes(task: Task, scope: TaskScope): Problem | undefined {
  const { storage } = scope.neighbours;
  for (const { efsVolumeConfiguration } of registeredOf(task, scope).volumes ?? []) {
    if (!efsVolumeConfiguration) continue;
    const { fileSystemId = '', authorizationConfig } = efsVolumeConfiguration;
    const target = [...storage.mountTargets.values()].find(
      (each) =>
        each.fileSystemId === fileSystemId &&
        each.status === 'available' &&
        each.availabilityZone === task.availabilityZone,
    );
    if (!target) {
      return {
        reason: `${failed} Failed to resolve "${fileSystemId}.efs.${scope.region}.amazonaws.com" - check that your file system ID is correct, and ensure that the VPC has an EFS mount target for this file system ID. See https://docs.aws.amazon.com/console/efs/mount-dns-name for more detail. Attempting to lookup mount target ip address using botocore. Failed to import necessary dependency botocore, please install botocore first. : unsuccessful EFS utils command execution; code: 1`,
        after: answered,
      };
    }
    const from = task.networkInterface;
    if (from && !connects(scope.vpc, from, target.networkInterface, nfs))
      return {
        reason: `${failed} mount.nfs4: Connection timed out : unsuccessful EFS utils command execution; code: 32`,
        after: unanswered,
      };
    const point = authorizationConfig?.accessPointId;
    const missing =
      point !== undefined && storage.accessPoints.get(point)?.fileSystemId !== fileSystemId
        ? denied
        : openFolder(efsVolumeConfiguration, scope);
    if (missing !== undefined)
      return {
        reason: `${failed} b'mount.nfs4: ${missing}' : unsuccessful EFS utils command execution; code: 32`,
        after: answered,
      };
  }
  return undefined;
}

const denied = 'access denied by server while mounting 127.0.0.1:/';

/**
 * Finds the folder of a file system that a volume shows. One that is not there is made when it is the root of an access point
 * that says how (https://docs.aws.amazon.com/efs/latest/ug/enforce-root-directory-access-point.html); owners and permissions
 * are not kept, so that every user may write.
 * @returns what the server says when there is no such folder
 */
function openFolder(efs: Wire<EFSVolumeConfiguration>, { neighbours: { storage }, region }: TaskScope) {
  const { fileSystemId = '', authorizationConfig, transitEncryption } = efs;
  const folder = efsFolder(efs, storage);
  const files = storage.fileSystems.get(fileSystemId)?.files;
  if (!files || folder === '' || Object.keys(files).some((path) => path.startsWith(`${folder}/`)))
    return undefined;
  const point = storage.accessPoints.get(authorizationConfig?.accessPointId ?? '');
  if (point?.input.RootDirectory?.CreationInfo) {
    files[`${folder}/`] = '';
    return undefined;
  }
  if (point) return denied;
  const server =
    transitEncryption === 'ENABLED' ? '127.0.0.1' : `${fileSystemId}.efs.${region}.amazonaws.com`;
  return `mounting ${server}:${folder} failed, reason given by server: No such file or directory`;
}

/** The folder of a file system that a volume shows, empty for all of it: the access point's, else its own. */
export function efsFolder(
  { rootDirectory, authorizationConfig }: Wire<EFSVolumeConfiguration>,
  { accessPoints }: Storage,
): string {
  const point = accessPoints.get(authorizationConfig?.accessPointId ?? '');
  return ((point ? point.input.RootDirectory?.Path : rootDirectory) ?? '').replace(/\/+$/, '');
}

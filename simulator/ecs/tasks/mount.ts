import { connects } from '../../neighbours/network/reach.ts';
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
    if (point !== undefined && storage.accessPoints.get(point)?.fileSystemId !== fileSystemId)
      return {
        reason: `${failed} b'mount.nfs4: access denied by server while mounting 127.0.0.1:/' : unsuccessful EFS utils command execution; code: 32`,
        after: answered,
      };
  }
  return undefined;
}

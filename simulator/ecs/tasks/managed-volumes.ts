import type { Attachment, RunTaskRequest, ServiceVolumeConfiguration } from '@aws-sdk/client-ecs';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import type { RegionScope } from '../../region.ts';
import type { EbsSnapshot } from '../../neighbours/storage/state.ts';
import type { ManagedVolume, Task, TaskDefinition } from '../state.ts';
import { answered, type Problem } from './problem.ts';

/**
 * Amazon EBS volumes that ECS makes for a task and takes away with it: one volume a task, new and empty for each, in the
 * task's Availability Zone
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ebs-volumes.html).
 */
export type VolumeConfigurations =
  Wire<RunTaskRequest>['volumeConfigurations'] | Wire<ServiceVolumeConfiguration>[];

function refuse(message: string): never {
  throw new AwsError('InvalidParameterException', message);
}

/**
 * What a request says of the volume that a definition leaves to it; undefined when it leaves none.
 * @throws AwsError InvalidParameterException with texts of our own (unverified)
 */
export function volumeAsked(
  configurations: VolumeConfigurations,
  { registered: { volumes = [] } }: TaskDefinition,
): Omit<ManagedVolume, 'attachmentId'> | undefined {
  const open = volumes.filter(({ configuredAtLaunch }) => configuredAtLaunch).map(({ name = '' }) => name);
  const given = configurations ?? [];
  const unknown = given.find(({ name }) => !open.includes(name ?? ''));
  if (unknown)
    refuse(
      `The volume ${unknown.name} is not in the task definition with configuredAtLaunch: name one that is.`,
    );
  const [name] = open;
  if (name === undefined) return undefined;
  const { managedEBSVolume: asked } = given.find((each) => each.name === name) ?? {};
  if (!asked)
    refuse(
      `The volume ${name} is to be configured at launch: give its configuration in volumeConfigurations.`,
    );
  if (!asked.roleArn) refuse('roleArn can not be blank.');
  const { sizeInGiB, snapshotId } = asked;
  if (sizeInGiB === undefined ? snapshotId === undefined : sizeInGiB < 1 || sizeInGiB > 16_384)
    refuse('sizeInGiB must be between 1 and 16384 when no snapshot is given.');
  const { terminationPolicy } = asked as { terminationPolicy?: { deleteOnTermination?: boolean } };
  return {
    name,
    ...(sizeInGiB === undefined ? {} : { sizeInGiB }),
    ...(snapshotId === undefined ? {} : { snapshotId }),
    volumeType: asked.volumeType ?? 'gp3',
    filesystemType: asked.filesystemType ?? 'xfs',
    encrypted: asked.encrypted ?? false,
    roleArn: asked.roleArn,
    deleteOnTermination: terminationPolicy?.deleteOnTermination ?? true,
  };
}

/** Creates a task's volume in its zone, in the name of the infrastructure role. @returns why it cannot be done */
export function createVolume(task: Task, scope: RegionScope): Problem | undefined {
  const { managedVolume: volume } = task;
  if (!volume || volume.volumeId !== undefined) return undefined;
  if (!mayCreate(task, volume, scope))
    return {
      reason: `ECS was unable to assume the configured ECS Infrastructure Role '${volume.roleArn}'. Please verify that the role being passed has the proper trust relationship with Amazon ECS`,
      after: answered,
    };
  const { storage } = scope.neighbours;
  const snapshot = storage.snapshots.get(volume.snapshotId ?? '');
  const misfit = volume.snapshotId === undefined ? undefined : misfitOf(volume, snapshot, scope);
  if (misfit !== undefined)
    return { reason: `ECS failed to set up the EBS volume. Encountered ${misfit}`, after: answered };
  volume.sizeInGiB ??= snapshot!.sizeInGiB;
  volume.volumeId = `vol-0${scope.context.random.hex(16)}`;
  storage.volumes.set(volume.volumeId, {
    id: volume.volumeId,
    ...(snapshot ? { snapshotId: snapshot.id } : {}),
    sizeInGiB: volume.sizeInGiB,
    volumeType: volume.volumeType,
    encrypted: volume.encrypted,
    availabilityZone: task.availabilityZone,
    createdAt: scope.context.date,
    attachedTo: task.arn,
    deleteOnTermination: volume.deleteOnTermination,
    files: { ...snapshot?.files },
  });
  return undefined;
}

/**
 * Whether ECS may take the infrastructure role on and make a volume in its name. A role without the permission is said to be
 * one that cannot be assumed (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshoot-ebs-volumes-scenarios.html).
 */
function mayCreate(task: Task, { roleArn }: ManagedVolume, scope: RegionScope): boolean {
  const session = scope.assume(roleArn, 'ecs.amazonaws.com', 'ECSTaskVolumesForEBS');
  if ('refused' in session) return false;
  const Tags = [
    { Key: 'AmazonECSCreated', Value: task.arn },
    { Key: 'AmazonECSManaged', Value: 'true' },
  ];
  const input = { TagSpecifications: [{ ResourceType: 'volume', Tags }] };
  return !scope.forbids({ service: 'ec2', operation: 'CreateVolume', input, principal: session.principal });
}

/** Why no volume can be made of a snapshot: in EC2's error codes, with words of our own (unverified). */
function misfitOf(
  { snapshotId, sizeInGiB }: ManagedVolume,
  snapshot: EbsSnapshot | undefined,
  { context }: RegionScope,
): string | undefined {
  if (!snapshot) return `InvalidSnapshot.NotFound: The snapshot '${snapshotId}' does not exist.`;
  if (context.date < snapshot.completedAt)
    return `IncorrectState: Snapshot ${snapshotId} is in the pending state.`;
  return sizeInGiB !== undefined && sizeInGiB < snapshot.sizeInGiB
    ? `InvalidParameterValue: Volume of ${sizeInGiB}GiB is too small for snapshot '${snapshotId}' of ${snapshot.sizeInGiB}GiB.`
    : undefined;
}

/** A stopped task's volume is deleted, or stays in the account, attached to nothing. */
export function releaseVolume({ managedVolume }: Task, { neighbours: { storage } }: RegionScope): void {
  const volume = storage.volumes.get(managedVolume?.volumeId ?? '');
  if (!volume) return;
  if (volume.deleteOnTermination) storage.volumes.delete(volume.id);
  else delete volume.attachedTo;
}

/** The volume as the task's attachment shows it. */
export function volumeAttachment(volume: ManagedVolume, status: string): Wire<Attachment> {
  const { attachmentId, volumeId, roleArn, sizeInGiB, snapshotId, filesystemType, volumeType, name } = volume;
  const details: Record<string, string> = {
    ...(volumeId === undefined ? {} : { volumeId }),
    roleArn,
    deleteOnTermination: String(volume.deleteOnTermination),
    volumeName: name,
    filesystemType,
    volumeType,
    ...(sizeInGiB === undefined ? {} : { volumeSize: String(sizeInGiB) }),
    ...(snapshotId === undefined ? {} : { snapshotId }),
  };
  return {
    id: attachmentId,
    type: 'AmazonElasticBlockStorage',
    status: volumeId === undefined && status === 'ATTACHED' ? 'PRECREATED' : status,
    details: Object.entries(details).map(([key, value]) => ({ name: key, value })),
  };
}

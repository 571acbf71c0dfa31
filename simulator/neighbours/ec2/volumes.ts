import type {
  DeleteVolumeRequest,
  DescribeVolumesRequest,
  DescribeVolumesResult,
  Volume as VolumeShape,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../api/errors.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { NeighbourScope } from '../scope.ts';
import type { EbsVolume } from '../storage/state.ts';
import { filtered } from './filters.ts';
import { asked } from './lookup.ts';

export const noVolume = (id: string) =>
  new AwsError('InvalidVolume.NotFound', `The volume '${id}' does not exist.`);

/** DescribeVolumes: the volumes that ECS has made for tasks. @throws AwsError InvalidVolume.NotFound */
export function describeVolumes(
  input: Wire<DescribeVolumesRequest>,
  { neighbours: { storage } }: NeighbourScope,
): Wire<DescribeVolumesResult> {
  const found = filtered(
    asked([...storage.volumes.values()], input.VolumeIds, ({ id }) => id, noVolume),
    input.Filters,
    {
      'availability-zone': ({ availabilityZone }) => [availabilityZone],
      size: ({ sizeInGiB }) => [String(sizeInGiB)],
      status: (volume) => [stateOf(volume)],
      'volume-id': ({ id }) => [id],
      'volume-type': ({ volumeType }) => [volumeType],
    },
  );
  return { Volumes: found.map(shown) };
}

/** DeleteVolume: one that is attached to nothing. @throws AwsError InvalidVolume.NotFound, VolumeInUse */
export function deleteVolume(
  { VolumeId = '' }: Wire<DeleteVolumeRequest>,
  { neighbours: { storage } }: NeighbourScope,
): void {
  const volume = storage.volumes.get(VolumeId);
  if (!volume) throw noVolume(VolumeId);
  if (volume.attachedTo !== undefined)
    throw new AwsError('VolumeInUse', `Volume ${VolumeId} is currently attached to ${volume.attachedTo}`);
  storage.volumes.delete(VolumeId);
}

const stateOf = ({ attachedTo }: EbsVolume) => (attachedTo === undefined ? 'available' : 'in-use');

function shown(volume: EbsVolume): Wire<VolumeShape> {
  const { id, attachedTo, deleteOnTermination, createdAt } = volume;
  return {
    VolumeId: id,
    Size: volume.sizeInGiB,
    ...(volume.snapshotId === undefined ? {} : { SnapshotId: volume.snapshotId }),
    VolumeType: volume.volumeType as VolumeShape['VolumeType'],
    Encrypted: volume.encrypted,
    AvailabilityZone: volume.availabilityZone,
    CreateTime: epochSeconds(createdAt),
    State: stateOf(volume),
    Attachments:
      attachedTo === undefined
        ? []
        : [
            {
              VolumeId: id,
              State: 'attached',
              AttachTime: epochSeconds(createdAt),
              DeleteOnTermination: deleteOnTermination,
              AssociatedResource: attachedTo,
              InstanceOwningService: 'ecs.amazonaws.com',
            },
          ],
  };
}

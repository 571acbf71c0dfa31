import type {
  CreateSnapshotRequest,
  DeleteSnapshotRequest,
  DescribeSnapshotsRequest,
  DescribeSnapshotsResult,
  Snapshot as SnapshotShape,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../api/errors.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { NeighbourScope } from '../scope.ts';
import type { EbsSnapshot } from '../storage/state.ts';
import { filtered } from './filters.ts';
import { asked } from './lookup.ts';
import { noVolume } from './volumes.ts';

/** ms until a snapshot is completed; its data are those of the moment in which it was asked for. Chosen by us. */
const takes = 30_000;

const noSnapshot = (id: string) =>
  new AwsError('InvalidSnapshot.NotFound', `The snapshot '${id}' does not exist.`);

/**
 * CreateSnapshot: a copy of what is on a volume now, attached or not; it lies in the Region
 * (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-snapshots.html).
 * @throws AwsError InvalidVolume.NotFound
 */
export function createSnapshot(
  { VolumeId = '', Description = '' }: Wire<CreateSnapshotRequest>,
  scope: NeighbourScope,
): Wire<SnapshotShape> {
  const { volumes, snapshots } = scope.neighbours.storage;
  const volume = volumes.get(VolumeId);
  if (!volume) throw noVolume(VolumeId);
  const { date, random } = scope.context;
  const snapshot: EbsSnapshot = {
    id: `snap-0${random.hex(16)}`,
    volumeId: volume.id,
    sizeInGiB: volume.sizeInGiB,
    encrypted: volume.encrypted,
    description: Description,
    startedAt: date,
    completedAt: date + takes,
    files: { ...volume.files },
  };
  snapshots.set(snapshot.id, snapshot);
  return shown(snapshot, scope);
}

/** DescribeSnapshots: those of the account. @throws AwsError InvalidSnapshot.NotFound */
export function describeSnapshots(
  input: Wire<DescribeSnapshotsRequest>,
  scope: NeighbourScope,
): Wire<DescribeSnapshotsResult> {
  const all = asked(
    [...scope.neighbours.storage.snapshots.values()],
    input.SnapshotIds,
    ({ id }) => id,
    noSnapshot,
  );
  const found = filtered(all, input.Filters, {
    'snapshot-id': ({ id }) => [id],
    status: (snapshot) => [stateOf(snapshot, scope)],
    'volume-id': ({ volumeId }) => [volumeId],
    'volume-size': ({ sizeInGiB }) => [String(sizeInGiB)],
  });
  return { Snapshots: found.map((each) => shown(each, scope)) };
}

/** DeleteSnapshot: volumes that were made of it keep their data. @throws AwsError InvalidSnapshot.NotFound */
export function deleteSnapshot(
  { SnapshotId = '' }: Wire<DeleteSnapshotRequest>,
  { neighbours: { storage } }: NeighbourScope,
): void {
  if (!storage.snapshots.delete(SnapshotId)) throw noSnapshot(SnapshotId);
}

const stateOf = ({ completedAt }: EbsSnapshot, { context }: NeighbourScope) =>
  context.date < completedAt ? 'pending' : 'completed';

function shown(snapshot: EbsSnapshot, scope: NeighbourScope): Wire<SnapshotShape> {
  const State = stateOf(snapshot, scope);
  const { startedAt, completedAt } = snapshot;
  const share = Math.floor(((scope.context.date - startedAt) / (completedAt - startedAt)) * 100);
  return {
    SnapshotId: snapshot.id,
    VolumeId: snapshot.volumeId,
    VolumeSize: snapshot.sizeInGiB,
    Encrypted: snapshot.encrypted,
    Description: snapshot.description,
    OwnerId: scope.accountId,
    State,
    StartTime: epochSeconds(startedAt),
    ...(State === 'completed' ? { CompletionTime: epochSeconds(completedAt) } : {}),
    Progress: State === 'completed' ? '100%' : `${share}%`,
  };
}

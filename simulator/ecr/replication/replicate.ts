import type {
  DescribeImageReplicationStatusRequest,
  DescribeImageReplicationStatusResponse,
} from '@aws-sdk/client-ecr';
import type { Wire } from '../../api/wire.ts';
import type { Effect } from '../../kernel/queue.ts';
import { answeredId, imageOf } from '../images.ts';
import { begin, give } from '../life.ts';
import { readSubject, repositoryOf, subjectOf, type EcrScope, type RegistryScope } from '../scope.ts';
import type { Image, Repository } from '../state.ts';
import { copied } from './backfill-progress.ts';
import { copyImage } from './copy.ts';
import { replicationLife } from './replication-machine.ts';
import type { Destination } from './replication-record.ts';
import { destinationsOf } from './rules.ts';

/** Sends a pushed image wherever the rules say. What arrives by replication is not sent on. */
export function replicatePushed(
  repository: Repository,
  image: Image,
  tag: string | undefined,
  scope: RegistryScope,
): void {
  for (const destination of destinationsOf(scope.ecr, repository.name))
    replicate(repository, image, tag, destination, scope);
}

export function replicate(
  repository: Repository,
  image: Image,
  tag: string | undefined,
  destination: Destination,
  scope: RegistryScope,
  backfill?: string,
): void {
  const { ecr, context } = scope;
  const id = context.random.uuid();
  ecr.replications.set(id, {
    id,
    repository: repository.name,
    digest: image.digest,
    ...(tag === undefined ? {} : { tag }),
    destination,
    ...(backfill === undefined ? {} : { backfill }),
  });
  image.replication ??= new Map();
  image.replication.set(keyOf(destination), {
    status: begin(replicationLife, subjectOf(scope, 'replication', id), context),
  });
}

/** The effect `ecr.replication`: the copy has crossed over, and the destination takes it or does not. */
export function replicationEvent(effect: Effect, scope: RegistryScope): void {
  const { ecr, context, openRegistry } = scope;
  const replication = ecr.replications.get(readSubject(effect.subject).name);
  if (!replication) return;
  ecr.replications.delete(replication.id);
  const { destination, tag, digest } = replication;
  const repository = ecr.repositories.get(replication.repository);
  const image = repository?.images.get(digest);
  const target = openRegistry(destination.registryId, destination.region);
  const failureCode =
    !repository || !image
      ? 'IMAGE_NOT_FOUND'
      : target
        ? copyImage(ecr, repository, image, image.tags.has(tag ?? '') ? tag : undefined, {
            ...scope,
            ecr: target,
          })
        : 'DESTINATION_REGISTRY_ACCESS_DENIED';
  const event = failureCode === undefined ? 'COMPLETE' : 'FAIL';
  const state = image?.replication?.get(keyOf(destination));
  if (state) {
    state.status = give(replicationLife, state.status, event, effect.subject, context) ?? state.status;
    if (failureCode === undefined) delete state.failureCode;
    else state.failureCode = failureCode;
  }
  if (replication.backfill !== undefined) copied(replication, failureCode, scope);
}

function keyOf({ registryId, region }: Destination): string {
  return `${registryId}/${region}`;
}

export function describeImageReplicationStatus(
  input: Wire<DescribeImageReplicationStatusRequest>,
  scope: EcrScope,
): Wire<DescribeImageReplicationStatusResponse> {
  const repository = repositoryOf(input, scope);
  const image = imageOf(repository, input.imageId, scope);
  return {
    repositoryName: repository.name,
    imageId: answeredId(image, input.imageId),
    replicationStatuses: [...(image.replication ?? [])].map(([key, { status, failureCode }]) => {
      const [registryId, region] = key.split('/') as [string, string];
      return { region, registryId, status: status as 'COMPLETE', ...(failureCode ? { failureCode } : {}) };
    }),
  };
}

import type { UpdateImageStorageClassRequest, UpdateImageStorageClassResponse } from '@aws-sdk/client-ecr';
import { AwsError } from '../api/errors.ts';
import type { Wire } from '../api/wire.ts';
import type { Effect } from '../kernel/queue.ts';
import type { Context } from '../kernel/world.ts';
import { afterPush } from './after-push.ts';
import { imageLife } from './image-machine.ts';
import { answeredId, imageOf } from './images.ts';
import { give } from './life.ts';
import { readManifest } from './manifest.ts';
import { readSubject, repositoryOf, type EcrScope, type RegistryScope } from './scope.ts';
import type { Image, Repository } from './state.ts';

/**
 * UpdateImageStorageClass: into the archive at once, back within 20 minutes
 * (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_UpdateImageStorageClass.html). Messages are our own.
 */
export function updateImageStorageClass(
  input: Wire<UpdateImageStorageClassRequest>,
  scope: EcrScope,
): Wire<UpdateImageStorageClassResponse> {
  const repository = repositoryOf(input, scope);
  const image = imageOf(repository, input.imageId, scope);
  if (repository.listedBy.has(image.digest)) {
    throw new AwsError(
      'ImageStorageClassUpdateNotSupportedException',
      'The image is referenced by a manifest list. Update the storage class of the manifest list instead.',
    );
  }
  const event = input.targetStorageClass === 'ARCHIVE' ? 'ARCHIVE' : 'RESTORE';
  if (!changeStatus(repository, image, event, scope.context)) {
    throw new AwsError(
      'ImageStorageClassUpdateNotSupportedException',
      `The image cannot be moved to ${input.targetStorageClass}: its status is ${image.status}.`,
    );
  }
  return {
    registryId: scope.ecr.registryId,
    repositoryName: repository.name,
    imageId: answeredId(image, input.imageId),
    imageStatus: image.status as 'ACTIVE',
  };
}

/**
 * Gives the image's machine an event; false when the image does not take it now. The members of an index go into the
 * archive with the last active index that lists them, and come back with the first.
 */
export function changeStatus(
  repository: Repository,
  image: Image,
  event: 'ARCHIVE' | 'RESTORE' | 'RESTORED' | 'PUSH',
  context: Context,
): boolean {
  const status = give(imageLife, image.status, event, `${repository.arn}@${image.digest}`, context);
  if (status === undefined) return false;
  image.status = status;
  if (status === 'ARCHIVED') {
    image.lastArchivedAt = context.date;
    // "the scan findings before the image was archived will not be available" (restore-image.html)
    delete image.scan;
  }
  if (status === 'ACTIVE') image.lastActivatedAt = context.date;
  if (event === 'RESTORED') return true;
  for (const { digest } of readManifest(image.manifest, image.mediaType).manifests) {
    const member = repository.images.get(digest);
    const others = [...(repository.listedBy.get(digest) ?? [])].map((list) => repository.images.get(list));
    if (member && (event !== 'ARCHIVE' || others.every((list) => list?.status === 'ARCHIVED')))
      changeStatus(repository, member, event, context);
  }
  return true;
}

/** The effect `ecr.image`. */
export function imageEvent(effect: Effect, scope: RegistryScope): void {
  const { name, digest } = readSubject(effect.subject);
  const repository = scope.ecr.repositories.get(name);
  const image = repository?.images.get(digest ?? '');
  if (!repository || !image) return;
  if (changeStatus(repository, image, effect.event as 'RESTORED', scope.context))
    afterPush(repository, image, { tag: [...image.tags].at(-1), isNew: true }, scope);
}

import type { PutImageRequest, PutImageResponse } from '@aws-sdk/client-ecr';
import { AwsError } from '../api/errors.ts';
import type { Wire } from '../api/wire.ts';
import { digestOf } from './digest.ts';
import { checkReferences, notAManifest, readManifest } from './manifest.ts';
import { isImmutable } from './mutability.ts';
import { afterPush } from './after-push.ts';
import { checkTag } from './images.ts';
import { repositoryOf, type EcrScope } from './scope.ts';
import { changeStatus } from './storage-class.ts';
import { storeImage, tagImage } from './store.ts';

/** Quotas (https://docs.aws.amazon.com/general/latest/gr/ecr.html). */
const imagesPerRepository = 100_000;
const tagsPerImage = 1_000;

export function putImage(input: Wire<PutImageRequest>, scope: EcrScope): Wire<PutImageResponse> {
  const repository = repositoryOf(input, scope);
  const text = input.imageManifest ?? '';
  const manifest = readManifest(text, input.imageManifestMediaType);
  // "If you push an image manifest that does not contain the mediaType field, you must specify the
  // imageManifestMediaType in the request" (API reference): Helm charts are such (https://github.com/aws/aws-cli/issues/8620).
  if (input.imageManifestMediaType === undefined && !manifest.statesType) throw notAManifest();
  const digest = digestOf(text);
  const tag = input.imageTag;
  if (tag !== undefined) checkTag(tag);
  if (input.imageDigest !== undefined && input.imageDigest !== digest) {
    throw new AwsError(
      'ImageDigestDoesNotMatchException',
      // https://github.com/google/go-containerregistry/issues/1568
      `The image with digest '${input.imageDigest}' in repository '${repository.name}' and registry ID '${scope.ecr.registryId}' does not match the image digest that Amazon ECR has calculated.`,
    );
  }
  checkReferences(manifest, repository, scope.ecr.registryId, scope.ecr.admitsIndexes);
  const existing = repository.images.get(digest);
  if (existing?.status === 'ACTIVE' && (tag === undefined || existing.tags.has(tag))) {
    throw new AwsError(
      'ImageAlreadyExistsException',
      `Image with digest '${digest}' and tag '${tag ?? null}' already exists in the repository with name '${repository.name}' in registry with id '${scope.ecr.registryId}'`,
    );
  }
  if (
    tag !== undefined &&
    !existing?.tags.has(tag) &&
    repository.tags.has(tag) &&
    isImmutable(repository, tag)
  ) {
    throw new AwsError(
      'ImageTagAlreadyExistsException',
      `The image tag '${tag}' already exists in the '${repository.name}' repository and cannot be overwritten because the tag is immutable.`,
    );
  }
  if (!existing && repository.images.size >= imagesPerRepository)
    throw limitExceeded(`images per repository (${imagesPerRepository})`);
  if (tag !== undefined && existing && existing.tags.size >= tagsPerImage)
    throw limitExceeded(`tags per image (${tagsPerImage})`);

  const image = storeImage(scope.ecr, repository, { digest, text, manifest }, scope.context.date);
  // A push brings an archived image back at once
  // (https://docs.aws.amazon.com/AmazonECR/latest/userguide/restore-image.html).
  const restored = image.status !== 'ACTIVE' && changeStatus(repository, image, 'PUSH', scope.context);
  if (tag !== undefined) tagImage(repository, image, tag);
  afterPush(repository, image, { tag, isNew: !existing || restored }, scope);
  return {
    image: {
      registryId: scope.ecr.registryId,
      repositoryName: repository.name,
      imageId: { imageDigest: digest, ...(tag === undefined ? {} : { imageTag: tag }) },
      imageManifest: text,
      imageManifestMediaType: manifest.mediaType,
    },
  };
}

/** Our own words: the real text is not known to us. */
function limitExceeded(quota: string): AwsError {
  return new AwsError(
    'LimitExceededException',
    `The operation would exceed the quota of ${quota}. Delete what is no longer used, or ask for a higher quota.`,
  );
}

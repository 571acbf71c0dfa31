import type { ImageFailure, ImageIdentifier } from '@aws-sdk/client-ecr';
import { AwsError } from '../api/errors.ts';
import type { Wire } from '../api/wire.ts';
import { invalid, type EcrScope } from './scope.ts';
import type { Image, Repository } from './state.ts';

/** The image that an identifier names, by digest, by tag, or by both. */
export function findImage(repository: Repository, id: Wire<ImageIdentifier>): Image | undefined {
  const digest = id.imageDigest ?? repository.tags.get(id.imageTag ?? '');
  const image = repository.images.get(digest ?? '');
  return image && (id.imageTag === undefined || image.tags.has(id.imageTag)) ? image : undefined;
}

const tagPattern = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,299}$/;
const digestPattern = /^sha256:[0-9a-f]{64}$/;
/** As ECR's refusals spell them. */
const [statedTag, statedDigest] = ['[a-zA-Z0-9-_.]+', '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'];

/** @throws AwsError InvalidParameterException (as seen: https://github.com/alexjurkiewicz/ecr-scan-image/issues/40) */
export function checkTag(tag: string): void {
  if (!tagPattern.test(tag)) throw invalid('imageTag', `must satisfy regular expression '${statedTag}'`);
}

/**
 * The image that a request must find.
 * @throws AwsError InvalidParameterException, ImageNotFoundException
 */
export function imageOf(
  repository: Repository,
  id: Wire<ImageIdentifier> | undefined,
  scope: Pick<EcrScope, 'ecr'>,
): Image {
  if (id?.imageDigest === undefined && id?.imageTag === undefined) {
    throw new AwsError(
      'InvalidParameterException',
      'Invalid request parameters: both tag and digest cannot be null',
    );
  }
  if (id.imageTag !== undefined) checkTag(id.imageTag);
  if (id.imageDigest !== undefined && !digestPattern.test(id.imageDigest))
    throw invalid('imageDigest', `must satisfy regular expression '${statedDigest}'`);
  const image = findImage(repository, id);
  if (image) return image;
  throw new AwsError(
    'ImageNotFoundException',
    `The image with imageId ${nameOf(id)} does not exist within the repository with name '${repository.name}' in the registry with id '${scope.ecr.registryId}'`,
  );
}

/** As ECR's messages write an identifier: `{imageDigest:'null', imageTag:'v1'}`. */
export function nameOf(id: Wire<ImageIdentifier>): string {
  return `{imageDigest:'${id.imageDigest ?? 'null'}', imageTag:'${id.imageTag ?? 'null'}'}`;
}

/** Why an identifier finds nothing, as the batch operations say it (texts: moto's tests, taken from the service). */
export function failureOf(imageId: Wire<ImageIdentifier>, { tags }: Repository): Wire<ImageFailure> {
  if (imageId.imageDigest === undefined && imageId.imageTag === undefined) {
    return {
      imageId,
      failureCode: 'MissingDigestAndTag',
      failureReason: 'Invalid request parameters: both tag and digest cannot be null',
    };
  }
  if (imageId.imageDigest !== undefined && !digestPattern.test(imageId.imageDigest)) {
    return {
      imageId,
      failureCode: 'InvalidImageDigest',
      failureReason: `Invalid request parameters: image digest should satisfy the regex '${statedDigest}'`,
    };
  }
  if (imageId.imageTag !== undefined && !tagPattern.test(imageId.imageTag)) {
    return {
      imageId,
      failureCode: 'InvalidImageTag',
      failureReason: `Invalid request parameters: image tag should satisfy the regex '${statedTag}'`,
    };
  }
  // Amazon's own client takes the code so (https://github.com/awslabs/amazon-ecr-containerd-resolver, ecr/base.go).
  if (imageId.imageDigest !== undefined && tags.has(imageId.imageTag ?? '')) {
    return {
      imageId,
      failureCode: 'ImageTagDoesNotMatchDigest',
      failureReason: 'Invalid request parameters: given tag does not map to the given digest',
    };
  }
  return { imageId, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' };
}

/** How an answer names the image that a request found: its digest, and the tag if the request gave one. */
export function answeredId(image: Image, asked: Wire<ImageIdentifier> | undefined): ImageIdentifier {
  return { imageDigest: image.digest, ...(asked?.imageTag ? { imageTag: asked.imageTag } : {}) };
}

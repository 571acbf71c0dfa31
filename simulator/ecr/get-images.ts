import type {
  BatchGetImageRequest,
  BatchGetImageResponse,
  ImageFailure,
  ImageIdentifier,
} from '@aws-sdk/client-ecr';
import type { Wire } from '../api/wire.ts';
import { failureOf, findImage } from './images.ts';
import { pullThrough } from './pull-through/pull-through.ts';
import { recordPull } from './pull-time.ts';
import { repositoryOf, type EcrScope } from './scope.ts';
import type { Image } from './state.ts';

/**
 * BatchGetImage: manifests, as a pull asks for them. By its digest alone, an image is answered once for each of its
 * tags, as tools that asked the service have found.
 */
export function batchGetImage(
  input: Wire<BatchGetImageRequest>,
  scope: EcrScope,
): Wire<BatchGetImageResponse> {
  for (const imageId of input.imageIds ?? []) pullThrough(input.repositoryName ?? '', imageId, scope);
  const repository = repositoryOf(input, scope);
  const images: Wire<BatchGetImageResponse>['images'] = [];
  const failures: Wire<ImageFailure>[] = [];
  for (const imageId of input.imageIds ?? []) {
    const image = findImage(repository, imageId);
    if (!image) {
      failures.push(failureOf(imageId, repository));
      continue;
    }
    if (image.status !== 'ACTIVE') {
      // "Requests to pull the archived image will fail with a 404 error"
      // (https://docs.aws.amazon.com/AmazonECR/latest/userguide/archive-image.html); the reason's words are our own.
      failures.push({
        imageId,
        failureCode: 'ImageInaccessible',
        failureReason: 'Requested image is archived',
      });
      continue;
    }
    recordPull(image, scope);
    for (const imageTag of tagsMeant(image, imageId)) {
      images.push({
        registryId: scope.ecr.registryId,
        repositoryName: repository.name,
        imageId: { imageDigest: image.digest, ...(imageTag === undefined ? {} : { imageTag }) },
        imageManifest: image.manifest,
        imageManifestMediaType: image.mediaType,
      });
    }
  }
  return { images, failures };
}

function tagsMeant({ tags }: Image, { imageTag }: Wire<ImageIdentifier>): (string | undefined)[] {
  if (imageTag !== undefined) return [imageTag];
  return tags.size > 0 ? [...tags] : [undefined];
}

import type { BatchDeleteImageRequest, BatchDeleteImageResponse, ImageFailure } from '@aws-sdk/client-ecr';
import type { Wire } from '../api/wire.ts';
import { failureOf, findImage } from './images.ts';
import { repositoryOf, type EcrScope } from './scope.ts';
import { removeImage, untagImage } from './store.ts';

/**
 * BatchDeleteImage: a tag is taken off its image, and the image goes with its last tag; a digest takes the image with
 * all its tags (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchDeleteImage.html). An index can go
 * before its members in one request.
 */
export function batchDeleteImage(
  input: Wire<BatchDeleteImageRequest>,
  scope: EcrScope,
): Wire<BatchDeleteImageResponse> {
  const repository = repositoryOf(input, scope);
  const imageIds: Wire<BatchDeleteImageResponse>['imageIds'] = [];
  const failures: Wire<ImageFailure>[] = [];
  for (const imageId of input.imageIds ?? []) {
    const image = findImage(repository, imageId);
    if (!image) {
      failures.push(failureOf(imageId));
      continue;
    }
    const { digest: imageDigest } = image;
    const onlyTag = imageId.imageDigest === undefined ? imageId.imageTag : undefined;
    if (onlyTag !== undefined && image.tags.size > 1) {
      untagImage(repository, image, onlyTag);
      imageIds.push({ imageDigest, imageTag: onlyTag });
      continue;
    }
    const indexes = repository.listedBy.get(imageDigest);
    if (indexes) {
      failures.push({
        imageId: { imageDigest, ...(imageId.imageTag === undefined ? {} : { imageTag: imageId.imageTag }) },
        failureCode: 'ImageReferencedByManifestList',
        // As the service says it (https://docs.aws.amazon.com/AmazonECR/latest/userguide/delete_signature.html).
        failureReason: `Requested image referenced by manifest list: [${[...indexes].join(', ')}]`,
      });
      continue;
    }
    const tags = [...image.tags];
    removeImage(scope.ecr, repository, image);
    imageIds.push(...(tags.length ? tags.map((imageTag) => ({ imageDigest, imageTag })) : [{ imageDigest }]));
  }
  const { notice, now: at } = scope.context;
  for (const { imageDigest, imageTag } of imageIds) {
    const message = `DELETE${imageTag === undefined ? '' : ` ${imageTag}`}`;
    notice({ kind: 'image', at, subject: `${repository.arn}@${imageDigest}`, message });
  }
  return { imageIds, failures };
}

import type { BatchDeleteImageRequest, BatchDeleteImageResponse, ImageFailure } from '@aws-sdk/client-ecr';
import type { Wire } from '../api/wire.ts';
import { failureOf, findImage } from './images.ts';
import { repositoryOf, type EcrScope } from './scope.ts';
import type { Image, Repository } from './state.ts';
import { removeImage, untagImage } from './store.ts';

/**
 * BatchDeleteImage: a tag is taken off its image, and the image goes with its last tag; a digest takes the image with all
 * its tags (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchDeleteImage.html). The request
 * is taken as a whole: what is named twice goes once, and what an index lists stays, even if the index goes in the same
 * request (https://github.com/aws/aws-cdk/issues/24822).
 */
export function batchDeleteImage(
  input: Wire<BatchDeleteImageRequest>,
  scope: EcrScope,
): Wire<BatchDeleteImageResponse> {
  const repository = repositoryOf(input, scope);
  const named = (input.imageIds ?? []).map((imageId) => ({ imageId, image: findImage(repository, imageId) }));
  const wanted = new Map<Image, Set<string>>();
  for (const { imageId, image } of named) {
    if (!image) continue;
    const tags = imageId.imageDigest === undefined ? [imageId.imageTag!] : image.tags;
    wanted.set(image, new Set([...(wanted.get(image) ?? []), ...tags]));
  }
  const failures = named.flatMap(({ imageId, image }) =>
    image
      ? whyItStays(repository, imageId.imageTag, image, wanted.get(image)!)
      : [failureOf(imageId, repository)],
  );
  const imageIds = [...wanted]
    .filter(([image, tags]) => !isHeld(repository, image, tags))
    .flatMap(([image, tags]) => remove(image, [...tags], repository, scope));
  const { notice, now: at } = scope.context;
  for (const { imageDigest, imageTag } of imageIds) {
    const message = `DELETE${imageTag === undefined ? '' : ` ${imageTag}`}`;
    notice({ kind: 'image', at, subject: `${repository.arn}@${imageDigest}`, message });
  }
  return { imageIds, failures };
}

/** Whether the image would go with these tags, although an index lists it. */
function isHeld({ listedBy }: Repository, { digest, tags }: Image, wanted: ReadonlySet<string>): boolean {
  return wanted.size === tags.size && listedBy.has(digest);
}

function whyItStays(
  repository: Repository,
  imageTag: string | undefined,
  image: Image,
  wanted: ReadonlySet<string>,
): Wire<ImageFailure>[] {
  if (!isHeld(repository, image, wanted)) return [];
  const indexes = [...repository.listedBy.get(image.digest)!];
  return [
    {
      imageId: { imageDigest: image.digest, ...(imageTag === undefined ? {} : { imageTag }) },
      failureCode: 'ImageReferencedByManifestList',
      // As the service says it (https://docs.aws.amazon.com/AmazonECR/latest/userguide/delete_signature.html).
      failureReason: `Requested image referenced by manifest list: [${indexes.join(', ')}]`,
    },
  ];
}

function remove(
  image: Image,
  tags: string[],
  repository: Repository,
  { ecr }: EcrScope,
): { imageDigest: string; imageTag?: string }[] {
  const { digest: imageDigest } = image;
  if (tags.length < image.tags.size) for (const tag of tags) untagImage(repository, image, tag);
  else removeImage(ecr, repository, image);
  return tags.length ? tags.map((imageTag) => ({ imageDigest, imageTag })) : [{ imageDigest }];
}

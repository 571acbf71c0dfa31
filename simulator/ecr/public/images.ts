import type {
  DescribeImagesRequest,
  DescribeImagesResponse,
  DescribeImageTagsRequest,
  DescribeImageTagsResponse,
  ImageDetail,
} from '@aws-sdk/client-ecr-public';
import { pageOf, pageToken, positionOf } from '../../api/pagination.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import { page } from '../../kernel/sequence.ts';
import { imageOf } from '../images.ts';
import { repositoryOf } from '../scope.ts';
import type { Image } from '../state.ts';
import type { EcrPublicScope } from './scope.ts';

export function describeImages(
  input: Wire<DescribeImagesRequest>,
  scope: EcrPublicScope,
): Wire<DescribeImagesResponse> {
  const repository = repositoryOf(input, scope);
  const detail = (image: Image): Wire<ImageDetail> => ({
    registryId: scope.ecr.registryId,
    repositoryName: repository.name,
    ...commonOf(image),
    ...(image.tags.size ? { imageTags: [...image.tags] } : {}),
  });
  if (input.imageIds?.length)
    return { imageDetails: input.imageIds.map((id) => detail(imageOf(repository, id, scope))) };
  const { ids, next } = page(repository.order, positionOf(input.nextToken), input.maxResults ?? 100);
  return {
    imageDetails: ids.map((digest) => detail(repository.images.get(digest)!)),
    ...(next === undefined ? {} : { nextToken: pageToken(next) }),
  };
}

/** DescribeImageTags: the gallery's list of tags, each with its image. */
export function describeImageTags(
  input: Wire<DescribeImageTagsRequest>,
  scope: EcrPublicScope,
): Wire<DescribeImageTagsResponse> {
  const { tags, images } = repositoryOf(input, scope);
  const all = [...tags];
  const { items, next } = pageOf(all, input);
  return {
    imageTagDetails: items.map(([imageTag, digest]) => {
      const image = images.get(digest)!;
      return { imageTag, createdAt: epochSeconds(image.pushedAt) as never, imageDetail: commonOf(image) };
    }),
    ...next,
  };
}

function commonOf(image: Image): {
  imageDigest: string;
  imageSizeInBytes: number;
  imagePushedAt: never;
  imageManifestMediaType: string;
  artifactMediaType?: string;
} {
  return {
    imageDigest: image.digest,
    imageSizeInBytes: image.sizeInBytes,
    imagePushedAt: epochSeconds(image.pushedAt) as never,
    imageManifestMediaType: image.mediaType,
    ...(image.artifactMediaType ? { artifactMediaType: image.artifactMediaType } : {}),
  };
}

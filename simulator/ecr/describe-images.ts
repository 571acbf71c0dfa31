import type {
  DescribeImagesRequest,
  DescribeImagesResponse,
  ImageDetail,
  ListImagesRequest,
  ListImagesResponse,
} from '@aws-sdk/client-ecr';
import { pageToken, positionOf } from '../api/pagination.ts';
import { epochSeconds, type Wire } from '../api/wire.ts';
import { page } from '../kernel/sequence.ts';
import { imageOf } from './images.ts';
import { statusOf, summaryOf } from './scanning/findings.ts';
import { repositoryOf, type EcrScope } from './scope.ts';
import type { Image, Repository } from './state.ts';

/** DescribeImages. Unless a filter says otherwise, a listing shows active images only (API reference). */
export function describeImages(
  input: Wire<DescribeImagesRequest>,
  scope: EcrScope,
): Wire<DescribeImagesResponse> {
  const repository = repositoryOf(input, scope);
  if (input.imageIds?.length) {
    return {
      imageDetails: input.imageIds.map((id) => detailOf(imageOf(repository, id, scope), repository, scope)),
    };
  }
  const { ids, next } = pageOf(repository, input);
  return {
    imageDetails: ids.map((digest) => detailOf(repository.images.get(digest)!, repository, scope)),
    ...(next === undefined ? {} : { nextToken: pageToken(next) }),
  };
}

/** ListImages: one entry a tag, one for an image without tags. */
export function listImages(input: Wire<ListImagesRequest>, scope: EcrScope): Wire<ListImagesResponse> {
  const repository = repositoryOf(input, scope);
  const { ids, next } = pageOf(repository, input);
  return {
    imageIds: ids.flatMap((digest) => {
      const tags = [...repository.images.get(digest)!.tags];
      return tags.length
        ? tags.map((imageTag) => ({ imageDigest: digest, imageTag }))
        : [{ imageDigest: digest }];
    }),
    ...(next === undefined ? {} : { nextToken: pageToken(next) }),
  };
}

function pageOf(
  { order, images }: Repository,
  { nextToken, maxResults, filter }: Wire<DescribeImagesRequest>,
): ReturnType<typeof page> {
  const { tagStatus = 'ANY', imageStatus = 'ACTIVE' } = filter ?? {};
  return page(order, positionOf(nextToken), maxResults ?? 100, (digest) => {
    const image = images.get(digest)!;
    return (
      (imageStatus === 'ANY' || image.status === imageStatus) &&
      (tagStatus === 'ANY' || image.tags.size > 0 === (tagStatus === 'TAGGED'))
    );
  });
}

function detailOf(image: Image, repository: Repository, { ecr }: EcrScope): Wire<ImageDetail> {
  const moment = (name: 'lastRecordedPullTime' | 'lastArchivedAt' | 'lastActivatedAt') =>
    image[name] === undefined ? {} : { [name]: epochSeconds(image[name]) };
  return {
    registryId: ecr.registryId,
    repositoryName: repository.name,
    imageDigest: image.digest,
    ...(image.tags.size ? { imageTags: [...image.tags] } : {}),
    // Nothing is known of an index whose members were never pushed (`serve --lenient`).
    ...(image.sizeInBytes > 0 ? { imageSizeInBytes: image.sizeInBytes } : {}),
    imagePushedAt: epochSeconds(image.pushedAt),
    ...(image.scan ? { imageScanStatus: statusOf(image.scan), ...findingsOf(image.scan) } : {}),
    imageManifestMediaType: image.mediaType,
    ...(image.artifactMediaType ? { artifactMediaType: image.artifactMediaType } : {}),
    ...moment('lastRecordedPullTime'),
    ...(image.subject ? { subjectManifestDigest: image.subject } : {}),
    imageStatus: image.status as ImageDetail['imageStatus'],
    ...moment('lastArchivedAt'),
    ...moment('lastActivatedAt'),
  };
}

function findingsOf(scan: NonNullable<Image['scan']>): Pick<Wire<ImageDetail>, 'imageScanFindingsSummary'> {
  const imageScanFindingsSummary = summaryOf(scan);
  return imageScanFindingsSummary ? { imageScanFindingsSummary } : {};
}

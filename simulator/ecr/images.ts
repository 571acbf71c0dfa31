import type {
  BatchGetImageRequest,
  BatchGetImageResponse,
  DescribeImagesRequest,
  DescribeImagesResponse,
  ImageDetail,
  ImageFailure,
  ImageIdentifier,
  ListImagesRequest,
  ListImagesResponse,
  PutImageRequest,
  PutImageResponse,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../api/errors.ts';
import { pageToken, positionOf } from '../api/pagination.ts';
import { epochSeconds, type Wire } from '../api/wire.ts';
import { append, page } from '../kernel/sequence.ts';
import { digestOf } from './digest.ts';
import { checkReferences, readManifest, sizeOf } from './manifest.ts';
import { invalid, repositoryOf, type EcrScope } from './scope.ts';
import type { Image, Repository } from './state.ts';

export function putImage(input: Wire<PutImageRequest>, scope: EcrScope): Wire<PutImageResponse> {
  const repository = repositoryOf(input, scope);
  const text = input.imageManifest ?? '';
  const manifest = readManifest(text, input.imageManifestMediaType);
  const digest = digestOf(text);
  const tag = input.imageTag;
  if (tag !== undefined && !/^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,299}$/.test(tag)) {
    throw invalid('imageTag', "must satisfy regular expression '[a-zA-Z0-9-_+.]+'");
  }
  if (input.imageDigest !== undefined && input.imageDigest !== digest) {
    throw new AwsError(
      'ImageDigestDoesNotMatchException',
      `Image digest '${input.imageDigest}' does not match the digest of the manifest, '${digest}'`,
    );
  }
  checkReferences(manifest, repository, scope.accountId);
  const existing = repository.images.get(digest);
  if (existing && (tag === undefined || existing.tags.has(tag))) {
    throw new AwsError(
      'ImageAlreadyExistsException',
      `Image with digest '${digest}' and tag '${tag ?? null}' already exists in the repository with name '${repository.name}' in registry with id '${scope.accountId}'`,
    );
  }
  if (tag !== undefined && repository.tags.has(tag) && isImmutable(repository, tag)) {
    throw new AwsError(
      'ImageTagAlreadyExistsException',
      `The image tag '${tag}' already exists in the '${repository.name}' repository and cannot be overwritten because the tag is immutable.`,
    );
  }
  const image = existing ?? addImage(repository, digest, text, manifest.mediaType, scope.context.date);
  if (!existing) {
    image.sizeInBytes = sizeOf(manifest, repository);
    const artifact = manifest.artifactType ?? manifest.config?.mediaType;
    if (artifact) image.artifactMediaType = artifact;
  }
  if (tag !== undefined) {
    repository.images.get(repository.tags.get(tag) ?? '')?.tags.delete(tag);
    repository.tags.set(tag, digest);
    image.tags.add(tag);
  }
  return {
    image: {
      registryId: scope.accountId,
      repositoryName: repository.name,
      imageId: { imageDigest: digest, ...(tag === undefined ? {} : { imageTag: tag }) },
      imageManifest: text,
      imageManifestMediaType: manifest.mediaType,
    },
  };
}

function addImage(
  repository: Repository,
  digest: string,
  manifest: string,
  mediaType: string,
  pushedAt: number,
): Image {
  const position = append(repository.order, digest);
  const image: Image = { digest, manifest, mediaType, sizeInBytes: 0, pushedAt, tags: new Set(), position };
  repository.images.set(digest, image);
  return image;
}

/** Whether `tag`, which stands on an image, may not be moved (`imageTagMutability` and its exclusion filters, where `*` stands for any text). */
function isImmutable(repository: Repository, tag: string): boolean {
  const excluded = repository.imageTagMutabilityExclusionFilters.some(({ filter }) =>
    new RegExp(
      `^${filter
        .split('*')
        .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join('.*')}$`,
    ).test(tag),
  );
  return repository.imageTagMutability.startsWith('IMMUTABLE') !== excluded;
}

/** The image that an identifier names, by digest, by tag, or by both. */
export function findImage(repository: Repository, id: Wire<ImageIdentifier>): Image | undefined {
  const digest = id.imageDigest ?? repository.tags.get(id.imageTag ?? '');
  const image = repository.images.get(digest ?? '');
  return image && (id.imageTag === undefined || image.tags.has(id.imageTag)) ? image : undefined;
}

export function batchGetImage(
  input: Wire<BatchGetImageRequest>,
  scope: EcrScope,
): Wire<BatchGetImageResponse> {
  const repository = repositoryOf(input, scope);
  const images: Wire<BatchGetImageResponse>['images'] = [];
  const failures: Wire<ImageFailure>[] = [];
  for (const imageId of input.imageIds ?? []) {
    const image = findImage(repository, imageId);
    if (image) {
      images.push({
        registryId: scope.accountId,
        repositoryName: repository.name,
        imageId: {
          imageDigest: image.digest,
          ...(imageId.imageTag === undefined ? {} : { imageTag: imageId.imageTag }),
        },
        imageManifest: image.manifest,
        imageManifestMediaType: image.mediaType,
      });
    } else failures.push(failureOf(imageId));
  }
  return { images, failures };
}

function failureOf(imageId: Wire<ImageIdentifier>): Wire<ImageFailure> {
  if (imageId.imageDigest === undefined && imageId.imageTag === undefined) {
    return {
      imageId,
      failureCode: 'MissingDigestAndTag',
      failureReason: 'Invalid request parameters: both tag and digest cannot be null',
    };
  }
  if (imageId.imageDigest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(imageId.imageDigest)) {
    return {
      imageId,
      failureCode: 'InvalidImageDigest',
      failureReason:
        "Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'",
    };
  }
  return { imageId, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' };
}

export function describeImages(
  input: Wire<DescribeImagesRequest>,
  scope: EcrScope,
): Wire<DescribeImagesResponse> {
  const repository = repositoryOf(input, scope);
  if (input.imageIds?.length) {
    return {
      imageDetails: input.imageIds.map((id) => {
        const image = findImage(repository, id);
        if (!image) throw imageNotFound(id, repository, scope);
        return detailOf(image, repository, scope);
      }),
    };
  }
  const { ids, next } = page(
    repository.order,
    positionOf(input.nextToken),
    input.maxResults ?? 100,
    tagged(repository, input.filter?.tagStatus),
  );
  return {
    imageDetails: ids.map((digest) => detailOf(repository.images.get(digest)!, repository, scope)),
    ...(next === undefined ? {} : { nextToken: pageToken(next) }),
  };
}

export function listImages(input: Wire<ListImagesRequest>, scope: EcrScope): Wire<ListImagesResponse> {
  const repository = repositoryOf(input, scope);
  const { ids, next } = page(
    repository.order,
    positionOf(input.nextToken),
    input.maxResults ?? 100,
    tagged(repository, input.filter?.tagStatus),
  );
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

function tagged(repository: Repository, status: string | undefined): (digest: string) => boolean {
  if (status === undefined || status === 'ANY') return () => true;
  return (digest) => repository.images.get(digest)!.tags.size > 0 === (status === 'TAGGED');
}

function imageNotFound(id: Wire<ImageIdentifier>, repository: Repository, scope: EcrScope): AwsError {
  return new AwsError(
    'ImageNotFoundException',
    `The image with imageId {imageDigest:'${id.imageDigest ?? 'null'}', imageTag:'${id.imageTag ?? 'null'}'} does not exist within the repository with name '${repository.name}' in the registry with id '${scope.accountId}'`,
  );
}

function detailOf(image: Image, repository: Repository, scope: EcrScope): Wire<ImageDetail> {
  return {
    registryId: scope.accountId,
    repositoryName: repository.name,
    imageDigest: image.digest,
    ...(image.tags.size ? { imageTags: [...image.tags] } : {}),
    imageSizeInBytes: image.sizeInBytes,
    imagePushedAt: epochSeconds(image.pushedAt),
    imageManifestMediaType: image.mediaType,
    ...(image.artifactMediaType ? { artifactMediaType: image.artifactMediaType } : {}),
    imageStatus: 'ACTIVE',
  };
}

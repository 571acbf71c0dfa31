import { AwsError } from '../api/errors.ts';
import { append, removeAt } from '../kernel/sequence.ts';
import { blobsOf, readManifest, sizeOf, type Manifest } from './manifest.ts';
import type { EcrState, Image, Repository } from './state.ts';

/**
 * The only hands that put images into a repository and take them out. They keep what must stay true: a tag stands on
 * one image, an image's layers are there, and a layer that no image names any longer is gone.
 */

/** Puts a manifest, whose references have been checked, into the repository; an image that is there already stays. */
export function storeImage(
  ecr: EcrState,
  repository: Repository,
  { digest, text, manifest }: { digest: string; text: string; manifest: Manifest },
  pushedAt: number,
): Image {
  const existing = repository.images.get(digest);
  if (existing) return existing;
  const artifact = manifest.artifactType ?? manifest.config?.mediaType;
  const image: Image = {
    digest,
    manifest: text,
    mediaType: manifest.mediaType,
    ...(artifact ? { artifactMediaType: artifact } : {}),
    ...(manifest.subject ? { subject: manifest.subject.digest } : {}),
    sizeInBytes: sizeOf(manifest, repository, ecr.blobs),
    pushedAt,
    tags: new Set(),
    position: append(repository.order, digest),
    status: 'ACTIVE',
  };
  repository.images.set(digest, image);
  for (const blob of blobsOf(manifest))
    repository.layerUses.set(blob, (repository.layerUses.get(blob) ?? 0) + 1);
  for (const member of manifest.manifests) note(repository.listedBy, member.digest, digest);
  if (manifest.subject) note(repository.referrers, manifest.subject.digest, digest);
  return image;
}

/** Puts `tag` on the image; the image that had it before loses it. */
export function tagImage(repository: Repository, image: Image, tag: string): void {
  repository.images.get(repository.tags.get(tag) ?? '')?.tags.delete(tag);
  repository.tags.set(tag, image.digest);
  image.tags.add(tag);
}

export function untagImage(repository: Repository, image: Image, tag: string): void {
  image.tags.delete(tag);
  repository.tags.delete(tag);
}

/** Takes an image out, with its tags and the layers that only it named. */
export function removeImage(ecr: EcrState, repository: Repository, image: Image): void {
  for (const tag of image.tags) repository.tags.delete(tag);
  repository.images.delete(image.digest);
  removeAt(repository.order, image.position);
  const manifest = readManifest(image.manifest, image.mediaType);
  for (const member of manifest.manifests) forget(repository.listedBy, member.digest, image.digest);
  if (manifest.subject) forget(repository.referrers, manifest.subject.digest, image.digest);
  for (const blob of blobsOf(manifest)) {
    const uses = (repository.layerUses.get(blob) ?? 1) - 1;
    if (uses > 0) repository.layerUses.set(blob, uses);
    else {
      repository.layerUses.delete(blob);
      repository.layers.delete(blob);
      releaseBlob(ecr, blob);
    }
  }
}

/**
 * Drops a repository with all that only it held.
 * @throws AwsError RepositoryNotEmptyException, unless `force`.
 */
export function removeRepository(ecr: EcrState, repository: Repository, force: boolean | undefined): void {
  if (repository.images.size > 0 && !force) {
    throw new AwsError(
      'RepositoryNotEmptyException',
      `The repository with name '${repository.name}' in registry with id '${ecr.registryId}' cannot be deleted because it still contains images`,
    );
  }
  ecr.repositories.delete(repository.name);
  for (const blob of repository.layers) releaseBlob(ecr, blob);
  for (const [id, upload] of ecr.uploads) if (upload.repository === repository.name) ecr.uploads.delete(id);
}

/** Forgets the bytes of a layer that no repository of the registry holds any longer. */
function releaseBlob(ecr: EcrState, digest: string): void {
  for (const { layers } of ecr.repositories.values()) if (layers.has(digest)) return;
  ecr.blobs.delete(digest);
}

function note(index: Map<string, Set<string>>, key: string, digest: string): void {
  const known = index.get(key);
  if (known) known.add(digest);
  else index.set(key, new Set([digest]));
}

function forget(index: Map<string, Set<string>>, key: string, digest: string): void {
  const known = index.get(key);
  known?.delete(digest);
  if (known?.size === 0) index.delete(key);
}

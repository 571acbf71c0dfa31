import { createFromTemplate } from '../create-on-push.ts';
import { templateFor } from '../creation-templates.ts';
import { blobsOf, readManifest } from '../manifest.ts';
import { isImmutable } from '../mutability.ts';
import { scanPushed } from '../scanning/scan.ts';
import type { RegistryScope } from '../scope.ts';
import type { EcrState, Image, Repository } from '../state.ts';
import { storeImage, tagImage } from '../store.ts';
import { mayReplicate } from './permission.ts';

/**
 * Copies an image with its layers into the repository of the same name of another registry, which is made when it is
 * missing. A tag that is immutable there stays where it is, and the copy may be left untagged
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html, considerations).
 * @returns the reason why it cannot be done; undefined when it is done
 */
export function copyImage(
  source: EcrState,
  from: Repository,
  image: Image,
  tag: string | undefined,
  destination: RegistryScope,
): string | undefined {
  const { ecr, context } = destination;
  const known = ecr.repositories.get(from.name);
  const needed = ['ecr:ReplicateImage', ...(known ? [] : ['ecr:CreateRepository'])] as const;
  // Seen in https://github.com/aws/containers-roadmap/issues/2675.
  if (
    !needed.every((action) =>
      mayReplicate(ecr, source.registryId, action as 'ecr:ReplicateImage', from.name, context.date),
    )
  )
    return 'DESTINATION_REGISTRY_ACCESS_DENIED';
  const repository =
    known ?? createFromTemplate(from.name, templateFor(ecr, from.name, 'REPLICATION'), destination);
  const isNew = !repository.images.has(image.digest);
  const copy = transfer(source, from, image, repository, destination);
  if (tag !== undefined && !(repository.tags.has(tag) && isImmutable(repository, tag)))
    tagImage(repository, copy, tag);
  if (isNew) scanPushed(repository, copy, destination);
  return undefined;
}

/** The members of an index first, then the layers, then the manifest. */
export function transfer(
  source: EcrState,
  from: Repository,
  image: Image,
  to: Repository,
  { ecr, context }: Pick<RegistryScope, 'ecr' | 'context'>,
): Image {
  const manifest = readManifest(image.manifest, image.mediaType);
  for (const { digest } of manifest.manifests) {
    const member = from.images.get(digest);
    if (member) transfer(source, from, member, to, { ecr, context });
  }
  for (const digest of blobsOf(manifest)) {
    to.layers.add(digest);
    const bytes = source.blobs.get(digest);
    if (bytes) ecr.blobs.set(digest, bytes);
  }
  return storeImage(ecr, to, { digest: image.digest, text: image.manifest, manifest }, context.date);
}

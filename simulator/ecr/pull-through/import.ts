import type { Published } from '../../registries/published.ts';
import { readManifest } from '../manifest.ts';
import type { EcrState, Image, Repository } from '../state.ts';
import { storeImage } from '../store.ts';

/** Puts a published image into a repository. */
export function importPublished(
  { manifests, blobs }: Published,
  repository: Repository,
  ecr: EcrState,
  date: number,
): Image {
  for (const { digest, bytes } of blobs) {
    repository.layers.add(digest);
    ecr.blobs.set(digest, bytes);
  }
  return manifests
    .map(({ digest, text, mediaType }) =>
      storeImage(ecr, repository, { digest, text, manifest: readManifest(text, mediaType) }, date),
    )
    .at(-1)!;
}

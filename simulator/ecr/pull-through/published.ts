import { fromPublic } from '../../docker/public-base.ts';
import { resolvePublicImage } from '../../images/index.ts';
import { digestOf } from '../digest.ts';
import { readManifest } from '../manifest.ts';
import type { EcrState, Image, Repository } from '../state.ts';
import { storeImage } from '../store.ts';

const indexType = 'application/vnd.oci.image.index.v1+json';

/** An image of the outside world as its registry would send it: manifests, and the blobs that they name. */
export interface Published {
  digest: string;
  /** Members first, the image that the tag stands on last. */
  manifests: { digest: string; text: string }[];
  blobs: { digest: string; bytes: Uint8Array }[];
}

/** The image behind a tag of a registry outside; an index when there is more than one platform. */
export function published(registry: string, repository: string, tag: string): Published | undefined {
  const host = registry === 'registry-1.docker.io' ? 'docker.io' : registry;
  const found = resolvePublicImage({ registry: host, repository, tag, familiarName: repository });
  if (!found) return undefined;
  const members = found.platforms.map((platform) => ({ platform, ...fromPublic(found, platform) }));
  const manifests = members.map(({ image }) => ({ digest: image.manifestDigest, text: image.manifestText }));
  if (members.length > 1) {
    const text = JSON.stringify({
      schemaVersion: 2,
      mediaType: indexType,
      manifests: members.map(({ image, platform }) => ({
        mediaType: image.mediaType,
        digest: image.manifestDigest,
        size: new TextEncoder().encode(image.manifestText).length,
        platform: { architecture: platform.split('/')[1], os: platform.split('/')[0] },
      })),
    });
    manifests.push({ digest: digestOf(text), text });
  }
  return {
    digest: manifests.at(-1)!.digest,
    manifests,
    blobs: members.flatMap(({ image, layers }) => [
      { digest: image.id, bytes: new TextEncoder().encode(image.configText) },
      ...layers.map(({ digest, bytes }) => ({ digest, bytes })),
    ]),
  };
}

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
    .map(({ digest, text }) => storeImage(repository, { digest, text, manifest: readManifest(text) }, date))
    .at(-1)!;
}

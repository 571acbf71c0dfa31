import { fromPublic } from '../docker/public-base.ts';
import { digestOf } from '../ecr/digest.ts';
import { publicImages, resolvePublicImage, type PublicImage } from '../images/index.ts';
import type { FoundManifest, Source } from './source.ts';

const indexType = 'application/vnd.oci.image.index.v1+json';

/** An image of the outside world as its registry sends it: manifests, and the blobs that they name. */
export interface Published {
  /** Members first, the index that the tag stands on last. */
  manifests: FoundManifest[];
  blobs: { digest: string; bytes: Uint8Array }[];
}

/** What has been put together already: the outside world does not change. */
const known = new Map<PublicImage, Published>();

function publish(image: PublicImage): Published {
  const before = known.get(image);
  if (before) return before;
  const members = image.platforms.map((platform) => ({ platform, ...fromPublic(image, platform) }));
  const manifests = members.map(({ image: { manifestDigest, manifestText, mediaType } }) => ({
    digest: manifestDigest,
    text: manifestText,
    mediaType,
  }));
  // Publishers put an index on every tag, even of one platform.
  const text = JSON.stringify(
    {
      schemaVersion: 2,
      mediaType: indexType,
      manifests: members.map(({ image: { mediaType, manifestDigest, manifestText }, platform }) => ({
        mediaType,
        digest: manifestDigest,
        size: new TextEncoder().encode(manifestText).length,
        platform: { architecture: platform.split('/')[1], os: platform.split('/')[0] },
      })),
    },
    undefined,
    3,
  );
  manifests.push({ digest: digestOf(text), text, mediaType: indexType });
  const published = {
    manifests,
    blobs: members.flatMap(({ image: { id, configText }, layers }) => [
      { digest: id, bytes: new TextEncoder().encode(configText) },
      ...layers.map(({ digest, bytes }) => ({ digest, bytes })),
    ]),
  };
  known.set(image, published);
  return published;
}

/** The image behind a tag of a registry outside; `registry-1.docker.io` is Docker Hub's own host. */
export function published(registry: string, repository: string, tag: string): Published | undefined {
  const host = registry === 'registry-1.docker.io' ? 'docker.io' : registry;
  const image = resolvePublicImage({ registry: host, repository, tag, familiarName: repository });
  return image && publish(image);
}

/** A repository of the outside world; undefined when there is none of that name. */
export function publishedSource(registry: string, repository: string): Source | undefined {
  const images = publicImages.filter(({ name }) => name === `${registry}/${repository}`);
  if (images.length === 0) return undefined;
  return {
    manifest({ tag = 'latest', digest }) {
      if (digest === undefined) return published(registry, repository, tag)?.manifests.at(-1);
      return images.flatMap((image) => publish(image).manifests).find((each) => each.digest === digest);
    },
    blob: (digest) =>
      images.flatMap((image) => publish(image).blobs).find((each) => each.digest === digest)?.bytes,
  };
}

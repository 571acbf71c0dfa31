import type { ImageDocument } from '../docker/state.ts';
import { readManifest } from '../ecr/manifest.ts';

/**
 * One way to pull, for the learner's Docker engine and for ECS: a source answers for a repository, whether it lies in a
 * private registry, in a public one or in the world outside; who may pull is for the source or its caller to say.
 */
export interface Source {
  manifest(id: ImageId): FoundManifest | undefined;
  /** Bytes of a configuration or layer. */
  blob(digest: string): Uint8Array | undefined;
}

/** What a reference says of an image within its repository; a digest wins over a tag. */
export interface ImageId {
  tag?: string;
  digest?: string;
}

export interface FoundManifest {
  digest: string;
  text: string;
  mediaType: string;
}

/** An image as a pull finds it. */
export interface PulledImage {
  /** What the reference stands on: the index of a multi-architecture image, else the manifest. */
  digest: string;
  /** The manifest for the platform. */
  manifest: FoundManifest;
  /** Digest and text of the configuration. */
  configDigest: string;
  configText: string;
  document: ImageDocument;
  /** What the configuration says the image is made for, such as `linux/arm64`. */
  platform: string;
  /** As the manifest lists them, the lowest first; sizes in bytes. */
  layers: { digest: string; size: number }[];
}

/** Why there is nothing to pull: no such image, no member of the index for the platform, or not a container image. */
export type PullFailure = 'image' | 'platform' | 'artifact';

/**
 * Finds the image that `id` names, following an index to its member for `platform` (`os/architecture`). An image that
 * is no index is taken whatever it is made for, as containerd and Docker take it.
 */
export function pullFrom(source: Source, id: ImageId, platform: string): PulledImage | PullFailure {
  const named = source.manifest(id);
  if (!named) return 'image';
  const { manifests } = readManifest(named.text, named.mediaType);
  let manifest = named;
  if (manifests.length > 0) {
    const member = manifests.find((each) => platformOf(each.platform) === platform);
    if (!member) return 'platform';
    const found = source.manifest({ digest: member.digest });
    if (!found) return 'image';
    manifest = found;
  }
  const { config, layers } = readManifest(manifest.text, manifest.mediaType);
  const bytes = config && source.blob(config.digest);
  const configText = bytes && new TextDecoder().decode(bytes);
  const document = configText === undefined ? undefined : readDocument(configText);
  if (!config || configText === undefined || !document) return 'artifact';
  return {
    digest: named.digest,
    manifest,
    configDigest: config.digest,
    configText,
    document,
    platform: platformOf(document) ?? platform,
    layers: layers.map(({ digest, size }) => ({ digest, size })),
  };
}

function platformOf(of: { os?: string; architecture?: string } | undefined): string | undefined {
  return of?.os && of.architecture ? `${of.os}/${of.architecture}` : undefined;
}

/** The configuration; undefined when the text is none (of an artifact, say). */
function readDocument(text: string): ImageDocument | undefined {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document !== 'object' || document === null || Array.isArray(document)) return undefined;
    const { config, ...rest } = document as Partial<ImageDocument>;
    return { ...rest, config: config ?? {} } as ImageDocument;
  } catch {
    return undefined;
  }
}

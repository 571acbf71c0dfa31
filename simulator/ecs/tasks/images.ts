import { findImage } from '../../ecr/images.ts';
import { readManifest } from '../../ecr/manifest.ts';
import type { EcrState } from '../../ecr/state.ts';
import { parseReference, resolvePublicImage, type ImageConfig, type Reference } from '../../images/index.ts';
import { digestOf } from '../../ecr/digest.ts';

/** What the agent learns of an image when it resolves a reference. */
export interface ResolvedImage {
  digest: string;
  /** Compressed size in MiB. */
  mebibytes: number;
  config: ImageConfig;
}

const ecrHost = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com$/;

/**
 * Resolves an image reference as the agent does: in ECR's private registries of this world, or in the registries
 * outside. Undefined when there is no such image.
 */
export function resolveImage(
  reference: string,
  registry: (accountId: string, region: string) => EcrState | undefined,
): ResolvedImage | undefined {
  const named = readReference(reference);
  if (!named) return undefined;
  const { registry: host, repository, tag, digest } = named;
  const private_ = ecrHost.exec(host);
  if (!private_) {
    const image = resolvePublicImage(named);
    return (
      image && {
        digest: digestOf(`${image.name}:${image.tags[0]}`),
        mebibytes: image.sizeInMiB,
        config: image.config,
      }
    );
  }
  const ecr = registry(private_[1]!, private_[2]!);
  const held = ecr?.repositories.get(repository);
  const image = held && findImage(held, digest ? { imageDigest: digest } : { imageTag: tag ?? 'latest' });
  if (!ecr || !image) return undefined;
  const { config } = readManifest(image.manifest, image.mediaType);
  return {
    digest: image.digest,
    mebibytes: image.sizeInBytes / 1_048_576,
    config: readConfig(config && ecr.blobs.get(config.digest)),
  };
}

/** Registration lets some texts through that no registry knows how to read. */
function readReference(text: string): Reference | undefined {
  try {
    return parseReference(text);
  } catch {
    return undefined;
  }
}

/** The `config` object of an image configuration; empty when the blob is not one (an artifact, say). */
function readConfig(blob: Uint8Array | undefined): ImageConfig {
  try {
    const { config } = JSON.parse(new TextDecoder().decode(blob)) as { config?: ImageConfig };
    return config ?? {};
  } catch {
    return {};
  }
}

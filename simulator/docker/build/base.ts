import {
  canonicalString,
  isPublicRepository,
  parseReference,
  resolvePublicImage,
  InvalidReference,
} from '../../images/index.ts';
import { EngineError } from '../errors.ts';
import { filesOf, findLocal } from '../image.ts';
import { downloadRate, fromPublic } from '../public-base.ts';
import { fetchImage } from '../registry/pull.ts';
import type { RegistryAccess } from '../registry/access.ts';
import { readLayerFiles } from '../layer.ts';
import type { DockerState, Layer, LocalImage } from '../state.ts';

/** A base image, and what it took to get it. */
export interface Base {
  image: LocalImage;
  layers: Layer[];
  files: Record<string, string>;
  /** `docker.io/library/httpd:2.4@sha256:…`. */
  shown: string;
  /** ms; 0 for an image whose layers the engine has already. */
  took: number;
}

/**
 * The image that FROM names: the engine's own, one of the outside world, or one of a private registry.
 * @throws Error with BuildKit's text
 */
export function resolveBase(
  docker: DockerState,
  name: string,
  platform: string,
  registry: RegistryAccess,
): Base {
  let reference;
  try {
    reference = parseReference(name);
  } catch (error) {
    if (error instanceof InvalidReference)
      throw new Error(`failed to parse stage name "${name}": ${error.message}`, { cause: error });
    throw error;
  }
  const canonical = canonicalString(reference);
  const local = findLocal(docker, name);
  if (local) {
    return {
      image: local,
      layers: local.layers.map((digest) => docker.layers.get(digest)!),
      files: filesOf(docker, local),
      shown: canonical,
      took: 0,
    };
  }
  const published = resolvePublicImage(reference);
  const why = `${name}: failed to resolve source metadata for ${canonical}`;
  if (published) {
    const wanted = published.platforms.find((each) => each === platform);
    if (!wanted) throw new Error(`${why}: no match for platform in manifest: not found`);
    return ready(docker, { ...fromPublic(published, wanted), shown: canonical });
  }
  if (/\.dkr\.ecr\./.test(reference.registry)) {
    try {
      return ready(docker, { ...fetchImage(docker, reference, registry), shown: canonical });
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      const detail =
        error.code === 'NotFound'
          ? `${canonical}: not found`
          : `unexpected status from HEAD request to https://${reference.registry}/v2/${reference.repository}/manifests/${reference.tag ?? reference.digest}: ${error.code === 'Unauthorized' ? '401 Unauthorized' : '403 Forbidden'}`;
      throw new Error(`${why}: ${detail}`, { cause: error });
    }
  }
  if (isPublicRepository(reference)) throw new Error(`${why}: ${canonical}: not found`);
  if (reference.registry === 'docker.io') {
    throw new Error(
      `${why}: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`,
    );
  }
  throw new Error(`${why}: ${canonical}: not found`);
}

function ready(docker: DockerState, found: { image: LocalImage; layers: Layer[]; shown: string }): Base {
  const missing = found.layers.filter(({ digest }) => !docker.layers.has(digest));
  const files: Record<string, string> = {};
  for (const { bytes } of found.layers) Object.assign(files, readLayerFiles(bytes));
  return {
    ...found,
    files,
    shown: `${found.shown}@${found.image.manifestDigest}`,
    took:
      missing.length === 0
        ? 0
        : 800 + Math.round((missing.reduce((sum, { size }) => sum + size, 0) / downloadRate) * 1000),
  };
}

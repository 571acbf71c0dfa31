import { canonicalString, InvalidReference, parseReference, type Reference } from '../../images/index.ts';
import { EngineError } from '../errors.ts';
import { filesOf, findLocal } from '../image.ts';
import { readLayerFiles } from '../layer.ts';
import { downloadRate } from '../public-base.ts';
import type { RegistryAccess } from '../registry/access.ts';
import { fetchImage, type Fetched } from '../registry/pull.ts';
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
  try {
    return ready(docker, { ...fetchImage(docker, reference, platform, registry), shown: canonical });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new Error(
      `${name}: failed to resolve source metadata for ${canonical}: ${wordsFor(error, canonical, reference)}`,
      { cause: error },
    );
  }
}

/** BuildKit's words for what the engine says of a pull. */
function wordsFor(
  { code }: EngineError,
  canonical: string,
  { registry, repository, tag, digest }: Reference,
): string {
  if (code === 'NoPlatform') return 'no match for platform in manifest: not found';
  if (code === 'Unauthorized' || code === 'Forbidden') {
    const status = code === 'Unauthorized' ? '401 Unauthorized' : '403 Forbidden';
    return `unexpected status from HEAD request to https://${registry}/v2/${repository}/manifests/${digest ?? tag}: ${status}`;
  }
  if (code === 'NoRepository' && registry === 'docker.io')
    return 'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed';
  if (code === 'Unreachable')
    return `failed to do request: Head "https://${registry}/v2/${repository}/manifests/${digest ?? tag}": dial tcp: lookup ${registry}: no such host`;
  return `${canonical}: not found`;
}

function ready(docker: DockerState, found: Fetched & { shown: string }): Base {
  const missing = found.layers.filter(({ digest }) => !docker.layers.has(digest));
  const files: Record<string, string> = {};
  for (const { bytes } of found.layers) Object.assign(files, readLayerFiles(bytes));
  return {
    ...found,
    files,
    shown: `${found.shown}@${found.digest}`,
    took:
      missing.length === 0
        ? 0
        : 800 + Math.round((missing.reduce((sum, { size }) => sum + size, 0) / downloadRate) * 1000),
  };
}

import { digestOf } from '../ecr/digest.ts';
import { familiarString, parseReference } from '../images/index.ts';
import { noSuchImage } from './errors.ts';
import { readLayerFiles } from './layer.ts';
import type { DockerState, ImageDocument, Layer, LocalImage } from './state.ts';

const manifestType = 'application/vnd.docker.distribution.manifest.v2+json';
const configType = 'application/vnd.docker.container.image.v1+json';
const layerType = 'application/vnd.docker.image.rootfs.diff.tar.gzip';

/**
 * Puts an image together: the configuration's digest is its id, the manifest names the configuration and the layers.
 * @param configText the configuration as it was written, where it comes from elsewhere
 */
export function assemble(
  document: ImageDocument,
  layers: readonly Layer[],
  configText = JSON.stringify(document),
): LocalImage {
  const id = digestOf(configText);
  const manifestText = JSON.stringify(
    {
      schemaVersion: 2,
      mediaType: manifestType,
      config: { mediaType: configType, size: new TextEncoder().encode(configText).length, digest: id },
      layers: layers.map(({ digest, bytes }) => ({ mediaType: layerType, size: bytes.length, digest })),
    },
    undefined,
    3,
  );
  return {
    id,
    document,
    configText,
    layers: layers.map(({ digest }) => digest),
    manifestText,
    manifestDigest: digestOf(manifestText),
    mediaType: manifestType,
    repoDigests: [],
  };
}

/** Keeps an image and its layers; what the engine has already stays as it is. */
export function keep(docker: DockerState, image: LocalImage, layers: readonly Layer[]): LocalImage {
  for (const layer of layers) if (!docker.layers.has(layer.digest)) docker.layers.set(layer.digest, layer);
  const known = docker.images.get(image.id);
  if (known) return known;
  docker.images.set(image.id, image);
  return image;
}

/** Finds an image by name, by `name@digest`, or by id or its beginning. */
export function findLocal(docker: DockerState, text: string): LocalImage | undefined {
  const hex = text.startsWith('sha256:') ? text.slice(7) : text;
  if (/^[0-9a-f]{4,64}$/.test(hex)) {
    const found = [...docker.images.values()].filter(({ id }) => id.startsWith(`sha256:${hex}`));
    if (found.length === 1) return found[0];
  }
  if (text.startsWith('sha256:') || /^[0-9a-f]{64}$/.test(text)) return undefined;
  const reference = parseReference(text);
  if (reference.digest !== undefined) {
    const wanted = `${reference.familiarName}@${reference.digest}`;
    return [...docker.images.values()].find(({ repoDigests }) => repoDigests.includes(wanted));
  }
  return docker.images.get(docker.references.get(familiarString(reference)) ?? '');
}

/** @throws EngineError NotFound */
export function localImage(docker: DockerState, text: string): LocalImage {
  const image = findLocal(docker, text);
  if (!image)
    throw noSuchImage(/^(sha256:|[0-9a-f]{64}$)/.test(text) ? text : familiarString(parseReference(text)));
  return image;
}

/** Names that stand on an image, in the order in which they were given. */
export function namesOf(docker: DockerState, image: LocalImage): string[] {
  return [...docker.references].filter(([, id]) => id === image.id).map(([name]) => name);
}

/** Bytes on disk. */
export function sizeOnDisk(docker: DockerState, image: LocalImage): number {
  return image.layers.reduce((sum, digest) => sum + (docker.layers.get(digest)?.unpacked ?? 0), 0);
}

/** The image's text files by absolute path: its layers laid over each other. */
export function filesOf(docker: DockerState, image: LocalImage): Record<string, string> {
  const files: Record<string, string> = {};
  for (const digest of image.layers) {
    const layer = docker.layers.get(digest);
    if (layer) Object.assign(files, readLayerFiles(layer.bytes));
  }
  return files;
}

import { AwsError } from '../api/errors.ts';
import type { Repository } from './state.ts';

/** What ECR reads of a manifest (OCI image specification 1.1; Docker image manifest version 2, schema 2). */
export interface Manifest {
  mediaType: string;
  config?: Descriptor;
  layers: Descriptor[];
  /** Members of an index. */
  manifests: Descriptor[];
  artifactType?: string;
}

export interface Descriptor {
  mediaType?: string;
  digest: string;
  size: number;
}

const imageTypes = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
];
const indexTypes = [
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.index.v1+json',
];

/**
 * Reads a manifest. `stated` is the media type that the request gives, which wins over the manifest's own.
 * @throws AwsError InvalidParameterException when it is not a manifest of a known kind.
 */
export function readManifest(text: string, stated?: string): Manifest {
  const refuse = () =>
    new AwsError(
      'InvalidParameterException',
      "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'",
    );
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw refuse();
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) throw refuse();
  const { mediaType, config, layers, manifests, artifactType } = document as Record<string, unknown>;
  const isIndex = Array.isArray(manifests);
  const type =
    stated ?? (typeof mediaType === 'string' ? mediaType : isIndex ? indexTypes[1]! : imageTypes[1]!);
  if (![...imageTypes, ...indexTypes].includes(type)) {
    throw new AwsError(
      'InvalidParameterException',
      `Invalid parameter at 'ImageManifestMediaType' failed to satisfy constraint: 'unsupported media type ${type}'`,
    );
  }
  if (indexTypes.includes(type)) {
    if (!isIndex) throw refuse();
    return {
      mediaType: type,
      layers: [],
      manifests: manifests.map(descriptorOf),
      ...(typeof artifactType === 'string' ? { artifactType } : {}),
    };
  }
  if (!config || !Array.isArray(layers)) throw refuse();
  return {
    mediaType: type,
    config: descriptorOf(config),
    layers: layers.map(descriptorOf),
    manifests: [],
    ...(typeof artifactType === 'string' ? { artifactType } : {}),
  };

  function descriptorOf(value: unknown): Descriptor {
    const { digest, size, mediaType: of } = (value ?? {}) as Record<string, unknown>;
    if (
      typeof digest !== 'string' ||
      !/^sha256:[0-9a-f]{64}$/.test(digest) ||
      typeof size !== 'number' ||
      size < 0
    )
      throw refuse();
    return { digest, size, ...(typeof of === 'string' ? { mediaType: of } : {}) };
  }
}

/**
 * Holds a manifest to what the repository has.
 * @throws AwsError LayersNotFoundException, or ReferencedImagesNotFoundException for an index.
 */
export function checkReferences(manifest: Manifest, repository: Repository, accountId: string): void {
  const missing = [...(manifest.config ? [manifest.config] : []), ...manifest.layers]
    .map(({ digest }) => digest)
    .filter((digest) => !repository.layers.has(digest));
  if (missing.length) {
    throw new AwsError(
      'LayersNotFoundException',
      `Layers with digests '[${missing.join(', ')}]' required for pushing image into repository with name '${repository.name}' in the registry with id '${accountId}' do not exist`,
    );
  }
  const images = manifest.manifests
    .map(({ digest }) => digest)
    .filter((digest) => !repository.images.has(digest));
  if (images.length) {
    throw new AwsError(
      'ReferencedImagesNotFoundException',
      `Images with digests '[${images.join(', ')}]' required for pushing image into repository with name '${repository.name}' in the registry with id '${accountId}' do not exist`,
    );
  }
}

/** Compressed bytes: what the manifest says of its configuration and layers, or of an index's members. */
export function sizeOf(manifest: Manifest, repository: Repository): number {
  if (manifest.manifests.length)
    return manifest.manifests.reduce(
      (sum, { digest }) => sum + (repository.images.get(digest)?.sizeInBytes ?? 0),
      0,
    );
  return manifest.layers.reduce((sum, { size }) => sum + size, manifest.config?.size ?? 0);
}

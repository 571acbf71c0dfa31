import { AwsError } from '../api/errors.ts';
import { standsFor } from '../images/stand-in.ts';
import type { Repository } from './state.ts';

/** What ECR reads of a manifest (OCI image specification 1.1; Docker image manifest version 2, schema 2). */
export interface Manifest {
  mediaType: string;
  /** Whether the manifest says its media type itself, as Docker's do and OCI's may. */
  statesType: boolean;
  config?: Descriptor;
  layers: Descriptor[];
  /** Members of an index. */
  manifests: Descriptor[];
  artifactType?: string;
  /** The image that this artifact is about: a signature, an attestation. */
  subject?: Descriptor;
  annotations?: Record<string, string>;
}

export interface Descriptor {
  mediaType?: string;
  digest: string;
  size: number;
  platform?: { os?: string; architecture?: string };
}

const imageTypes = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
];
const indexTypes = [
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.index.v1+json',
];

const nothing = new Uint8Array();

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads a manifest. `stated` is the media type that the request gives, which wins over the manifest's own.
 * @throws AwsError InvalidParameterException when it is not a manifest of a known kind.
 */
export function readManifest(text: string, stated?: string): Manifest {
  const document = parse(text);
  const { mediaType, config, layers, manifests, artifactType, subject, annotations } = document;
  const isIndex = Array.isArray(manifests);
  const type =
    stated ?? (typeof mediaType === 'string' ? mediaType : isIndex ? indexTypes[1]! : imageTypes[1]!);
  const common = {
    mediaType: type,
    statesType: typeof mediaType === 'string',
    ...(typeof artifactType === 'string' ? { artifactType } : {}),
    ...(subject === undefined || subject === null ? {} : { subject: descriptorOf(subject) }),
    ...(isObject(annotations) ? { annotations: textsOf(annotations) } : {}),
  };
  if (indexTypes.includes(type)) {
    if (!isIndex) throw notAManifest();
    return { ...common, layers: [], manifests: manifests.map(descriptorOf) };
  }
  if (!imageTypes.includes(type)) {
    throw new AwsError(
      'InvalidParameterException',
      `Invalid parameter at 'ImageManifestMediaType' failed to satisfy constraint: 'unsupported media type ${type}'`,
    );
  }
  if (!config || !Array.isArray(layers)) throw notAManifest();
  return { ...common, config: descriptorOf(config), layers: layers.map(descriptorOf), manifests: [] };
}

/** As ECR says of all that it cannot take for a manifest. */
export function notAManifest(): AwsError {
  return new AwsError(
    'InvalidParameterException',
    "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'",
  );
}

function parse(text: string): Json {
  try {
    const document: unknown = JSON.parse(text);
    if (isObject(document)) return document;
  } catch {
    // Refused below, like JSON that is no object.
  }
  throw notAManifest();
}

function descriptorOf(value: unknown): Descriptor {
  if (!isObject(value)) throw notAManifest();
  const { digest, size, mediaType, platform } = value;
  if (
    typeof digest !== 'string' ||
    !/^sha256:[0-9a-f]{64}$/.test(digest) ||
    typeof size !== 'number' ||
    !Number.isSafeInteger(size) ||
    size < 0
  )
    throw notAManifest();
  return {
    digest,
    size,
    ...(typeof mediaType === 'string' ? { mediaType } : {}),
    ...(isObject(platform) ? { platform: textsOf(platform) } : {}),
  };
}

function textsOf(record: Json): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** Digests of the configuration and the layers, each once. */
export function blobsOf({ config, layers }: Manifest): string[] {
  return [...new Set([...(config ? [config] : []), ...layers].map(({ digest }) => digest))];
}

/**
 * Holds a manifest to what the repository has.
 * @param admitsIndexes takes an index whatever of its members is there (`drydock serve --lenient`)
 * @throws AwsError LayersNotFoundException, or ReferencedImagesNotFoundException for an index.
 */
export function checkReferences(
  manifest: Manifest,
  repository: Repository,
  accountId: string,
  admitsIndexes = false,
): void {
  const missing = blobsOf(manifest).filter((digest) => !repository.layers.has(digest));
  if (missing.length) {
    throw new AwsError(
      'LayersNotFoundException',
      `Layers with digests '[${missing.join(', ')}]' required for pushing image into repository with name '${repository.name}' in the registry with id '${accountId}' do not exist`,
    );
  }
  if (admitsIndexes) return;
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

/**
 * Compressed bytes: what the manifest says of its configuration and layers; of an index, its largest member's
 * (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageDetail.html). A layer that stands for something
 * bigger counts as what it stands for.
 */
export function sizeOf(
  manifest: Manifest,
  repository: Repository,
  blobs: ReadonlyMap<string, Uint8Array>,
): number {
  if (manifest.manifests.length)
    return Math.max(
      ...manifest.manifests.map(({ digest }) => repository.images.get(digest)?.sizeInBytes ?? 0),
    );
  const weigh = ({ digest, size }: Descriptor) => standsFor(blobs.get(digest) ?? nothing)?.size ?? size;
  return manifest.layers.reduce((sum, layer) => sum + weigh(layer), manifest.config?.size ?? 0);
}

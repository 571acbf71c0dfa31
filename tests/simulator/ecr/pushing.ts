import { gzipSync } from 'fflate';
import { digestOf } from '../../../simulator/ecr/digest.ts';
import { writeTar } from '../../../simulator/docker/tar.ts';
import type { Call } from '../../../simulator/index.ts';
import type { Hands } from '../cloud.ts';

const dockerType = 'application/vnd.docker.distribution.manifest.v2+json';

export interface Pushed {
  digest: string;
  manifest: string;
}

/** Makes a repository unless it is there. */
export function repository(one: Hands, repositoryName: string, more: object = {}, at?: Partial<Call>): void {
  try {
    one.ask('ecr', 'CreateRepository', { repositoryName, ...more }, at);
  } catch (error) {
    if (!String(error).includes('RepositoryAlreadyExistsException')) throw error;
  }
}

/** Uploads bytes (text of Latin-1) as a layer unless the repository has it; returns its digest. */
function upload(
  one: Hands,
  repositoryName: string,
  content: string,
  at?: Partial<Call>,
  service = 'ecr',
): string {
  const digest = digestOf(Uint8Array.from(content, (character) => character.charCodeAt(0)));
  const { layers } = one.ask(
    service,
    'BatchCheckLayerAvailability',
    { repositoryName, layerDigests: [digest] },
    at,
  );
  if (layers[0].layerAvailability === 'AVAILABLE') return digest;
  const { uploadId } = one.ask(service, 'InitiateLayerUpload', { repositoryName }, at);
  one.ask(
    service,
    'UploadLayerPart',
    {
      repositoryName,
      uploadId,
      partFirstByte: 0,
      partLastByte: content.length - 1,
      layerPartBlob: btoa(content),
    },
    at,
  );
  one.ask(service, 'CompleteLayerUpload', { repositoryName, uploadId, layerDigests: [digest] }, at);
  return digest;
}

/** A layer with text files, as Latin-1 text. */
export function layerOf(files: Record<string, string>): string {
  const bytes = gzipSync(
    writeTar(
      Object.entries(files).map(([path, content]) => ({
        path: path.replace(/^\//, ''),
        content: new TextEncoder().encode(content),
      })),
    ),
    { mtime: 0 },
  );
  return String.fromCharCode(...bytes);
}

interface Push {
  repositoryName?: string;
  tag?: string;
  layers?: string[];
  config?: string;
  subject?: string;
  artifactType?: string;
  annotations?: Record<string, string>;
  at?: Partial<Call>;
  service?: string;
}

/** Pushes a single image as Docker would, layers first. */
export function push(one: Hands, layer: string, options: Push = {}): Pushed {
  const { repositoryName = 'web', tag, config = '{}', at, service = 'ecr' } = options;
  const manifest = manifestOf(one, [layer, ...(options.layers ?? [])], config, options);
  one.ask(
    service,
    'PutImage',
    { repositoryName, imageManifest: manifest, ...(tag === undefined ? {} : { imageTag: tag }) },
    at,
  );
  return { digest: digestOf(manifest), manifest };
}

/** Uploads the blobs and returns the manifest's text. */
function manifestOf(
  one: Hands,
  layers: string[],
  config: string,
  {
    repositoryName = 'web',
    subject,
    artifactType,
    annotations,
    at,
    service = 'ecr',
  }: Omit<Push, 'layers' | 'config'> = {},
): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: subject || artifactType ? 'application/vnd.oci.image.manifest.v1+json' : dockerType,
    ...(artifactType ? { artifactType } : {}),
    config: {
      mediaType: artifactType
        ? 'application/vnd.oci.empty.v1+json'
        : 'application/vnd.docker.container.image.v1+json',
      size: config.length,
      digest: upload(one, repositoryName, config, at, service),
    },
    layers: layers.map((content) => ({
      mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
      size: content.length,
      digest: upload(one, repositoryName, content, at, service),
    })),
    ...(subject ? { subject: { mediaType: dockerType, digest: subject, size: 2 } } : {}),
    ...(annotations ? { annotations } : {}),
  });
}

/** Pushes an index over images that are there. */
export function pushIndex(one: Hands, members: Pushed[], { repositoryName = 'web', tag }: Push = {}): Pushed {
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: members.map(({ digest, manifest: text }, index) => ({
      mediaType: dockerType,
      digest,
      size: text.length,
      platform: { os: 'linux', architecture: index === 0 ? 'amd64' : 'arm64' },
    })),
  });
  one.ask('ecr', 'PutImage', {
    repositoryName,
    imageManifest: manifest,
    ...(tag === undefined ? {} : { imageTag: tag }),
  });
  return { digest: digestOf(manifest), manifest };
}

/** `[digest, tags]` of each image, as DescribeImages lists them. */
export function listing(
  one: Hands,
  repositoryName = 'web',
  filter?: object,
  at?: Partial<Call>,
): [string, string[]][] {
  return one
    .ask('ecr', 'DescribeImages', { repositoryName, ...(filter ? { filter } : {}) }, at)
    .imageDetails.map(({ imageDigest, imageTags }: { imageDigest: string; imageTags?: string[] }) => [
      imageDigest,
      imageTags ?? [],
    ]);
}

export const hour = 60 * 60 * 1000;
export const day = 24 * hour;

import type { Call, CloudState, Failure } from '../simulator/index.ts';
import type { EcrState } from '../simulator/ecr/state.ts';

/** What a server keeps of layers, in bytes. Amazon ECR takes layers of 52,000 MiB, and as many as are paid for. */
export interface StorageLimits {
  layer: number;
  /** Layers and uploads under way, in all registries of the cloud. */
  total: number;
}

const MiB = 1024 * 1024;

/** Both stand in memory: a machine that runs a course has this much to spare. */
export const defaultStorage: StorageLimits = { layer: 1024 * MiB, total: 4096 * MiB };

/** Why `bytes` more cannot be kept for an upload; undefined when they can. */
export function storageRefusal(
  cloud: Pick<CloudState, 'regions' | 'publicRegistries'>,
  uploadId: string | undefined,
  bytes: number,
  limits: StorageLimits,
): Failure | undefined {
  let layer = bytes;
  let total = bytes;
  for (const { blobs, uploads } of registriesOf(cloud)) {
    for (const blob of blobs.values()) total += blob.length;
    for (const { id, receivedBytes } of uploads.values()) {
      total += receivedBytes;
      if (id === uploadId) layer += receivedBytes;
    }
  }
  const message =
    layer > limits.layer
      ? `drydock serve takes layers of ${limits.layer / MiB} MiB at most. Push a smaller layer.`
      : total > limits.total
        ? `drydock serve keeps ${limits.total / MiB} MiB of layers at most. Delete images, or start anew with POST /_drydock/reset.`
        : undefined;
  return message === undefined ? undefined : { code: 'LimitExceededException', message };
}

/** The upload and the size in bytes of what a call of ECR's API adds; undefined for a call that adds nothing. */
export function addedBy({ operation, input }: Call): { uploadId: string; bytes: number } | undefined {
  const { uploadId, layerPartBlob } = (input ?? {}) as Record<string, unknown>;
  if (operation !== 'UploadLayerPart' || typeof uploadId !== 'string' || typeof layerPartBlob !== 'string')
    return undefined;
  return { uploadId, bytes: Math.floor((layerPartBlob.length * 3) / 4) };
}

function* registriesOf({
  regions,
  publicRegistries,
}: Pick<CloudState, 'regions' | 'publicRegistries'>): Iterable<EcrState> {
  for (const { ecr } of regions.values()) yield ecr;
  for (const { ecr } of publicRegistries.values()) yield ecr;
}

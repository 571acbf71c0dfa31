import type {
  BatchCheckLayerAvailabilityRequest,
  BatchCheckLayerAvailabilityResponse,
  CompleteLayerUploadRequest,
  CompleteLayerUploadResponse,
  GetDownloadUrlForLayerRequest,
  GetDownloadUrlForLayerResponse,
  InitiateLayerUploadRequest,
  InitiateLayerUploadResponse,
  UploadLayerPartRequest,
  UploadLayerPartResponse,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../api/errors.ts';
import type { Wire } from '../api/wire.ts';
import { digestOf } from './digest.ts';
import { repositoryForPush, wouldBeCreated } from './create-on-push.ts';
import { repositoryOf, type EcrScope } from './scope.ts';
import type { Upload } from './state.ts';

/** Bytes of a part (https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html); the last may be smaller. */
const [leastPart, partSize] = [5 * 1024 * 1024, 10 * 1024 * 1024];
/** Parts of a layer (the same page). */
const mostParts = 4200;

export function batchCheckLayerAvailability(
  input: Wire<BatchCheckLayerAvailabilityRequest>,
  scope: EcrScope,
): Wire<BatchCheckLayerAvailabilityResponse> {
  const repository = wouldBeCreated(input.repositoryName, scope) ? undefined : repositoryOf(input, scope);
  const layers: Wire<BatchCheckLayerAvailabilityResponse>['layers'] = [];
  const failures: Wire<BatchCheckLayerAvailabilityResponse>['failures'] = [];
  for (const layerDigest of input.layerDigests ?? []) {
    if (!/^sha256:[0-9a-f]{64}$/.test(layerDigest)) {
      failures.push({
        layerDigest,
        failureCode: 'InvalidLayerDigest',
        failureReason: `The layer digest '${layerDigest}' is not valid.`,
      });
      continue;
    }
    const bytes = repository?.layers.has(layerDigest) ? scope.ecr.blobs.get(layerDigest) : undefined;
    layers.push(
      bytes
        ? {
            layerDigest,
            layerAvailability: 'AVAILABLE',
            layerSize: bytes.length,
            mediaType: mediaTypeOf(bytes),
          }
        : { layerDigest, layerAvailability: 'UNAVAILABLE' },
    );
  }
  return { layers, failures };
}

/**
 * A configuration is told from a layer (AWS CLI reference, batch-check-layer-availability). How the service knows is not
 * documented; here it is by the brace that a configuration begins with.
 */
function mediaTypeOf(bytes: Uint8Array): string {
  return bytes[0] === 0x7b
    ? 'application/vnd.docker.container.image.v1+json'
    : 'application/vnd.docker.image.rootfs.diff.tar.gzip';
}

export function initiateLayerUpload(
  input: Wire<InitiateLayerUploadRequest>,
  scope: EcrScope,
): Wire<InitiateLayerUploadResponse> {
  const repository = repositoryForPush(input, scope);
  const id = scope.context.random.uuid();
  scope.ecr.uploads.set(id, { id, repository: repository.name, parts: [], receivedBytes: 0 });
  return { uploadId: id, partSize };
}

export function uploadLayerPart(
  input: Wire<UploadLayerPartRequest>,
  scope: EcrScope,
): Wire<UploadLayerPartResponse> {
  const upload = uploadOf(input, scope);
  const blob = bytesOf(input.layerPartBlob ?? '');
  const [first, last] = [input.partFirstByte ?? 0, input.partLastByte ?? 0];
  const wrong = wrongPart(first, last, blob.length, upload);
  if (wrong !== undefined) {
    throw new AwsError('InvalidLayerPartException', wrong, {
      registryId: scope.ecr.registryId,
      repositoryName: upload.repository,
      uploadId: upload.id,
      lastValidByteReceived: upload.receivedBytes - 1,
    });
  }
  if (upload.parts.length === mostParts && !upload.gathers) {
    throw new AwsError('LimitExceededException', `A layer has ${mostParts} parts at most.`);
  }
  upload.parts.push(blob);
  upload.receivedBytes += blob.length;
  return {
    registryId: scope.ecr.registryId,
    repositoryName: upload.repository,
    uploadId: upload.id,
    lastByteReceived: upload.receivedBytes - 1,
  };
}

/** Why a part cannot come next. The first text is the service's (https://github.com/apple/containerization/issues/790). */
function wrongPart(
  first: number,
  last: number,
  length: number,
  { receivedBytes }: Upload,
): string | undefined {
  if (first !== receivedBytes) return `First byte of the layer part is ${first} instead of ${receivedBytes}`;
  if (last - first + 1 !== length)
    return `The layer part has ${length} bytes, not the ${last - first + 1} from ${first} to ${last}`;
  return length > partSize ? `A layer part has ${partSize} bytes at most` : undefined;
}

export function completeLayerUpload(
  input: Wire<CompleteLayerUploadRequest>,
  scope: EcrScope,
): Wire<CompleteLayerUploadResponse> {
  const upload = uploadOf(input, scope);
  const repository = repositoryOf(input, scope);
  if (upload.receivedBytes === 0)
    // As a CloudTrail event had it (https://github.com/devcontainers/cli/issues/814).
    throw new AwsError(
      'EmptyUploadException',
      `The upload with id '${upload.id}' in the repository with name '${repository.name}' in registry with id '${scope.ecr.registryId}' cannot be completed because it does not have any parts`,
    );
  // Only now is it known which part is the last (API reference: CompleteLayerUpload has this error, UploadLayerPart has
  // not). The text stood in a CloudTrail event (https://github.com/dotnet/sdk-container-builds/issues/424).
  if (!upload.gathers && upload.parts.slice(0, -1).some(({ length }) => length < leastPart)) {
    throw new AwsError(
      'LayerPartTooSmallException',
      'All layer parts except the last part should be at least 5MB',
    );
  }
  const content = concatenate(upload);
  const digest = digestOf(content);
  const digests = input.layerDigests ?? [];
  if (!digests.includes(digest)) {
    // https://github.com/abiosoft/colima/issues/1167
    throw new AwsError(
      'InvalidLayerException',
      'None of the provided layer digests match the calculated layer digest',
    );
  }
  if (repository.layers.has(digest)) {
    throw new AwsError(
      'LayerAlreadyExistsException',
      `Layer with digest '${digest}' already exists in the repository with name '${repository.name}' in registry with id '${scope.ecr.registryId}'`,
    );
  }
  scope.ecr.uploads.delete(upload.id);
  scope.ecr.blobs.set(digest, content);
  repository.layers.add(digest);
  return {
    registryId: scope.ecr.registryId,
    repositoryName: repository.name,
    uploadId: upload.id,
    layerDigest: digest,
  };
}

/**
 * GetDownloadUrlForLayer. The service answers with a signed URL of its S3 bucket; here it is the layer's place in the
 * registry's own HTTP interface.
 */
export function getDownloadUrlForLayer(
  input: Wire<GetDownloadUrlForLayerRequest>,
  scope: EcrScope,
): Wire<GetDownloadUrlForLayerResponse> {
  const repository = repositoryOf(input, scope);
  const { registryId, region } = scope.ecr;
  const layerDigest = input.layerDigest ?? '';
  if (!repository.layers.has(layerDigest)) {
    throw new AwsError(
      'LayersNotFoundException',
      `The layer with digest '${layerDigest}' does not exist within the repository with name '${repository.name}' in the registry with id '${registryId}'`,
    );
  }
  if (!repository.layerUses.has(layerDigest)) {
    throw new AwsError(
      'LayerInaccessibleException',
      `The layer with digest '${layerDigest}' is not available: it is not associated with an image. Unassociated image layers may be cleaned up at any time.`,
    );
  }
  return {
    downloadUrl: `https://${registryId}.dkr.ecr.${region}.amazonaws.com/v2/${repository.name}/blobs/${layerDigest}`,
    layerDigest,
  };
}

function uploadOf(
  input: { uploadId?: string; repositoryName?: string; registryId?: string },
  scope: EcrScope,
): Upload {
  const repository = repositoryOf(input, scope);
  const upload = scope.ecr.uploads.get(input.uploadId ?? '');
  if (!upload || upload.repository !== repository.name) {
    throw new AwsError(
      'UploadNotFoundException',
      `The upload with id '${input.uploadId}' does not exist in the repository with name '${repository.name}' in the registry with id '${scope.ecr.registryId}'`,
    );
  }
  return upload;
}

function concatenate({ parts, receivedBytes }: Upload): Uint8Array {
  const content = new Uint8Array(receivedBytes);
  let offset = 0;
  for (const part of parts) {
    content.set(part, offset);
    offset += part.length;
  }
  return content;
}

/** @throws AwsError SerializationException when the text is not base64. */
function bytesOf(base64: string): Uint8Array {
  try {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
    return bytes;
  } catch {
    throw new AwsError('SerializationException', 'The layer part is not valid base64.');
  }
}

import type { Answer } from './answer.ts';
import { Refusal } from './answer.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { ask, check, digestIn, type Exchange, type RegistryInput } from './exchange.ts';
import { refusalOf } from './refusals.ts';
import type { Upload } from '../state.ts';

/** Bytes of one UploadLayerPart, which takes 10 MiB at most. */
const largestPart = 10 * 1024 * 1024;

/** end-4a, end-4b and end-11: begins an upload, takes a whole blob, or mounts one from another repository. */
export function startUpload(input: RegistryInput, exchange: Exchange): Answer {
  const { repository } = input;
  const { uploadId } = ask<{ uploadId: string }>(
    exchange,
    'InitiateLayerUpload',
    { repositoryName: repository },
    'NAME_INVALID',
  );
  const begun = { ...input, uploadId };
  // A deliberate difference: Amazon ECR refuses chunks below 5 MiB here too, while the specification lets clients send
  // them, and its conformance tests do.
  uploadOf(begun, exchange).gathers = true;
  if (input.mount !== undefined && mount(begun, exchange)) {
    exchange.ecr?.uploads.delete(uploadId);
    return created(repository!, input.mount);
  }
  if (input.digest !== undefined) return finishUpload(begun, exchange);
  return { status: 202, headers: headersOf(uploadOf(begun, exchange)) };
}

/** end-5. Bytes without a stated place go on where the last ones ended. */
export function uploadChunk(input: RegistryInput, exchange: Exchange): Answer {
  // A chunk of no bytes makes no call that would be judged.
  check(exchange, 'UploadLayerPart', { repositoryName: input.repository });
  const upload = uploadOf(input, exchange);
  append(upload, input, exchange);
  return { status: 202, headers: headersOf(upload) };
}

/** end-6. */
export function finishUpload(input: RegistryInput, exchange: Exchange): Answer {
  const digest = digestIn(input.digest);
  check(exchange, 'CompleteLayerUpload', { repositoryName: input.repository });
  const upload = uploadOf(input, exchange);
  append(upload, input, exchange);
  const reply = exchange.call('CompleteLayerUpload', {
    repositoryName: upload.repository,
    uploadId: upload.id,
    layerDigests: [digest],
  });
  // Two clients that push the same layer at once both succeed.
  if (!reply.ok && reply.error.code !== 'LayerAlreadyExistsException')
    throw refusalOf(reply.error, 'BLOB_UPLOAD_INVALID');
  exchange.ecr?.uploads.delete(upload.id);
  return created(upload.repository, digest);
}

/** end-13. */
export function getUpload(input: RegistryInput, exchange: Exchange): Answer {
  check(exchange, 'UploadLayerPart', { repositoryName: input.repository });
  return { status: 204, headers: headersOf(uploadOf(input, exchange)) };
}

/** Gives an upload up. */
export function cancelUpload(input: RegistryInput, exchange: Exchange): Answer {
  check(exchange, 'UploadLayerPart', { repositoryName: input.repository });
  const { id } = uploadOf(input, exchange);
  exchange.ecr?.uploads.delete(id);
  return { status: 204, headers: {} };
}

/** @throws Refusal BLOB_UPLOAD_UNKNOWN */
function uploadOf({ repository, uploadId }: RegistryInput, exchange: Exchange): Upload {
  const upload = exchange.ecr?.uploads.get(uploadId ?? '');
  if (upload && upload.repository === repository) return upload;
  throw new Refusal('BLOB_UPLOAD_UNKNOWN', `The upload with id '${uploadId ?? ''}' does not exist.`);
}

/** Hands the bytes to UploadLayerPart, in parts of a size that it takes. */
function append(upload: Upload, { body = '', first }: RegistryInput, exchange: Exchange): void {
  const bytes = fromBase64(body);
  if (!bytes) throw new Refusal('BLOB_UPLOAD_INVALID', 'The body is not valid base64.');
  if (first !== undefined && first !== upload.receivedBytes) {
    throw new Refusal(
      'BLOB_UPLOAD_INVALID',
      `First byte of the layer part is ${first} instead of ${upload.receivedBytes}`,
      { status: 416, headers: headersOf(upload) },
    );
  }
  for (let offset = 0; offset < bytes.length; offset += largestPart) {
    const part = bytes.subarray(offset, offset + largestPart);
    const at = upload.receivedBytes;
    ask(
      exchange,
      'UploadLayerPart',
      {
        repositoryName: upload.repository,
        uploadId: upload.id,
        partFirstByte: at,
        partLastByte: at + part.length - 1,
        layerPartBlob: part.length === bytes.length ? body : toBase64(part),
      },
      'BLOB_UPLOAD_INVALID',
    );
  }
}

/**
 * Takes a layer over from another repository of the registry, when the account's setting BLOB_MOUNTING is on, an image
 * there names the layer (https://github.com/aws/containers-roadmap/issues/2860), both repositories are encrypted alike and the caller may read the layer there
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/blob-mounting.html). Otherwise the client uploads.
 */
function mount({ repository, mount: digest, from }: RegistryInput, exchange: Exchange): boolean {
  const { ecr } = exchange;
  const [target, source] = [ecr?.repositories.get(repository ?? ''), ecr?.repositories.get(from ?? '')];
  if (!ecr || !target || !source || digest === undefined) return false;
  if (ecr.settings.get('BLOB_MOUNTING') !== 'ENABLED' || !source.layerUses.has(digest)) return false;
  const alike = (['encryptionType', 'kmsKey'] as const).every(
    (member) => target.encryption[member] === source.encryption[member],
  );
  if (!alike || source.upstreamCheckedAt) return false;
  if (exchange.forbids('GetDownloadUrlForLayer', { repositoryName: from, layerDigest: digest })) return false;
  target.layers.add(digest);
  return true;
}

function created(repository: string, digest: string): Answer {
  return {
    status: 201,
    headers: { location: `/v2/${repository}/blobs/${digest}`, 'docker-content-digest': digest },
  };
}

function headersOf({ id, repository, receivedBytes }: Upload): Record<string, string> {
  return {
    location: `/v2/${repository}/blobs/uploads/${id}`,
    range: `0-${Math.max(0, receivedBytes - 1)}`,
    'docker-upload-uuid': id,
  };
}

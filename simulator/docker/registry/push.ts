import type { Context } from '../../kernel/world.ts';
import { familiarString, parseReference } from '../../images/index.ts';
import { EngineError } from '../errors.ts';
import type { DockerState, Layer } from '../state.ts';
import { isEcr, type RegistryAccess, type Session } from './access.ts';
import { callEcr, EcrRefusal } from './ecr-call.ts';
import { authorizeWith, sessionOf } from './login.ts';

const uploadRate = 20 * 1024 * 1024;

export interface PushedLayer {
  /** First 12 digits of the layer's diff id, as the client shows it. */
  id: string;
  status: 'Pushed' | 'Layer already exists';
  size: number;
}

export interface PushOutput {
  /** `123456789012.dkr.ecr.us-east-1.amazonaws.com/web`. */
  repository: string;
  layers: PushedLayer[];
  tag: string;
  digest: string;
  /** Bytes of the manifest. */
  size: number;
  /** ms of virtual time. */
  took: number;
}

/**
 * ImagePush to Amazon ECR: BatchCheckLayerAvailability, for each missing layer InitiateLayerUpload, UploadLayerPart and
 * CompleteLayerUpload, then PutImage (https://docs.aws.amazon.com/AmazonECR/latest/userguide/docker-push-ecr-image.html).
 * @throws EngineError with the text that `docker push` shows
 */
export function imagePush(
  docker: DockerState,
  input: { reference: string },
  _context: Context,
  registry: RegistryAccess,
): PushOutput {
  const reference = parseReference(input.reference);
  const image = docker.images.get(docker.references.get(familiarString(reference)) ?? '');
  const repository = `${reference.registry}/${reference.repository}`;
  const details = { repository };
  const tag = reference.tag ?? 'latest';
  if (!image) {
    throw new EngineError(
      'NotFound',
      `An image does not exist locally with the tag: ${reference.familiarName}`,
      details,
    );
  }
  if (reference.registry === 'docker.io') {
    throw new EngineError(
      'Unauthorized',
      'push access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
      details,
    );
  }
  if (!isEcr(reference.registry)) {
    throw new EngineError(
      'Unreachable',
      `failed to do request: Head "https://${reference.registry}/v2/${reference.repository}/blobs/": dial tcp: lookup ${reference.registry}: no such host`,
      details,
    );
  }
  const answer = authorizeWith(docker, reference.registry, registry);
  if (!answer.ok) throw new EngineError('Unauthorized', refusal(answer), details);
  const session = sessionOf(answer, reference.registry);
  const layers = image.layers.map((digest) => docker.layers.get(digest)!);
  const shown: PushedLayer[] = [];
  try {
    for (const layer of layers) {
      const status = upload(layer.digest, layer.bytes, reference.repository, session, registry);
      shown.push({ id: shortId(layer), status, size: layer.size });
    }
    upload(image.id, new TextEncoder().encode(image.configText), reference.repository, session, registry);
    put(image.manifestText, image.mediaType, tag, reference.repository, session, registry);
  } catch (error) {
    if (error instanceof EcrRefusal)
      throw new EngineError(error.code, error.text, { ...details, layers: shown });
    throw error;
  }
  const repoDigest = `${reference.familiarName}@${image.manifestDigest}`;
  if (!image.repoDigests.includes(repoDigest)) image.repoDigests.push(repoDigest);
  const sent = shown.filter(({ status }) => status === 'Pushed').reduce((sum, { size }) => sum + size, 0);
  return {
    repository,
    layers: shown,
    tag,
    digest: image.manifestDigest,
    size: new TextEncoder().encode(image.manifestText).length,
    took: 600 + Math.round((sent / uploadRate) * 1000),
  };
}

/** What the client prints when the registry does not let it in. */
function refusal({ status, message }: { status: number; message: string }): string {
  return status === 401
    ? message
    : status === 403
      ? `denied: ${message}`
      : `unexpected status from POST request: ${status} Bad Request: ${message}`;
}

function shortId({ diffId }: Layer): string {
  return diffId.slice(7, 19);
}

function upload(
  digest: string,
  bytes: Uint8Array,
  repositoryName: string,
  session: Session,
  registry: RegistryAccess,
): PushedLayer['status'] {
  const call = (operation: string, input: Record<string, unknown>) =>
    callEcr(operation, { repositoryName, ...input }, session, registry);
  const { layers } = call('BatchCheckLayerAvailability', { layerDigests: [digest] }) as {
    layers?: { layerAvailability?: string }[];
  };
  if (layers?.[0]?.layerAvailability === 'AVAILABLE') return 'Layer already exists';
  const { uploadId, partSize = 10_485_760 } = call('InitiateLayerUpload', {}) as {
    uploadId: string;
    partSize?: number;
  };
  for (let first = 0; first < bytes.length; first += partSize) {
    const part = bytes.subarray(first, first + partSize);
    call('UploadLayerPart', {
      uploadId,
      partFirstByte: first,
      partLastByte: first + part.length - 1,
      layerPartBlob: base64(part),
    });
  }
  call('CompleteLayerUpload', { uploadId, layerDigests: [digest] });
  return 'Pushed';
}

/** PutImage; the same image under the same tag again is no error to Docker. */
function put(
  imageManifest: string,
  imageManifestMediaType: string,
  imageTag: string,
  repositoryName: string,
  session: Session,
  registry: RegistryAccess,
): void {
  try {
    callEcr(
      'PutImage',
      { repositoryName, imageManifest, imageManifestMediaType, imageTag },
      session,
      registry,
    );
  } catch (error) {
    if (!(error instanceof EcrRefusal && error.code === 'ImageAlreadyExistsException')) throw error;
  }
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let offset = 0; offset < bytes.length; offset += 0x8000)
    text += String.fromCharCode(...bytes.subarray(offset, offset + 0x8000));
  return btoa(text);
}

import type { Reference } from '../../images/index.ts';
import { EngineError } from '../errors.ts';
import type { DockerState, Layer, LocalImage } from '../state.ts';
import { isEcr, type RegistryAccess, type Session } from './access.ts';
import { callEcr, EcrRefusal } from './ecr-call.ts';
import { authorizeWith, sessionOf } from './login.ts';

export interface PushedLayer {
  /** First 12 digits of the layer's diff id, as the client shows it. */
  id: string;
  status: 'Pushed' | 'Layer already exists';
  size: number;
}

/** A repository that the engine may try to write to. */
export interface Target {
  session: Session;
  repositoryName: string;
}

/**
 * Opens the registry that a reference names for a push.
 * @throws EngineError with the text that `docker push` shows
 */
export function openTarget(docker: DockerState, reference: Reference, registry: RegistryAccess): Target {
  const { registry: host, repository } = reference;
  const details = { repository: `${host}/${repository}` };
  if (host === 'docker.io') {
    throw new EngineError(
      'Unauthorized',
      'push access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
      details,
    );
  }
  if (!isEcr(host) && host !== 'public.ecr.aws') {
    throw new EngineError(
      'Unreachable',
      `failed to do request: Head "https://${host}/v2/${repository}/blobs/": dial tcp: lookup ${host}: no such host`,
      details,
    );
  }
  const answer = authorizeWith(docker, host, registry);
  if (!answer.ok) throw new EngineError('Unauthorized', refusal(answer), details);
  const session = sessionOf(answer, host);
  if (isEcr(host)) return { session, repositoryName: repository };
  // `public.ecr.aws/<alias>/<repository>`: the alias says whose registry it is.
  const slash = repository.indexOf('/');
  const owner = registry.publicRegistry(repository.slice(0, Math.max(0, slash)));
  if (!owner)
    throw new EngineError(
      'NoRepository',
      `name unknown: The repository with name '${repository}' does not exist in the registry`,
      details,
    );
  return {
    session: { ...session, accountId: owner.registryId },
    repositoryName: repository.slice(slash + 1),
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

/**
 * Uploads the layers and the configuration of an image, then its manifest.
 * @param tag where the image shall stand; without one it is pushed by digest only
 * @throws EngineError, whose details carry the layers that have been sent
 */
export function sendImage(
  docker: DockerState,
  image: LocalImage,
  tag: string | undefined,
  { session, repositoryName }: Target,
  registry: RegistryAccess,
): PushedLayer[] {
  const shown: PushedLayer[] = [];
  try {
    for (const layer of image.layers.map((digest) => docker.layers.get(digest)!)) {
      const status = upload(layer.digest, layer.bytes, repositoryName, session, registry);
      shown.push({ id: shortId(layer), status, size: layer.size });
    }
    upload(image.id, new TextEncoder().encode(image.configText), repositoryName, session, registry);
    putManifest(image.manifestText, image.mediaType, tag, { session, repositoryName }, registry);
  } catch (error) {
    if (error instanceof EcrRefusal) throw new EngineError(error.code, error.text, { layers: shown });
    throw error;
  }
  return shown;
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

/** PutImage; the same image under the same tag again is no error to Docker. @throws EcrRefusal */
export function putManifest(
  imageManifest: string,
  imageManifestMediaType: string,
  imageTag: string | undefined,
  { session, repositoryName }: Target,
  registry: RegistryAccess,
): void {
  try {
    callEcr(
      'PutImage',
      {
        repositoryName,
        imageManifest,
        imageManifestMediaType,
        ...(imageTag === undefined ? {} : { imageTag }),
      },
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

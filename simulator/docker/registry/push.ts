import type { Context } from '../../kernel/world.ts';
import { familiarString, parseReference } from '../../images/index.ts';
import { EngineError } from '../errors.ts';
import type { DockerState } from '../state.ts';
import type { RegistryAccess } from './access.ts';
import { openTarget, sendImage, type PushedLayer } from './send.ts';

/** Bytes a second. */
export const uploadRate = 20 * 1024 * 1024;

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
  const target = openTarget(docker, reference, registry);
  let shown: PushedLayer[];
  try {
    shown = sendImage(docker, image, tag, target, registry);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new EngineError(error.code, error.message, { ...error.details, ...details });
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

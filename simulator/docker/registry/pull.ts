import { digestOf } from '../../ecr/digest.ts';
import {
  familiarString,
  isPublicRepository,
  parseReference,
  resolvePublicImage,
  type Reference,
} from '../../images/index.ts';
import { EngineError } from '../errors.ts';
import { keep } from '../image.ts';
import { downloadRate, fromPublic } from '../public-base.ts';
import type { DockerState, ImageDocument, Layer, LocalImage } from '../state.ts';
import { isEcr, type RegistryAccess } from './access.ts';
import { callEcr, EcrRefusal } from './ecr-call.ts';
import { authorizeWith, sessionOf } from './login.ts';

export interface PullOutput {
  /** `latest: Pulling from library/httpd`: the tag or digest, and the path. */
  tag: string;
  repository: string;
  layers: { id: string; status: 'Pull complete' | 'Already exists'; size: number }[];
  digest: string;
  /** False when the engine had this very image already. */
  newer: boolean;
  /** The name in full, as the client prints it last. */
  reference: string;
  /** ms of virtual time. */
  took: number;
}

/** ImagePull. @throws EngineError with the text that `docker pull` shows after `Error response from daemon: ` */
export function imagePull(
  docker: DockerState,
  input: { reference: string; platform?: string },
  registry: RegistryAccess,
): PullOutput {
  const reference = parseReference(input.reference);
  const { image, layers } = fetchAny(docker, reference, input.platform ?? 'linux/amd64', registry);
  const had = new Set([...docker.images.values()].flatMap((each) => each.layers));
  const newer = !docker.images.has(image.id);
  const shown = layers.map(({ digest, size }) => ({
    id: digest.slice(7, 19),
    status: newer && !had.has(digest) ? ('Pull complete' as const) : ('Already exists' as const),
    size,
  }));
  const kept = keep(docker, image, layers);
  if (reference.tag !== undefined && reference.digest === undefined)
    docker.references.set(familiarString(reference), kept.id);
  const repoDigest = `${reference.familiarName}@${kept.manifestDigest}`;
  if (!kept.repoDigests.includes(repoDigest)) kept.repoDigests.push(repoDigest);
  const fetched = shown
    .filter(({ status }) => status === 'Pull complete')
    .reduce((sum, { size }) => sum + size, 0);
  return {
    tag: reference.digest ?? reference.tag ?? 'latest',
    repository: reference.registry === 'docker.io' ? reference.repository : reference.repository,
    layers: newer ? shown : [],
    digest: kept.manifestDigest,
    newer,
    reference: `${reference.registry}/${reference.repository}${reference.digest ? `@${reference.digest}` : `:${reference.tag}`}`,
    took: 700 + Math.round((fetched / downloadRate) * 1000),
  };
}

function fetchAny(
  docker: DockerState,
  reference: Reference,
  platform: string,
  registry: RegistryAccess,
): { image: LocalImage; layers: Layer[] } {
  if (isEcr(reference.registry)) return fetchImage(docker, reference, registry);
  const published = resolvePublicImage(reference);
  const { registry: host, repository } = reference;
  if (published) {
    const wanted = published.platforms.find((each) => each === platform);
    if (!wanted)
      throw new EngineError(
        'NotFound',
        `no matching manifest for ${platform} in the manifest list entries: no match for platform in manifest: not found`,
      );
    return fromPublic(published, wanted);
  }
  if (isPublicRepository(reference)) {
    throw new EngineError(
      'NotFound',
      `manifest for ${familiarString(reference)} not found: manifest unknown: manifest unknown`,
    );
  }
  if (host === 'docker.io') {
    throw new EngineError(
      'NotFound',
      `pull access denied for ${reference.familiarName}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`,
    );
  }
  if (host === 'public.ecr.aws' || host === 'mcr.microsoft.com') {
    throw new EngineError(
      'NotFound',
      `repository ${reference.familiarName} not found: name unknown: The repository with name '${repository}' does not exist`,
    );
  }
  throw new EngineError('Unreachable', `Get "https://${host}/v2/": dial tcp: lookup ${host}: no such host`);
}

/**
 * An image of Amazon ECR: BatchGetImage, then its configuration and layers. The engine's state stays as it is.
 * @throws EngineError
 */
export function fetchImage(
  docker: DockerState,
  reference: Reference,
  registry: RegistryAccess,
): { image: LocalImage; layers: Layer[] } {
  const { registry: host, repository, tag, digest, familiarName } = reference;
  const answer = authorizeWith(docker, host, registry);
  if (!answer.ok) {
    if (answer.status === 401) {
      throw new EngineError(
        'Unauthorized',
        `Head "https://${host}/v2/${repository}/manifests/${digest ?? tag}": ${answer.message}`,
      );
    }
    throw new EngineError(
      'Forbidden',
      `pull access denied for ${familiarName}, repository does not exist or may require 'docker login': denied: ${answer.message}`,
    );
  }
  const session = sessionOf(answer, host);
  let found: { images?: { imageManifest?: string; imageManifestMediaType?: string }[] };
  try {
    found = callEcr(
      'BatchGetImage',
      { repositoryName: repository, imageIds: [digest ? { imageDigest: digest } : { imageTag: tag }] },
      session,
      registry,
    ) as typeof found;
  } catch (error) {
    if (!(error instanceof EcrRefusal)) throw error;
    if (error.code === 'RepositoryNotFoundException')
      throw new EngineError('NotFound', `repository ${familiarName} not found: ${error.text}`);
    throw new EngineError(
      'Forbidden',
      `pull access denied for ${familiarName}, repository does not exist or may require 'docker login': ${error.text}`,
    );
  }
  const manifestText = found.images?.[0]?.imageManifest;
  if (manifestText === undefined) {
    throw new EngineError(
      'NotFound',
      `manifest for ${familiarName}${digest ? `@${digest}` : `:${tag}`} not found: manifest unknown: Requested image not found`,
    );
  }
  return readImage(docker, manifestText, found.images?.[0]?.imageManifestMediaType, (wanted) =>
    registry.blob?.(host, wanted),
  );
}

function readImage(
  docker: DockerState,
  manifestText: string,
  mediaType: string | undefined,
  blob: (digest: string) => Uint8Array | undefined,
): { image: LocalImage; layers: Layer[] } {
  const manifest = JSON.parse(manifestText) as {
    mediaType?: string;
    config?: { digest: string };
    layers?: { digest: string; size: number }[];
  };
  const manifestDigest = digestOf(manifestText);
  const known = [...docker.images.values()].find((image) => image.manifestDigest === manifestDigest);
  const configBytes = blob(manifest.config?.digest ?? '');
  const configText = known?.configText ?? (configBytes && new TextDecoder().decode(configBytes));
  if (configText === undefined || !manifest.layers) {
    throw new EngineError(
      'NotFound',
      `no matching manifest for linux/amd64 in the manifest list entries: ${manifestDigest}`,
    );
  }
  const document = JSON.parse(configText) as ImageDocument;
  const layers = manifest.layers.map(({ digest, size }, index): Layer => {
    const local = docker.layers.get(digest);
    if (local) return local;
    return {
      digest,
      diffId: document.rootfs?.diff_ids?.[index] ?? digest,
      bytes: blob(digest) ?? new Uint8Array(),
      size,
      unpacked: Math.round(size * 2.5),
    };
  });
  return {
    image: {
      id: manifest.config!.digest,
      document,
      configText,
      layers: layers.map(({ digest }) => digest),
      manifestText,
      manifestDigest,
      mediaType: mediaType ?? manifest.mediaType ?? 'application/vnd.docker.distribution.manifest.v2+json',
      repoDigests: [],
    },
    layers,
  };
}

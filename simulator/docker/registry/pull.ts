import { readManifest } from '../../ecr/manifest.ts';
import { familiarString, parseReference, type Reference } from '../../images/index.ts';
import { standsFor } from '../../images/stand-in.ts';
import { pullFrom, type PullFailure, type Source } from '../../registries/source.ts';
import { EngineError } from '../errors.ts';
import { keep } from '../image.ts';
import { hostPlatform } from '../platform.ts';
import { downloadRate } from '../public-base.ts';
import type { DockerState, Layer, LocalImage } from '../state.ts';
import type { RegistryAccess } from './access.ts';
import { shortName, sourceOf } from './source.ts';

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
  const { image, layers, digest } = fetchImage(docker, reference, input.platform ?? hostPlatform, registry);
  const had = new Set([...docker.images.values()].flatMap((each) => each.layers));
  const newer = !docker.images.has(image.id);
  const shown = layers.map(({ digest: each, size }) => ({
    id: each.slice(7, 19),
    status: newer && !had.has(each) ? ('Pull complete' as const) : ('Already exists' as const),
    size,
  }));
  const kept = keep(docker, image, layers);
  if (reference.tag !== undefined && reference.digest === undefined)
    docker.references.set(familiarString(reference), kept.id);
  const repoDigest = `${reference.familiarName}@${digest}`;
  if (!kept.repoDigests.includes(repoDigest)) kept.repoDigests.push(repoDigest);
  const fetched = shown
    .filter(({ status }) => status === 'Pull complete')
    .reduce((sum, { size }) => sum + size, 0);
  return {
    tag: reference.digest ?? reference.tag ?? 'latest',
    repository: reference.repository,
    layers: newer ? shown : [],
    digest,
    newer,
    reference: `${reference.registry}/${reference.repository}${reference.digest ? `@${reference.digest}` : `:${reference.tag}`}`,
    took: 700 + Math.round((fetched / downloadRate) * 1000),
  };
}

/** What a pull brings; the engine's state stays as it is. */
export interface Fetched {
  image: LocalImage;
  layers: Layer[];
  /** Of what the reference stands on: of a multi-architecture image the index. */
  digest: string;
}

/** Fetches the image that a reference names, and the layers that the engine lacks. @throws EngineError */
export function fetchImage(
  docker: DockerState,
  reference: Reference,
  platform: string,
  registry: RegistryAccess,
): Fetched {
  const source = sourceOf(docker, reference, registry);
  const found = pullFrom(source, reference, platform);
  if (typeof found === 'string') throw refusal(found, reference, platform, source);
  const { document, configText, configDigest, manifest } = found;
  if (document.os === 'windows' && !platform.startsWith('windows'))
    throw new EngineError(
      'NoPlatform',
      'image operating system "windows" cannot be used on this platform: operating system is not supported',
    );
  const layers = found.layers.map(({ digest, size }, index): Layer => {
    const known = docker.layers.get(digest);
    if (known) return known;
    const bytes = source.blob(digest) ?? new Uint8Array();
    const weight = standsFor(bytes) ?? { size, unpacked: Math.round(size * 2.5) };
    return { digest, diffId: document.rootfs?.diff_ids?.[index] ?? digest, bytes, ...weight };
  });
  return {
    image: {
      id: configDigest,
      document,
      configText,
      layers: layers.map(({ digest }) => digest),
      manifestText: manifest.text,
      manifestDigest: manifest.digest,
      mediaType: manifest.mediaType,
      repoDigests: [],
    },
    layers,
    digest: found.digest,
  };
}

function refusal(failure: PullFailure, reference: Reference, platform: string, source: Source): EngineError {
  if (failure === 'platform') {
    return new EngineError(
      'NoPlatform',
      `no matching manifest for ${platform} in the manifest list entries: no match for platform in manifest: not found`,
    );
  }
  if (failure === 'artifact') {
    const { text, mediaType } = source.manifest(reference)!;
    const { config } = readManifest(text, mediaType);
    return new EngineError(
      'InvalidParameter',
      `Encountered remote ${JSON.stringify(config?.mediaType ?? mediaType)}(unknown) when fetching`,
    );
  }
  const reason =
    reference.registry.endsWith('.amazonaws.com') || reference.registry === 'public.ecr.aws'
      ? 'Requested image not found'
      : 'manifest unknown';
  return new EngineError(
    'NotFound',
    `manifest for ${shortName(reference)} not found: manifest unknown: ${reason}`,
  );
}

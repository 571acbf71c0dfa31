import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import type { Wire } from '../../api/wire.ts';
import { recordPull } from '../../ecr/pull-time.ts';
import { canonicalString, parseReference, type ImageConfig, type Reference } from '../../images/index.ts';
import { readLayerFiles } from '../../docker/layer.ts';
import {
  openSource,
  resolveImage,
  type Failure,
  type WeighedImage,
  type WorldRegistries,
} from '../../registries/resolve.ts';
import type { PulledImage as KeptImage } from '../state.ts';
import type { TaskScope } from './life.ts';

/** What the agent learns of an image when it resolves a reference. */
export interface ResolvedImage {
  /** Of what the reference stands on: of a multi-architecture image the index. */
  digest: string;
  /** Compressed size in MiB. */
  mebibytes: number;
  config: ImageConfig;
  /** Whether its programs run on the task's processor. */
  runs: boolean;
}

type Definition = Pick<Wire<RegisterTaskDefinitionRequest>, 'runtimePlatform' | 'executionRoleArn'>;

/** The platform that a definition's images must have; Linux on X86_64 unless `runtimePlatform` says otherwise. */
export function platformOf({ runtimePlatform }: Pick<Definition, 'runtimePlatform'>): string {
  const os = runtimePlatform?.operatingSystemFamily?.startsWith('WINDOWS') ? 'windows' : 'linux';
  return `${os}/${runtimePlatform?.cpuArchitecture === 'ARM64' ? 'arm64' : 'amd64'}`;
}

/**
 * Resolves an image as a task of this definition gets it: in the registries of this world, or in those outside.
 * @returns the image, or the end of ECS's message, such as `image Manifest does not contain descriptor matching platform 'linux/arm64'`
 */
export function imageFor(
  text: string,
  definition: Definition,
  world: WorldRegistries,
): ResolvedImage | { failure: string } {
  const platform = platformOf(definition);
  const found = find(text, platform, world);
  return 'failure' in found ? found : resolved(found.image, platform);
}

/** The same as `imageFor`, for a pull: ECR notes the moment. */
export function pullImage(
  text: string,
  definition: Definition,
  { context, registries, ecs }: Pick<TaskScope, 'context' | 'registries' | 'ecs'>,
): ResolvedImage | { failure: string } {
  const platform = platformOf(definition);
  const found = find(text, platform, registries);
  if ('failure' in found) return found;
  if (found.stored) {
    const { ecr, image } = found.stored;
    recordPull(image, { context, ecr, principal: definition.executionRoleArn ?? '' });
  }
  const image = resolved(found.image, platform);
  const key = keyOf(image.digest, platform);
  if (!ecs.pulled.has(key)) {
    const { config, runs } = image;
    ecs.pulled.set(key, { config, runs, files: filesOf(text, found, registries) });
  }
  return image;
}

/** An image that has been pulled for a task of this definition. */
export function pulledImage(
  digest: string,
  definition: Pick<Definition, 'runtimePlatform'>,
  { ecs }: Pick<TaskScope, 'ecs'>,
): KeptImage | undefined {
  return ecs.pulled.get(keyOf(digest, platformOf(definition)));
}

function keyOf(digest: string, platform: string): string {
  return `${digest} ${platform}`;
}

type Found = Exclude<ReturnType<typeof resolveImage>, { failure: Failure }>;

/** The text files of an image: its layers laid over each other. */
function filesOf(text: string, { image, stored }: Found, world: WorldRegistries): Record<string, string> {
  const reference = readReference(text);
  const source = reference && !stored ? openSource(reference, world) : undefined;
  const files: Record<string, string> = {};
  for (const { digest } of image.layers) {
    const bytes = stored
      ? stored.ecr.blobs.get(digest)
      : typeof source === 'object'
        ? source.blob(digest)
        : undefined;
    if (bytes) Object.assign(files, readLayerFiles(bytes));
  }
  return files;
}

function resolved(
  { digest, weight, document, platform: made }: WeighedImage,
  platform: string,
): ResolvedImage {
  return {
    digest,
    mebibytes: weight / 1_048_576,
    config: document.config,
    runs: made === platform,
  };
}

function find(text: string, platform: string, world: WorldRegistries): Found | { failure: string } {
  const reference = readReference(text);
  if (!reference) return { failure: `failed to resolve ref ${text}: invalid reference format` };
  const found = resolveImage(reference, platform, world);
  return 'failure' in found ? { failure: wordsFor(found.failure, reference, platform) } : found;
}

/** How containerd, which pulls for Fargate, words a failure (recorded for private registries and platforms). */
function wordsFor(failure: Failure, reference: Reference, platform: string): string {
  const canonical = canonicalString(reference);
  const { registry, repository, tag, digest } = reference;
  switch (failure) {
    case 'platform':
      return `image Manifest does not contain descriptor matching platform '${platform}'`;
    case 'registry':
      return `failed to do request: Head "https://${registry}/v2/${repository}/manifests/${digest ?? tag}": dial tcp: lookup ${registry}: no such host`;
    case 'repository':
      // Docker Hub does not say whether a repository is there.
      if (registry === 'docker.io')
        return `failed to resolve ref ${canonical}: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`;
      break;
    // Our own words: what Fargate says of an artifact has not been recorded.
    case 'artifact':
      return `${canonical} is not a container image`;
    case 'image':
  }
  return `failed to resolve ref ${canonical}: ${canonical}: not found`;
}

/** References by text; undefined for a text that no registry knows how to read, which registration lets through. */
const read = new Map<string, Reference | undefined>();

export function readReference(text: string): Reference | undefined {
  if (read.has(text)) return read.get(text);
  if (read.size >= 1_000) read.clear();
  let reference: Reference | undefined;
  try {
    reference = parseReference(text);
  } catch {
    reference = undefined;
  }
  read.set(text, reference);
  return reference;
}

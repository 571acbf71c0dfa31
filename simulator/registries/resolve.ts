import type { EcrState, Image } from '../ecr/state.ts';
import type { RegistryScope } from '../ecr/scope.ts';
import type { Reference } from '../images/index.ts';
import { standsFor } from '../images/stand-in.ts';
import { publishedSource } from './published.ts';
import { imageToPull, registrySource } from './registry-source.ts';
import { pullFrom, type ImageId, type PulledImage, type PullFailure, type Source } from './source.ts';

/** The registries of this world. */
export interface WorldRegistries {
  /** Undefined where nobody has used that account in that Region. */
  private(accountId: string, region: string): RegistryScope | undefined;
  /** The public registry with an alias: `public.ecr.aws/<alias>`. */
  public(alias: string): EcrState | undefined;
}

/** `registry`: there is no such host. `repository`: the host has no such repository. */
export type Failure = 'registry' | 'repository' | PullFailure;

const privateHost = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com$/;
const outsideHosts = new Set([
  'docker.io',
  'public.ecr.aws',
  'mcr.microsoft.com',
  'quay.io',
  'ghcr.io',
  'registry.k8s.io',
  'registry.gitlab.com',
  'cgr.dev',
]);

/** The account and Region of a private registry's host. */
export function readPrivateHost(host: string): { accountId: string; region: string } | undefined {
  const match = privateHost.exec(host);
  return match ? { accountId: match[1]!, region: match[2]! } : undefined;
}

/** A repository that anyone may read: of a public registry of this world, or outside. */
export function openSource(
  { registry, repository }: Pick<Reference, 'registry' | 'repository'>,
  world: Pick<WorldRegistries, 'public'>,
): Source | 'registry' | 'repository' {
  if (!outsideHosts.has(registry)) return 'registry';
  if (registry === 'public.ecr.aws') {
    const slash = repository.indexOf('/');
    const name = repository.slice(slash + 1);
    const own = slash === -1 ? undefined : world.public(repository.slice(0, slash));
    if (own) return own.repositories.has(name) ? registrySource(own, name) : 'repository';
  }
  return publishedSource(registry, repository) ?? 'repository';
}

/** What has been found of images before: what an image's manifest says never changes. */
const ofImage = new WeakMap<Image, Map<string, WeighedImage | PullFailure>>();
const outside = new Map<string, WeighedImage>();

/** An image with what its layers weigh: the compressed bytes that a pull of the real ones brings. */
export interface WeighedImage extends PulledImage {
  weight: number;
}

function weighedFrom(source: Source, id: ImageId, platform: string): WeighedImage | PullFailure {
  const found = pullFrom(source, id, platform);
  if (typeof found === 'string') return found;
  const weigh = ({ digest, size }: PulledImage['layers'][number]) =>
    standsFor(source.blob(digest) ?? new Uint8Array())?.size ?? size;
  return { ...found, weight: found.layers.reduce((sum, layer) => sum + weigh(layer), 0) };
}

/**
 * Resolves a reference as a pull does, for a platform such as `linux/amd64`. Permissions are the caller's affair.
 * @returns the image, or why there is none
 */
export function resolveImage(
  reference: Reference,
  platform: string,
  world: WorldRegistries,
): { image: WeighedImage; stored?: { ecr: EcrState; image: Image } } | { failure: Failure } {
  const { registry, repository } = reference;
  const at = readPrivateHost(registry);
  if (at) {
    const scope = world.private(at.accountId, at.region);
    const stored = scope && imageToPull(scope, repository, reference);
    if (!stored) return { failure: 'image' };
    const { ecr } = scope;
    const known = ofImage.get(stored) ?? new Map<string, WeighedImage | PullFailure>();
    const found = known.get(platform) ?? weighedFrom(registrySource(ecr, repository), stored, platform);
    ofImage.set(stored, known.set(platform, found));
    return typeof found === 'string' ? { failure: found } : { image: found, stored: { ecr, image: stored } };
  }
  // A public registry of this world has tags that move: nothing of it is kept.
  const own = registry === 'public.ecr.aws' && world.public(repository.slice(0, repository.indexOf('/')));
  const key = `${registry}/${repository}:${reference.digest ?? reference.tag}|${platform}`;
  const before = own ? undefined : outside.get(key);
  if (before) return { image: before };
  const source = openSource(reference, world);
  if (typeof source === 'string') return { failure: source };
  const found = weighedFrom(source, reference, platform);
  if (typeof found === 'string') return { failure: found };
  if (!own) outside.set(key, found);
  return { image: found };
}

import type { ImageIdentifier } from '@aws-sdk/client-ecr';
import type { Wire } from '../../api/wire.ts';
import { createFromTemplate } from '../create-on-push.ts';
import { templateFor } from '../creation-templates.ts';
import { findImage } from '../images.ts';
import { isImmutable } from '../mutability.ts';
import { transfer } from '../replication/copy.ts';
import { scanPushed } from '../scanning/scan.ts';
import type { RegistryScope } from '../scope.ts';
import type { EcrState, Image, Repository } from '../state.ts';
import { tagImage } from '../store.ts';
import { published } from '../../registries/published.ts';
import { importPublished } from './import.ts';
import { upstreams } from './upstreams.ts';

/** ms of virtual time after which a tag is compared with the upstream registry again. */
const recheck = 24 * 60 * 60 * 1000;

/**
 * Brings an image of an upstream registry into the cache when a pull names it by tag: at the first pull, which also makes
 * the repository, and again when the tag was last compared more than 24 hours ago. Layers come with the manifest.
 * What is cached stays when the upstream registry no longer has it
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html).
 */
export function pullThrough(name: string, id: Wire<ImageIdentifier>, scope: RegistryScope): void {
  const { ecr, context } = scope;
  const tag = id.imageTag;
  const known = ecr.repositories.get(name);
  if (tag === undefined || (known && known.upstreamCheckedAt === undefined)) return;
  const checkedAt = known?.upstreamCheckedAt?.get(tag);
  if (checkedAt !== undefined && context.date - checkedAt < recheck) return;
  const bring = upstreamImage(name, tag, scope);
  if (!bring) return;
  const repository = known ?? createFromTemplate(name, templateFor(ecr, name, 'PULL_THROUGH_CACHE'), scope);
  repository.upstreamCheckedAt ??= new Map();
  repository.upstreamCheckedAt.set(tag, context.date);
  const before = new Set(repository.images.keys());
  const image = bring(repository);
  if (!(repository.tags.has(tag) && isImmutable(repository, tag))) tagImage(repository, image, tag);
  for (const each of repository.images.values())
    if (!before.has(each.digest)) scanPushed(repository, each, scope);
}

/** What puts the upstream registry's image into a repository; undefined when no rule fits or upstream has no such image. */
function upstreamImage(
  name: string,
  tag: string,
  scope: RegistryScope,
): ((repository: Repository) => Image) | undefined {
  const { ecr, context, registries } = scope;
  const upstream = upstreamName(name, ecr);
  if (!upstream) return undefined;
  const [, registryId, region] = upstreams['ecr']!.url.exec(upstream.url) ?? [];
  const slash = upstream.repository.indexOf('/');
  const source =
    registryId !== undefined
      ? registries(registryId, region!)
      : upstream.url === 'public.ecr.aws'
        ? scope.publicRegistry(upstream.repository.slice(0, slash))
        : undefined;
  if (!source) {
    const found = published(upstream.url, upstream.repository, tag);
    return found && ((repository) => importPublished(found, repository, ecr, context.date));
  }
  const from = source.repositories.get(
    registryId ? upstream.repository : upstream.repository.slice(slash + 1),
  );
  const image = from && findImage(from, { imageTag: tag });
  if (!from || image?.status !== 'ACTIVE') return undefined;
  return (repository) => transfer(source, from, image, repository, scope);
}

/** The upstream registry and the repository there, by the rule with the longest prefix that fits. */
function upstreamName(name: string, ecr: EcrState): { url: string; repository: string } | undefined {
  const parts = name.split('/');
  for (let length = parts.length - 1; length >= 0; length--) {
    const rule = ecr.pullThroughRules.get(length === 0 ? 'ROOT' : parts.slice(0, length).join('/'));
    if (!rule) continue;
    const rest = parts.slice(length).join('/');
    const { upstreamRepositoryPrefix: prefix = 'ROOT', upstreamRegistryUrl = '' } = rule;
    return { url: upstreamRegistryUrl, repository: prefix === 'ROOT' ? rest : `${prefix}/${rest}` };
  }
  return undefined;
}

import type { Cloud } from '../simulator/index.ts';

/**
 * A world as JSON for `GET /_drydock/state`: the clock, and Region by Region the default VPC with its subnets, the
 * registry and the clusters; public registries and IAM account by account. Maps become objects; image layers are given by size.
 */
export function viewOf(cloud: Cloud): unknown {
  const { accountId, regions, publicRegistries, iam, docker } = cloud.state;
  return {
    seed: cloud.seed,
    now: cloud.now / 1000,
    date: new Date(cloud.startsAt + cloud.now).toISOString(),
    next: cloud.next === undefined ? null : cloud.next / 1000,
    accountId,
    regions: plain(regions),
    publicRegistries: plain(publicRegistries),
    iam: plain(iam),
    docker: plain(docker),
  };
}

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { sizeInBytes: value.length };
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([key, item]) => [String(key), plain(item)]));
  if (value instanceof Set) return [...value].map(plain);
  if (Array.isArray(value)) return value.map(plain);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  }
  return value;
}

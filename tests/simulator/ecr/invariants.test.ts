import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blobsOf, readManifest } from '../../../simulator/ecr/manifest.ts';
import type { EcrState, Repository } from '../../../simulator/ecr/state.ts';
import { foldCloud, restoreCloud } from '../../../simulator/index.ts';
import { hands, type Hands } from '../cloud.ts';
import { day, push, pushIndex, repository, type Pushed } from './pushing.ts';

const here = '123456789012';
const regions = ['us-east-1', 'eu-west-1'];
const names = fc.constantFrom('web', 'api');
const tags = fc.constantFrom('v1', 'v2', 'latest', undefined);
const contents = fc.constantFrom('one', 'two', 'three', 'four');

type Act = (one: Hands) => void;

/** Refusals are outcomes like any other here; whatever else is thrown is a fault. */
function attempt(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    if (!/^Error: \w+: \w+Exception: /.test(String(error))) throw error;
  }
}

/** The images that stand in a repository, to be named by position. */
function held(one: Hands, name: string): Pushed[] {
  const images = one.cloud.state.regions.get('us-east-1')!.ecr.repositories.get(name)?.images.values() ?? [];
  return [...images].map(({ digest, manifest }) => ({ digest, manifest }));
}

const policies = fc.constantFrom(
  { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 2 },
  { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 1 },
  { tagStatus: 'tagged', tagPrefixList: ['v'], countType: 'imageCountMoreThan', countNumber: 1 },
  { tagStatus: 'any', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 2 },
);
const actions = fc.constantFrom({ type: 'expire' }, { type: 'transition', targetStorageClass: 'archive' });

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ name: names, tag: tags, content: contents, more: contents }).map(
      ({ name, tag, content, more }): Act =>
        (one) =>
          void push(one, content, { repositoryName: name, layers: [more], ...(tag ? { tag } : {}) }),
    ),
  },
  fc.record({ name: names, tag: tags }).map(
    ({ name, tag }): Act =>
      (one) =>
        void pushIndex(one, held(one, name).slice(0, 2), { repositoryName: name, ...(tag ? { tag } : {}) }),
  ),
  fc.record({ name: names, at: fc.nat(5) }).map(({ name, at }): Act => (one) => {
    const subject = held(one, name)[at]?.digest;
    if (subject) push(one, 'signature', { repositoryName: name, subject, artifactType: 'application/x' });
  }),
  fc.record({ name: names, at: fc.nat(5) }).map(({ name, at }): Act => (one) => {
    const imageDigest = held(one, name)[at]?.digest ?? 'sha256:0';
    one.ask('ecr', 'BatchDeleteImage', { repositoryName: name, imageIds: [{ imageDigest }] });
  }),
  fc.record({ name: names, tag: tags }).map(
    ({ name, tag }): Act =>
      (one) =>
        one.ask('ecr', 'BatchDeleteImage', {
          repositoryName: name,
          imageIds: [tag ? { imageTag: tag } : {}],
        }),
  ),
  fc.record({ name: names, at: fc.nat(5), to: fc.constantFrom('ARCHIVE', 'STANDARD') }).map(
    ({ name, at, to }): Act =>
      (one) =>
        one.ask('ecr', 'UpdateImageStorageClass', {
          repositoryName: name,
          imageId: { imageDigest: held(one, name)[at]?.digest ?? `sha256:${'0'.repeat(64)}` },
          targetStorageClass: to,
        }),
  ),
  fc.record({ name: names, selection: policies, action: actions }).map(
    ({ name, selection, action }): Act =>
      (one) =>
        one.ask('ecr', 'PutLifecyclePolicy', {
          repositoryName: name,
          lifecyclePolicyText: JSON.stringify({ rules: [{ rulePriority: 1, selection, action }] }),
        }),
  ),
  fc.constant<Act>((one) =>
    one.ask('ecr', 'PutReplicationConfiguration', {
      replicationConfiguration: { rules: [{ destinations: [{ region: 'eu-west-1', registryId: here }] }] },
    }),
  ),
  names.map(
    (name): Act =>
      (one) =>
        repository(one, name),
  ),
  names.map(
    (name): Act =>
      (one) =>
        one.ask('ecr', 'DeleteRepository', { repositoryName: name, force: true }),
  ),
  fc.integer({ min: 0, max: 3 * day }).map(
    (ms): Act =>
      (one) =>
        one.wind(ms),
  ),
);

const session = fc.array(act, { maxLength: 60 });

/** A world with two repositories in which the acts have happened. */
function played(acts: readonly Act[], check: (one: Hands) => void): Hands {
  const one = hands();
  repository(one, 'web');
  repository(one, 'api');
  for (const each of acts) {
    attempt(() => each(one));
    check(one);
  }
  return one;
}

function registries(one: Hands): EcrState[] {
  return regions.flatMap((region) => one.cloud.state.regions.get(region)?.ecr ?? []);
}

function checkRepository(held: Repository, ecr: EcrState): void {
  // A tag stands on one image, and both sides know of it.
  const onImages = [...held.images.values()].flatMap(({ tags: of, digest }) =>
    [...of].map((tag) => [tag, digest]),
  );
  expect(onImages.sort()).toEqual([...held.tags].sort());
  // No manifest without its layers, its members and its place in the order.
  const named = new Map<string, number>();
  const listed = new Map<string, number>();
  for (const image of held.images.values()) {
    const manifest = readManifest(image.manifest, image.mediaType);
    for (const blob of blobsOf(manifest)) {
      expect(held.layers.has(blob) && ecr.blobs.has(blob)).toBe(true);
      named.set(blob, (named.get(blob) ?? 0) + 1);
    }
    for (const member of new Set(manifest.manifests.map(({ digest }) => digest))) {
      expect(held.images.has(member)).toBe(true);
      listed.set(member, (listed.get(member) ?? 0) + 1);
    }
    expect(held.order.items[image.position - held.order.base]).toBe(image.digest);
  }
  expect(held.order.live).toBe(held.images.size);
  expect([...held.layerUses].sort()).toEqual([...named].sort());
  expect([...held.listedBy].map(([digest, { size }]) => [digest, size]).sort()).toEqual([...listed].sort());
}

function check(one: Hands): void {
  for (const ecr of registries(one)) {
    for (const each of ecr.repositories.values()) checkRepository(each, ecr);
    // What is stored is what repositories hold: each layer once, however many images name it.
    const layers = new Set([...ecr.repositories.values()].flatMap((each) => [...each.layers]));
    expect(new Set(ecr.blobs.keys())).toEqual(layers);
    const referenced = [...ecr.repositories.values()].flatMap((each) => [...each.images.values()]);
    const named = referenced.flatMap(({ manifest, mediaType }) => blobsOf(readManifest(manifest, mediaType)));
    const sum = (digests: Iterable<string>) =>
      [...new Set(digests)].reduce((total, digest) => total + ecr.blobs.get(digest)!.length, 0);
    expect(sum(ecr.blobs.keys())).toBe(sum(named));
  }
}

test('push, retag, delete, archive, lifecycle and replication keep the registry whole', () => {
  fc.assert(
    fc.property(session, (acts) => void played(acts, check)),
    { numRuns: 150 },
  );
});

test('a saved registry goes on exactly as the first would have', () => {
  fc.assert(
    fc.property(session, fc.integer({ min: 0, max: 5 * day }), (acts, later) => {
      const one = played(acts, () => {});
      const copy = restoreCloud(one.cloud.snapshot());
      for (const world of [one.cloud, copy]) world.apply({ type: 'clock', at: world.now + later });
      expect(copy.snapshot()).toBe(one.cloud.snapshot());
    }),
    { numRuns: 60 },
  );
});

test('the same journal gives the same registry, to the byte', () => {
  fc.assert(
    fc.property(session, (acts) => {
      const one = played(acts, () => {});
      const journal = JSON.parse(JSON.stringify(one.journal)) as Hands['journal'];
      expect(foldCloud(journal, { seed: 'test' }).snapshot()).toBe(one.cloud.snapshot());
    }),
    { numRuns: 60 },
  );
});

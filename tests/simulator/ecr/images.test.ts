import { describe, expect, test } from 'vitest';
import { digestOf } from '../../../simulator/ecr/digest.ts';
import { learner } from '../../../simulator/index.ts';
import { hands, type Hands } from '../cloud.ts';
import { day, hour, listing, push, pushIndex, repository } from './pushing.ts';

const registry = (one: Hands) => one.cloud.state.regions.get('us-east-1')!.ecr;
const web = (one: Hands) => registry(one).repositories.get('web')!;

function started(): Hands {
  const one = hands();
  repository(one, 'web');
  return one;
}

describe('deleting', () => {
  test('a tag goes alone while others stand on the image; the last takes the image with it', () => {
    const one = started();
    const { digest } = push(one, 'one', { tag: 'v1' });
    push(one, 'one', { tag: 'v2' });
    const remove = (imageTag: string) =>
      one.ask('ecr', 'BatchDeleteImage', { repositoryName: 'web', imageIds: [{ imageTag }] });
    expect(remove('v1')).toEqual({ imageIds: [{ imageDigest: digest, imageTag: 'v1' }], failures: [] });
    expect(listing(one)).toEqual([[digest, ['v2']]]);
    expect(remove('v2')).toEqual({ imageIds: [{ imageDigest: digest, imageTag: 'v2' }], failures: [] });
    expect(listing(one)).toEqual([]);
  });

  test('a digest takes the image with all its tags, and layers that nothing else names', () => {
    const one = started();
    const first = push(one, 'one', { tag: 'v1' });
    push(one, 'one', { tag: 'v2' });
    const other = push(one, 'two', { tag: 'v3' });
    expect(
      one.ask('ecr', 'BatchDeleteImage', {
        repositoryName: 'web',
        imageIds: [{ imageDigest: first.digest }],
      }),
    ).toEqual({
      imageIds: [
        { imageDigest: first.digest, imageTag: 'v1' },
        { imageDigest: first.digest, imageTag: 'v2' },
      ],
      failures: [],
    });
    expect(listing(one)).toEqual([[other.digest, ['v3']]]);
    expect([...registry(one).blobs.keys()].sort()).toEqual([digestOf('{}'), digestOf('two')].sort());
  });

  test('what cannot be deleted is reported image by image', () => {
    const one = started();
    const [amd, arm] = [push(one, 'amd'), push(one, 'arm')] as const;
    const index = pushIndex(one, [amd, arm], { tag: 'v1' });
    const none = `sha256:${'0'.repeat(64)}`;
    expect(
      one.ask('ecr', 'BatchDeleteImage', {
        repositoryName: 'web',
        imageIds: [
          { imageDigest: amd.digest },
          { imageTag: 'v9' },
          { imageDigest: none },
          {},
          { imageDigest: 'sha256:abc' },
          { imageTag: 'v 1' },
          { imageDigest: none, imageTag: 'v1' },
        ],
      }),
    ).toEqual({
      imageIds: [],
      failures: [
        {
          imageId: { imageDigest: amd.digest },
          failureCode: 'ImageReferencedByManifestList',
          failureReason: `Requested image referenced by manifest list: [${index.digest}]`,
        },
        {
          imageId: { imageTag: 'v9' },
          failureCode: 'ImageNotFound',
          failureReason: 'Requested image not found',
        },
        {
          imageId: { imageDigest: none },
          failureCode: 'ImageNotFound',
          failureReason: 'Requested image not found',
        },
        {
          imageId: {},
          failureCode: 'MissingDigestAndTag',
          failureReason: 'Invalid request parameters: both tag and digest cannot be null',
        },
        {
          imageId: { imageDigest: 'sha256:abc' },
          failureCode: 'InvalidImageDigest',
          failureReason:
            "Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'",
        },
        {
          imageId: { imageTag: 'v 1' },
          failureCode: 'InvalidImageTag',
          failureReason: "Invalid request parameters: image tag should satisfy the regex '[a-zA-Z0-9-_.]+'",
        },
        {
          imageId: { imageDigest: none, imageTag: 'v1' },
          failureCode: 'ImageTagDoesNotMatchDigest',
          failureReason: 'Invalid request parameters: given tag does not map to the given digest',
        },
      ],
    });
  });

  test('what an index lists stays in the request that takes the index, and goes in the next', () => {
    const one = started();
    const [amd, arm] = [push(one, 'amd'), push(one, 'arm')] as const;
    const index = pushIndex(one, [amd, arm], { tag: 'v1' });
    const remove = (...images: { digest: string }[]) => {
      const imageIds = images.map(({ digest }) => ({ imageDigest: digest }));
      return one.ask('ecr', 'BatchDeleteImage', { repositoryName: 'web', imageIds });
    };
    const { imageIds, failures } = remove(index, amd, arm);
    expect(imageIds).toEqual([{ imageDigest: index.digest, imageTag: 'v1' }]);
    expect(failures).toMatchObject(
      [amd, arm].map(({ digest }) => ({
        imageId: { imageDigest: digest },
        failureCode: 'ImageReferencedByManifestList',
      })),
    );
    expect(remove(amd, arm).failures).toEqual([]);
    expect(web(one).listedBy.size).toBe(0);
    expect(registry(one).blobs.size).toBe(0);
  });

  test('what is named twice goes once', () => {
    const one = started();
    const { digest } = push(one, 'twice', { tag: 'v1' });
    expect(
      one.ask('ecr', 'BatchDeleteImage', {
        repositoryName: 'web',
        imageIds: [{ imageDigest: digest }, { imageTag: 'v1' }],
      }),
    ).toEqual({ imageIds: [{ imageDigest: digest, imageTag: 'v1' }], failures: [] });
  });

  test('more than 100 images in one request are refused', () => {
    const one = started();
    expect(
      one.refusal('ecr', 'BatchDeleteImage', {
        repositoryName: 'web',
        imageIds: Array.from({ length: 101 }, () => ({ imageTag: 'v1' })),
      }).message,
    ).toBe(
      "Invalid parameter at 'imageIds' failed to satisfy constraint: 'Member must have length less than or equal to 100'",
    );
  });
});

describe('what is no image', () => {
  /** The message of the refusal of an InvalidParameterException. */
  const refused = (operation: string, input: object) => {
    const { code, message } = started().refusal('ecr', operation, { repositoryName: 'web', ...input });
    expect(code).toBe('InvalidParameterException');
    return message;
  };

  test('a manifest that does not say its media type needs the request to say it, as a Helm chart’s does', () => {
    const one = started();
    const { manifest } = push(one, 'chart');
    const { mediaType, ...rest } = JSON.parse(manifest);
    const imageManifest = JSON.stringify(rest);
    expect(refused('PutImage', { imageManifest, imageTag: 'v1' })).toBe(
      "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'",
    );
    const { image } = one.ask('ecr', 'PutImage', {
      repositoryName: 'web',
      imageManifest,
      imageManifestMediaType: mediaType,
    });
    expect(image).toMatchObject({ imageManifest, imageManifestMediaType: mediaType });
  });

  test.each([
    [{ imageIds: [{ imageTag: 'a b' }] }, 'imageTag', '[a-zA-Z0-9-_.]+'],
    [{ imageIds: [{ imageDigest: 'sha256:1' }] }, 'imageDigest', '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'],
  ])('an identifier that none can have is refused: %j', (input, member, pattern) => {
    expect(refused('DescribeImages', input)).toBe(
      `Invalid parameter at '${member}' failed to satisfy constraint: 'must satisfy regular expression '${pattern}''`,
    );
  });
});

test('by its digest, an image is answered once for each of its tags', () => {
  const one = started();
  const { digest, manifest } = push(one, 'tagged', { tag: 'v1' });
  const answered = (imageId: object) => {
    const { images, failures } = one.ask('ecr', 'BatchGetImage', {
      repositoryName: 'web',
      imageIds: [imageId],
    });
    expect(failures).toEqual([]);
    return images.map((image: { imageId: object }) => image.imageId);
  };
  one.ask('ecr', 'PutImage', { repositoryName: 'web', imageManifest: manifest, imageTag: 'v2' });
  expect(answered({ imageDigest: digest })).toEqual(
    ['v1', 'v2'].map((imageTag) => ({ imageDigest: digest, imageTag })),
  );
  expect(answered({ imageTag: 'v2' })).toEqual([{ imageDigest: digest, imageTag: 'v2' }]);
  const untagged = push(one, 'untagged');
  expect(answered({ imageDigest: untagged.digest })).toEqual([{ imageDigest: untagged.digest }]);
});

describe('indexes', () => {
  test('an index whose members are not there is refused', () => {
    const one = started();
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [{ mediaType: 'x', digest: digestOf('none'), size: 4 }],
    });
    expect(one.refusal('ecr', 'PutImage', { repositoryName: 'web', imageManifest: manifest })).toEqual({
      code: 'ReferencedImagesNotFoundException',
      message: `Images with digests '[${digestOf('none')}]' required for pushing image into repository with name 'web' in the registry with id '123456789012' do not exist`,
      details: {},
    });
  });

  test('its size is that of its largest member', () => {
    const one = started();
    const [small, large] = [push(one, 'small'), push(one, 'much larger')] as const;
    pushIndex(one, [small, large], { tag: 'v1' });
    const { imageDetails } = one.ask('ecr', 'DescribeImages', {
      repositoryName: 'web',
      imageIds: [{ imageTag: 'v1' }],
    });
    expect(imageDetails[0].imageSizeInBytes).toBe('much larger'.length + 2);
  });
});

describe('referrers', () => {
  test('artifacts are listed by their subject, filtered by type', () => {
    const one = started();
    const { digest } = push(one, 'one', { tag: 'v1' });
    const signature = push(one, 'sig', {
      subject: digest,
      artifactType: 'application/vnd.cncf.notary.signature',
      annotations: { by: 'us' },
    });
    const bom = push(one, 'bom', { subject: digest, artifactType: 'application/spdx+json' });
    const list = (filter?: object) =>
      one.ask('ecr', 'ListImageReferrers', {
        repositoryName: 'web',
        subjectId: { imageDigest: digest },
        ...(filter ? { filter } : {}),
      }).referrers;
    expect(list()).toEqual([
      {
        digest: signature.digest,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        artifactType: 'application/vnd.cncf.notary.signature',
        size: signature.manifest.length,
        annotations: { by: 'us' },
        artifactStatus: 'ACTIVE',
      },
      {
        digest: bom.digest,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        artifactType: 'application/spdx+json',
        size: bom.manifest.length,
        artifactStatus: 'ACTIVE',
      },
    ]);
    expect(list({ artifactTypes: ['application/spdx+json'] })).toHaveLength(1);
    const { imageDetails } = one.ask('ecr', 'DescribeImages', {
      repositoryName: 'web',
      imageIds: [{ imageDigest: bom.digest }],
    });
    expect(imageDetails[0]).toMatchObject({
      subjectManifestDigest: digest,
      artifactMediaType: 'application/spdx+json',
    });
  });
});

describe('the archive', () => {
  const change = (one: Hands, targetStorageClass: string) =>
    one.ask('ecr', 'UpdateImageStorageClass', {
      repositoryName: 'web',
      imageId: { imageTag: 'v1' },
      targetStorageClass,
    });

  test('an archived image is listed on request, cannot be pulled, and comes back within 20 minutes', () => {
    const one = started();
    const { digest } = push(one, 'one', { tag: 'v1' });
    expect(change(one, 'ARCHIVE')).toEqual({
      registryId: '123456789012',
      repositoryName: 'web',
      imageId: { imageDigest: digest, imageTag: 'v1' },
      imageStatus: 'ARCHIVED',
    });
    expect(listing(one)).toEqual([]);
    expect(listing(one, 'web', { imageStatus: 'ARCHIVED' })).toEqual([[digest, ['v1']]]);
    const pull = () =>
      one.ask('ecr', 'BatchGetImage', { repositoryName: 'web', imageIds: [{ imageTag: 'v1' }] });
    expect(pull()).toEqual({
      images: [],
      failures: [
        {
          imageId: { imageTag: 'v1' },
          failureCode: 'ImageInaccessible',
          failureReason: 'Requested image is archived',
        },
      ],
    });
    one.wind(day);
    expect(change(one, 'STANDARD').imageStatus).toBe('ACTIVATING');
    one.wind(20 * 60 * 1000);
    expect(pull().images).toHaveLength(1);
    const { imageDetails } = one.ask('ecr', 'DescribeImages', { repositoryName: 'web' });
    expect(imageDetails[0]).toMatchObject({
      imageStatus: 'ACTIVE',
      lastArchivedAt: one.cloud.startsAt / 1000,
      lastActivatedAt: (one.cloud.startsAt + day) / 1000 + 12 * 60,
    });
  });

  test('a push brings an image back at once', () => {
    const one = started();
    const { digest } = push(one, 'one', { tag: 'v1' });
    change(one, 'ARCHIVE');
    push(one, 'one', { tag: 'v1' });
    expect(listing(one)).toEqual([[digest, ['v1']]]);
  });

  test('an image goes once, and a member of an index goes with the index', () => {
    const one = started();
    const member = push(one, 'amd');
    const index = pushIndex(one, [member], { tag: 'v1' });
    expect(
      one.refusal('ecr', 'UpdateImageStorageClass', {
        repositoryName: 'web',
        imageId: { imageDigest: member.digest },
        targetStorageClass: 'ARCHIVE',
      }).code,
    ).toBe('ImageStorageClassUpdateNotSupportedException');
    change(one, 'ARCHIVE');
    expect(listing(one, 'web', { imageStatus: 'ARCHIVED' })).toEqual([
      [member.digest, []],
      [index.digest, ['v1']],
    ]);
    expect(
      one.refusal('ecr', 'UpdateImageStorageClass', {
        repositoryName: 'web',
        imageId: { imageTag: 'v1' },
        targetStorageClass: 'ARCHIVE',
      }),
    ).toEqual({
      code: 'ImageStorageClassUpdateNotSupportedException',
      message: 'The image cannot be moved to ARCHIVE: its status is ARCHIVED.',
      details: {},
    });
  });
});

describe('listing', () => {
  test('ListImages names each tag, and untagged images by digest alone', () => {
    const one = started();
    const first = push(one, 'one', { tag: 'v1' });
    push(one, 'one', { tag: 'v2' });
    const second = push(one, 'two');
    const list = (filter?: object) =>
      one.ask('ecr', 'ListImages', { repositoryName: 'web', ...(filter ? { filter } : {}) }).imageIds;
    expect(list()).toEqual([
      { imageDigest: first.digest, imageTag: 'v1' },
      { imageDigest: first.digest, imageTag: 'v2' },
      { imageDigest: second.digest },
    ]);
    expect(list({ tagStatus: 'UNTAGGED' })).toEqual([{ imageDigest: second.digest }]);
    expect(list({ tagStatus: 'TAGGED' })).toHaveLength(2);
  });
});

describe('pull statistics', () => {
  const pulledAt = (one: Hands) =>
    one.ask('ecr', 'DescribeImages', { repositoryName: 'web' }).imageDetails[0].lastRecordedPullTime;
  const pull = (one: Hands) =>
    one.ask('ecr', 'BatchGetImage', { repositoryName: 'web', imageIds: [{ imageTag: 'v1' }] });

  test('the moment of a pull is recorded, and refreshed after a day', () => {
    const one = started();
    push(one, 'one', { tag: 'v1' });
    expect(pulledAt(one)).toBeUndefined();
    one.wind(hour);
    pull(one);
    one.wind(23 * hour);
    pull(one);
    expect(pulledAt(one)).toBe((one.cloud.startsAt + hour) / 1000);
    one.wind(hour);
    pull(one);
    expect(pulledAt(one)).toBe((one.cloud.startsAt + 25 * hour) / 1000);
  });

  test('an excluded principal leaves no trace', () => {
    const one = started();
    push(one, 'one', { tag: 'v1' });
    const principalArn = learner;
    expect(one.ask('ecr', 'RegisterPullTimeUpdateExclusion', { principalArn })).toEqual({
      principalArn,
      createdAt: one.cloud.startsAt / 1000,
    });
    pull(one);
    expect(pulledAt(one)).toBeUndefined();
    expect(one.refusal('ecr', 'RegisterPullTimeUpdateExclusion', { principalArn }).code).toBe(
      'ExclusionAlreadyExistsException',
    );
    expect(one.ask('ecr', 'ListPullTimeUpdateExclusions')).toEqual({
      pullTimeUpdateExclusions: [principalArn],
    });
    one.ask('ecr', 'DeregisterPullTimeUpdateExclusion', { principalArn });
    expect(one.refusal('ecr', 'DeregisterPullTimeUpdateExclusion', { principalArn }).code).toBe(
      'ExclusionNotFoundException',
    );
    pull(one);
    expect(pulledAt(one)).toBe(one.cloud.startsAt / 1000);
  });
});

describe('layers', () => {
  test('a layer is downloaded once an image names it', () => {
    const one = started();
    const { digest } = push(one, 'one', { tag: 'v1' });
    const ask = (layerDigest: string) => ({ repositoryName: 'web', layerDigest });
    expect(one.ask('ecr', 'GetDownloadUrlForLayer', ask(digestOf('one')))).toEqual({
      downloadUrl: `https://123456789012.dkr.ecr.us-east-1.amazonaws.com/v2/web/blobs/${digestOf('one')}`,
      layerDigest: digestOf('one'),
    });
    expect(one.refusal('ecr', 'GetDownloadUrlForLayer', ask(digest)).code).toBe('LayersNotFoundException');
  });

  test('what is there is told from what is not, and a configuration from a layer', () => {
    const one = started();
    push(one, 'layer');
    const [config, layer, none] = [digestOf('{}'), digestOf('layer'), digestOf('none')] as const;
    expect(
      one.ask('ecr', 'BatchCheckLayerAvailability', {
        repositoryName: 'web',
        layerDigests: [config, layer, none, 'none'],
      }),
    ).toEqual({
      layers: [
        {
          layerDigest: config,
          layerAvailability: 'AVAILABLE',
          layerSize: 2,
          mediaType: 'application/vnd.docker.container.image.v1+json',
        },
        {
          layerDigest: layer,
          layerAvailability: 'AVAILABLE',
          layerSize: 5,
          mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
        },
        { layerDigest: none, layerAvailability: 'UNAVAILABLE' },
      ],
      failures: [
        {
          layerDigest: 'none',
          failureCode: 'InvalidLayerDigest',
          failureReason: "The layer digest 'none' is not valid.",
        },
      ],
    });
  });

  test('two repositories share the bytes, not the right to name them', () => {
    const one = started();
    const { manifest } = push(one, 'one', { tag: 'v1' });
    repository(one, 'api');
    expect(one.refusal('ecr', 'PutImage', { repositoryName: 'api', imageManifest: manifest }).code).toBe(
      'LayersNotFoundException',
    );
    push(one, 'one', { repositoryName: 'api', tag: 'v1' });
    one.ask('ecr', 'DeleteRepository', { repositoryName: 'web', force: true });
    expect([...registry(one).blobs.keys()].sort()).toEqual([digestOf('{}'), digestOf('one')].sort());
    one.ask('ecr', 'DeleteRepository', { repositoryName: 'api', force: true });
    expect(registry(one).blobs.size).toBe(0);
  });
});

import { describe, expect, test } from 'vitest';
import { digestOf } from '../../../simulator/ecr/digest.ts';
import { hands, type Hands } from '../cloud.ts';

const base64 = (text: string) => btoa(text);

/** Uploads `content` as one layer. */
function upload(one: Hands, repositoryName: string, content: string): string {
  const { uploadId } = one.ask('ecr', 'InitiateLayerUpload', { repositoryName });
  one.ask('ecr', 'UploadLayerPart', {
    repositoryName,
    uploadId,
    partFirstByte: 0,
    partLastByte: content.length - 1,
    layerPartBlob: base64(content),
  });
  const digest = digestOf(content);
  one.ask('ecr', 'CompleteLayerUpload', { repositoryName, uploadId, layerDigests: [digest] });
  return digest;
}

const manifestOf = (config: string, layer: string) =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config: { mediaType: 'application/vnd.docker.container.image.v1+json', size: 2, digest: config },
    layers: [{ mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip', size: 5, digest: layer }],
  });

function pushed(one: Hands, imageTag = 'v1', layer = 'layer'): string {
  if (!one.cloud.state.regions.get('us-east-1')!.ecr.repositories.has('web'))
    one.ask('ecr', 'CreateRepository', { repositoryName: 'web' });
  const held = one.cloud.state.regions.get('us-east-1')!.ecr.repositories.get('web')!.layers;
  const [config, one_] = ['{}', layer].map((content) =>
    held.has(digestOf(content)) ? digestOf(content) : upload(one, 'web', content),
  );
  const imageManifest = manifestOf(config!, one_!);
  one.ask('ecr', 'PutImage', { repositoryName: 'web', imageManifest, imageTag });
  return imageManifest;
}

describe('repositories', () => {
  test('a new repository is described as ECR describes it', () => {
    const one = hands();
    const { repository } = one.ask('ecr', 'CreateRepository', { repositoryName: 'team/web' });
    expect(repository).toEqual({
      repositoryArn: 'arn:aws:ecr:us-east-1:123456789012:repository/team/web',
      registryId: '123456789012',
      repositoryName: 'team/web',
      repositoryUri: '123456789012.dkr.ecr.us-east-1.amazonaws.com/team/web',
      createdAt: one.cloud.startsAt / 1000,
      imageTagMutability: 'MUTABLE',
      imageScanningConfiguration: { scanOnPush: false },
      encryptionConfiguration: { encryptionType: 'AES256' },
    });
    expect(one.ask('ecr', 'DescribeRepositories')).toEqual({ repositories: [repository] });
  });

  test.each([
    [
      'CreateRepository',
      { repositoryName: 'a' },
      'InvalidParameterException',
      "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must have length greater than or equal to 2'",
    ],
    [
      'CreateRepository',
      { repositoryName: 'Web' },
      'InvalidParameterException',
      "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*''",
    ],
    [
      'CreateRepository',
      { repositoryName: 'web' },
      'RepositoryAlreadyExistsException',
      "The repository with name 'web' already exists in the registry with id '123456789012'",
    ],
    [
      'DescribeRepositories',
      { repositoryNames: ['api'] },
      'RepositoryNotFoundException',
      "The repository with name 'api' does not exist in the registry with id '123456789012'",
    ],
    [
      'DescribeImages',
      { repositoryName: 'web', imageIds: [{ imageTag: 'v9' }] },
      'ImageNotFoundException',
      "The image with imageId {imageDigest:'null', imageTag:'v9'} does not exist within the repository with name 'web' in the registry with id '123456789012'",
    ],
    [
      'CreateRepository',
      { repositoryName: 5 },
      'SerializationException',
      'NUMBER_VALUE can not be converted to a String',
    ],
    [
      'CreateRepository',
      {},
      'InvalidParameterException',
      "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'Member must not be null'",
    ],
    ['NoSuchThing', {}, 'UnknownOperationException', 'There is no operation NoSuchThing in ecr.'],
  ])('%s %j is refused with %s', (operation, input, code, message) => {
    const one = hands();
    one.ask('ecr', 'CreateRepository', { repositoryName: 'web' });
    const before = one.cloud.snapshot();
    expect(one.refusal('ecr', operation, input)).toMatchObject({ code, message });
    expect(one.cloud.snapshot()).toBe(before);
  });

  test('an account’s id has twelve digits, whoever asks', () => {
    const one = hands();
    one.ask('ecr', 'CreateRepository', { repositoryName: 'web' });
    expect(one.refusal('ecr', 'ListImages', { repositoryName: 'web', registryId: '123' }).message).toBe(
      "Invalid parameter at 'registryId' failed to satisfy constraint: 'must satisfy regular expression [0-9]{12}'",
    );
    expect(one.refusal('ecr', 'GetAuthorizationToken', { registryIds: ['123456789012', '1'] }).message).toBe(
      "Invalid parameter at 'registryIds' failed to satisfy constraint: 'Member must satisfy constraint: [Member must satisfy regular expression pattern: [0-9]{12}]'",
    );
  });

  test('each Region has a registry of its own', () => {
    const one = hands();
    one.ask('ecr', 'CreateRepository', { repositoryName: 'web' });
    expect(one.ask('ecr', 'DescribeRepositories', {}, { region: 'eu-west-1' })).toEqual({ repositories: [] });
  });

  test('a repository with images is deleted only by force', () => {
    const one = hands();
    pushed(one);
    expect(one.refusal('ecr', 'DeleteRepository', { repositoryName: 'web' }).message).toBe(
      "The repository with name 'web' in registry with id '123456789012' cannot be deleted because it still contains images",
    );
    one.ask('ecr', 'DeleteRepository', { repositoryName: 'web', force: true });
    expect(one.ask('ecr', 'DescribeRepositories')).toEqual({ repositories: [] });
  });
});

describe('images', () => {
  test('a pushed image is described with the digest of its manifest', () => {
    const one = hands();
    const manifest = pushed(one);
    expect(one.ask('ecr', 'DescribeImages', { repositoryName: 'web' }).imageDetails).toEqual([
      {
        registryId: '123456789012',
        repositoryName: 'web',
        imageDigest: digestOf(manifest),
        imageTags: ['v1'],
        imageSizeInBytes: 7,
        imagePushedAt: one.cloud.startsAt / 1000,
        imageManifestMediaType: 'application/vnd.docker.distribution.manifest.v2+json',
        artifactMediaType: 'application/vnd.docker.container.image.v1+json',
        imageStatus: 'ACTIVE',
      },
    ]);
    expect(
      one.ask('ecr', 'BatchGetImage', {
        repositoryName: 'web',
        imageIds: [{ imageTag: 'v1' }, { imageTag: 'v2' }],
      }),
    ).toEqual({
      images: [
        {
          registryId: '123456789012',
          repositoryName: 'web',
          imageId: { imageDigest: digestOf(manifest), imageTag: 'v1' },
          imageManifest: manifest,
          imageManifestMediaType: 'application/vnd.docker.distribution.manifest.v2+json',
        },
      ],
      failures: [
        {
          imageId: { imageTag: 'v2' },
          failureCode: 'ImageNotFound',
          failureReason: 'Requested image not found',
        },
      ],
    });
  });

  test('a manifest whose layers were never uploaded is refused', () => {
    const one = hands();
    one.ask('ecr', 'CreateRepository', { repositoryName: 'web' });
    const [config, layer] = [digestOf('{}'), digestOf('layer')];
    expect(
      one.refusal('ecr', 'PutImage', {
        repositoryName: 'web',
        imageManifest: manifestOf(config, layer),
        imageTag: 'v1',
      }),
    ).toMatchObject({
      code: 'LayersNotFoundException',
      message: `Layers with digests '[${config}, ${layer}]' required for pushing image into repository with name 'web' in the registry with id '123456789012' do not exist`,
    });
  });

  test('a tag moves to the newer image and leaves the older one untagged', () => {
    const one = hands();
    const first = digestOf(pushed(one, 'v1', 'one'));
    const second = digestOf(pushed(one, 'v1', 'two'));
    const details = one.ask('ecr', 'DescribeImages', { repositoryName: 'web' }).imageDetails;
    expect(details.map(({ imageDigest, imageTags }: never) => [imageDigest, imageTags])).toEqual([
      [first, undefined],
      [second, ['v1']],
    ]);
  });

  test('an immutable tag stays, in the words of today', () => {
    const one = hands();
    one.ask('ecr', 'CreateRepository', { repositoryName: 'web', imageTagMutability: 'IMMUTABLE' });
    pushed(one, 'v1', 'one');
    expect(() => pushed(one, 'v1', 'two')).toThrow(
      "ImageTagAlreadyExistsException: The image tag 'v1' already exists in the 'web' repository and cannot be overwritten because the tag is immutable.",
    );
    expect(() => pushed(one, 'v1', 'one')).toThrow('ImageAlreadyExistsException');
  });

  test('a layer part out of order or of another length is refused', () => {
    const one = hands();
    one.ask('ecr', 'CreateRepository', { repositoryName: 'web' });
    const { uploadId } = one.ask('ecr', 'InitiateLayerUpload', { repositoryName: 'web' });
    const part = { repositoryName: 'web', uploadId, layerPartBlob: base64('hello') };
    expect(one.refusal('ecr', 'UploadLayerPart', { ...part, partFirstByte: 1, partLastByte: 5 }).code).toBe(
      'InvalidLayerPartException',
    );
    expect(one.refusal('ecr', 'UploadLayerPart', { ...part, partFirstByte: 0, partLastByte: 9 }).code).toBe(
      'InvalidLayerPartException',
    );
    expect(
      one.refusal('ecr', 'CompleteLayerUpload', {
        repositoryName: 'web',
        uploadId,
        layerDigests: [digestOf('x')],
      }).code,
    ).toBe('EmptyUploadException');
  });

  test('parts below 5 MiB are refused when the layer is completed, but for the last', () => {
    const one = hands();
    one.ask('ecr', 'CreateRepository', { repositoryName: 'web' });
    const upload = (sizes: number[]) => {
      const { uploadId } = one.ask('ecr', 'InitiateLayerUpload', { repositoryName: 'web' });
      let partFirstByte = 0;
      for (const size of sizes) {
        const partLastByte = partFirstByte + size - 1;
        const layerPartBlob = base64('x'.repeat(size));
        const part = { repositoryName: 'web', uploadId, partFirstByte, partLastByte, layerPartBlob };
        expect(one.ask('ecr', 'UploadLayerPart', part).lastByteReceived).toBe(partLastByte);
        partFirstByte += size;
      }
      return { repositoryName: 'web', uploadId, layerDigests: [digestOf('x'.repeat(partFirstByte))] };
    };
    const MiB = 1024 * 1024;
    expect(one.refusal('ecr', 'CompleteLayerUpload', upload([5 * MiB - 1, 7]))).toMatchObject({
      code: 'LayerPartTooSmallException',
      message: 'All layer parts except the last part should be at least 5MB',
    });
    const whole = upload([5 * MiB, 7]);
    expect(one.ask('ecr', 'CompleteLayerUpload', whole).layerDigest).toBe(whole.layerDigests[0]);
  });

  test('pages hold each image once', () => {
    const one = hands();
    for (let index = 0; index < 7; index++) pushed(one, `v${index}`, `layer ${index}`);
    const tags: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = one.ask('ecr', 'DescribeImages', {
        repositoryName: 'web',
        maxResults: 3,
        ...(nextToken ? { nextToken } : {}),
      });
      expect(page.imageDetails.length).toBeLessThanOrEqual(3);
      tags.push(...page.imageDetails.flatMap(({ imageTags }: { imageTags: string[] }) => imageTags));
      nextToken = page.nextToken;
    } while (nextToken);
    expect(tags).toEqual(['v0', 'v1', 'v2', 'v3', 'v4', 'v5', 'v6']);
  });
});

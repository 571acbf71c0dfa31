import { describe, expect, test } from 'vitest';
import { upstreams } from '../../../simulator/ecr/pull-through/upstreams.ts';
import type { Call } from '../../../simulator/index.ts';
import { hands, type Hands } from '../cloud.ts';
import { day, hour, listing, push, repository } from './pushing.ts';

const secret = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/hub-AbCdEf';
const ireland: Partial<Call> = { region: 'eu-west-1' };

const pull = (one: Hands, repositoryName: string, imageTag: string) =>
  one.ask('ecr', 'BatchGetImage', { repositoryName, imageIds: [{ imageTag }] });

describe('rules', () => {
  test('a rule is described as it was made, changed and deleted', () => {
    const one = hands();
    const moment = one.cloud.startsAt / 1000;
    const rule = {
      ecrRepositoryPrefix: 'hub',
      upstreamRegistryUrl: 'registry-1.docker.io',
      createdAt: moment,
      registryId: '123456789012',
      credentialArn: secret,
      upstreamRepositoryPrefix: 'ROOT',
      upstreamRegistry: 'docker-hub',
    };
    expect(
      one.ask('ecr', 'CreatePullThroughCacheRule', {
        ecrRepositoryPrefix: 'hub',
        upstreamRegistryUrl: 'registry-1.docker.io',
        credentialArn: secret,
      }),
    ).toEqual(rule);
    one.wind(1000);
    expect(
      one.ask('ecr', 'UpdatePullThroughCacheRule', {
        ecrRepositoryPrefix: 'hub',
        credentialArn: `${secret}2`,
      }),
    ).toEqual({
      ecrRepositoryPrefix: 'hub',
      registryId: '123456789012',
      updatedAt: moment + 1,
      credentialArn: `${secret}2`,
      upstreamRepositoryPrefix: 'ROOT',
    });
    expect(one.ask('ecr', 'DescribePullThroughCacheRules')).toEqual({
      pullThroughCacheRules: [{ ...rule, credentialArn: `${secret}2`, updatedAt: moment + 1 }],
    });
    expect(one.ask('ecr', 'ValidatePullThroughCacheRule', { ecrRepositoryPrefix: 'hub' })).toEqual({
      ecrRepositoryPrefix: 'hub',
      registryId: '123456789012',
      upstreamRegistryUrl: 'registry-1.docker.io',
      credentialArn: `${secret}2`,
      upstreamRepositoryPrefix: 'ROOT',
      isValid: true,
    });
    one.ask('ecr', 'DeletePullThroughCacheRule', { ecrRepositoryPrefix: 'hub' });
    expect(one.ask('ecr', 'DescribePullThroughCacheRules')).toEqual({ pullThroughCacheRules: [] });
  });

  test.each([
    ['ecr', '210987654321.dkr.ecr.us-east-1.amazonaws.com'],
    ['ecr-public', 'public.ecr.aws'],
    ['quay', 'quay.io'],
    ['k8s', 'registry.k8s.io'],
    ['docker-hub', 'registry-1.docker.io'],
    ['github-container-registry', 'ghcr.io'],
    ['azure-container-registry', 'ours.azurecr.io'],
    ['gitlab-container-registry', 'registry.gitlab.com'],
    ['chainguard', 'cgr.dev'],
  ])('the upstream %s is known by %s and asks for what it needs', (name, upstreamRegistryUrl) => {
    const one = hands();
    const bare = { ecrRepositoryPrefix: 'cache', upstreamRegistryUrl };
    const { authentication } = upstreams[name]!;
    if (authentication === 'none')
      expect(one.ask('ecr', 'CreatePullThroughCacheRule', bare).upstreamRegistry).toBe(name);
    else {
      expect(one.refusal('ecr', 'CreatePullThroughCacheRule', bare)).toMatchObject(
        authentication === 'secret'
          ? {
              code: 'UnsupportedUpstreamRegistryException',
              message:
                'The specified upstream registry requires authentication. Specify a valid Secrets Manager ARN',
            }
          : { code: 'InvalidParameterException' },
      );
      const credential =
        authentication === 'secret'
          ? { credentialArn: secret }
          : { customRoleArn: 'arn:aws:iam::123456789012:role/puller' };
      expect(one.ask('ecr', 'CreatePullThroughCacheRule', { ...bare, ...credential }).upstreamRegistry).toBe(
        name,
      );
    }
  });

  test('the nine upstreams are all there are', () => {
    expect(Object.keys(upstreams)).toHaveLength(9);
    expect(
      hands().refusal('ecr', 'CreatePullThroughCacheRule', {
        ecrRepositoryPrefix: 'cache',
        upstreamRegistryUrl: 'example.com',
      }).code,
    ).toBe('UnsupportedUpstreamRegistryException');
  });
});

describe('pulling', () => {
  const cached = (upstreamRegistryUrl: string, more: object = {}): Hands => {
    const one = hands();
    one.ask('ecr', 'CreatePullThroughCacheRule', {
      ecrRepositoryPrefix: 'cache',
      upstreamRegistryUrl,
      ...more,
    });
    return one;
  };

  test('the first pull makes the repository, with the settings of its template, and brings every platform', () => {
    const one = cached('public.ecr.aws');
    one.ask('ecr', 'CreateRepositoryCreationTemplate', {
      prefix: 'cache',
      appliedFor: ['PULL_THROUGH_CACHE'],
      resourceTags: [{ Key: 'cached', Value: 'yes' }],
    });
    const name = 'cache/docker/library/httpd';
    const { images, failures } = pull(one, name, '2.4');
    expect(failures).toEqual([]);
    expect(images[0].imageManifestMediaType).toBe('application/vnd.oci.image.index.v1+json');
    const listed = listing(one, name);
    expect(listed.map(([, tags]) => tags)).toEqual([[], [], ['2.4']]);
    expect(
      JSON.parse(images[0].imageManifest).manifests.map(({ digest }: { digest: string }) => digest),
    ).toEqual(listed.slice(0, 2).map(([digest]) => digest));
    expect(
      one.ask('ecr', 'ListTagsForResource', {
        resourceArn: `arn:aws:ecr:us-east-1:123456789012:repository/${name}`,
      }).tags,
    ).toEqual([{ Key: 'cached', Value: 'yes' }]);
  });

  test.each(['public.ecr.aws', '123456789012.dkr.ecr.eu-west-1.amazonaws.com'])(
    'what %s does not have leaves nothing behind',
    (upstream) => {
      const one = cached(upstream);
      const before = one.cloud.snapshot();
      expect(
        one.refusal('ecr', 'BatchGetImage', {
          repositoryName: 'cache/nobody/nothing',
          imageIds: [{ imageTag: 'v1' }],
        }).code,
      ).toBe('RepositoryNotFoundException');
      expect(one.cloud.snapshot()).toBe(before);
    },
  );

  test('a repository of one’s own under the prefix is left alone', () => {
    const one = cached('public.ecr.aws');
    repository(one, 'cache/nginx/nginx');
    expect(pull(one, 'cache/nginx/nginx', 'latest').failures).toHaveLength(1);
  });

  test('Docker Hub’s official images lie under library/', () => {
    const one = cached('registry-1.docker.io', { credentialArn: secret });
    expect(pull(one, 'cache/library/busybox', 'latest').images).toHaveLength(1);
  });

  test('a tag of another registry is compared with upstream after 24 hours, not before', () => {
    const one = hands();
    repository(one, 'web', {}, ireland);
    const first = push(one, 'one', { tag: 'v1', at: ireland });
    one.ask('ecr', 'CreatePullThroughCacheRule', {
      ecrRepositoryPrefix: 'cache',
      upstreamRegistryUrl: '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
    });
    const digest = () => pull(one, 'cache/web', 'v1').images[0].imageId.imageDigest;
    expect(digest()).toBe(first.digest);
    const second = push(one, 'two', { tag: 'v1', at: ireland });
    one.wind(23 * hour);
    expect(digest()).toBe(first.digest);
    one.wind(hour);
    expect(digest()).toBe(second.digest);
    one.ask('ecr', 'DeleteRepository', { repositoryName: 'web', force: true }, ireland);
    one.wind(2 * day);
    expect(digest()).toBe(second.digest);
  });

  test('a prefix upstream stands before the name', () => {
    const one = cached('public.ecr.aws', { upstreamRepositoryPrefix: 'docker/library' });
    expect(pull(one, 'cache/httpd', 'latest').images).toHaveLength(1);
  });
});

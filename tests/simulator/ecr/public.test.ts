import { describe, expect, test } from 'vitest';
import { authorizeAmong } from '../../../simulator/ecr/tokens.ts';
import { hands, type Hands } from '../cloud.ts';
import { hour, push } from './pushing.ts';

const account = '123456789012';
const ask = (one: Hands, operation: string, input: object = {}) => one.ask('ecr-public', operation, input);

function aliasOf(one: Hands): string {
  return ask(one, 'DescribeRegistries').registries[0].aliases[0].name;
}

describe('the public registry', () => {
  test('has an alias that it is found under', () => {
    const one = hands();
    const alias = aliasOf(one);
    expect(alias).toMatch(/^([a-z]\d){4}$/);
    expect(ask(one, 'DescribeRegistries')).toEqual({
      registries: [
        {
          registryId: account,
          registryArn: `arn:aws:ecr-public::${account}:registry/${account}`,
          registryUri: `public.ecr.aws/${alias}`,
          verified: false,
          aliases: [
            { name: alias, status: 'ACTIVE', primaryRegistryAlias: true, defaultRegistryAlias: true },
          ],
        },
      ],
    });
  });

  test('answers in us-east-1 only', () => {
    expect(hands().refusal('ecr-public', 'DescribeRegistries', {}, { region: 'eu-west-1' }).message).toBe(
      'Could not connect to the endpoint URL: "https://api.ecr-public.eu-west-1.amazonaws.com/"',
    );
    expect(hands().refusal('ecr-public', 'GetAuthorizationToken', {}, { region: 'us-west-2' })).toEqual({
      code: 'UnsupportedCommandException',
      message: 'GetAuthorizationToken command is only supported in us-east-1.',
    });
  });

  test('its repositories are not those of the private registry', () => {
    const one = hands();
    const { repository } = ask(one, 'CreateRepository', { repositoryName: 'web' });
    expect(repository).toEqual({
      repositoryArn: `arn:aws:ecr-public::${account}:repository/web`,
      registryId: account,
      repositoryName: 'web',
      repositoryUri: `public.ecr.aws/${aliasOf(one)}/web`,
      createdAt: one.cloud.startsAt / 1000,
    });
    expect(ask(one, 'DescribeRepositories')).toEqual({ repositories: [repository] });
    expect(one.ask('ecr', 'DescribeRepositories')).toEqual({ repositories: [] });
  });

  test('keeps catalogue data of the registry and of repositories', () => {
    const one = hands();
    expect(ask(one, 'PutRegistryCatalogData', { displayName: 'Ours' })).toEqual({
      registryCatalogData: { displayName: 'Ours' },
    });
    expect(ask(one, 'GetRegistryCatalogData')).toEqual({ registryCatalogData: { displayName: 'Ours' } });
    ask(one, 'CreateRepository', { repositoryName: 'web' });
    expect(one.refusal('ecr-public', 'GetRepositoryCatalogData', { repositoryName: 'web' }).code).toBe(
      'RepositoryCatalogDataNotFoundException',
    );
    const catalogData = {
      description: 'A web server',
      architectures: ['x86-64', 'ARM 64'],
      operatingSystems: ['Linux'],
    };
    ask(one, 'PutRepositoryCatalogData', {
      repositoryName: 'web',
      catalogData: { ...catalogData, logoImageBlob: 'AAAA' },
    });
    expect(ask(one, 'GetRepositoryCatalogData', { repositoryName: 'web' })).toEqual({
      catalogData: {
        ...catalogData,
        logoUrl: expect.stringMatching(/^https:\/\/d3g9o9u8re44ak\.cloudfront\.net\/logo\/.+\.png$/),
      },
    });
    expect(
      one.refusal('ecr-public', 'PutRepositoryCatalogData', {
        repositoryName: 'web',
        catalogData: { operatingSystems: ['BeOS'] },
      }).message,
    ).toBe(
      "Invalid parameter at 'catalogData.operatingSystems' failed to satisfy constraint: 'Member must satisfy enum value set: [Linux, Windows]'",
    );
  });
});

test('a public repository has a policy of its own', () => {
  const one = hands();
  ask(one, 'CreateRepository', { repositoryName: 'web' });
  const statement = {
    Sid: 'push',
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::210987654321:root' },
    Action: 'ecr-public:PutImage',
  };
  ask(one, 'SetRepositoryPolicy', {
    repositoryName: 'web',
    policyText: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
  });
  const { policyText } = ask(one, 'GetRepositoryPolicy', { repositoryName: 'web' });
  expect(JSON.parse(policyText)).toEqual({ Version: '2012-10-17', Statement: [statement] });
  ask(one, 'DeleteRepositoryPolicy', { repositoryName: 'web' });
  expect(one.refusal('ecr-public', 'GetRepositoryPolicy', { repositoryName: 'web' }).code).toBe(
    'RepositoryPolicyNotFoundException',
  );
});

describe('public images', () => {
  test('are pushed, described by image and by tag, and deleted', () => {
    const one = hands();
    ask(one, 'CreateRepository', { repositoryName: 'web' });
    const { digest } = push(one, 'one', { tag: 'v1', service: 'ecr-public' });
    const common = {
      imageDigest: digest,
      imageSizeInBytes: 5,
      imagePushedAt: one.cloud.startsAt / 1000,
      imageManifestMediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      artifactMediaType: 'application/vnd.docker.container.image.v1+json',
    };
    expect(ask(one, 'DescribeImages', { repositoryName: 'web' })).toEqual({
      imageDetails: [{ registryId: account, repositoryName: 'web', ...common, imageTags: ['v1'] }],
    });
    expect(ask(one, 'DescribeImageTags', { repositoryName: 'web' })).toEqual({
      imageTagDetails: [{ imageTag: 'v1', createdAt: one.cloud.startsAt / 1000, imageDetail: common }],
    });
    expect(one.refusal('ecr-public', 'DeleteRepository', { repositoryName: 'web' }).code).toBe(
      'RepositoryNotEmptyException',
    );
    expect(
      ask(one, 'BatchDeleteImage', { repositoryName: 'web', imageIds: [{ imageDigest: digest }] }).imageIds,
    ).toEqual([{ imageDigest: digest, imageTag: 'v1' }]);
    ask(one, 'DeleteRepository', { repositoryName: 'web' });
  });

  test('come through a pull through cache by the alias', () => {
    const one = hands();
    ask(one, 'CreateRepository', { repositoryName: 'web' });
    const { digest } = push(one, 'one', { tag: 'v1', service: 'ecr-public' });
    one.ask('ecr', 'CreatePullThroughCacheRule', {
      ecrRepositoryPrefix: 'cache',
      upstreamRegistryUrl: 'public.ecr.aws',
    });
    const { images } = one.ask('ecr', 'BatchGetImage', {
      repositoryName: `cache/${aliasOf(one)}/web`,
      imageIds: [{ imageTag: 'v1' }],
    });
    expect(images[0].imageId.imageDigest).toBe(digest);
  });

  test('the tags of a public repository are managed by its ARN', () => {
    const one = hands();
    const { repository } = ask(one, 'CreateRepository', {
      repositoryName: 'web',
      tags: [{ Key: 'a', Value: '1' }],
    });
    const resourceArn = repository.repositoryArn;
    ask(one, 'TagResource', { resourceArn, tags: [{ Key: 'b', Value: '2' }] });
    ask(one, 'UntagResource', { resourceArn, tagKeys: ['a'] });
    expect(ask(one, 'ListTagsForResource', { resourceArn })).toEqual({ tags: [{ Key: 'b', Value: '2' }] });
  });
});

test('a public token opens public.ecr.aws for 12 hours', () => {
  const one = hands();
  const { authorizationData } = ask(one, 'GetAuthorizationToken');
  expect(authorizationData).toEqual({
    authorizationToken: expect.any(String),
    expiresAt: (one.cloud.startsAt + 12 * hour) / 1000,
  });
  const password = atob(authorizationData.authorizationToken).slice('AWS:'.length);
  const where = { accountId: account, region: 'us-east-1' };
  const authorize = () =>
    authorizeAmong(
      [...one.cloud.state.publicRegistries.values()].map(({ ecr }) => ecr),
      where,
      password,
    );
  expect(authorize()).toEqual({ ok: true, principal: `arn:aws:iam::${account}:user/learner`, ...where });
  one.wind(12 * hour);
  expect(authorize()).toEqual({
    ok: false,
    status: 403,
    message: 'Your authorization token has expired. Reauthenticate and try again.',
  });
});

test('the Docker engine logs in to public.ecr.aws with it, and with no other password', () => {
  const one = hands();
  const password = atob(ask(one, 'GetAuthorizationToken').authorizationData.authorizationToken).slice(4);
  const login = { username: 'AWS', password, serveraddress: 'public.ecr.aws' };
  expect(one.ask('docker', 'SystemAuth', login).Status).toBe('Login Succeeded');
  expect(one.refusal('docker', 'SystemAuth', { ...login, password: 'hunter2' }).message).toBe(
    'login attempt to https://public.ecr.aws/v2/ failed with status: 400 Bad Request',
  );
  one.wind(12 * hour);
  expect(one.refusal('docker', 'SystemAuth', login).message).toBe(
    'login attempt to https://public.ecr.aws/v2/ failed with status: 403 Forbidden',
  );
});

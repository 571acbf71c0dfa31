import { describe, expect, test } from 'vitest';
import { hands } from '../cloud.ts';
import { push, repository } from './pushing.ts';

const constraint = (member: string, words: string) =>
  `Invalid parameter at '${member}' failed to satisfy constraint: '${words}'`;

describe('tag mutability', () => {
  const moves = (setting: string, filters: string[], tag: string): boolean => {
    const one = hands();
    repository(one, 'web', {
      imageTagMutability: setting,
      ...(filters.length
        ? {
            imageTagMutabilityExclusionFilters: filters.map((filter) => ({ filterType: 'WILDCARD', filter })),
          }
        : {}),
    });
    push(one, 'one', { tag });
    try {
      push(one, 'two', { tag });
      return true;
    } catch (error) {
      expect(String(error)).toContain(
        `ImageTagAlreadyExistsException: The image tag '${tag}' already exists in the 'web' repository and cannot be overwritten because the tag is immutable.`,
      );
      return false;
    }
  };

  test.each([
    ['MUTABLE', [], 'v1', true],
    ['IMMUTABLE', [], 'v1', false],
    ['IMMUTABLE_WITH_EXCLUSION', ['latest', 'dev-*'], 'latest', true],
    ['IMMUTABLE_WITH_EXCLUSION', ['latest', 'dev-*'], 'dev-7', true],
    ['IMMUTABLE_WITH_EXCLUSION', ['latest', 'dev-*'], 'v1', false],
    ['MUTABLE_WITH_EXCLUSION', ['v*'], 'v1', false],
    ['MUTABLE_WITH_EXCLUSION', ['v*'], 'latest', true],
  ])('%s with exclusions %j: the tag %s moves: %s', (setting, filters, tag, expected) => {
    expect(moves(setting, filters, tag)).toBe(expected);
  });

  test('the setting is changed and described with its exclusions', () => {
    const one = hands();
    repository(one, 'web');
    const filters = [{ filterType: 'WILDCARD', filter: 'latest' }];
    expect(
      one.ask('ecr', 'PutImageTagMutability', {
        repositoryName: 'web',
        imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
        imageTagMutabilityExclusionFilters: filters,
      }),
    ).toEqual({
      registryId: '123456789012',
      repositoryName: 'web',
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: filters,
    });
    expect(one.ask('ecr', 'DescribeRepositories').repositories[0]).toMatchObject({
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: filters,
    });
  });

  test.each([
    [
      { imageTagMutability: 'FROZEN' },
      constraint(
        'imageTagMutability',
        'Member must satisfy enum value set: [IMMUTABLE, IMMUTABLE_WITH_EXCLUSION, MUTABLE, MUTABLE_WITH_EXCLUSION]',
      ),
    ],
    [
      { imageTagMutability: 'MUTABLE_WITH_EXCLUSION' },
      constraint(
        'imageTagMutabilityExclusionFilters',
        "ImageTagMutabilityExclusionFilters can't be null when imageTagMutability is set as MUTABLE_WITH_EXCLUSION",
      ),
    ],
    [
      {
        imageTagMutability: 'MUTABLE',
        imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'v*' }],
      },
      constraint(
        'imageTagMutabilityExclusionFilters',
        'Member must be empty when imageTagMutability is MUTABLE',
      ),
    ],
    [
      {
        imageTagMutability: 'MUTABLE_WITH_EXCLUSION',
        imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: '*a*b*' }],
      },
      constraint('imageTagMutabilityExclusionFilters', 'Member must contain at most 2 wildcards'),
    ],
    [
      {
        imageTagMutability: 'MUTABLE_WITH_EXCLUSION',
        imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD' }],
      },
      constraint('imageTagMutabilityExclusionFilters.1.member.filter', 'Member must not be null'),
    ],
  ])('%j is refused', (input, message) => {
    const one = hands();
    repository(one, 'web');
    const before = one.cloud.snapshot();
    expect(one.refusal('ecr', 'PutImageTagMutability', { repositoryName: 'web', ...input })).toEqual({
      code: 'InvalidParameterException',
      message,
      details: {},
    });
    expect(one.cloud.snapshot()).toBe(before);
  });
});

describe('encryption', () => {
  const encryptionOf = (encryptionConfiguration: object) => {
    const one = hands();
    return one.ask('ecr', 'CreateRepository', { repositoryName: 'web', encryptionConfiguration }).repository
      .encryptionConfiguration;
  };
  const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';

  test('without a key, KMS and KMS_DSSE use the managed key of the account, the same for all repositories', () => {
    const one = hands();
    const keys = ['KMS', 'KMS_DSSE'].map(
      (encryptionType, index) =>
        one.ask('ecr', 'CreateRepository', {
          repositoryName: `web-${index}`,
          encryptionConfiguration: { encryptionType },
        }).repository.encryptionConfiguration,
    );
    expect(keys).toEqual([
      {
        encryptionType: 'KMS',
        kmsKey: expect.stringMatching(new RegExp(`^arn:aws:kms:us-east-1:123456789012:key/${uuid}$`)),
      },
      { encryptionType: 'KMS_DSSE', kmsKey: keys[0].kmsKey },
    ]);
  });

  test('an alias and an id become ARNs', () => {
    expect(encryptionOf({ encryptionType: 'KMS', kmsKey: 'alias/images' })).toEqual({
      encryptionType: 'KMS',
      kmsKey: 'arn:aws:kms:us-east-1:123456789012:alias/images',
    });
  });

  test('a key of another Region, or a key without KMS, is refused', () => {
    const one = hands();
    const refusal = (encryptionConfiguration: object) =>
      one.refusal('ecr', 'CreateRepository', { repositoryName: 'web', encryptionConfiguration });
    expect(refusal({ encryptionType: 'KMS', kmsKey: 'arn:aws:kms:eu-west-1:123456789012:key/1' }).code).toBe(
      'KmsException',
    );
    expect(refusal({ encryptionType: 'AES256', kmsKey: 'alias/images' }).message).toBe(
      constraint('encryptionConfiguration.kmsKey', 'Member must be null when encryptionType is AES256'),
    );
  });
});

describe('resource tags', () => {
  const resourceArn = 'arn:aws:ecr:us-east-1:123456789012:repository/web';

  test('are set, read, changed and taken away', () => {
    const one = hands();
    repository(one, 'web', { tags: [{ Key: 'team', Value: 'blue' }] });
    one.ask('ecr', 'TagResource', {
      resourceArn,
      tags: [
        { Key: 'team', Value: 'red' },
        { Key: 'stage', Value: 'test' },
      ],
    });
    one.ask('ecr', 'UntagResource', { resourceArn, tagKeys: ['stage', 'none'] });
    expect(one.ask('ecr', 'ListTagsForResource', { resourceArn })).toEqual({
      tags: [{ Key: 'team', Value: 'red' }],
    });
  });

  test.each([
    [{ resourceArn: 'web', tags: [] }, 'InvalidParameterException', constraint('resourceArn', 'Invalid ARN')],
    [
      { resourceArn: `${resourceArn}-not`, tags: [] },
      'RepositoryNotFoundException',
      "The repository with name 'web-not' does not exist in the registry with id '123456789012'",
    ],
    [
      { resourceArn, tags: [{ Key: 'aws:name', Value: '' }] },
      'InvalidTagParameterException',
      'A tag key must not begin with aws:, which is reserved.',
    ],
    [
      { resourceArn, tags: Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' })) },
      'TooManyTagsException',
      'A repository can have at most 50 tags.',
    ],
  ])('%j is refused', (input, code, message) => {
    const one = hands();
    repository(one, 'web');
    expect(one.refusal('ecr', 'TagResource', input)).toEqual({ code, message, details: {} });
  });
});

describe('account settings', () => {
  test('have defaults and keep what they are given', () => {
    const one = hands();
    const settings = () =>
      ['BASIC_SCAN_TYPE_VERSION', 'REGISTRY_POLICY_SCOPE', 'BLOB_MOUNTING'].map((name) =>
        one.ask('ecr', 'GetAccountSetting', { name }),
      );
    expect(settings()).toEqual([
      { name: 'BASIC_SCAN_TYPE_VERSION', value: 'AWS_NATIVE' },
      { name: 'REGISTRY_POLICY_SCOPE', value: 'V2' },
      { name: 'BLOB_MOUNTING', value: 'DISABLED' },
    ]);
    one.ask('ecr', 'PutAccountSetting', { name: 'BLOB_MOUNTING', value: 'ENABLED' });
    expect(settings()[2]).toEqual({ name: 'BLOB_MOUNTING', value: 'ENABLED' });
  });

  test('take the documented values only', () => {
    const one = hands();
    expect(one.refusal('ecr', 'PutAccountSetting', { name: 'BLOB_MOUNTING', value: 'MAYBE' }).message).toBe(
      constraint('value', 'Member must satisfy enum value set: [DISABLED, ENABLED]'),
    );
    expect(one.refusal('ecr', 'GetAccountSetting', { name: 'COLOUR' }).message).toBe(
      constraint(
        'name',
        'Member must satisfy enum value set: [BASIC_SCAN_TYPE_VERSION, REGISTRY_POLICY_SCOPE, BLOB_MOUNTING]',
      ),
    );
  });

  test('a new registry replicates nowhere', () => {
    expect(hands().ask('ecr', 'DescribeRegistry')).toEqual({
      registryId: '123456789012',
      replicationConfiguration: { rules: [] },
    });
  });
});

describe('repository creation templates', () => {
  test('a template is created, changed, listed and deleted', () => {
    const one = hands();
    const created = one.cloud.startsAt / 1000;
    expect(
      one.ask('ecr', 'CreateRepositoryCreationTemplate', {
        prefix: 'team/',
        appliedFor: ['CREATE_ON_PUSH'],
        imageTagMutability: 'IMMUTABLE',
      }),
    ).toEqual({
      registryId: '123456789012',
      repositoryCreationTemplate: {
        prefix: 'team',
        encryptionConfiguration: { encryptionType: 'AES256' },
        imageTagMutability: 'IMMUTABLE',
        appliedFor: ['CREATE_ON_PUSH'],
        createdAt: created,
        updatedAt: created,
      },
    });
    one.wind(1000);
    one.ask('ecr', 'UpdateRepositoryCreationTemplate', { prefix: 'team', description: 'Ours' });
    const described = {
      prefix: 'team',
      description: 'Ours',
      encryptionConfiguration: { encryptionType: 'AES256' },
      imageTagMutability: 'IMMUTABLE',
      appliedFor: ['CREATE_ON_PUSH'],
      createdAt: created,
      updatedAt: created + 1,
    };
    expect(one.ask('ecr', 'DescribeRepositoryCreationTemplates')).toEqual({
      registryId: '123456789012',
      repositoryCreationTemplates: [described],
    });
    one.ask('ecr', 'DeleteRepositoryCreationTemplate', { prefix: 'team' });
    expect(one.refusal('ecr', 'DescribeRepositoryCreationTemplates', { prefixes: ['team'] }).code).toBe(
      'TemplateNotFoundException',
    );
  });

  test('a push makes the repository as the template with the longest prefix says', () => {
    const one = hands();
    for (const [prefix, imageTagMutability] of [
      ['ROOT', 'MUTABLE'],
      ['team', 'IMMUTABLE'],
    ])
      one.ask('ecr', 'CreateRepositoryCreationTemplate', {
        prefix,
        imageTagMutability,
        appliedFor: ['CREATE_ON_PUSH'],
        resourceTags: [{ Key: 'from', Value: prefix }],
      });
    push(one, 'layer', { repositoryName: 'team/api/web', tag: 'v1' });
    push(one, 'layer', { repositoryName: 'other', tag: 'v1' });
    const { repositories } = one.ask('ecr', 'DescribeRepositories');
    expect(
      repositories.map(({ repositoryName, imageTagMutability }: Record<string, string>) => [
        repositoryName,
        imageTagMutability,
      ]),
    ).toEqual([
      ['team/api/web', 'IMMUTABLE'],
      ['other', 'MUTABLE'],
    ]);
    expect(one.ask('ecr', 'ListTagsForResource', { resourceArn: repositories[0].repositoryArn })).toEqual({
      tags: [{ Key: 'from', Value: 'team' }],
    });
  });

  test('a template takes only policies that a repository would take, and hands them on', () => {
    const one = hands();
    const template = { prefix: 'team', appliedFor: ['CREATE_ON_PUSH'] };
    expect(
      one.refusal('ecr', 'CreateRepositoryCreationTemplate', { ...template, repositoryPolicy: '{}' }).message,
    ).toBe(constraint('PolicyText', 'Invalid repository policy provided'));
    expect(
      one.refusal('ecr', 'CreateRepositoryCreationTemplate', { ...template, lifecyclePolicy: '{}' }).code,
    ).toBe('InvalidParameterException');
    const statement = { Sid: 'pull', Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' };
    one.ask('ecr', 'CreateRepositoryCreationTemplate', {
      ...template,
      repositoryPolicy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
    });
    push(one, 'layer', { repositoryName: 'team/web' });
    const { policyText } = one.ask('ecr', 'GetRepositoryPolicy', { repositoryName: 'team/web' });
    expect(JSON.parse(policyText).Statement).toEqual([statement]);
  });

  test('without a template for pushes the repository must be there', () => {
    const one = hands();
    one.ask('ecr', 'CreateRepositoryCreationTemplate', { prefix: 'ROOT', appliedFor: ['REPLICATION'] });
    expect(() => push(one, 'layer', { repositoryName: 'team/web' })).toThrow('RepositoryNotFoundException');
  });
});

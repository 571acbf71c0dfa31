import { describe, expect, test } from 'vitest';
import type { Call } from '../../../simulator/index.ts';
import { hands, type Hands } from '../cloud.ts';
import { listing, push, pushIndex, repository } from './pushing.ts';

const ireland: Partial<Call> = { region: 'eu-west-1' };
const other = '210987654321';
const otherAccount: Partial<Call> = { principal: `arn:aws:iam::${other}:user/neighbour` };
const here = '123456789012';

function configure(
  one: Hands,
  destinations: { region: string; registryId: string }[] = [{ region: 'eu-west-1', registryId: here }],
  prefixes: string[] = [],
): unknown {
  const rule = {
    destinations,
    ...(prefixes.length
      ? { repositoryFilters: prefixes.map((filter) => ({ filter, filterType: 'PREFIX_MATCH' })) }
      : {}),
  };
  return one.ask('ecr', 'PutReplicationConfiguration', { replicationConfiguration: { rules: [rule] } });
}

const statuses = (one: Hands, imageTag = 'v1') =>
  one.ask('ecr', 'DescribeImageReplicationStatus', { repositoryName: 'web', imageId: { imageTag } })
    .replicationStatuses;

describe('replication to another Region', () => {
  test('a pushed image arrives there in a repository with default settings', () => {
    const one = hands();
    configure(one);
    repository(one, 'web', { imageTagMutability: 'IMMUTABLE' });
    const { digest } = push(one, 'one', { tag: 'v1' });
    expect(
      one.ask('ecr', 'DescribeImageReplicationStatus', {
        repositoryName: 'web',
        imageId: { imageTag: 'v1' },
      }),
    ).toEqual({
      repositoryName: 'web',
      imageId: { imageDigest: digest, imageTag: 'v1' },
      replicationStatuses: [{ region: 'eu-west-1', registryId: here, status: 'IN_PROGRESS' }],
    });
    one.wind(10_000);
    expect(statuses(one)).toEqual([{ region: 'eu-west-1', registryId: here, status: 'COMPLETE' }]);
    expect(listing(one, 'web', undefined, ireland)).toEqual([[digest, ['v1']]]);
    expect(one.ask('ecr', 'DescribeRepositories', {}, ireland).repositories[0]).toMatchObject({
      repositoryArn: `arn:aws:ecr:eu-west-1:${here}:repository/web`,
      imageTagMutability: 'MUTABLE',
    });
    expect(
      one.ask(
        'ecr',
        'BatchCheckLayerAvailability',
        {
          repositoryName: 'web',
          layerDigests: [JSON.parse(push(one, 'one', { tag: 'v2' }).manifest).layers[0].digest],
        },
        ireland,
      ).layers[0].layerAvailability,
    ).toBe('AVAILABLE');
  });

  test('what was there before stays behind, what is deleted stays there, and nothing travels on', () => {
    const one = hands();
    repository(one, 'web');
    push(one, 'old', { tag: 'old' });
    configure(one);
    one.ask(
      'ecr',
      'PutReplicationConfiguration',
      {
        replicationConfiguration: {
          rules: [{ destinations: [{ region: 'ap-south-1', registryId: here }] }],
        },
      },
      ireland,
    );
    const { digest } = push(one, 'new', { tag: 'v1' });
    one.wind(10_000);
    one.ask('ecr', 'BatchDeleteImage', { repositoryName: 'web', imageIds: [{ imageTag: 'v1' }] });
    one.wind(10_000);
    expect(listing(one, 'web', undefined, ireland)).toEqual([[digest, ['v1']]]);
    expect(one.ask('ecr', 'DescribeRepositories', {}, { region: 'ap-south-1' }).repositories).toEqual([]);
  });

  test('filters choose repositories by prefix; a template gives the settings', () => {
    const one = hands();
    configure(one, undefined, ['prod/']);
    one.ask(
      'ecr',
      'CreateRepositoryCreationTemplate',
      { prefix: 'prod', appliedFor: ['REPLICATION'], imageTagMutability: 'IMMUTABLE' },
      ireland,
    );
    for (const repositoryName of ['prod/web', 'test/web']) {
      repository(one, repositoryName);
      push(one, 'one', { repositoryName, tag: 'v1' });
    }
    one.wind(10_000);
    expect(
      one
        .ask('ecr', 'DescribeRepositories', {}, ireland)
        .repositories.map(({ repositoryName, imageTagMutability }: Record<string, string>) => [
          repositoryName,
          imageTagMutability,
        ]),
    ).toEqual([['prod/web', 'IMMUTABLE']]);
  });

  test('a tag that is immutable there stays, and the copy has none', () => {
    const one = hands();
    repository(one, 'web');
    repository(one, 'web', { imageTagMutability: 'IMMUTABLE' }, ireland);
    const there = push(one, 'there', { tag: 'v1', at: ireland });
    configure(one);
    const copy = push(one, 'here', { tag: 'v1' });
    one.wind(10_000);
    expect(listing(one, 'web', undefined, ireland)).toEqual([
      [there.digest, ['v1']],
      [copy.digest, []],
    ]);
  });

  test('an index travels with its members', () => {
    const one = hands();
    repository(one, 'web');
    const members = [push(one, 'amd'), push(one, 'arm')];
    configure(one);
    const index = pushIndex(one, members, { tag: 'v1' });
    one.wind(10_000);
    expect(listing(one, 'web', undefined, ireland)).toEqual([
      [members[0]!.digest, []],
      [members[1]!.digest, []],
      [index.digest, ['v1']],
    ]);
  });

  test('a registry cannot replicate to itself', () => {
    expect(
      hands().refusal('ecr', 'PutReplicationConfiguration', {
        replicationConfiguration: {
          rules: [{ destinations: [{ region: 'us-east-1', registryId: here }] }],
        },
      }).message,
    ).toBe(
      "Invalid parameter at 'replicationConfiguration' failed to satisfy constraint: 'Replication destination cannot be the same as the source registry'",
    );
  });
});

describe('replication to another account', () => {
  const allow = (one: Hands, Action: string[]) => {
    const policyText = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'replication',
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${here}:root` },
          Action,
          Resource: [`arn:aws:ecr:us-east-1:${other}:repository/*`],
        },
      ],
    });
    one.ask('ecr', 'PutRegistryPolicy', { policyText }, otherAccount);
  };
  const there = [{ region: 'us-east-1', registryId: other }];

  test.each([
    ['nobody has used the account', undefined],
    ['the policy allows no new repository', ['ecr:ReplicateImage']],
  ])('fails when %s', (_, actions) => {
    const one = hands();
    if (actions) allow(one, actions);
    configure(one, there);
    repository(one, 'web');
    push(one, 'one', { tag: 'v1' });
    one.wind(10_000);
    expect(statuses(one)).toEqual([
      {
        region: 'us-east-1',
        registryId: other,
        status: 'FAILED',
        failureCode: 'DESTINATION_REGISTRY_ACCESS_DENIED',
      },
    ]);
  });

  test('arrives when the registry policy there allows it', () => {
    const one = hands();
    allow(one, ['ecr:ReplicateImage', 'ecr:CreateRepository']);
    configure(one, there);
    repository(one, 'web');
    const { digest } = push(one, 'one', { tag: 'v1' });
    one.wind(10_000);
    expect(listing(one, 'web', undefined, otherAccount)).toEqual([[digest, ['v1']]]);
    expect(one.ask('ecr', 'DescribeRepositories', {}, otherAccount).repositories[0].repositoryUri).toBe(
      `${other}.dkr.ecr.us-east-1.amazonaws.com/web`,
    );
  });

  test('accounts do not see each other’s repositories', () => {
    const one = hands();
    repository(one, 'web');
    expect(one.ask('ecr', 'DescribeRepositories', {}, otherAccount)).toEqual({ repositories: [] });
  });
});

describe('backfill', () => {
  const destination = { region: 'eu-west-1', registryId: here };

  test('brings over what was there before replication was configured', () => {
    const one = hands();
    repository(one, 'web');
    const { digest } = push(one, 'one', { tag: 'v1' });
    push(one, 'one', { tag: 'v2' });
    configure(one);
    const { replicationBackfillId, ...started } = one.ask('ecr', 'StartReplicationBackfill', { destination });
    expect(started).toEqual({
      registryId: here,
      destination,
      status: 'PREPARING',
      startedAt: one.cloud.startsAt / 1000,
    });
    expect(one.refusal('ecr', 'StartReplicationBackfill', { destination }).code).toBe(
      'ReplicationBackfillInProgressException',
    );
    one.wind(60_000);
    expect(one.ask('ecr', 'DescribeReplicationBackfillResults', { replicationBackfillId })).toEqual({
      replicationBackfillId,
      registryId: here,
      destination,
      status: 'COMPLETE',
      startedAt: one.cloud.startsAt / 1000,
      endedAt: (one.cloud.startsAt + 14_000) / 1000,
      progress: {
        totalReplicationCount: 2,
        completedReplicationCount: 2,
        failedReplicationCount: 0,
        failureCodes: [],
      },
      results: ['v1', 'v2'].map((imageTag) => ({
        repositoryName: 'web',
        imageId: { imageDigest: digest, imageTag },
        status: 'COMPLETE',
      })),
    });
    expect(listing(one, 'web', undefined, ireland)).toEqual([[digest, ['v1', 'v2']]]);
    expect(one.ask('ecr', 'ListReplicationBackfills').backfills).toHaveLength(1);
  });

  test('can be stopped while it runs, and not afterwards', () => {
    const one = hands();
    repository(one, 'web');
    push(one, 'one', { tag: 'v1' });
    configure(one);
    const { replicationBackfillId } = one.ask('ecr', 'StartReplicationBackfill', { destination });
    one.wind(11_000);
    expect(one.ask('ecr', 'StopReplicationBackfill', { replicationBackfillId }).status).toBe('STOPPING');
    one.wind(60_000);
    expect(one.ask('ecr', 'ListReplicationBackfills').backfills[0].status).toBe('STOPPED');
    expect(one.ask('ecr', 'DescribeRepositories', {}, ireland).repositories).toEqual([]);
    expect(one.refusal('ecr', 'StopReplicationBackfill', { replicationBackfillId }).code).toBe(
      'ReplicationBackfillInvalidStatusException',
    );
  });

  test('goes to configured destinations only', () => {
    expect(hands().refusal('ecr', 'StartReplicationBackfill', { destination }).code).toBe(
      'InvalidParameterException',
    );
  });
});

describe('signing', () => {
  const profile = (region: string) => `arn:aws:signer:${region}:${here}:/signing-profiles/ours`;

  test('a pushed image gets a signature beside it', () => {
    const one = hands();
    const signingConfiguration = {
      rules: [
        {
          signingProfileArn: profile('us-east-1'),
          repositoryFilters: [{ filter: 'w*', filterType: 'WILDCARD_MATCH' }],
        },
      ],
    };
    expect(one.ask('ecr', 'PutSigningConfiguration', { signingConfiguration })).toEqual({
      signingConfiguration,
    });
    repository(one, 'web');
    const { digest } = push(one, 'one', { tag: 'v1' });
    const status = () =>
      one.ask('ecr', 'DescribeImageSigningStatus', { repositoryName: 'web', imageId: { imageTag: 'v1' } })
        .signingStatuses;
    expect(status()).toEqual([{ signingProfileArn: profile('us-east-1'), status: 'IN_PROGRESS' }]);
    one.wind(10_000);
    expect(status()).toEqual([{ signingProfileArn: profile('us-east-1'), status: 'COMPLETE' }]);
    const { referrers } = one.ask('ecr', 'ListImageReferrers', {
      repositoryName: 'web',
      subjectId: { imageDigest: digest },
    });
    expect(referrers).toMatchObject([{ artifactType: 'application/vnd.cncf.notary.signature' }]);
    one.ask('ecr', 'DeleteSigningConfiguration');
    expect(one.refusal('ecr', 'GetSigningConfiguration').code).toBe('SigningConfigurationNotFoundException');
  });

  test('a profile of another Region fails', () => {
    const one = hands();
    one.ask('ecr', 'PutSigningConfiguration', {
      signingConfiguration: { rules: [{ signingProfileArn: profile('eu-west-1') }] },
    });
    repository(one, 'web');
    push(one, 'one', { tag: 'v1' });
    one.wind(10_000);
    expect(
      one.ask('ecr', 'DescribeImageSigningStatus', { repositoryName: 'web', imageId: { imageTag: 'v1' } })
        .signingStatuses,
    ).toEqual([
      {
        signingProfileArn: profile('eu-west-1'),
        status: 'FAILED',
        failureCode: 'ResourceNotFoundException',
        failureReason: `The signing profile ${profile('eu-west-1')} is not in the Region us-east-1.`,
      },
    ]);
  });
});

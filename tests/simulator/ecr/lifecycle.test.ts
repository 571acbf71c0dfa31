import { describe, expect, test } from 'vitest';
import { hands, type Hands } from '../cloud.ts';
import { day, hour, listing, push, pushIndex, repository, type Pushed } from './pushing.ts';

interface Rule {
  rulePriority?: number;
  description?: string;
  selection: Record<string, unknown>;
  action?: Record<string, unknown>;
}

/** A policy's text; rules are numbered from 1 and expire images unless they say otherwise. */
const policy = (...rules: Rule[]) =>
  JSON.stringify(
    {
      rules: rules.map((rule, index) => ({ rulePriority: index + 1, action: { type: 'expire' }, ...rule })),
    },
    undefined,
    2,
  );
const keep = (countNumber: number, tagPrefixList: string[]): Rule => ({
  selection: { tagStatus: 'tagged', tagPrefixList, countType: 'imageCountMoreThan', countNumber },
});
const older = (countNumber: number, tagStatus = 'any'): Rule => ({
  selection: { tagStatus, countType: 'sinceImagePushed', countUnit: 'days', countNumber },
});
const toArchive = { type: 'transition', targetStorageClass: 'archive' };

function started(): Hands {
  const one = hands();
  repository(one, 'web');
  return one;
}

/** Pushes images a day apart, each with its tags; by the first tag, or by number for those without. */
function images(one: Hands, tags: string[][]): Record<string, string> {
  const digests: Record<string, string> = {};
  for (const [index, of] of tags.entries()) {
    if (index > 0) one.wind(day);
    let image: Pushed | undefined;
    for (const tag of of.length ? of : [undefined])
      image = push(one, `layer ${index}`, tag === undefined ? {} : { tag });
    digests[of[0] ?? String(index)] = image!.digest;
  }
  return digests;
}

/** What a policy would do: `[first tag or digest, action, priority]`, as the preview says. */
function preview(one: Hands, lifecyclePolicyText: string): [string, string, number][] {
  one.ask('ecr', 'StartLifecyclePolicyPreview', { repositoryName: 'web', lifecyclePolicyText });
  one.wind(10_000);
  return one
    .ask('ecr', 'GetLifecyclePolicyPreview', { repositoryName: 'web' })
    .previewResults.map(
      ({
        imageTags,
        imageDigest,
        action,
        appliedRulePriority,
      }: {
        imageTags: string[];
        imageDigest: string;
        action: { type: string };
        appliedRulePriority: number;
      }) => [imageTags[0] ?? imageDigest, action.type, appliedRulePriority],
    );
}

describe('which images a policy takes (the examples of AWS’s guide)', () => {
  const threeImages = [['prod-1', 'beta-1'], ['prod-2', 'beta-2'], ['beta-3']];

  test('two rules: what the first keeps, the second cannot take', () => {
    const one = started();
    images(one, threeImages);
    expect(preview(one, policy(keep(1, ['prod']), keep(1, ['beta'])))).toEqual([['prod-1', 'EXPIRE', 1]]);
  });

  test('the same rules the other way round take two images', () => {
    const one = started();
    images(one, threeImages);
    expect(preview(one, policy(keep(1, ['beta']), keep(1, ['prod'])))).toEqual([
      ['prod-1', 'EXPIRE', 1],
      ['prod-2', 'EXPIRE', 1],
    ]);
  });

  test('several tags in one rule: only images that have all of them', () => {
    const one = started();
    images(one, [['alpha-1'], ['beta-1'], ['alpha-2', 'beta-2'], ['alpha-3', 'beta-3']]);
    expect(preview(one, policy(keep(1, ['alpha', 'beta'])))).toEqual([['alpha-2', 'EXPIRE', 1]]);
  });

  test('all images: the newest stays, and those that rules before have seen', () => {
    const one = started();
    images(one, [['alpha-1'], ['beta-1'], ['gamma-1'], []]);
    const rules = [
      keep(1, ['alpha']),
      {
        selection: { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 1 },
      },
      { selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 } },
    ];
    expect(preview(one, policy(...rules))).toEqual([
      ['beta-1', 'EXPIRE', 3],
      ['gamma-1', 'EXPIRE', 3],
    ]);
  });

  test('patterns with wildcards', () => {
    const one = started();
    images(one, [['release-1-linux'], ['release-2-windows'], ['release-3-linux']]);
    const byPattern = {
      selection: {
        tagStatus: 'tagged',
        tagPatternList: ['release*linux'],
        countType: 'imageCountMoreThan',
        countNumber: 1,
      },
    };
    expect(preview(one, policy(byPattern))).toEqual([['release-1-linux', 'EXPIRE', 1]]);
  });

  test('age counts from the push, to the day', () => {
    const one = started();
    const digests = images(one, [['old'], [], ['new']]);
    expect(preview(one, policy(older(2)))).toEqual([['old', 'EXPIRE', 1]]);
    one.wind(day);
    expect(preview(one, policy(older(2, 'untagged'), older(2)))).toEqual([
      ['old', 'EXPIRE', 2],
      [digests['1'], 'EXPIRE', 1],
    ]);
  });

  test('members of an index stay while the index does', () => {
    const one = started();
    const members = [push(one, 'amd'), push(one, 'arm')];
    pushIndex(one, members, { tag: 'v1' });
    one.wind(3 * day);
    expect(preview(one, policy(older(1, 'untagged')))).toEqual([]);
    expect(preview(one, policy(older(1)))).toEqual([['v1', 'EXPIRE', 1]]);
  });

  test('images that nobody has pulled move to the archive', () => {
    const one = started();
    images(one, [['used'], ['unused']]);
    one.wind(9 * day);
    one.ask('ecr', 'BatchGetImage', { repositoryName: 'web', imageIds: [{ imageTag: 'used' }] });
    one.wind(2 * day);
    const unused = {
      selection: { tagStatus: 'any', countType: 'sinceImagePulled', countUnit: 'days', countNumber: 10 },
      action: toArchive,
    };
    expect(preview(one, policy(unused))).toEqual([['unused', 'TRANSITION', 1]]);
  });
});

describe('a preview', () => {
  test('is in progress, complete with its counts, and expires', () => {
    const one = started();
    const digests = images(one, [['v1'], ['v2']]);
    const pushedAt = one.cloud.startsAt / 1000;
    const lifecyclePolicyText = policy(keep(1, ['v']));
    const common = { registryId: '123456789012', repositoryName: 'web', lifecyclePolicyText };
    const get = () => one.ask('ecr', 'GetLifecyclePolicyPreview', { repositoryName: 'web' });
    const start = { repositoryName: 'web', lifecyclePolicyText };
    expect(one.ask('ecr', 'StartLifecyclePolicyPreview', start)).toEqual({
      ...common,
      status: 'IN_PROGRESS',
    });
    expect(get()).toEqual({ ...common, status: 'IN_PROGRESS' });
    expect(one.refusal('ecr', 'StartLifecyclePolicyPreview', start).code).toBe(
      'LifecyclePolicyPreviewInProgressException',
    );
    one.wind(5_000);
    expect(get()).toEqual({
      ...common,
      status: 'COMPLETE',
      previewResults: [
        {
          imageTags: ['v1'],
          imageDigest: digests['v1'],
          imagePushedAt: pushedAt,
          action: { type: 'EXPIRE' },
          appliedRulePriority: 1,
          storageClass: 'STANDARD',
        },
      ],
      summary: { expiringImageTotalCount: 1 },
    });
    expect(listing(one)).toHaveLength(2);
    one.wind(day);
    expect(get()).toEqual({ ...common, status: 'EXPIRED' });
  });

  test('without one there is nothing to read, and without a policy nothing to start', () => {
    const one = started();
    expect(one.refusal('ecr', 'GetLifecyclePolicyPreview', { repositoryName: 'web' }).code).toBe(
      'LifecyclePolicyPreviewNotFoundException',
    );
    expect(one.refusal('ecr', 'StartLifecyclePolicyPreview', { repositoryName: 'web' })).toEqual({
      code: 'LifecyclePolicyNotFoundException',
      message:
        "Lifecycle policy does not exist for the repository with name 'web' in the registry with id '123456789012'",
      details: {},
    });
  });
});

describe('a policy at work', () => {
  const put = (one: Hands, lifecyclePolicyText: string) =>
    one.ask('ecr', 'PutLifecyclePolicy', { repositoryName: 'web', lifecyclePolicyText });
  const evaluatedAt = (one: Hands) =>
    one.ask('ecr', 'GetLifecyclePolicy', { repositoryName: 'web' }).lastEvaluatedAt;

  test('takes images within 24 hours, not at once, and goes on day after day', () => {
    const one = started();
    const digests = images(one, [['v1'], ['v2']]);
    put(one, policy(keep(1, ['v'])));
    expect(listing(one)).toHaveLength(2);
    expect(evaluatedAt(one)).toBe(0);
    one.wind(day);
    expect(listing(one)).toEqual([[digests['v2'], ['v2']]]);
    const first = evaluatedAt(one);
    const third = push(one, 'third', { tag: 'v3' });
    one.wind(day);
    expect(listing(one)).toEqual([[third.digest, ['v3']]]);
    expect(evaluatedAt(one)).toBe(first + day / 1000);
  });

  test('a policy that has been taken away or replaced does nothing', () => {
    const one = started();
    images(one, [['v1'], ['v2']]);
    put(one, policy(keep(1, ['v'])));
    put(one, policy(keep(1, ['other'])));
    one.wind(2 * day);
    expect(listing(one)).toHaveLength(2);
    put(one, policy(keep(1, ['v'])));
    one.ask('ecr', 'DeleteLifecyclePolicy', { repositoryName: 'web' });
    one.wind(2 * day);
    expect(listing(one)).toHaveLength(2);
    expect(one.refusal('ecr', 'GetLifecyclePolicy', { repositoryName: 'web' }).code).toBe(
      'LifecyclePolicyNotFoundException',
    );
  });

  test('archives, and expires from the archive after its own time', () => {
    const one = started();
    const digests = images(one, [['v1']]);
    put(
      one,
      policy(
        {
          selection: { tagStatus: 'any', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 30 },
          action: toArchive,
        },
        {
          selection: {
            tagStatus: 'any',
            storageClass: 'archive',
            countType: 'sinceImageTransitioned',
            countUnit: 'days',
            countNumber: 90,
          },
        },
      ),
    );
    one.wind(31 * day);
    expect(listing(one, 'web', { imageStatus: 'ARCHIVED' })).toEqual([[digests['v1'], ['v1']]]);
    one.wind(89 * day);
    expect(listing(one, 'web', { imageStatus: 'ARCHIVED' })).toHaveLength(1);
    one.wind(3 * day);
    expect(listing(one, 'web', { imageStatus: 'ANY' })).toEqual([]);
  });

  test('artifacts go with the subject that a rule takes, not with one that somebody deletes', () => {
    const one = started();
    const attest = (subject: string) =>
      push(one, 'signature', { subject, artifactType: 'application/vnd.cncf.notary.signature' });
    const expired = push(one, 'one', { tag: 'v1' });
    const deleted = push(one, 'two', { tag: 'other' });
    const kept = push(one, 'three', { tag: 'v2' });
    const signatures = [expired, deleted, kept].map(({ digest }) => attest(digest).digest);
    put(one, policy(keep(1, ['v'])));
    one.ask('ecr', 'BatchDeleteImage', {
      repositoryName: 'web',
      imageIds: [{ imageDigest: deleted.digest }],
    });
    one.wind(day);
    expect(listing(one)).toEqual([
      [kept.digest, ['v2']],
      [signatures[1], []],
      [signatures[2], []],
    ]);
  });

  test('the hour of the first evaluation differs from repository to repository', () => {
    const one = hands();
    const moments = ['a1', 'b1', 'c1', 'd1'].map((repositoryName) => {
      repository(one, repositoryName);
      one.ask('ecr', 'PutLifecyclePolicy', { repositoryName, lifecyclePolicyText: policy(keep(1, ['v'])) });
      return repositoryName;
    });
    one.wind(day - hour);
    const evaluated = moments.map(
      (repositoryName) => one.ask('ecr', 'GetLifecyclePolicy', { repositoryName }).lastEvaluatedAt,
    );
    expect(new Set(evaluated).size).toBeGreaterThan(1);
  });
});

describe('the grammar', () => {
  const failure = (reason: string) =>
    `Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: ${reason}'`;
  const noSelection = failure('instance failed to match exactly one schema (matched 0 out of 4)\n');
  const noAction = failure('instance failed to match exactly one schema (matched 0 out of 2)\n');
  const any = { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 };
  const long = (text: string) => text.padEnd(120);

  test.each<[string, string, string]>([
    ['no JSON', long('rules: none'), failure('Could not map policyString into LifecyclePolicy.')],
    ['no rules', long('{}'), failure('object has missing required properties (["rules"])')],
    [
      'rules that are no list',
      long('{"rules":{}}'),
      failure('instance type (object) does not match any allowed primitive type (allowed: ["array"])'),
    ],
    [
      'a rule without selection',
      long('{"rules":[{"rulePriority":1,"action":{"type":"expire"}}]}'),
      failure('object has missing required properties (["selection"])'),
    ],
    [
      'an unknown member',
      policy({ selection: any, ...({ colour: 'red' } as object) }),
      failure('object instance has properties which are not allowed by the schema: (["colour"])'),
    ],
    [
      'a priority of 0',
      policy({ selection: any, rulePriority: 0 }),
      failure('numeric instance is lower than the required minimum (minimum: 1, found: 0)'),
    ],
    ['a null countUnit', policy({ selection: { ...any, countUnit: null } }), noSelection],
    ['days missing', policy({ selection: { ...any, countType: 'sinceImagePushed' } }), noSelection],
    ['tagged without tags', policy({ selection: { ...any, tagStatus: 'tagged' } }), noSelection],
    [
      'prefixes and patterns',
      policy({ selection: { ...any, tagStatus: 'tagged', tagPrefixList: ['a'], tagPatternList: ['b'] } }),
      noSelection,
    ],
    ['tags for any', policy({ selection: { ...any, tagPrefixList: ['a'] } }), noSelection],
    ['a count of 0', policy({ selection: { ...any, countNumber: 0 } }), noSelection],
    [
      'pulled with expire',
      policy({ selection: { ...any, countType: 'sinceImagePulled', countUnit: 'days' } }),
      noSelection,
    ],
    ['an unknown action', policy({ selection: any, action: { type: 'delete' } }), noAction],
    ['a transition to nowhere', policy({ selection: any, action: { type: 'transition' } }), noAction],
    [
      'a null storage class',
      policy({ selection: any, action: { type: 'expire', targetStorageClass: null } }),
      noAction,
    ],
    [
      'five wildcards',
      policy({ selection: { ...any, tagStatus: 'tagged', tagPatternList: ['*a*b*c*d*'] } }),
      failure('A tag pattern can have at most 4 wildcards (*).'),
    ],
    [
      'one priority twice',
      policy(keep(1, ['a']), { ...keep(1, ['b']), rulePriority: 1 }),
      failure('The rulePriority 1 is used more than once.'),
    ],
    [
      'any before others',
      policy({ selection: any }, keep(1, ['a'])),
      failure('A rule with the tagStatus any must have the highest rulePriority.'),
    ],
    [
      'untagged twice',
      policy(older(1, 'untagged'), older(2, 'untagged')),
      failure('Only one rule can have the tagStatus untagged.'),
    ],
    [
      'out of the archive too early',
      policy({
        selection: {
          ...any,
          storageClass: 'archive',
          countType: 'sinceImageTransitioned',
          countUnit: 'days',
          countNumber: 89,
        },
      }),
      failure('Images stay in the archive storage class for at least 90 days.'),
    ],
    [
      '51 rules',
      policy(...Array.from({ length: 51 }, (_, index) => keep(1, [`v${index}-`]))),
      failure('array is too long: must have at most 50 elements but instance has 51 elements'),
    ],
    [
      'too short a text',
      '{}',
      "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Member must have length greater than or equal to 100'",
    ],
    [
      'too long a text',
      policy({ selection: any }).padEnd(30_721),
      "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Member must have length less than or equal to 30720'",
    ],
  ])('%s is refused', (_, lifecyclePolicyText, message) => {
    const one = started();
    const before = one.cloud.snapshot();
    expect(one.refusal('ecr', 'PutLifecyclePolicy', { repositoryName: 'web', lifecyclePolicyText })).toEqual({
      code: 'InvalidParameterException',
      message,
      details: {},
    });
    expect(one.cloud.snapshot()).toBe(before);
  });

  test('the text comes back without blanks, its rules in the order of their priorities', () => {
    const one = started();
    const [first, second] = [
      { rulePriority: 1, ...older(14, 'untagged'), action: { type: 'expire' } },
      { rulePriority: 9, description: 'Keep one', selection: any, action: { type: 'expire' } },
    ];
    const put = {
      repositoryName: 'web',
      lifecyclePolicyText: JSON.stringify({ rules: [second, first] }, null, 2),
    };
    const kept = {
      registryId: '123456789012',
      repositoryName: 'web',
      lifecyclePolicyText: JSON.stringify({ rules: [first, second] }),
    };
    expect(one.ask('ecr', 'PutLifecyclePolicy', put)).toEqual(kept);
    expect(one.ask('ecr', 'GetLifecyclePolicy', { repositoryName: 'web' })).toMatchObject(kept);
  });
});

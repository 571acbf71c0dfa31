import { describe, expect, test } from 'vitest';
import { foldCloud } from '../../../simulator/index.ts';
import { hands, webDefinition, type Hands } from '../cloud.ts';
import { allow, deny, policy, repositoryArn, userArn, userWith } from './policies.ts';

const stranger = { principal: 'arn:aws:iam::210987654321:user/visitor' };

function world(): Hands {
  const one = hands();
  one.ask('ecr', 'CreateRepository', { repositoryName: 'web', tags: [{ Key: 'team', Value: 'blue' }] });
  one.ask('ecr', 'CreateRepository', { repositoryName: 'db' });
  return one;
}

const listing =
  (one: Hands, at: { principal: string }, repositoryName = 'web') =>
  () =>
    one.ask('ecr', 'ListImages', { repositoryName, registryId: '123456789012' }, at);
const denied = (one: Hands, at: { principal: string }, repositoryName = 'web') =>
  one.refusal('ecr', 'ListImages', { repositoryName, registryId: '123456789012' }, at);

function setPolicy(one: Hands, ...statements: object[]): void {
  one.ask('ecr', 'SetRepositoryPolicy', { repositoryName: 'web', policyText: policy(...statements) });
}
const grant = (AWS: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Principal: { AWS },
  Action: 'ecr:ListImages',
  ...more,
});

describe('identity policies', () => {
  test('nothing is allowed that no policy allows', () => {
    const one = world();
    expect(denied(one, userWith(one, 'ann'))).toEqual({
      code: 'AccessDeniedException',
      message:
        'User: arn:aws:iam::123456789012:user/ann is not authorized to perform: ecr:ListImages on resource: arn:aws:ecr:us-east-1:123456789012:repository/web because no identity-based policy allows the ecr:ListImages action',
    });
  });

  test('an allow counts for its action and resource', () => {
    const one = world();
    const ann = userWith(one, 'ann', allow('ecr:List*', repositoryArn('web')));
    expect(listing(one, ann)).not.toThrow();
    expect(listing(one, ann, 'db')).toThrow('AccessDeniedException');
    expect(one.refusal('ecr', 'DescribeImages', { repositoryName: 'web' }, ann).code).toBe(
      'AccessDeniedException',
    );
  });

  test('an explicit deny wins', () => {
    const one = world();
    const ann = userWith(one, 'ann', allow('*'), deny('ecr:ListImages', repositoryArn('w?b')));
    expect(denied(one, ann).message).toBe(
      'User: arn:aws:iam::123456789012:user/ann is not authorized to perform: ecr:ListImages on resource: arn:aws:ecr:us-east-1:123456789012:repository/web with an explicit deny in an identity-based policy',
    );
    expect(listing(one, ann, 'db')).not.toThrow();
  });

  test('NotAction and NotResource turn the lists round', () => {
    const one = world();
    const ann = userWith(one, 'ann', {
      Effect: 'Allow',
      NotAction: 'ecr:Delete*',
      NotResource: repositoryArn('db'),
    });
    expect(listing(one, ann)).not.toThrow();
    expect(listing(one, ann, 'db')).toThrow('AccessDeniedException');
    expect(one.refusal('ecr', 'DeleteRepository', { repositoryName: 'web' }, ann).code).toBe(
      'AccessDeniedException',
    );
  });

  test('attached policies, and those of groups, count as inline ones do', () => {
    const one = world();
    const [ann, bob] = [userWith(one, 'ann'), userWith(one, 'bob')];
    const PolicyArn = 'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly';
    one.ask('iam', 'AttachUserPolicy', { UserName: 'ann', PolicyArn });
    one.ask('iam', 'CreateGroup', { GroupName: 'readers' });
    one.ask('iam', 'AttachGroupPolicy', { GroupName: 'readers', PolicyArn });
    one.ask('iam', 'AddUserToGroup', { GroupName: 'readers', UserName: 'bob' });
    for (const user of [ann, bob]) {
      expect(listing(one, user)).not.toThrow();
      expect(one.refusal('ecr', 'DeleteRepository', { repositoryName: 'web' }, user).code).toBe(
        'AccessDeniedException',
      );
    }
    one.ask('iam', 'RemoveUserFromGroup', { GroupName: 'readers', UserName: 'bob' });
    one.ask('iam', 'DetachUserPolicy', { UserName: 'ann', PolicyArn });
    for (const user of [ann, bob]) expect(listing(one, user)).toThrow('AccessDeniedException');
  });

  test('a new version of a customer managed policy counts once it is the default', () => {
    const one = world();
    const ann = userWith(one, 'ann');
    const { Policy } = one.ask('iam', 'CreatePolicy', {
      PolicyName: 'list',
      PolicyDocument: policy(allow('ecr:DescribeImages')),
    });
    one.ask('iam', 'AttachUserPolicy', { UserName: 'ann', PolicyArn: Policy.Arn });
    one.ask('iam', 'CreatePolicyVersion', {
      PolicyArn: Policy.Arn,
      PolicyDocument: policy(allow('ecr:ListImages')),
    });
    expect(listing(one, ann)).toThrow('AccessDeniedException');
    one.ask('iam', 'SetDefaultPolicyVersion', { PolicyArn: Policy.Arn, VersionId: 'v2' });
    expect(listing(one, ann)).not.toThrow();
  });

  test('a permissions boundary limits what policies allow', () => {
    const one = world();
    one.ask('iam', 'CreateUser', {
      UserName: 'ann',
      PermissionsBoundary: 'arn:aws:iam::aws:policy/AmazonECS_FullAccess',
    });
    one.ask('iam', 'PutUserPolicy', {
      UserName: 'ann',
      PolicyName: 'all',
      PolicyDocument: policy(allow('*')),
    });
    const ann = { principal: userArn('ann') };
    expect(one.ask('ecs', 'ListClusters', {}, ann)).toEqual({ clusterArns: [] });
    expect(denied(one, ann).message).toMatch(
      /because no permissions boundary allows the ecr:ListImages action$/,
    );
  });

  test('variables stand for values of the request', () => {
    const one = world();
    const ann = userWith(one, 'web', allow('ecr:ListImages', repositoryArn('${aws:username}')));
    expect(listing(one, ann)).not.toThrow();
    expect(listing(one, ann, 'db')).toThrow('AccessDeniedException');
  });
});

describe('conditions', () => {
  test.each([
    ['the tag of a repository', { StringEquals: { 'aws:ResourceTag/team': 'blue' } }, true],
    ['the tag, by ECR’s own key', { StringEquals: { 'ecr:ResourceTag/team': ['red', 'blue'] } }, true],
    ['another tag', { StringEquals: { 'ecr:ResourceTag/team': 'red' } }, false],
    ['the address of the caller', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, true],
    ['another address', { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, false],
    ['a secure transport', { Bool: { 'aws:SecureTransport': 'true' } }, true],
    ['the caller’s ARN', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:user/ann' } }, true],
    ['a key that is not there', { Null: { 'aws:MultiFactorAuthAge': 'true' } }, true],
    ['the Region', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }, false],
    ['the time', { DateGreaterThan: { 'aws:CurrentTime': '2026-01-05T10:00:00Z' } }, false],
    [
      'all of several',
      { StringEquals: { 'ecr:ResourceTag/team': 'blue' }, Bool: { 'aws:SecureTransport': 'false' } },
      false,
    ],
  ])('%s', (_, Condition, allowed) => {
    const one = world();
    const ann = userWith(one, 'ann', allow('ecr:ListImages', '*', { Condition }));
    if (allowed) expect(listing(one, ann)).not.toThrow();
    else expect(listing(one, ann)).toThrow('AccessDeniedException');
  });

  test('the tags that a request brings', () => {
    const one = world();
    const ann = userWith(
      one,
      'ann',
      allow('ecr:CreateRepository', '*', {
        Condition: {
          StringEquals: { 'aws:RequestTag/team': 'blue' },
          'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] },
        },
      }),
    );
    const create =
      (repositoryName: string, ...tags: { Key: string; Value: string }[]) =>
      () =>
        one.ask('ecr', 'CreateRepository', { repositoryName, tags }, ann);
    expect(create('one', { Key: 'team', Value: 'blue' })).not.toThrow();
    expect(create('two', { Key: 'team', Value: 'red' })).toThrow('AccessDeniedException');
    expect(create('three', { Key: 'team', Value: 'blue' }, { Key: 'x', Value: 'y' })).toThrow(
      'AccessDeniedException',
    );
    expect(create('four')).toThrow('AccessDeniedException');
  });

  test('time passes for a condition too', () => {
    const one = world();
    const ann = userWith(
      one,
      'ann',
      allow('ecr:ListImages', '*', {
        Condition: { DateLessThan: { 'aws:CurrentTime': '2026-01-05T10:00:00Z' } },
      }),
    );
    expect(listing(one, ann)).not.toThrow();
    one.wind(3_600_000);
    expect(listing(one, ann)).toThrow('AccessDeniedException');
  });
});

describe('resource policies', () => {
  test('in the same account, naming the caller is enough', () => {
    const one = world();
    const ann = userWith(one, 'ann');
    setPolicy(one, grant(ann.principal));
    expect(listing(one, ann)).not.toThrow();
  });

  test('in the same account, naming the account leaves it to identity policies', () => {
    const one = world();
    const ann = userWith(one, 'ann');
    setPolicy(one, grant('123456789012'));
    expect(denied(one, ann).message).toMatch(
      /because no identity-based policy allows the ecr:ListImages action$/,
    );
  });

  test('a deny wins over the administrator', () => {
    const one = world();
    const admin = userWith(one, 'admin', allow('*'));
    setPolicy(one, { ...grant(admin.principal), Effect: 'Deny' });
    expect(denied(one, admin).message).toMatch(/with an explicit deny in a resource-based policy$/);
  });

  test('NotPrincipal means everybody else', () => {
    const one = world();
    const [ann, bob] = [userWith(one, 'ann', allow('*')), userWith(one, 'bob', allow('*'))];
    const { Principal: NotPrincipal, ...rest } = grant(ann.principal);
    setPolicy(one, { ...rest, NotPrincipal, Effect: 'Deny' });
    expect(listing(one, ann)).not.toThrow();
    expect(listing(one, bob)).toThrow('with an explicit deny in a resource-based policy');
  });

  test('from another account, both must allow', () => {
    const one = world();
    expect(denied(one, stranger).message).toBe(
      'User: arn:aws:iam::210987654321:user/visitor is not authorized to perform: ecr:ListImages on resource: arn:aws:ecr:us-east-1:123456789012:repository/web because no resource-based policy allows the ecr:ListImages action',
    );
    setPolicy(one, grant('arn:aws:iam::210987654321:root'));
    expect(listing(one, stranger)).not.toThrow();
    one.ask('iam', 'CreateUser', { UserName: 'visitor' }, { principal: 'arn:aws:iam::210987654321:root' });
    expect(denied(one, stranger).message).toMatch(
      /because no identity-based policy allows the ecr:ListImages action$/,
    );
  });

  test.each([
    ['everybody', '*', true],
    ['its account by number', '210987654321', true],
    ['itself', stranger.principal, true],
    ['somebody else', 'arn:aws:iam::210987654321:user/other', false],
    ['another account', '111122223333', false],
  ])('another account’s user is meant by %s: %s', (_, AWS, allowed) => {
    const one = world();
    setPolicy(one, grant(AWS));
    if (allowed) expect(listing(one, stranger)).not.toThrow();
    else expect(listing(one, stranger)).toThrow('because no resource-based policy allows');
  });

  test('a registry’s policy speaks for the repositories that it names', () => {
    const one = world();
    one.ask('ecr', 'PutRegistryPolicy', {
      policyText: policy(grant('210987654321', { Resource: repositoryArn('w*') })),
    });
    expect(listing(one, stranger)).not.toThrow();
    expect(listing(one, stranger, 'db')).toThrow('because no resource-based policy allows');
  });
});

describe('Amazon ECS', () => {
  test('a list works on everything, a cluster on itself', () => {
    const one = hands();
    one.ask('ecs', 'CreateCluster', { clusterName: 'harbour' });
    const ann = userWith(one, 'ann', allow('ecs:DescribeClusters', 'arn:aws:ecs:*:*:cluster/harbour'));
    expect(one.ask('ecs', 'DescribeClusters', { clusters: ['harbour'] }, ann).clusters).toHaveLength(1);
    expect(one.refusal('ecs', 'DescribeClusters', { clusters: ['harbour', 'other'] }, ann).message).toMatch(
      /on resource: arn:aws:ecs:us-east-1:123456789012:cluster\/other because/,
    );
    expect(one.refusal('ecs', 'ListClusters', {}, ann).message).toMatch(
      /ecs:ListClusters on resource: \* because/,
    );
  });

  test('handing a role to a task takes iam:PassRole', () => {
    const one = hands();
    const ann = userWith(one, 'ann', allow('ecs:*'));
    expect(one.refusal('ecs', 'RegisterTaskDefinition', webDefinition, ann).message).toBe(
      'User: arn:aws:iam::123456789012:user/ann is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/ecsTaskExecutionRole because no identity-based policy allows the iam:PassRole action',
    );
    one.ask('iam', 'PutUserPolicy', {
      UserName: 'ann',
      PolicyName: 'pass',
      PolicyDocument: policy(
        allow('iam:PassRole', 'arn:aws:iam::123456789012:role/ecs*', {
          Condition: { StringLike: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
        }),
      ),
    });
    expect(one.ask('ecs', 'RegisterTaskDefinition', webDefinition, ann).taskDefinition.revision).toBe(1);
  });

  test('a condition on the cluster', () => {
    const one = hands();
    one.ask('ecs', 'CreateCluster', { clusterName: 'harbour' });
    one.ask('ecs', 'CreateCluster', { clusterName: 'dock' });
    const ann = userWith(
      one,
      'ann',
      allow('ecs:ListTasks', '*', {
        Condition: { ArnEquals: { 'ecs:cluster': 'arn:aws:ecs:us-east-1:123456789012:cluster/harbour' } },
      }),
    );
    expect(one.ask('ecs', 'ListTasks', { cluster: 'harbour' }, ann)).toEqual({ taskArns: [] });
    expect(one.refusal('ecs', 'ListTasks', { cluster: 'dock' }, ann).code).toBe('AccessDeniedException');
  });
});

describe('AWS managed policies', () => {
  const can = (one: Hands, at: { principal: string }) => ({
    token: tried(() => one.ask('ecr', 'GetAuthorizationToken', {}, at)),
    pull: tried(() =>
      one.ask('ecr', 'BatchGetImage', { repositoryName: 'web', imageIds: [{ imageTag: 'x' }] }, at),
    ),
    push: tried(() => one.ask('ecr', 'InitiateLayerUpload', { repositoryName: 'web' }, at)),
    list: tried(() => one.ask('ecr', 'ListImages', { repositoryName: 'web' }, at)),
    setPolicy: tried(() =>
      one.ask('ecr', 'SetRepositoryPolicy', { repositoryName: 'web', policyText: policy(grant('*')) }, at),
    ),
    delete: tried(() => one.ask('ecr', 'DeleteRepository', { repositoryName: 'web' }, at)),
  });

  test.each([
    ['AmazonEC2ContainerRegistryPullOnly', ['token', 'pull']],
    ['AmazonEC2ContainerRegistryReadOnly', ['token', 'pull', 'list']],
    ['AmazonEC2ContainerRegistryPowerUser', ['token', 'pull', 'push', 'list']],
    ['AmazonEC2ContainerRegistryFullAccess', ['token', 'pull', 'push', 'list', 'setPolicy', 'delete']],
    ['service-role/AmazonECSTaskExecutionRolePolicy', ['token', 'pull']],
    ['AmazonECS_FullAccess', []],
  ])('%s', (name, allowed) => {
    const one = world();
    const ann = userWith(one, 'ann');
    one.ask('iam', 'AttachUserPolicy', { UserName: 'ann', PolicyArn: `arn:aws:iam::aws:policy/${name}` });
    const outcome = can(one, ann);
    expect(Object.keys(outcome).filter((what) => outcome[what as keyof typeof outcome])).toEqual(allowed);
  });
});

test('the push policy of AWS’s course works as written', () => {
  const one = world();
  const ann = userWith(
    one,
    'ann',
    allow(
      [
        'ecr:CompleteLayerUpload',
        'ecr:GetAuthorizationToken',
        'ecr:UploadLayerPart',
        'ecr:InitiateLayerUpload',
        'ecr:BatchCheckLayerAvailability',
        'ecr:PutImage',
      ],
      repositoryArn('web'),
    ),
  );
  const { authorizationData } = one.ask('ecr', 'GetAuthorizationToken', {}, ann);
  const password = atob(authorizationData[0].authorizationToken).slice(4);
  const host = '123456789012.dkr.ecr.us-east-1.amazonaws.com';
  one.ask('docker', 'SystemAuth', { username: 'AWS', password, serveraddress: host });
  one.ask('docker', 'ImagePull', { reference: 'httpd:2.4' });
  for (const name of ['web', 'db'])
    one.ask('docker', 'ImageTag', { source: 'httpd:2.4', target: `${host}/${name}:v1` });
  expect(one.ask('docker', 'ImagePush', { reference: `${host}/web:v1` }).tag).toBe('v1');
  expect(one.refusal('docker', 'ImagePush', { reference: `${host}/db:v1` }).message).toBe(
    'denied: User: arn:aws:iam::123456789012:user/ann is not authorized to perform: ecr:BatchCheckLayerAvailability on resource: arn:aws:ecr:us-east-1:123456789012:repository/db because no identity-based policy allows the ecr:BatchCheckLayerAvailability action',
  );
  expect(one.refusal('docker', 'ImagePull', { reference: `${host}/web:v1` }).message).toContain(
    'is not authorized to perform: ecr:BatchGetImage',
  );
});

test('who is nobody may do nothing', () => {
  const one = world();
  for (const principal of [userArn('ghost'), `arn:aws:iam::123456789012:role/ghost`, '', 'root', '*']) {
    expect(denied(one, { principal }).code).toBe('AccessDeniedException');
  }
});

test('the root of the account may do everything that no resource denies', () => {
  const one = world();
  const root = { principal: 'arn:aws:iam::123456789012:root' };
  expect(listing(one, root)).not.toThrow();
});

test('a world with users and policies is a fold over its journal', () => {
  const one = world();
  const ann = userWith(one, 'ann', allow('ecr:ListImages'));
  listing(one, ann)();
  one.refusal('ecr', 'DeleteRepository', { repositoryName: 'web' }, ann);
  expect(foldCloud(one.journal, { seed: 'test' }).snapshot()).toBe(one.cloud.snapshot());
});

function tried(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (String(error).includes('AccessDenied')) return false;
    throw error;
  }
}

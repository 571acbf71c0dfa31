import { describe, expect, test } from 'vitest';
import { hands } from '../cloud.ts';
import { allow, policy, userArn } from './policies.ts';

const created = Date.UTC(2026, 0, 5, 9) / 1000;
const someone = policy({ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' });
const readOnly = 'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly';

describe('users', () => {
  test('a user is created, found, listed and deleted', () => {
    const one = hands();
    const user = {
      Path: '/team/',
      UserName: 'ann',
      UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
      Arn: 'arn:aws:iam::123456789012:user/team/ann',
      CreateDate: created,
      Tags: [{ Key: 'team', Value: 'blue' }],
    };
    const input = { UserName: 'ann', Path: '/team/', Tags: [{ Key: 'team', Value: 'blue' }] };
    expect(one.ask('iam', 'CreateUser', input)).toEqual({ User: user });
    expect(one.ask('iam', 'GetUser', { UserName: 'ann' })).toEqual({ User: user });
    expect(one.ask('iam', 'ListUsers', { PathPrefix: '/team/' })).toEqual({
      Users: [user],
      IsTruncated: false,
    });
    one.ask('iam', 'DeleteUser', { UserName: 'ann' });
    expect(one.refusal('iam', 'GetUser', { UserName: 'ann' })).toMatchObject({
      code: 'NoSuchEntity',
      message: 'The user with name ann cannot be found.',
    });
  });

  test('the learner is there from the start, and is who GetUser means', () => {
    const { User } = hands().ask('iam', 'GetUser');
    expect(User).toEqual({
      Path: '/',
      UserName: 'learner',
      UserId: 'AIDACKCEVSQ6C2EXAMPLE',
      Arn: 'arn:aws:iam::123456789012:user/learner',
      CreateDate: created,
    });
  });

  test.each([
    [{ UserName: 'learner' }, 'EntityAlreadyExists', 'User with name learner already exists.'],
    [
      { UserName: 'a b' },
      'ValidationError',
      "1 validation error detected: Value 'a b' at 'userName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+",
    ],
    [
      {},
      'ValidationError',
      "1 validation error detected: Value null at 'userName' failed to satisfy constraint: Member must not be null",
    ],
    [{ UserName: 'ann', PermissionsBoundary: 'arn:x' }, 'NoSuchEntity', 'Policy arn:x was not found.'],
  ])('CreateUser of %j is refused', (input, code, message) =>
    expect(hands().refusal('iam', 'CreateUser', input)).toMatchObject({ code, message }),
  );

  test('a user with policies, groups or keys stays', () => {
    const one = hands();
    one.ask('iam', 'CreateUser', { UserName: 'ann' });
    one.ask('iam', 'CreateGroup', { GroupName: 'readers' });
    const conflicts: [put: () => void, take: () => void, message: string][] = [
      [
        () => one.ask('iam', 'AttachUserPolicy', { UserName: 'ann', PolicyArn: readOnly }),
        () => one.ask('iam', 'DetachUserPolicy', { UserName: 'ann', PolicyArn: readOnly }),
        'Cannot delete entity, must detach all policies first.',
      ],
      [
        () =>
          one.ask('iam', 'PutUserPolicy', {
            UserName: 'ann',
            PolicyName: 'p',
            PolicyDocument: policy(allow('ecr:*')),
          }),
        () => one.ask('iam', 'DeleteUserPolicy', { UserName: 'ann', PolicyName: 'p' }),
        'Cannot delete entity, must delete policies first.',
      ],
      [
        () => one.ask('iam', 'AddUserToGroup', { UserName: 'ann', GroupName: 'readers' }),
        () => one.ask('iam', 'RemoveUserFromGroup', { UserName: 'ann', GroupName: 'readers' }),
        'Cannot delete entity, must remove users from group first.',
      ],
    ];
    for (const [put, take, message] of conflicts) {
      put();
      expect(one.refusal('iam', 'DeleteUser', { UserName: 'ann' })).toMatchObject({
        code: 'DeleteConflict',
        message,
      });
      take();
    }
    const { AccessKey } = one.ask('iam', 'CreateAccessKey', { UserName: 'ann' });
    expect(one.refusal('iam', 'DeleteUser', { UserName: 'ann' }).message).toBe(
      'Cannot delete entity, must delete access keys first.',
    );
    one.ask('iam', 'DeleteAccessKey', { UserName: 'ann', AccessKeyId: AccessKey.AccessKeyId });
    one.ask('iam', 'DeleteUser', { UserName: 'ann' });
  });

  test('lists come in pages', () => {
    const one = hands();
    for (const UserName of ['a', 'b', 'c']) one.ask('iam', 'CreateUser', { UserName });
    const names: string[][] = [];
    let Marker: string | undefined;
    do {
      const answer = one.ask('iam', 'ListUsers', { MaxItems: 2, ...(Marker ? { Marker } : {}) });
      names.push(answer.Users.map(({ UserName }: { UserName: string }) => UserName));
      expect(answer.IsTruncated).toBe(answer.Marker !== undefined);
      ({ Marker } = answer);
    } while (Marker);
    expect(names).toEqual([
      ['a', 'b'],
      ['c', 'learner'],
    ]);
  });
});

describe('access keys', () => {
  test('two at most; listed without their secrets', () => {
    const one = hands();
    one.ask('iam', 'CreateUser', { UserName: 'ann' });
    const { AccessKey } = one.ask('iam', 'CreateAccessKey', { UserName: 'ann' });
    expect(AccessKey).toEqual({
      UserName: 'ann',
      AccessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/),
      Status: 'Active',
      SecretAccessKey: expect.stringMatching(/^[A-Za-z0-9+/=]{40}$/),
      CreateDate: created,
    });
    one.ask('iam', 'CreateAccessKey', { UserName: 'ann' });
    expect(one.refusal('iam', 'CreateAccessKey', { UserName: 'ann' })).toMatchObject({
      code: 'LimitExceeded',
      message: 'Cannot exceed quota for AccessKeysPerUser: 2',
    });
    const { AccessKeyMetadata } = one.ask('iam', 'ListAccessKeys', { UserName: 'ann' });
    expect(AccessKeyMetadata).toHaveLength(2);
    expect(JSON.stringify(AccessKeyMetadata)).not.toContain('Secret');
  });
});

describe('policies', () => {
  test('of AWS are there, and only AWS changes them', () => {
    const one = hands();
    const { Policies } = one.ask('iam', 'ListPolicies', { Scope: 'AWS' });
    expect(Policies.map(({ PolicyName }: { PolicyName: string }) => PolicyName)).toContain(
      'AmazonEC2ContainerRegistryPowerUser',
    );
    expect(one.ask('iam', 'GetPolicy', { PolicyArn: readOnly }).Policy).toMatchObject({
      PolicyName: 'AmazonEC2ContainerRegistryReadOnly',
      DefaultVersionId: 'v3',
      AttachmentCount: 0,
    });
    expect(one.refusal('iam', 'DeletePolicy', { PolicyArn: readOnly }).code).toBe('AccessDenied');
  });

  test('documents travel URL-encoded', () => {
    const one = hands();
    const document = policy(allow('ecr:*', '*', { Sid: 'All' }));
    const { Policy } = one.ask('iam', 'CreatePolicy', { PolicyName: 'all', PolicyDocument: document });
    const { PolicyVersion } = one.ask('iam', 'GetPolicyVersion', { PolicyArn: Policy.Arn, VersionId: 'v1' });
    expect(PolicyVersion.Document).toMatch(/^%7B%22Version%22/);
    expect(decodeURIComponent(PolicyVersion.Document)).toBe(document);
  });

  test('have five versions at most, and stay while they are attached', () => {
    const one = hands();
    const PolicyDocument = policy(allow('ecr:*'));
    const PolicyArn = one.ask('iam', 'CreatePolicy', { PolicyName: 'p', PolicyDocument }).Policy.Arn;
    for (let version = 2; version <= 5; version++)
      one.ask('iam', 'CreatePolicyVersion', { PolicyArn, PolicyDocument });
    expect(one.refusal('iam', 'CreatePolicyVersion', { PolicyArn, PolicyDocument }).code).toBe(
      'LimitExceeded',
    );
    one.ask('iam', 'DeletePolicyVersion', { PolicyArn, VersionId: 'v2' });
    const { PolicyVersion } = one.ask('iam', 'CreatePolicyVersion', {
      PolicyArn,
      PolicyDocument,
      SetAsDefault: true,
    });
    expect(PolicyVersion).toEqual({ VersionId: 'v6', IsDefaultVersion: true, CreateDate: created });
    expect(one.refusal('iam', 'DeletePolicyVersion', { PolicyArn, VersionId: 'v6' }).code).toBe(
      'DeleteConflict',
    );
    one.ask('iam', 'AttachUserPolicy', { UserName: 'learner', PolicyArn });
    expect(one.refusal('iam', 'DeletePolicy', { PolicyArn }).message).toBe(
      'Cannot delete a policy attached to entities.',
    );
  });

  test.each([
    ['{', 'This policy contains invalid Json'],
    ['[]', 'Syntax errors in policy.'],
    ['{"Version":"2012-10-17"}', 'Syntax errors in policy.'],
    ['{"Version":"2020-01-01","Statement":[]}', 'Syntax errors in policy.'],
    [policy({ Effect: 'Maybe', Action: 'ecr:*', Resource: '*' }), 'Syntax errors in policy.'],
    [policy({ Effect: 'Allow', Resource: '*' }), 'Policy statement must contain actions.'],
    [policy({ Effect: 'Allow', Action: 'ecr:*' }), 'Policy statement must contain resources.'],
    [policy(allow('PutImage')), 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.'],
    [policy(allow('ecr:*', 'web')), 'Resource web must be in ARN format or "*".'],
    [policy(allow('ecr:*', '*', { Condition: { Is: { a: 'b' } } })), 'Syntax errors in policy.'],
    [policy(allow('ecr:*', '*', { Principal: '*' })), 'Policy document should not specify a principal.'],
    [
      policy(allow('ecr:*', '*', { Sid: 'A' }), allow('ecs:*', '*', { Sid: 'A' })),
      'Statement IDs (SID) in a single policy must be unique.',
    ],
  ])('%s is refused', (PolicyDocument, message) => {
    const one = hands();
    const refused = { code: 'MalformedPolicyDocument', message };
    expect(one.refusal('iam', 'CreatePolicy', { PolicyName: 'p', PolicyDocument })).toMatchObject(refused);
    expect(
      one.refusal('iam', 'PutUserPolicy', { UserName: 'learner', PolicyName: 'p', PolicyDocument }),
    ).toMatchObject(refused);
  });

  test('inline and attached policies of a role are listed, read and taken away', () => {
    const one = hands();
    const RoleName = 'builder';
    one.ask('iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument: someone });
    const PolicyDocument = policy(allow('ecr:*'));
    one.ask('iam', 'PutRolePolicy', { RoleName, PolicyName: 'p', PolicyDocument });
    one.ask('iam', 'AttachRolePolicy', { RoleName, PolicyArn: readOnly });
    expect(one.ask('iam', 'ListRolePolicies', { RoleName })).toEqual({
      PolicyNames: ['p'],
      IsTruncated: false,
    });
    expect(one.ask('iam', 'ListAttachedRolePolicies', { RoleName })).toEqual({
      AttachedPolicies: [{ PolicyName: 'AmazonEC2ContainerRegistryReadOnly', PolicyArn: readOnly }],
      IsTruncated: false,
    });
    expect(
      decodeURIComponent(one.ask('iam', 'GetRolePolicy', { RoleName, PolicyName: 'p' }).PolicyDocument),
    ).toBe(PolicyDocument);
    one.ask('iam', 'DeleteRolePolicy', { RoleName, PolicyName: 'p' });
    expect(one.refusal('iam', 'GetRolePolicy', { RoleName, PolicyName: 'p' }).message).toBe(
      'The role policy with name p cannot be found.',
    );
    expect(one.refusal('iam', 'AttachRolePolicy', { RoleName, PolicyArn: 'arn:x' }).message).toBe(
      'Policy arn:x does not exist or is not attachable.',
    );
  });

  test('inline policies of a user have 2,048 characters together', () => {
    const one = hands();
    const PolicyDocument = policy(
      allow(Array.from({ length: 100 }, (_, index) => `ecr:Action${index}xxxxxxxx`)),
    );
    expect(
      one.refusal('iam', 'PutUserPolicy', { UserName: 'learner', PolicyName: 'p', PolicyDocument }),
    ).toMatchObject({
      code: 'LimitExceeded',
      message: 'Maximum policy size of 2048 bytes exceeded for user learner',
    });
  });
});

describe('roles and AWS STS', () => {
  const trust = (AWS: string, more: object = {}) =>
    policy({ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole', ...more });
  const RoleArn = 'arn:aws:iam::123456789012:role/builder';

  test('GetCallerIdentity says who calls, whatever they may do', () => {
    const one = hands();
    one.ask('iam', 'CreateUser', { UserName: 'ann' });
    expect(one.ask('sts', 'GetCallerIdentity', {}, { principal: userArn('ann') })).toEqual({
      UserId: expect.stringMatching(/^AIDA/),
      Account: '123456789012',
      Arn: userArn('ann'),
    });
  });

  test('a role is assumed by whom it trusts, and its session has the role’s permissions', () => {
    const one = hands();
    one.ask('ecr', 'CreateRepository', { repositoryName: 'web' });
    one.ask('iam', 'CreateUser', { UserName: 'ann' });
    const ann = { principal: userArn('ann') };
    one.ask('iam', 'CreateRole', { RoleName: 'builder', AssumeRolePolicyDocument: trust(ann.principal) });
    one.ask('iam', 'AttachRolePolicy', { RoleName: 'builder', PolicyArn: readOnly });
    const answer = one.ask('sts', 'AssumeRole', { RoleArn, RoleSessionName: 'work' }, ann);
    expect(answer).toEqual({
      Credentials: {
        AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/),
        SecretAccessKey: expect.any(String),
        SessionToken: expect.any(String),
        Expiration: created + 3600,
      },
      AssumedRoleUser: {
        AssumedRoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}:work$/),
        Arn: 'arn:aws:sts::123456789012:assumed-role/builder/work',
      },
    });
    const session = { principal: answer.AssumedRoleUser.Arn };
    expect(one.ask('ecr', 'ListImages', { repositoryName: 'web' }, session)).toEqual({ imageIds: [] });
    expect(one.refusal('ecr', 'DeleteRepository', { repositoryName: 'web' }, session).message).toMatch(
      /^User: arn:aws:sts::123456789012:assumed-role\/builder\/work is not authorized to perform: ecr:DeleteRepository/,
    );
  });

  test('a session policy narrows what the role may do', () => {
    const one = hands();
    one.ask('iam', 'CreateRole', { RoleName: 'builder', AssumeRolePolicyDocument: trust('123456789012') });
    one.ask('iam', 'AttachRolePolicy', {
      RoleName: 'builder',
      PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    });
    const { AssumedRoleUser } = one.ask('sts', 'AssumeRole', {
      RoleArn,
      RoleSessionName: 'work',
      Policy: policy(allow('ecr:DescribeRepositories')),
    });
    const session = { principal: AssumedRoleUser.Arn };
    expect(one.ask('ecr', 'DescribeRepositories', {}, session)).toEqual({ repositories: [] });
    expect(one.refusal('ecr', 'CreateRepository', { repositoryName: 'web' }, session).message).toMatch(
      /because no session policy allows the ecr:CreateRepository action$/,
    );
  });

  test.each([
    ['a role that trusts somebody else', trust(userArn('learner')), false],
    ['a role that trusts the account, without a policy of one’s own', trust('123456789012'), false],
    ['a role that trusts the caller', trust(userArn('ann')), true],
    [
      'a role whose condition fails',
      trust(userArn('ann'), { Condition: { StringEquals: { 'sts:ExternalId': 'secret' } } }),
      false,
    ],
  ])('%s', (_, AssumeRolePolicyDocument, allowed) => {
    const one = hands();
    one.ask('iam', 'CreateUser', { UserName: 'ann' });
    one.ask('iam', 'CreateRole', { RoleName: 'builder', AssumeRolePolicyDocument });
    const assume = () =>
      one.ask('sts', 'AssumeRole', { RoleArn, RoleSessionName: 'work' }, { principal: userArn('ann') });
    if (allowed) expect(assume).not.toThrow();
    else
      expect(assume).toThrow(
        `AccessDenied: User: ${userArn('ann')} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
      );
  });

  test('an administrator cannot assume a role that does not trust them', () => {
    const one = hands();
    expect(
      one.refusal('sts', 'AssumeRole', {
        RoleArn: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole',
        RoleSessionName: 'work',
      }).code,
    ).toBe('AccessDenied');
    expect(one.refusal('sts', 'AssumeRole', { RoleArn, RoleSessionName: 'work' }).code).toBe('AccessDenied');
  });

  test('another account’s principal needs the trust and its own account’s word', () => {
    const one = hands();
    one.ask('iam', 'CreateRole', { RoleName: 'builder', AssumeRolePolicyDocument: trust('210987654321') });
    const visitor = { principal: 'arn:aws:iam::210987654321:user/visitor' };
    expect(
      one.ask('sts', 'AssumeRole', { RoleArn, RoleSessionName: 'work' }, visitor).AssumedRoleUser.Arn,
    ).toBe('arn:aws:sts::123456789012:assumed-role/builder/work');
    one.ask('iam', 'CreateUser', { UserName: 'visitor' }, { principal: 'arn:aws:iam::210987654321:root' });
    expect(one.refusal('sts', 'AssumeRole', { RoleArn, RoleSessionName: 'work' }, visitor).code).toBe(
      'AccessDenied',
    );
  });

  test.each([
    ['{', 'This policy contains invalid Json'],
    [policy(allow('sts:AssumeRole')), 'Has prohibited field Resource'],
    [policy({ Effect: 'Allow', Action: 'sts:AssumeRole' }), 'Missing required field Principal'],
    [
      policy({ Effect: 'Allow', Principal: '*', Action: 'ecr:*' }),
      'AssumeRole policy may only specify STS AssumeRole actions.',
    ],
  ])('a trust policy of %s is refused', (AssumeRolePolicyDocument, message) =>
    expect(hands().refusal('iam', 'CreateRole', { RoleName: 'r', AssumeRolePolicyDocument })).toMatchObject({
      code: 'MalformedPolicyDocument',
      message,
    }),
  );

  test('a session lasts as long as the role allows', () => {
    const one = hands();
    one.ask('iam', 'CreateRole', { RoleName: 'builder', AssumeRolePolicyDocument: trust('123456789012') });
    expect(
      one.refusal('sts', 'AssumeRole', { RoleArn, RoleSessionName: 'work', DurationSeconds: 7200 }).message,
    ).toBe('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  });
});

import { CreateRepositoryCommand, DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListUsersCommand,
  NoSuchEntityException,
  GetUserCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { serve, type Serving } from '../../cli/serve.ts';
import { aws as runAws, awsCli } from './aws-cli.ts';

interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

const anybody: Credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
const servings: Serving[] = [];
let serving: Serving;

beforeEach(async () => {
  serving = await serve({ port: 0, speed: 0, seed: 'iam' });
  servings.push(serving);
});
afterAll(() => Promise.all(servings.map((each) => each.close())));

const config = (credentials: Credentials = anybody) => ({
  endpoint: serving.url,
  region: 'us-east-1',
  credentials,
});
const document = (...statements: object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

describe('AWS SDK clients', () => {
  test('@aws-sdk/client-iam makes a user whose key may do what the policy says', async () => {
    const iam = new IAMClient(config());
    const { User } = await iam.send(
      new CreateUserCommand({ UserName: 'ann', Tags: [{ Key: 'team', Value: 'blue & co' }] }),
    );
    expect(User?.CreateDate).toEqual(new Date('2026-01-05T09:00:00Z'));
    expect(User?.Tags).toEqual([{ Key: 'team', Value: 'blue & co' }]);
    const policy = document({ Effect: 'Allow', Action: 'ecr:DescribeRepositories', Resource: '*' });
    await iam.send(new PutUserPolicyCommand({ UserName: 'ann', PolicyName: 'read', PolicyDocument: policy }));
    const read = await iam.send(new GetUserPolicyCommand({ UserName: 'ann', PolicyName: 'read' }));
    expect(decodeURIComponent(read.PolicyDocument!)).toBe(policy);
    const { Users } = await iam.send(new ListUsersCommand({}));
    expect(Users?.map(({ UserName }) => UserName)).toEqual(['ann', 'learner']);

    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ann' }));
    const ann = { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
    const ecr = new ECRClient(config(ann));
    expect((await ecr.send(new DescribeRepositoriesCommand({}))).repositories).toEqual([]);
    await expect(ecr.send(new CreateRepositoryCommand({ repositoryName: 'web' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message:
        'User: arn:aws:iam::123456789012:user/ann is not authorized to perform: ecr:CreateRepository on resource: arn:aws:ecr:us-east-1:123456789012:repository/web because no identity-based policy allows the ecr:CreateRepository action',
    });
    expect((await new STSClient(config(ann)).send(new GetCallerIdentityCommand({}))).Arn).toBe(
      'arn:aws:iam::123456789012:user/ann',
    );
  });

  test('@aws-sdk/client-sts assumes a role, whose session the registry knows', async () => {
    const iam = new IAMClient(config());
    const trust = document({ Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'sts:AssumeRole' });
    const { Role } = await iam.send(
      new CreateRoleCommand({ RoleName: 'builder', AssumeRolePolicyDocument: trust }),
    );
    const { Policy } = await iam.send(
      new CreatePolicyCommand({
        PolicyName: 'build',
        PolicyDocument: document({ Effect: 'Allow', Action: 'ecr:CreateRepository', Resource: '*' }),
      }),
    );
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'builder', PolicyArn: Policy!.Arn }));
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'builder' }));
    expect(AttachedPolicies).toEqual([
      { PolicyName: 'build', PolicyArn: 'arn:aws:iam::123456789012:policy/build' },
    ]);
    const { Credentials, AssumedRoleUser } = await new STSClient(config()).send(
      new AssumeRoleCommand({ RoleArn: Role!.Arn, RoleSessionName: 'work' }),
    );
    expect(AssumedRoleUser?.Arn).toBe('arn:aws:sts::123456789012:assumed-role/builder/work');
    expect(Credentials?.Expiration).toEqual(new Date('2026-01-05T10:00:00Z'));
    const ecr = new ECRClient(
      config({
        accessKeyId: Credentials!.AccessKeyId!,
        secretAccessKey: Credentials!.SecretAccessKey!,
        sessionToken: Credentials!.SessionToken!,
      }),
    );
    const { repository } = await ecr.send(new CreateRepositoryCommand({ repositoryName: 'web' }));
    expect(repository?.repositoryName).toBe('web');
    await expect(ecr.send(new DescribeRepositoriesCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  test('errors arrive as the SDK’s own exception classes', async () => {
    const iam = new IAMClient(config());
    await expect(iam.send(new GetUserCommand({ UserName: 'nobody' }))).rejects.toThrow(NoSuchEntityException);
  });
});

// `npm test` installs the AWS CLI where it can; elsewhere these tests are skipped and counted so.
describe.skipIf(!awsCli)('the AWS CLI', { timeout: 120_000 }, () => {
  async function aws({ accessKeyId, secretAccessKey }: Credentials, ...words: string[]): Promise<any> {
    const env = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    const printed = await runAws({ url: serving.url, words, env });
    return printed === '' ? undefined : JSON.parse(printed);
  }

  test('makes a user with a policy and a key, and is refused with AWS’s text as that user', async () => {
    await aws(anybody, 'iam', 'create-user', '--user-name', 'ann');
    await aws(
      anybody,
      'iam',
      'attach-user-policy',
      '--user-name',
      'ann',
      '--policy-arn',
      'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly',
    );
    const { AccessKey } = await aws(anybody, 'iam', 'create-access-key', '--user-name', 'ann');
    const ann = { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };
    expect(await aws(ann, 'sts', 'get-caller-identity')).toMatchObject({
      Arn: 'arn:aws:iam::123456789012:user/ann',
    });
    expect(await aws(ann, 'ecr', 'describe-repositories')).toEqual({ repositories: [] });
    await expect(aws(ann, 'ecr', 'create-repository', '--repository-name', 'web')).rejects.toMatchObject({
      stderr: expect.stringContaining(
        'An error occurred (AccessDeniedException) when calling the CreateRepository operation: User: arn:aws:iam::123456789012:user/ann is not authorized to perform: ecr:CreateRepository on resource: arn:aws:ecr:us-east-1:123456789012:repository/web because no identity-based policy allows the ecr:CreateRepository action',
      ),
    });
    await expect(aws(ann, 'iam', 'list-users')).rejects.toMatchObject({
      stderr: expect.stringContaining(
        'An error occurred (AccessDenied) when calling the ListUsers operation',
      ),
    });
  });
});

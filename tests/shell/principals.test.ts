import { describe, expect, it } from 'vitest';
import type { Output } from '../../shell/index.ts';
import { openBench, type Bench } from './bench.ts';

const registry = '123456789012.dkr.ecr.us-east-1.amazonaws.com';
const out = (stdout: string, stderr = '', exitCode = 0) => ({ stdout, stderr, exitCode });
const refused = (code: string, operation: string, message: string) =>
  out('', `\nAn error occurred (${code}) when calling the ${operation} operation: ${message}\n`, 254);

const login = (options = '') =>
  `aws ecr get-login-password ${options} | docker login --username AWS --password-stdin ${registry}`;

/** Lines one after the other; the last one's output. */
async function run({ shell }: Bench, ...lines: string[]): Promise<Output> {
  let last = out('');
  for (const line of lines) last = await shell.run(line);
  return last;
}

/** A bench with the user `ci`, who may only read the registry, and a profile of that name with ci's keys. */
async function withUser(): Promise<Bench> {
  const bench = await openBench();
  await run(
    bench,
    'export AWS_DEFAULT_REGION=us-east-1',
    'aws iam create-user --user-name ci',
    'aws iam attach-user-policy --user-name ci --policy-arn arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly',
    'aws iam create-access-key --user-name ci > key.json',
    'aws configure set aws_access_key_id $(jq -r .AccessKey.AccessKeyId key.json) --profile ci',
    'aws configure set aws_secret_access_key $(jq -r .AccessKey.SecretAccessKey key.json) --profile ci',
  );
  return bench;
}

/** A bench with the role `pusher`, whose temporary keys for 15 minutes are in session.json. */
async function withSession(): Promise<Bench> {
  const bench = await openBench();
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'sts:AssumeRole' }],
  });
  await run(
    bench,
    `aws iam create-role --role-name pusher --assume-role-policy-document '${trust}'`,
    'aws sts assume-role --role-arn arn:aws:iam::123456789012:role/pusher --role-session-name work --duration-seconds 900 > session.json',
    'export AWS_ACCESS_KEY_ID=$(jq -r .Credentials.AccessKeyId session.json)',
    'export AWS_SECRET_ACCESS_KEY=$(jq -r .Credentials.SecretAccessKey session.json)',
    'export AWS_SESSION_TOKEN=$(jq -r .Credentials.SessionToken session.json)',
  );
  return bench;
}

const whoAmI = 'aws sts get-caller-identity --query Arn --output text';

describe('the learner can be somebody else', () => {
  it('pushes as one user, is refused as another, and pushes again', async () => {
    const bench = await withUser();
    await run(
      bench,
      'aws ecr create-repository --repository-name web',
      'docker pull -q busybox',
      `docker tag busybox ${registry}/web:1`,
    );
    expect(await run(bench, login('--profile ci'))).toEqual(out('Login Succeeded\n'));
    expect(await run(bench, `docker push ${registry}/web:1`)).toEqual(
      out(
        `The push refers to repository [${registry}/web]\n`,
        'denied: User: arn:aws:iam::123456789012:user/ci is not authorized to perform: ecr:InitiateLayerUpload on resource: arn:aws:ecr:us-east-1:123456789012:repository/web because no identity-based policy allows the ecr:InitiateLayerUpload action\n',
        1,
      ),
    );
    expect(await run(bench, login())).toEqual(out('Login Succeeded\n'));
    expect((await run(bench, `docker push ${registry}/web:1`)).exitCode).toBe(0);
  });

  it('is who the profile, the environment or the option says, the option first', async () => {
    const bench = await withUser();
    const [learner, ci] = ['learner', 'ci'].map((name) => out(`arn:aws:iam::123456789012:user/${name}\n`));
    expect(await run(bench, whoAmI)).toEqual(learner);
    expect(await run(bench, `${whoAmI} --profile ci`)).toEqual(ci);
    expect(await run(bench, 'export AWS_PROFILE=ci', whoAmI)).toEqual(ci);
    expect(await run(bench, `${whoAmI} --profile default`)).toEqual(learner);
    await run(
      bench,
      'unset AWS_PROFILE',
      'export AWS_ACCESS_KEY_ID=$(jq -r .AccessKey.AccessKeyId key.json) AWS_SECRET_ACCESS_KEY=$(jq -r .AccessKey.SecretAccessKey key.json)',
    );
    expect(await run(bench, whoAmI)).toEqual(ci);
    expect(await run(bench, `${whoAmI} --profile default`)).toEqual(learner);
    expect(await run(bench, 'unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY', whoAmI)).toEqual(learner);
  });

  it('is nobody with a key that is deleted, inactive, unknown or without its secret', async () => {
    const bench = await withUser();
    const invalid = 'The security token included in the request is invalid.';
    const state = (status: string) =>
      `aws iam update-access-key --user-name ci --access-key-id $(jq -r .AccessKey.AccessKeyId key.json) --status ${status}`;
    const clusters = 'aws ecs list-clusters --profile ci --query clusterArns';
    await run(bench, state('Inactive'));
    expect(await run(bench, clusters)).toEqual(
      refused('UnrecognizedClientException', 'ListClusters', invalid),
    );
    await run(bench, state('Active'), 'aws configure set aws_secret_access_key guess --profile ci');
    expect(await run(bench, clusters)).toEqual(
      refused(
        'InvalidSignatureException',
        'ListClusters',
        'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
      ),
    );
    expect(await run(bench, `${whoAmI} --profile ci`)).toEqual(
      refused(
        'SignatureDoesNotMatch',
        'GetCallerIdentity',
        'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
      ),
    );
    await run(
      bench,
      'aws iam delete-access-key --user-name ci --access-key-id $(jq -r .AccessKey.AccessKeyId key.json)',
    );
    expect(await run(bench, `${whoAmI} --profile ci`)).toEqual(
      refused('InvalidClientTokenId', 'GetCallerIdentity', invalid),
    );
    await run(bench, 'aws configure set aws_access_key_id AKIANOBODY --profile ci');
    expect(await run(bench, 'aws ecr describe-repositories --profile ci')).toEqual(
      refused('UnrecognizedClientException', 'DescribeRepositories', invalid),
    );
    expect(await run(bench, 'AWS_ACCESS_KEY_ID=AKIANOBODY aws ecr describe-repositories')).toEqual(
      out('', '\nPartial credentials found in env, missing: AWS_SECRET_ACCESS_KEY\n', 255),
    );
  });

  it('is a role’s session until it expires, and only with its token', async () => {
    const bench = await withSession();
    expect(await run(bench, whoAmI)).toEqual(out('arn:aws:sts::123456789012:assumed-role/pusher/work\n'));
    expect(await run(bench, 'aws ecr describe-repositories')).toEqual(
      refused(
        'AccessDeniedException',
        'DescribeRepositories',
        'User: arn:aws:sts::123456789012:assumed-role/pusher/work is not authorized to perform: ecr:DescribeRepositories on resource: arn:aws:ecr:us-east-1:123456789012:repository/* because no identity-based policy allows the ecr:DescribeRepositories action',
      ),
    );
    expect(await run(bench, `AWS_SESSION_TOKEN= ${whoAmI}`)).toEqual(
      refused(
        'InvalidClientTokenId',
        'GetCallerIdentity',
        'The security token included in the request is invalid.',
      ),
    );
    await run(bench, 'sleep 900');
    expect(await run(bench, 'aws ecr describe-repositories')).toEqual(
      refused(
        'ExpiredTokenException',
        'DescribeRepositories',
        'The security token included in the request is expired',
      ),
    );
    expect(await run(bench, whoAmI)).toEqual(
      refused('ExpiredToken', 'GetCallerIdentity', 'The security token included in the request is expired'),
    );
  });

  it('assumes the role that a profile names', async () => {
    const bench = await withSession();
    await bench.shell.run(
      "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN; printf '[profile push]\\nregion = us-east-1\\nsource_profile = default\\nrole_session_name = me\\nrole_arn = arn:aws:iam::123456789012:role/pusher\\n[profile lost]\\nregion = us-east-1\\nrole_arn = arn:aws:iam::123456789012:role/pusher\\nsource_profile = gone\\n' >> ~/.aws/config",
    );
    expect(await run(bench, `${whoAmI} --profile push`)).toEqual(
      out('arn:aws:sts::123456789012:assumed-role/pusher/me\n'),
    );
    expect(await run(bench, `${whoAmI} --profile lost`)).toEqual(
      out('', '\nThe source_profile "gone" referenced in the profile "lost" does not exist.\n', 255),
    );
    await run(bench, 'aws iam delete-role --role-name pusher');
    expect(await run(bench, `${whoAmI} --profile push`)).toEqual(
      refused(
        'AccessDenied',
        'AssumeRole',
        'User: arn:aws:iam::123456789012:user/learner is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/pusher',
      ),
    );
  });
});

describe('aws iam', () => {
  it('shows policies as documents, not as the URL-encoded text of the wire', async () => {
    const bench = await openBench({
      'policy.json':
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ecr:*","Resource":"*"}]}',
    });
    await run(
      bench,
      'aws iam create-user --user-name ann',
      'aws iam put-user-policy --user-name ann --policy-name push --policy-document file://policy.json',
    );
    expect(
      await run(
        bench,
        'aws iam get-user-policy --user-name ann --policy-name push --query PolicyDocument.Statement[0].Action',
      ),
    ).toEqual(out('"ecr:*"\n'));
    expect(
      await run(
        bench,
        'aws iam create-policy --policy-name p --policy-document file://policy.json --query Policy.Arn --output text > arn',
        'aws iam get-policy-version --policy-arn $(cat arn) --version-id v1 --query PolicyVersion.Document.Version',
      ),
    ).toEqual(out('"2012-10-17"\n'));
  });

  it('pages by markers', async () => {
    const bench = await openBench();
    for (const name of ['a', 'b', 'c', 'd']) await run(bench, `aws iam create-user --user-name ${name}`);
    expect(
      await run(bench, 'aws iam list-users --page-size 2 --query Users[].UserName --output json | jq -c .'),
    ).toEqual(out('["a","b","c","d","learner"]\n'));
    expect(
      await run(
        bench,
        'aws iam list-users --max-items 3 > first.json',
        'aws iam list-users --starting-token $(jq -r .NextToken first.json) --query Users[].UserName | jq -c .',
      ),
    ).toEqual(out('["d","learner"]\n'));
  });

  it('waits for a user', async () => {
    const bench = await openBench();
    expect(await run(bench, 'aws iam wait user-exists --user-name learner')).toEqual(out(''));
    const before = bench.now();
    expect(await run(bench, 'aws iam wait user-exists --user-name nobody')).toEqual(
      out('', '\nWaiter UserExists failed: Max attempts exceeded\n', 255),
    );
    expect(bench.now() - before).toBe(19_000);
  });
});

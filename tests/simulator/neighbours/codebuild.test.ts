import { describe, expect, test } from 'vitest';
import { createDocker } from '../../../simulator/docker/index.ts';
import { runCommand } from '../../../simulator/neighbours/codebuild/shell/run.ts';
import { plainPrograms } from '../../../simulator/neighbours/codebuild/shell/programs.ts';
import { restoreCloud } from '../../../simulator/index.ts';
import { hands, type Hands } from '../cloud.ts';
import { roleFor } from './roles.ts';

const registry = '123456789012.dkr.ecr.us-east-1.amazonaws.com';
const buildspec = `version: 0.2
env:
  variables:
    REPOSITORY: ${registry}/shop
  exported-variables: [TAG]
phases:
  pre_build:
    commands:
      - echo Logging in to Amazon ECR...
      - aws ecr get-login-password --region $AWS_DEFAULT_REGION | docker login --username AWS --password-stdin ${registry}
      - TAG=$(echo $CODEBUILD_RESOLVED_SOURCE_VERSION | cut -c 1-7)
  build:
    commands:
      - docker build -t $REPOSITORY:latest .
      - docker tag $REPOSITORY:latest $REPOSITORY:\${TAG:-none}
  post_build:
    commands:
      - docker push $REPOSITORY:latest
      - docker push $REPOSITORY:$TAG
      - printf '[{"name":"web","imageUri":"%s"}]' $REPOSITORY:$TAG > imagedefinitions.json
artifacts:
  files: imagedefinitions.json
`.replace('files: imagedefinitions.json', 'files:\n    - imagedefinitions.json');
const dockerfile =
  'FROM public.ecr.aws/docker/library/httpd:2.4\nCOPY index.html /usr/local/apache2/htdocs/\n';
const files = { Dockerfile: dockerfile, 'index.html': '<h1>Ahoy</h1>\n', 'buildspec.yml': buildspec };

/** A cloud with the repository `shop`, its sources, and the project `shop`. */
function yard(project: object = {}, actions = ['logs:*', 'ecr:*']): { one: Hands; commitId: string } {
  const one = hands();
  one.ask('ecr', 'CreateRepository', { repositoryName: 'shop' });
  const { commitId } = one.ask('drydock', 'Commit', { repository: 'octo/shop', files });
  one.ask('codebuild', 'CreateProject', {
    name: 'shop',
    source: { type: 'GITHUB', location: 'https://github.com/octo/shop.git' },
    artifacts: { type: 'NO_ARTIFACTS' },
    environment: {
      type: 'LINUX_CONTAINER',
      image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
      computeType: 'BUILD_GENERAL1_SMALL',
      privilegedMode: true,
    },
    serviceRole: roleFor(one, 'codebuild', 'codebuild.amazonaws.com', ...actions),
    ...project,
  });
  return { one, commitId };
}

function build(one: Hands, more: object = {}, ms = 300_000) {
  const { id } = one.ask('codebuild', 'StartBuild', { projectName: 'shop', ...more }).build;
  one.wind(ms);
  return one.ask('codebuild', 'BatchGetBuilds', { ids: [id] }).builds[0];
}
const phases = (found: any): string[] =>
  found.phases.map(({ phaseType, phaseStatus = '' }: any) => `${phaseType} ${phaseStatus}`.trim());
const log = (one: Hands, { logs }: any): string[] =>
  one
    .ask('logs', 'GetLogEvents', {
      logGroupName: logs.groupName,
      logStreamName: logs.streamName,
      startFromHead: true,
    })
    .events.map(({ message }: { message: string }) => message.replace(/^\[Container\] \S+ \S+ /, '> '));
/** The phase that failed, and why. */
const fault = (found: any) => {
  const failed = found.phases.find(({ phaseStatus }: any) => phaseStatus === 'FAILED');
  return [failed?.phaseType, failed?.contexts[0].statusCode, failed?.contexts[0].message];
};

describe('a build', () => {
  test.each([
    ['', ['BUILD FAILED', 'POST_BUILD SUCCEEDED', 'UPLOAD_ARTIFACTS SUCCEEDED']],
    ['    on-failure: ABORT\n', ['BUILD FAILED', 'FINALIZING SUCCEEDED', 'COMPLETED']],
    ['    on-failure: CONTINUE\n', ['BUILD FAILED', 'POST_BUILD SUCCEEDED', 'UPLOAD_ARTIFACTS SUCCEEDED']],
  ])('goes on after a failed build as on-failure says %j', (onFailure, expected) => {
    const { one } = yard();
    const buildspecOverride = `version: 0.2\nphases:\n  build:\n${onFailure}    commands: ["cat nothing"]\n  post_build:\n    commands: ["echo done"]\n`;
    const done = phases(build(one, { buildspecOverride }));
    expect(done.slice(done.indexOf('BUILD FAILED')).slice(0, 3)).toEqual(expected);
  });

  test('runs the buildspec of its source: the image is built, pushed and tagged by its commit', () => {
    const { one, commitId } = yard();
    const done = build(one);
    expect(phases(done)).toEqual([
      'SUBMITTED SUCCEEDED',
      'QUEUED SUCCEEDED',
      'PROVISIONING SUCCEEDED',
      'DOWNLOAD_SOURCE SUCCEEDED',
      'INSTALL SUCCEEDED',
      'PRE_BUILD SUCCEEDED',
      'BUILD SUCCEEDED',
      'POST_BUILD SUCCEEDED',
      'UPLOAD_ARTIFACTS SUCCEEDED',
      'FINALIZING SUCCEEDED',
      'COMPLETED',
    ]);
    expect(done).toMatchObject({
      buildStatus: 'SUCCEEDED',
      buildComplete: true,
      buildNumber: 1,
      initiator: 'learner',
      exportedEnvironmentVariables: [{ name: 'TAG', value: commitId.slice(0, 7) }],
    });
    expect(
      one
        .ask('ecr', 'DescribeImages', { repositoryName: 'shop' })
        .imageDetails.map(({ imageTags }: any) => imageTags.toSorted()),
    ).toEqual([[commitId.slice(0, 7), 'latest'].toSorted()]);
    expect(log(one, done)).toEqual(
      expect.arrayContaining([
        '> Entering phase PRE_BUILD',
        '> Running command echo Logging in to Amazon ECR...',
        'Logging in to Amazon ECR...',
        'Login Succeeded',
        '> Phase complete: BUILD State: SUCCEEDED',
        `The push refers to repository [${registry}/shop]`,
        'Found 1 file(s)'.replace(/^/, '> '),
      ]),
    );
    expect(one.ask('codebuild', 'ListBuildsForProject', { projectName: 'shop' }).ids).toEqual([done.id]);
  });

  test('fails in BUILD, and goes through POST_BUILD all the same', () => {
    const { one } = yard();
    const spec = `version: 0.2
phases:
  build:
    commands:
      - docker build -t shop -f Missing .
      - echo never
  post_build:
    commands:
      - echo building succeeded $CODEBUILD_BUILD_SUCCEEDING
`;
    const done = build(one, { buildspecOverride: spec });
    expect(fault(done)).toEqual([
      'BUILD',
      'COMMAND_EXECUTION_ERROR',
      'Error while executing command: docker build -t shop -f Missing .. Reason: exit status 1',
    ]);
    expect(done.buildStatus).toBe('FAILED');
    expect(log(one, done)).toContain('building succeeded 0');
    expect(log(one, done)).not.toContain('never');
  });

  test.each<[string, object, object, string[], unknown[]]>([
    [
      'without privileged mode has no Docker daemon',
      { environment: { type: 'LINUX_CONTAINER', image: 'i', computeType: 'BUILD_GENERAL1_SMALL' } },
      {},
      ['logs:*', 'ecr:*'],
      [
        'PRE_BUILD',
        'COMMAND_EXECUTION_ERROR',
        `Error while executing command: aws ecr get-login-password --region $AWS_DEFAULT_REGION | docker login --username AWS --password-stdin ${registry}. Reason: exit status 1`,
      ],
    ],
    [
      'of a role that may not push fails at the push',
      {},
      {},
      ['logs:*', 'ecr:GetAuthorizationToken'],
      [
        'POST_BUILD',
        'COMMAND_EXECUTION_ERROR',
        'Error while executing command: docker push $REPOSITORY:latest. Reason: exit status 1',
      ],
    ],
    [
      'of a role that may not write logs does not begin',
      {},
      {},
      ['ecr:*'],
      ['PROVISIONING', 'ACCESS_DENIED', expect.stringContaining('does not allow AWS CodeBuild to create')],
    ],
    [
      'needs a buildspec',
      {},
      { buildspecOverride: 'other.yml' },
      ['logs:*'],
      ['DOWNLOAD_SOURCE', 'YAML_FILE_ERROR', 'YAML file does not exist'],
    ],
    [
      'needs commands that are texts',
      {},
      { buildspecOverride: 'version: 0.2\nphases:\n  build:\n    commands:\n      - echo a: b\n' },
      ['logs:*'],
      ['DOWNLOAD_SOURCE', 'YAML_FILE_ERROR', expect.stringContaining('to be of string type')],
    ],
    [
      'needs its source',
      {},
      { sourceVersion: 'other' },
      ['logs:*'],
      ['DOWNLOAD_SOURCE', 'CLIENT_ERROR', 'repository not found for primary source and source version other'],
    ],
    [
      'needs its secrets',
      {},
      {
        environmentVariablesOverride: [{ name: 'KEY', value: 'shop:key', type: 'SECRETS_MANAGER' }],
      },
      ['logs:*'],
      [
        'DOWNLOAD_SOURCE',
        'Secrets Manager Error Message',
        expect.stringContaining('not authorized to perform: secretsmanager:GetSecretValue'),
      ],
    ],
  ])('%s', (_, project, more, actions, expected) => {
    const { one } = yard(project, actions);
    expect(fault(build(one, more))).toEqual(expected);
  });

  test('can be stopped, and times out', () => {
    const { one } = yard({ timeoutInMinutes: 5 });
    const spec = 'version: 0.2\nphases:\n  build:\n    commands: ["sleep 600"]\n';
    const running = build(one, { buildspecOverride: spec }, 60_000);
    expect([running.buildStatus, running.currentPhase]).toEqual(['IN_PROGRESS', 'BUILD']);
    one.ask('codebuild', 'StopBuild', { id: running.id });
    const other = build(one, { buildspecOverride: spec }, 400_000);
    const { builds } = one.ask('codebuild', 'BatchGetBuilds', { ids: [running.id, other.id, 'shop:none'] });
    expect(builds.map(({ buildStatus }: any) => buildStatus)).toEqual(['STOPPED', 'TIMED_OUT']);
  });

  test('goes on from a snapshot to the same end', () => {
    const { one } = yard();
    build(one, {}, 40_000);
    const saved = one.cloud.snapshot();
    one.wind(300_000);
    const again = restoreCloud(saved);
    again.apply({ type: 'clock', at: one.cloud.now });
    expect(again.snapshot()).toBe(one.cloud.snapshot());
  });
});

test.each<[string, string, number]>([
  ['echo "a  b" \'$X\' "$X"', 'a  b $X one two\n', 0],
  ['for=1; echo $X | cut -d " " -f 2', 'two\n', 0],
  ['echo ${Y:-none} ${X:0:3}', 'none one\n', 0],
  ['false || echo no && echo yes', 'no\nyes\n', 0],
  ['false && echo never', '', 1],
  ['Y=$(printf "%s-%s" a b) && echo "$Y"', 'a-b\n', 0],
  ['echo one > f; echo two >> f; cat f', 'one\ntwo\n', 0],
  ['cat > f <<EOF\nhello $X\nEOF\ncat f', 'hello one two\n', 0],
  ["cat > f <<'EOF'\nhello $X\nEOF\ncat f | cat", 'hello $X\n', 0],
  ['cd /tmp && pwd', '/tmp\n', 0],
  ['nothing 2>/dev/null; echo $?', 'sh: nothing: command not found\n127\n', 0],
  ['export Z=3; echo $Z # three', '3\n', 0],
  ['Z=4 true; echo "[$Z]"', '[]\n', 0],
  ['if true; then echo x; fi', expect.stringContaining('no if.') as unknown as string, 127],
])('the build machine runs %j', (script, output, status) => {
  const host = { env: { X: 'one two' }, files: {}, folder: '/src', docker: createDocker() };
  expect(runCommand(script, host, plainPrograms)).toMatchObject({ output, status });
});

import { describe, expect, test } from 'vitest';
import type { Hands } from '../cloud.ts';
import { layerOf, push } from '../ecr/pushing.ts';
import { createShop, harbour, shop } from '../ecs/harbour.ts';
import { roleFor } from './roles.ts';

const registry = '123456789012.dkr.ecr.us-east-1.amazonaws.com';
const buildspec = `version: 0.2
phases:
  pre_build:
    commands:
      - aws ecr get-login-password | docker login --username AWS --password-stdin ${registry}
      - IMAGE=${registry}/web:\${CODEBUILD_RESOLVED_SOURCE_VERSION:0:7}
  build:
    commands:
      - docker build -t $IMAGE .
      - docker push $IMAGE
  post_build:
    commands:
      - printf '[{"name":"web","imageUri":"%s"}]' $IMAGE > imagedefinitions.json
artifacts:
  files:
    - imagedefinitions.json
`;
const page = (text: string) => ({
  Dockerfile: 'FROM httpd:2.4\nCOPY index.html /usr/local/apache2/htdocs/\n',
  'index.html': `<h1>${text}</h1>\n`,
  'buildspec.yml': buildspec,
});

const type = (category: string, provider: string) => ({ category, owner: 'AWS', provider, version: '1' });
const git = {
  name: 'Git',
  actionTypeId: type('Source', 'CodeStarSourceConnection'),
  configuration: {
    ConnectionArn: 'arn:aws:codeconnections:us-east-1:123456789012:connection/1',
    FullRepositoryId: 'octo/shop',
    BranchName: 'main',
  },
  outputArtifacts: [{ name: 'Sources' }],
  namespace: 'Git',
};
const image = {
  name: 'Image',
  actionTypeId: type('Source', 'ECR'),
  configuration: { RepositoryName: 'web', ImageTag: 'latest' },
  outputArtifacts: [{ name: 'Detail' }],
};
const buildOf = (input: string, more: object = {}) => ({
  name: 'Build',
  actionTypeId: type('Build', 'CodeBuild'),
  configuration: { ProjectName: 'web', ...more },
  inputArtifacts: [{ name: input }],
  outputArtifacts: [{ name: 'Definitions' }],
});
const deploy = {
  name: 'Deploy',
  actionTypeId: type('Deploy', 'ECS'),
  configuration: { ClusterName: 'harbour', ServiceName: 'shop', FileName: 'imagedefinitions.json' },
  inputArtifacts: [{ name: 'Definitions' }],
};
const approve = { name: 'Approve', actionTypeId: type('Approval', 'Manual') };

const pipeline = (...stages: object[][]) => ({
  pipeline: {
    name: 'ship',
    roleArn: 'arn:aws:iam::123456789012:role/pipeline',
    artifactStore: { type: 'S3', location: 'artifacts' },
    stages: stages.map((actions, index) => ({ name: `Stage${index + 1}`, actions })),
  },
});

/** The service `shop`, the repository `web`, sources, a project, and roles that may do what they must. */
function dock(): Hands {
  const one = harbour();
  one.ask('ecr', 'CreateRepository', { repositoryName: 'web' });
  createShop(one);
  roleFor(one, 'pipeline', 'codepipeline.amazonaws.com', 'ecs:*', 'iam:PassRole', 'codebuild:*', 'ecr:*');
  one.ask('codebuild', 'CreateProject', {
    name: 'web',
    source: { type: 'CODEPIPELINE' },
    artifacts: { type: 'CODEPIPELINE' },
    environment: {
      type: 'LINUX_CONTAINER',
      image: 'standard',
      computeType: 'BUILD_GENERAL1_SMALL',
      privilegedMode: true,
    },
    serviceRole: roleFor(one, 'build', 'codebuild.amazonaws.com', 'logs:*', 'ecr:*'),
  });
  one.ask('drydock', 'Commit', { repository: 'octo/shop', files: page('one') });
  one.wind(180_000);
  return one;
}

const create = (one: Hands, ...stages: object[][]) =>
  one.ask('codepipeline', 'CreatePipeline', pipeline(...stages));
const executions = (one: Hands) =>
  one.ask('codepipeline', 'ListPipelineExecutions', { pipelineName: 'ship' }).pipelineExecutionSummaries;
const states = (one: Hands): string[] =>
  one
    .ask('codepipeline', 'GetPipelineState', { name: 'ship' })
    .stageStates.flatMap(({ latestExecution, actionStates }: any) =>
      actionStates.map(
        ({ actionName, latestExecution: run }: any) =>
          `${latestExecution?.status ?? '-'} ${actionName} ${run?.status ?? '-'}${run?.errorDetails ? `: ${run.errorDetails.message}` : ''}`,
      ),
    );

describe('a pipeline', () => {
  test('builds each commit, pushes its image and rolls it out', () => {
    const one = dock();
    create(one, [git], [buildOf('Sources')], [deploy]);
    one.wind(30_000);
    expect(states(one).slice(0, 2)).toEqual(['Succeeded Git Succeeded', 'InProgress Build InProgress']);
    one.wind(600_000);
    expect(states(one)).toEqual([
      'Succeeded Git Succeeded',
      'Succeeded Build Succeeded',
      'Succeeded Deploy Succeeded',
    ]);
    const { commitId } = one.ask('drydock', 'Commit', {
      repository: 'octo/shop',
      message: 'Second',
      files: page('two'),
    });
    one.wind(900_000);
    const [latest, first] = executions(one);
    expect(latest).toMatchObject({
      status: 'Succeeded',
      trigger: { triggerType: 'WebhookV2' },
      sourceRevisions: [
        { actionName: 'Git', revisionId: commitId, revisionSummary: expect.stringContaining('Second') },
      ],
    });
    expect(first).toMatchObject({ status: 'Succeeded', trigger: { triggerType: 'CreatePipeline' } });
    const { taskDefinition } = one.ask('ecs', 'DescribeTaskDefinition', {
      taskDefinition: shop(one).taskDefinition,
    });
    expect([taskDefinition.revision, taskDefinition.containerDefinitions[0].image]).toEqual([
      3,
      `${registry}/web:${commitId.slice(0, 7)}`,
    ]);
    expect(shop(one)).toMatchObject({ runningCount: 2, deployments: [{ rolloutState: 'COMPLETED' }] });
  });

  test('starts when EventBridge tells it of a push to ECR, and waits for an approval', () => {
    const one = dock();
    const config = { architecture: 'amd64', os: 'linux', config: { Cmd: ['sleep', 'infinity'] } };
    const pushLatest = (text: string) =>
      push(one, layerOf({ '/etc/web.conf': text }), { tag: 'latest', config: JSON.stringify(config) });
    pushLatest('one');
    const spec = `version: 0.2
phases:
  build:
    commands:
      - URI=$(cat imageDetail.json | cut -d '"' -f 28)
      - printf '[{"name":"web","imageUri":"%s"}]' "$URI" > imagedefinitions.json
artifacts: { files: [imagedefinitions.json] }
`;
    one.ask('codebuild', 'UpdateProject', { name: 'web', source: { type: 'CODEPIPELINE', buildspec: spec } });
    create(one, [image], [buildOf('Detail')], [approve], [deploy]);
    const RoleArn = roleFor(one, 'rule', 'events.amazonaws.com', 'codepipeline:StartPipelineExecution');
    one.ask('events', 'PutRule', {
      Name: 'pushed',
      EventPattern: JSON.stringify({
        source: ['aws.ecr'],
        'detail-type': ['ECR Image Action'],
        detail: { 'action-type': ['PUSH'], 'repository-name': ['web'], 'image-tag': ['latest'] },
      }),
    });
    const Arn = 'arn:aws:codepipeline:us-east-1:123456789012:ship';
    one.ask('events', 'PutTargets', { Rule: 'pushed', Targets: [{ Id: 'ship', Arn, RoleArn }] });
    one.wind(300_000);
    pushLatest('two');
    one.wind(300_000);
    // The first execution still waits for its approval; the second one waits before that stage.
    expect(executions(one).map(({ trigger, status }: any) => [trigger.triggerType, status])).toEqual([
      ['CloudWatchEvent', 'InProgress'],
      ['CreatePipeline', 'InProgress'],
    ]);
    pushLatest('three');
    one.wind(300_000);
    expect(executions(one).map(({ status }: any) => status)).toEqual([
      'InProgress',
      'Superseded',
      'InProgress',
    ]);
    const approval = (status: string) => {
      const { stageStates } = one.ask('codepipeline', 'GetPipelineState', { name: 'ship' });
      return one.ask('codepipeline', 'PutApprovalResult', {
        pipelineName: 'ship',
        stageName: 'Stage3',
        actionName: 'Approve',
        token: stageStates[2].actionStates[0].latestExecution.token,
        result: { status, summary: 'not on a Friday' },
      });
    };
    approval('Rejected');
    one.wind(60_000);
    approval('Approved');
    one.wind(600_000);
    expect(executions(one).map(({ status }: any) => status)).toEqual(['Succeeded', 'Superseded', 'Failed']);
    const { taskDefinition } = one.ask('ecs', 'DescribeTaskDefinition', {
      taskDefinition: shop(one).taskDefinition,
    });
    expect(taskDefinition.containerDefinitions[0].image).toMatch(/\/web@sha256:[0-9a-f]{64}$/);
  });

  test.each<[string, (one: Hands) => void, string]>([
    [
      'whose build fails stops there',
      (one) =>
        one.ask('drydock', 'Commit', {
          repository: 'octo/shop',
          files: { ...page('x'), Dockerfile: 'FROM httpd:2.4\nCOPY missing /\n' },
        }),
      'Failed Build Failed: Build terminated with state: FAILED',
    ],
    [
      'whose build makes no imagedefinitions.json cannot deploy',
      (one) =>
        one.ask('drydock', 'Commit', {
          repository: 'octo/shop',
          files: {
            ...page('x'),
            'buildspec.yml': 'version: 0.2\nphases:\n  build:\n    commands: [echo hello]\n',
          },
        }),
      "Failed Deploy Failed: Did not find the image definition file imagedefinitions.json in the input artifacts ZIP file. Verify the file is stored in your pipeline's Amazon S3 artifact bucket: artifacts",
    ],
    [
      'whose role may not update the service says so',
      (one) =>
        one.ask('iam', 'PutRolePolicy', {
          RoleName: 'pipeline',
          PolicyName: 'what-it-may',
          PolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: ['codebuild:*', 'ecs:Describe*'], Resource: '*' }],
          }),
        }),
      'Failed Deploy Failed: The provided role does not have sufficient permissions to access ECS: User: ',
    ],
    [
      'whose role may do nothing cannot build',
      (one) => one.ask('iam', 'DeleteRolePolicy', { RoleName: 'pipeline', PolicyName: 'what-it-may' }),
      'Failed Build Failed: The provided role does not have sufficient permissions to access CodeBuild',
    ],
  ])('%s', (_, arrange, expected) => {
    const one = dock();
    arrange(one);
    create(one, [git], [buildOf('Sources')], [deploy]);
    one.wind(600_000);
    expect(states(one).find((state) => state.startsWith('Failed'))).toContain(expected);
    expect(executions(one)[0].status).toBe('Failed');
  });

  test('gives up on a service that does not become stable in time', () => {
    const one = dock();
    const broken = { ...page('x'), Dockerfile: 'FROM httpd:2.4\nENV DRYDOCK_BEHAVIOUR="exits=1@5s"\n' };
    one.ask('drydock', 'Commit', { repository: 'octo/shop', files: broken });
    create(
      one,
      [git],
      [buildOf('Sources')],
      [{ ...deploy, configuration: { ...deploy.configuration, DeploymentTimeout: '15' } }],
    );
    one.wind(1_800_000);
    expect(states(one)[2]).toMatch(
      /^Failed Deploy Failed: The service did not become stable with arn:aws:ecs:[^ ]+ within 15 minutes\.$/,
    );
  });

  test('is not told of a commit that was there before it', () => {
    const one = dock();
    one.ask('drydock', 'Commit', { repository: 'octo/shop', files: page('two') });
    create(one, [git], [approve]);
    one.wind(60_000);
    expect(executions(one).map(({ trigger }: any) => trigger.triggerType)).toEqual(['CreatePipeline']);
  });

  test('can be stopped, at once or when its action is over', () => {
    const one = dock();
    create(one, [git], [buildOf('Sources')], [deploy]);
    one.wind(30_000);
    const stop = (more: object) =>
      one.ask('codepipeline', 'StopPipelineExecution', {
        pipelineName: 'ship',
        pipelineExecutionId: executions(one)[0].pipelineExecutionId,
        ...more,
      });
    stop({});
    expect(executions(one)[0].status).toBe('Stopping');
    one.wind(300_000);
    expect([executions(one)[0].status, states(one)[2]]).toEqual(['Stopped', '- Deploy -']);
    one.ask('codepipeline', 'StartPipelineExecution', { name: 'ship' });
    one.wind(30_000);
    stop({ abandon: true });
    expect([executions(one)[0].status, states(one)[1]]).toEqual(['Stopped', 'Stopped Build Abandoned']);
  });
});

test.each<[string, object, string]>([
  ['CreatePipeline', pipeline([git]), 'InvalidStructureException'],
  ['CreatePipeline', pipeline([deploy], [git]), 'InvalidStructureException'],
  ['CreatePipeline', pipeline([git], [buildOf('Other')]), 'InvalidActionDeclarationException'],
  [
    'CreatePipeline',
    pipeline([{ ...git, actionTypeId: type('Source', 'S3') }], [approve]),
    'InvalidActionDeclarationException',
  ],
  ['StartPipelineExecution', { name: 'other' }, 'PipelineNotFoundException'],
])('%s %j is refused', (operation, input, code) => {
  const one = harbour();
  expect(one.refusal('codepipeline', operation, input).code).toBe(code);
});

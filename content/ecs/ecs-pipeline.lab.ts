import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { register, serviceOf, setNetwork } from './goals.ts';
import { account, imagesOf, registry } from '../ecr/goals.ts';
import { hasSeen, missing, reached } from '../goals.ts';

const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`;
const arnOf = (role: string) => `arn:aws:iam::${account}:role/${role}`;

const buildspec = `version: 0.2
phases:
  pre_build:
    commands:
      - aws ecr get-login-password | docker login --username AWS --password-stdin ${registry}
      - IMAGE=${registry}/web:\${CODEBUILD_RESOLVED_SOURCE_VERSION:0:7}
  build:
    commands:
      - docker build -t $IMAGE .
  post_build:
    commands:
      - docker push $IMAGE
      - printf '[{"name":"web","imageUri":"%s"}]' $IMAGE > imagedefinitions.json
artifacts:
  files:
    - imagedefinitions.json
`;

const project = (more: object = {}) =>
  json({
    name: 'web',
    serviceRole: arnOf('build'),
    source: { type: 'CODEPIPELINE' },
    artifacts: { type: 'CODEPIPELINE' },
    environment: {
      type: 'LINUX_CONTAINER',
      image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
      computeType: 'BUILD_GENERAL1_SMALL',
      ...more,
    },
  });

const action = (category: string, provider: string, rest: object) => ({
  name: category,
  actionTypeId: { category, owner: 'AWS', provider, version: '1' },
  ...rest,
});
const pipeline = json({
  pipeline: {
    name: 'ship',
    roleArn: arnOf('pipeline'),
    artifactStore: { type: 'S3', location: 'drydock-artifacts' },
    stages: [
      action('Source', 'CodeStarSourceConnection', {
        configuration: {
          ConnectionArn: `arn:aws:codeconnections:us-east-1:${account}:connection/octo`,
          FullRepositoryId: 'octo/shop',
          BranchName: 'main',
        },
        outputArtifacts: [{ name: 'Sources' }],
      }),
      action('Build', 'CodeBuild', {
        configuration: { ProjectName: 'web' },
        inputArtifacts: [{ name: 'Sources' }],
        outputArtifacts: [{ name: 'Definitions' }],
      }),
      action('Deploy', 'ECS', {
        configuration: { ClusterName: 'drydock', ServiceName: 'web', FileName: 'imagedefinitions.json' },
        inputArtifacts: [{ name: 'Definitions' }],
      }),
    ].map((one) => ({ name: one.name, actions: [one] })),
  },
});

const policy = (...statements: { Action: string[]; Resource: string }[]) => ({
  Version: '2012-10-17',
  Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
});
const mayPush = json(
  policy({
    Action: [
      'ecr:BatchCheckLayerAvailability',
      'ecr:InitiateLayerUpload',
      'ecr:UploadLayerPart',
      'ecr:CompleteLayerUpload',
      'ecr:PutImage',
    ],
    Resource: `arn:aws:ecr:us-east-1:${account}:repository/web`,
  }),
);
const createRole = (name: string, service: string, actions: string[]): string[] => [
  `aws iam create-role --role-name ${name} --assume-role-policy-document '${JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  })}'`,
  `aws iam put-role-policy --role-name ${name} --policy-name base --policy-document '${JSON.stringify(
    policy({ Action: actions, Resource: '*' }),
  )}'`,
];

const createPipeline = 'aws codepipeline create-pipeline --cli-input-json file://pipeline.json';
const again = 'aws codepipeline start-pipeline-execution --name ship';
const state =
  "aws codepipeline get-pipeline-state --name ship --query 'stageStates[].[stageName, latestExecution.status]' --output text";
const log = 'aws logs tail /aws/codebuild/web --since 1h';
const givePush =
  'aws iam put-role-policy --role-name build --policy-name push --policy-document file://push.json';

interface Execution {
  status: string;
  trigger: { triggerType: string };
  sourceRevisions?: { revisionId: string }[];
}

/** The runs of the pipeline, the newest first. */
const runsOf = (view: LabView): Execution[] =>
  view.call<{ pipelineExecutionSummaries: Execution[] }>('codepipeline', 'ListPipelineExecutions', {
    pipelineName: 'ship',
  })?.pipelineExecutionSummaries ?? [];
const newest = (view: LabView) => {
  const [run] = runsOf(view);
  return run ? `the newest run of the pipeline is ${run.status}` : 'there is no run of a pipeline ship';
};
const projectOf = (view: LabView) =>
  view.call<{ projects: { environment: { privilegedMode?: boolean } }[] }>('codebuild', 'BatchGetProjects', {
    names: ['web'],
  })?.projects[0];

/** The image that the service is to run: its tag in the repository web, or the whole of its name. */
function imageOf(view: LabView): string {
  const service = serviceOf(view, 'web');
  const image =
    service &&
    view.call<{ taskDefinition: { containerDefinitions: { image: string }[] } }>(
      'ecs',
      'DescribeTaskDefinition',
      { taskDefinition: service.taskDefinition },
    )?.taskDefinition.containerDefinitions[0]?.image;
  return image?.replace(`${registry}/web:`, '') ?? 'nothing';
}
const settled = (view: LabView) =>
  serviceOf(view, 'web')?.deployments.every(({ rolloutState }) => rolloutState === 'COMPLETED');

/** What is missing until the newest run has succeeded, and the service rests on the image of its commit. */
function shipped(view: LabView, shouldBe: string) {
  const [run] = runsOf(view);
  if (run?.status !== 'Succeeded') return missing(newest(view), shouldBe);
  const commit = run.sourceRevisions?.[0]?.revisionId.slice(0, 7);
  if (imageOf(view) !== commit || !settled(view))
    return missing(`the service runs ${imageOf(view)}`, shouldBe);
  return reached;
}

export default defineLab({
  id: 'ecs-pipeline',
  title: 'From a commit to a task',
  region: 'us-east-1',
  seed: 'ecs-pipeline',
  open: 'app/buildspec.yml',
  files: {
    'app/Dockerfile':
      'FROM public.ecr.aws/docker/library/httpd:2.4\nCOPY index.html /usr/local/apache2/htdocs/\n',
    'app/index.html': '<h1>Open from nine to five</h1>\n',
    'app/buildspec.yml': buildspec,
    'project.json': project(),
    'pipeline.json': pipeline,
    'push.json': mayPush,
    'web.json': json({
      family: 'web',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      executionRoleArn: arnOf('ecsTaskExecutionRole'),
      containerDefinitions: [
        { name: 'web', image: 'public.ecr.aws/docker/library/httpd:2.4', essential: true },
      ],
    }),
  },
  start: [
    'aws ecr create-repository --repository-name web',
    'aws ecs create-cluster --cluster-name drydock',
    register('web.json'),
    setNetwork,
    'aws ecs create-service --cluster drydock --service-name web --task-definition web:1 --desired-count 2 --launch-type FARGATE --network-configuration $NETWORK',
    ...createRole('build', 'codebuild.amazonaws.com', ['logs:*', 'ecr:GetAuthorizationToken']),
    ...createRole('pipeline', 'codepipeline.amazonaws.com', [
      'codebuild:BatchGetBuilds',
      'codebuild:StartBuild',
      'codeconnections:UseConnection',
      'codestar-connections:UseConnection',
      'ecs:Describe*',
      'ecs:List*',
      'ecs:RegisterTaskDefinition',
      'ecs:TagResource',
      'ecs:UpdateService',
      'iam:PassRole',
      's3:*',
    ]),
    'drydock commit octo/shop app -m "A first page"',
    'sleep 180',
  ],
  firstCommand: 'aws codebuild create-project --cli-input-json file://project.json',
  steps: [
    {
      id: 'machine',
      title: 'Build without an engine',
      text: 'Create the build project of project.json and the pipeline of pipeline.json. The pipeline starts by itself: give it three minutes, see which stage failed, and read the log of the build in /aws/codebuild/web.',
      goal(view) {
        const shouldBe = 'a run that failed, and its log read';
        if (!projectOf(view)) return missing('there is no build project web', shouldBe);
        if (runsOf(view).length === 0) return missing('there is no run of a pipeline ship', shouldBe);
        return hasSeen(view, /logs/, 'Cannot connect to the Docker daemon')
          ? reached
          : missing('nobody has read why the build failed', shouldBe);
      },
      hints: [
        'Both creating commands take their file with --cli-input-json.',
        'get-pipeline-state names the stage, aws logs tail prints what the build printed.',
        `${createPipeline}, then sleep 180, then ${log}`,
      ],
      solution: [
        'aws codebuild create-project --cli-input-json file://project.json',
        createPipeline,
        'sleep 180',
        state,
        log,
      ],
      typicalMinutes: 3,
    },
    {
      id: 'refused',
      title: 'Give it an engine',
      text: 'docker build needs an engine, and the build container may only start one in privileged mode. Put that into the environment in project.json, update the project, start the pipeline again, and read the log once more: there is a second mistake.',
      goal(view) {
        const shouldBe = 'a build that comes as far as its push';
        if (projectOf(view)?.environment.privilegedMode !== true)
          return missing('the project has no privileged mode', shouldBe);
        return hasSeen(view, /logs/, /not authorized to perform: ecr:/)
          ? reached
          : missing('no log has been read in which the push is refused', shouldBe);
      },
      hints: [
        'The setting belongs beside image and computeType.',
        '"privilegedMode": true in project.json; aws codebuild update-project takes the same file as create-project.',
        `aws codebuild update-project --cli-input-json file://project.json, then ${again}`,
      ],
      solution: [
        { save: 'project.json', content: project({ privilegedMode: true }) },
        'aws codebuild update-project --cli-input-json file://project.json',
        again,
        'sleep 180',
        log,
      ],
      typicalMinutes: 3,
    },
    {
      id: 'first',
      title: 'Let it push',
      text: 'push.json holds the five permissions of a push to one repository. Give them to the role build, start the pipeline, and wait until all of its stages have succeeded.',
      goal: (view) =>
        imagesOf(view, 'web').length === 0
          ? missing('the repository web is empty', 'an image of the first commit, and a service that runs it')
          : shipped(view, 'an image of the first commit, and a service that runs it'),
      hints: [
        'The build acts as the role build, so the policy goes there.',
        'aws iam put-role-policy takes the file with file://.',
        `${givePush}, then ${again}, then sleep 420`,
      ],
      solution: [givePush, again, 'sleep 420', state],
      typicalMinutes: 3,
    },
    {
      id: 'commit',
      title: 'Commit, and keep your hands still',
      text: 'Change the page in app/index.html and commit the folder: drydock commit octo/shop app -m "…". Start nothing. Wait, and see the service come to rest on the image of your commit.',
      goal(view) {
        const shouldBe = 'a run that your commit has started, and a service on its image';
        return runsOf(view)[0]?.trigger.triggerType === 'WebhookV2'
          ? shipped(view, shouldBe)
          : missing('no commit has started the newest run', shouldBe);
      },
      hints: [
        'The host of the repository tells the pipeline of each commit on the branch main.',
        'Save the page, commit, and let seven minutes pass.',
        'drydock commit octo/shop app -m "Open until six", then sleep 420',
      ],
      solution: [
        { save: 'app/index.html', content: '<h1>Open from nine to six</h1>\n' },
        'drydock commit octo/shop app -m "Open until six"',
        'sleep 420',
        "aws codepipeline list-pipeline-executions --pipeline-name ship --query 'pipelineExecutionSummaries[].[status, trigger.triggerType]' --output text",
        "aws ecs describe-services --cluster drydock --services web --query 'services[0].[taskDefinition, deployments[0].rolloutState]' --output text",
      ],
      typicalMinutes: 3,
    },
  ],
});

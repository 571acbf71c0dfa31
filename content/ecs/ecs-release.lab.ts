import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { register, serviceOf, setNetwork } from './goals.ts';
import { commandsLike, hasSeen, missing, reached } from '../goals.ts';

const account = '123456789012';
const executionRole = `arn:aws:iam::${account}:role/ecsTaskExecutionRole`;
const definition = (container: object) =>
  `${JSON.stringify(
    {
      family: 'web',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      executionRoleArn: executionRole,
      containerDefinitions: [{ name: 'web', essential: true, ...container }],
    },
    null,
    2,
  )}\n`;
const image = 'public.ecr.aws/docker/library/httpd';

const script = (end: string) => `set -e
# Everything here is done as the user pipeline.
export AWS_PROFILE=pipeline

REVISION=$(aws ecs register-task-definition --cli-input-json file://$1 \\
  --query taskDefinition.taskDefinitionArn --output text)
aws ecs update-service --cluster drydock --service web --task-definition $REVISION > /dev/null
aws ecs wait services-stable --cluster drydock --services web
${end}`;
const asIs = script('echo "released $REVISION"\n');
const asked = script(`RUNNING=$(aws ecs describe-services --cluster drydock --services web \\
  --query 'services[0].taskDefinition' --output text)
if [ "$RUNNING" != "$REVISION" ]; then
  echo "rolled back to $RUNNING"
  exit 1
fi
echo "released $REVISION"
`);

const allow = (statement: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
const mayDeploy = allow({
  Action: [
    'ecs:RegisterTaskDefinition',
    'ecs:DescribeTaskDefinition',
    'ecs:UpdateService',
    'ecs:DescribeServices',
  ],
  Resource: '*',
});
const mayPass = `${JSON.stringify(
  {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'iam:PassRole',
        Resource: executionRole,
        Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      },
    ],
  },
  null,
  2,
)}\n`;
const putPolicy = (name: string, document: string) =>
  `aws iam put-user-policy --user-name pipeline --policy-name ${name} --policy-document ${document}`;

/** The container that the service is to run. */
const containerIn = (view: LabView) => {
  const service = serviceOf(view, 'web');
  return (
    service &&
    view.call<{ taskDefinition: { containerDefinitions: { image: string; command?: string[] }[] } }>(
      'ecs',
      'DescribeTaskDefinition',
      { taskDefinition: service.taskDefinition },
    )?.taskDefinition.containerDefinitions[0]
  );
};
const releases = (view: LabView, file: string) => commandsLike(view, new RegExp(`release\\.sh\\s+${file}`));

export default defineLab({
  id: 'ecs-release',
  title: 'A pipeline that tells the truth',
  region: 'us-east-1',
  seed: 'ecs-release',
  open: 'release.sh',
  files: {
    'release.sh': asIs,
    'pass-role.json': mayPass,
    'v1.json': definition({ image: `${image}:2.4` }),
    'v2.json': definition({ image: `${image}:2.4-alpine` }),
    'v3.json': definition({
      image: `${image}:2.4-alpine`,
      command: ['sh', '-c', 'echo "no configuration"; exit 1'],
    }),
  },
  start: [
    'aws ecs create-cluster --cluster-name drydock',
    register('v1.json'),
    setNetwork,
    'aws ecs create-service --cluster drydock --service-name web --task-definition web:1 --desired-count 2 --launch-type FARGATE --network-configuration $NETWORK --deployment-configuration "deploymentCircuitBreaker={enable=true,rollback=true}"',
    'aws iam create-user --user-name pipeline',
    putPolicy('deploy', `'${mayDeploy}'`),
    'aws iam create-access-key --user-name pipeline > key.json',
    'aws configure set aws_access_key_id $(jq -r .AccessKey.AccessKeyId key.json) --profile pipeline',
    'aws configure set aws_secret_access_key $(jq -r .AccessKey.SecretAccessKey key.json) --profile pipeline',
    'aws configure set region us-east-1 --profile pipeline',
    'rm key.json',
    'sleep 180',
  ],
  firstCommand: 'bash release.sh v2.json',
  steps: [
    {
      id: 'refused',
      title: 'Release, and be refused',
      text: 'release.sh is the last stage of a pipeline. Release v2.json with it, and read what the user pipeline lacks.',
      goal: (view) =>
        hasSeen(view, /release\.sh/, 'iam:PassRole')
          ? reached
          : missing('no release has been refused', 'a run of release.sh that is refused for iam:PassRole'),
      hints: [
        'The script takes the file of the new version as its argument.',
        'bash release.sh, and a file name.',
        'bash release.sh v2.json',
      ],
      solution: ['bash release.sh v2.json'],
      typicalMinutes: 1,
    },
    {
      id: 'least',
      title: 'Give it one permission more',
      text: 'pass-role.json allows to pass one role, to one service. Give it to the user pipeline as a policy, and release v2.json.',
      goal(view) {
        const shouldBe = 'a service web on the image of v2.json, released by the user pipeline';
        if (!containerIn(view)?.image.endsWith('alpine'))
          return missing(`the service runs ${containerIn(view)?.image ?? 'nothing'}`, shouldBe);
        return releases(view, 'v2\\.json').some(({ stdout }) => stdout.includes('released'))
          ? reached
          : missing('release.sh has released nothing yet', shouldBe);
      },
      hints: [
        'Whoever registers a definition hands its roles to ECS, and needs leave to do so.',
        'aws iam put-user-policy takes the file with file://.',
        putPolicy('pass', 'file://pass-role.json'),
      ],
      solution: [putPolicy('pass', 'file://pass-role.json'), 'bash release.sh v2.json'],
      typicalMinutes: 2,
    },
    {
      id: 'lie',
      title: 'Catch it lying',
      text: 'v3.json crashes at once. Release it, wait for the end of the script, and compare what it says with what the service runs.',
      goal(view) {
        const shouldBe = 'a release of v3.json that claims success, and a service that runs something else';
        if (!releases(view, 'v3\\.json').some(({ stdout }) => stdout.includes('released')))
          return missing('v3.json has not been released by the script as it was', shouldBe);
        if (containerIn(view)?.command) return missing('the service is still to run v3.json', shouldBe);
        return hasSeen(view, /describe-services/, 'task-definition/web:')
          ? reached
          : missing('nobody has looked what the service runs', shouldBe);
      },
      hints: [
        'The service has a circuit breaker with roll-back.',
        'Steady is not the same as released. Look at the service’s taskDefinition.',
        'aws ecs describe-services --cluster drydock --services web --query "services[0].taskDefinition"',
      ],
      solution: [
        'bash release.sh v3.json',
        'aws ecs describe-services --cluster drydock --services web --query "services[0].taskDefinition"',
      ],
      typicalMinutes: 2,
    },
    {
      id: 'truth',
      title: 'Let it tell the truth',
      text: 'Change release.sh: when the service does not run the revision that was registered, it is to end with another exit status than 0. Release v3.json again, and then v2.json.',
      goal(view) {
        const shouldBe = 'a release of v3.json that fails, and after it one of v2.json that succeeds';
        const last = (file: string) => releases(view, file).at(-1);
        const bad = last('v3\\.json');
        if (!bad || bad.exitCode === 0 || bad.stdout.includes('released '))
          return missing('the newest release of v3.json claims to have succeeded', shouldBe);
        const good = last('v2\\.json');
        return good && good.at >= bad.at && good.exitCode === 0 && good.stdout.includes('released')
          ? reached
          : missing('v2.json has not been released since', shouldBe);
      },
      hints: [
        'Two names are to be compared: what was registered, and what the service is to run now.',
        'Ask describe-services for services[0].taskDefinition after the wait, and exit 1 if it is not $REVISION.',
        `RUNNING=$(aws ecs describe-services --cluster drydock --services web --query 'services[0].taskDefinition' --output text); [ "$RUNNING" = "$REVISION" ] || exit 1`,
      ],
      solution: [
        { save: 'release.sh', content: asked },
        'bash release.sh v3.json',
        'bash release.sh v2.json',
      ],
      typicalMinutes: 4,
    },
  ],
});

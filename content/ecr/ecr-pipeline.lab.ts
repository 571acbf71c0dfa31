import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { digestAt, logIn, page, registry, setRegistry, tagsIn, write } from './goals.ts';
import { missing, reached } from '../goals.ts';

const script = (image: string) => `set -e
COMMIT=$(cat COMMIT)
IMAGE=${registry}/shop:git-$COMMIT
docker build -q -t $IMAGE .
docker push -q $IMAGE
DIGEST=$(aws ecr describe-images --repository-name shop --image-ids imageTag=git-$COMMIT --query 'imageDetails[0].imageDigest' --output text)
sed "s|IMAGE|${image}|" taskdef.template.json > taskdef.json
aws ecs register-task-definition --cli-input-json file://taskdef.json --query taskDefinition.taskDefinitionArn --output text
`;
const byTag = script('$IMAGE');
const byDigest = script(`${registry}/shop@$DIGEST`);
const template = `{
  "family": "shop",
  "requiresCompatibilities": ["FARGATE"],
  "networkMode": "awsvpc",
  "cpu": "256",
  "memory": "512",
  "executionRoleArn": "arn:aws:iam::123456789012:role/ecsTaskExecutionRole",
  "containerDefinitions": [{ "name": "web", "image": "IMAGE", "essential": true }]
}
`;

/** The image of a revision of shop; the newest when none is named. */
const imageOf = (view: LabView, taskDefinition = 'shop') =>
  view.call<{ taskDefinition: { containerDefinitions: { image: string }[] } }>(
    'ecs',
    'DescribeTaskDefinition',
    {
      taskDefinition,
    },
  )?.taskDefinition.containerDefinitions[0]?.image;

/** Digests that running tasks of the cluster drydock have pulled. */
function running(view: LabView): string[] {
  const cluster = 'drydock';
  const tasks = view.call<{ taskArns: string[] }>('ecs', 'ListTasks', { cluster })?.taskArns ?? [];
  if (tasks.length === 0) return [];
  const described = view.call<{ tasks: { lastStatus: string; containers: { imageDigest?: string }[] }[] }>(
    'ecs',
    'DescribeTasks',
    { cluster, tasks },
  );
  return (described?.tasks ?? [])
    .filter(({ lastStatus }) => lastStatus === 'RUNNING')
    .flatMap(({ containers }) => containers.flatMap(({ imageDigest }) => imageDigest ?? []));
}

const run =
  'aws ecs run-task --cluster drydock --task-definition shop --launch-type FARGATE --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"';

export default defineLab({
  id: 'ecr-pipeline',
  title: 'From commit to task, by digest',
  region: 'us-east-1',
  seed: 'ecr-pipeline',
  open: 'deploy.sh',
  files: {
    ...page,
    Dockerfile: 'FROM public.ecr.aws/docker/library/httpd:2.4\nCOPY index.html /usr/local/apache2/htdocs/\n',
    COMMIT: '3f2a9c1\n',
    'deploy.sh': byTag,
    'taskdef.template.json': template,
  },
  start: [
    setRegistry,
    'aws ecr create-repository --repository-name shop --image-tag-mutability IMMUTABLE > /dev/null',
    'aws ecs create-cluster --cluster-name drydock > /dev/null',
    logIn(),
  ],
  firstCommand: 'cat deploy.sh',
  steps: [
    {
      id: 'build',
      title: 'Run the pipeline',
      text: 'deploy.sh does what a pipeline does at each commit. Run it once as it is.',
      goal(view) {
        const tags = tagsIn(view, 'shop');
        if (!tags.includes('git-3f2a9c1'))
          return missing(
            'shop has no image git-3f2a9c1',
            'an image named after the commit, and a task definition for it',
          );
        return imageOf(view)
          ? reached
          : missing(
              'the image is there, and no task definition',
              'an image named after the commit, and a task definition for it',
            );
      },
      hints: ['It is a script of the shell.', 'Read it first; then bash and its name.', 'bash deploy.sh'],
      solution: ['bash deploy.sh'],
      typicalMinutes: 2,
    },
    {
      id: 'digest',
      title: 'Deploy what you built',
      text: 'The task definition names a tag. Change deploy.sh so that it names the digest. Write a new COMMIT and change the page, then run it.',
      goal(view) {
        const image = imageOf(view);
        const wants = 'a newest revision of shop whose image is a digest in the repository shop';
        if (!image) return missing('there is no task definition shop', wants);
        if (!image.includes('@sha256:'))
          return missing(`the newest revision names the tag ${image.split(':').at(-1)}`, wants);
        const digests = tagsIn(view, 'shop').map((tag) => digestAt(view, 'shop', tag));
        if (!digests.includes(image.split('@')[1]))
          return missing('the digest is not in the repository shop', wants);
        return digests.length > 1
          ? reached
          : missing('shop has the image of one commit only', 'a second commit, deployed by digest');
      },
      hints: [
        'The script knows the digest already, and does not use it.',
        'In the line with sed, the image is to be registry/shop@$DIGEST. And an immutable tag can be pushed once.',
        'Put $IMAGE in the sed line as 123456789012.dkr.ecr.us-east-1.amazonaws.com/shop@$DIGEST, echo 8d10b77 > COMMIT, change index.html, bash deploy.sh',
      ],
      solution: [
        { save: 'deploy.sh', content: byDigest },
        { save: 'COMMIT', content: '8d10b77\n' },
        write('Closed on Mondays'),
        'bash deploy.sh',
      ],
      typicalMinutes: 5,
    },
    {
      id: 'run',
      title: 'Prove what runs',
      text: 'Run the newest revision on Fargate in the cluster drydock. When it is RUNNING, its imageDigest has to be the one of your commit.',
      goal(view) {
        const digests = running(view);
        const wants = 'a task that is RUNNING with the digest of the newest revision';
        if (digests.length === 0) return missing('no task is RUNNING', wants);
        const wanted = imageOf(view)?.split('@')[1];
        return wanted && digests.includes(wanted)
          ? reached
          : missing('what runs is not the digest of the newest revision', wants);
      },
      hints: [
        'run-task, a minute on the clock, describe-tasks.',
        '$SUBNET names a subnet. The digest stands at each container of describe-tasks.',
        run,
      ],
      solution: [
        run,
        { wind: 60_000 },
        "aws ecs describe-tasks --cluster drydock --tasks $(aws ecs list-tasks --cluster drydock --query 'taskArns[0]' --output text) --query 'tasks[0].containers[0].imageDigest'",
      ],
      typicalMinutes: 3,
    },
  ],
});

import { defineLab } from '../../learner/bench/index.ts';
import { clusterNames, tasksIn } from '../ecs/goals.ts';
import { repositoriesOf } from './goals.ts';
import { missing, reached } from '../goals.ts';

const account = '123456789012';
const region = 'us-east-1';
const registry = `${account}.dkr.ecr.${region}.amazonaws.com`;
const role = `arn:aws:iam::${account}:role/ecsTaskExecutionRole`;

/** `"memory"` of 4096 MiB is no size that goes with 256 CPU units, and the execution role is missing. */
const taskDefinition = (memory: string, executionRole: string) => `{
  "family": "web",
  "requiresCompatibilities": ["FARGATE"],
  "networkMode": "awsvpc",
  "cpu": "256",
  "memory": "${memory}",${executionRole}
  "containerDefinitions": [
    {
      "name": "web",
      "image": "${registry}/web:v1",
      "essential": true,
      "portMappings": [{ "containerPort": 80 }]
    }
  ]
}
`;
const wrong = taskDefinition('4096', '');
const right = taskDefinition('512', `\n  "executionRoleArn": "${role}",`);

const names = (list: readonly string[]) => list.join(', ');

export default defineLab({
  id: 'push-and-run',
  title: 'Run your first task',
  region,
  seed: 'push-and-run',
  open: 'taskdef.json',
  files: {
    'taskdef.json': wrong,
    Dockerfile: 'FROM public.ecr.aws/docker/library/httpd:2.4\nCOPY index.html /usr/local/apache2/htdocs/\n',
    'index.html':
      '<!doctype html>\n<title>Drydock</title>\n<h1>It floats</h1>\n<p>Served from a container on AWS Fargate.</p>\n',
  },
  firstCommand: 'aws ecr create-repository --repository-name web',
  steps: [
    {
      id: 'create-repository',
      title: 'Create a repository',
      text: 'Make a private ECR repository named web.',
      goal(view) {
        const found = [...repositoriesOf(view).keys()];
        if (found.includes('web')) return reached;
        return missing(
          found.length === 0
            ? `the registry has no repository in ${region}`
            : `the registry has ${names(found)}, and no repository web`,
          'a repository named web',
        );
      },
      hints: [
        'A repository holds the versions of one image. The aws command has a service for the registry: ecr.',
        'Look at aws ecr help: the operation is create-repository, and it wants a name.',
        'aws ecr create-repository --repository-name web',
      ],
      solution: ['aws ecr create-repository --repository-name web', `REGISTRY=${registry}`],
      typicalMinutes: 1,
    },
    {
      id: 'build-image',
      title: 'Build the image and tag it',
      text: 'Build web:v1 from the Dockerfile, then give it the name that leads to your repository.',
      goal(view) {
        const images = view.call<{ RepoTags: string[] }[]>('docker', 'ImageList') ?? [];
        const tags = images.flatMap(({ RepoTags }) => RepoTags);
        if (tags.includes(`${registry}/web:v1`)) return reached;
        if (tags.some((tag) => /(^|\/)web:v1$/.test(tag)))
          return missing('web:v1 is built, but has no name in your registry', `a tag ${registry}/web:v1`);
        return missing('Docker has no image tagged web:v1', `an image tagged ${registry}/web:v1`);
      },
      hints: [
        'An image is built from a Dockerfile; the one in your home folder is ready.',
        'docker build -t names the image; docker tag gives it a second name that starts with the registry’s address.',
        'docker build -t web:v1 . and then docker tag web:v1 $REGISTRY/web:v1',
      ],
      solution: ['docker build -t web:v1 .', 'docker tag web:v1 $REGISTRY/web:v1'],
      typicalMinutes: 2,
    },
    {
      id: 'push-image',
      title: 'Log in and push',
      text: 'Give Docker a token of ECR, then push web:v1.',
      goal(view) {
        if (!repositoriesOf(view).has('web'))
          return missing('there is no repository web', 'an image v1 in repository web');
        const images =
          view.call<{ imageDetails: { imageTags?: string[] }[] }>('ecr', 'DescribeImages', {
            repositoryName: 'web',
          })?.imageDetails ?? [];
        const tags = images.flatMap(({ imageTags }) => imageTags ?? []);
        if (tags.includes('v1')) return reached;
        return missing(
          tags.length === 0
            ? 'repository web has no image tagged v1'
            : `repository web has ${names(tags)}, and no image tagged v1`,
          'an image tagged v1 in repository web',
        );
      },
      hints: [
        'Docker needs a password for the registry. ECR gives one that lasts twelve hours.',
        'aws ecr get-login-password prints it; a pipe hands it to docker login with the user AWS.',
        `aws ecr get-login-password --region ${region} | docker login --username AWS --password-stdin $REGISTRY and then docker push $REGISTRY/web:v1`,
      ],
      solution: [
        `aws ecr get-login-password --region ${region} | docker login --username AWS --password-stdin $REGISTRY`,
        'docker push $REGISTRY/web:v1',
      ],
      typicalMinutes: 2,
    },
    {
      id: 'register-task-definition',
      title: 'Mend and register the task definition',
      text: 'taskdef.json has mistakes. Mend what the editor marks, then register it.',
      goal(view) {
        const answer = view.call<{
          taskDefinition: { memory?: string; executionRoleArn?: string; compatibilities?: string[] };
        }>('ecs', 'DescribeTaskDefinition', { taskDefinition: 'web' });
        if (!answer)
          return missing(
            'no task definition of the family web is registered',
            'a task definition of the family web',
          );
        if (!answer.taskDefinition.compatibilities?.includes('FARGATE'))
          return missing(
            'the newest revision of web does not fit Fargate',
            'a revision of web that fits Fargate',
          );
        if (!answer.taskDefinition.executionRoleArn)
          return missing(
            'the newest revision of web has no execution role',
            'an executionRoleArn, to pull the image from ECR',
          );
        return reached;
      },
      hints: [
        'The editor underlines what AWS would refuse; the list under it has the words.',
        'Fargate takes 512, 1024 or 2048 MiB with 256 CPU units, and it needs an execution role to pull from ECR.',
        `Set "memory": "512", add "executionRoleArn": "${role}", then run aws ecs register-task-definition --cli-input-json file://taskdef.json`,
      ],
      solution: [
        { save: 'taskdef.json', content: right },
        'aws ecs register-task-definition --cli-input-json file://taskdef.json',
      ],
      typicalMinutes: 4,
    },
    {
      id: 'create-cluster',
      title: 'Create a cluster',
      text: 'Make a cluster named drydock for your tasks to run in.',
      goal(view) {
        const found = clusterNames(view);
        if (found.includes('drydock')) return reached;
        return missing(
          found.length === 0 ? 'there is no cluster' : `there is ${names(found)}, and no cluster drydock`,
          'a cluster named drydock',
        );
      },
      hints: [
        'With Fargate a cluster is little more than a name.',
        'aws ecs has create-cluster, which takes --cluster-name.',
        'aws ecs create-cluster --cluster-name drydock',
      ],
      solution: ['aws ecs create-cluster --cluster-name drydock'],
      typicalMinutes: 1,
    },
    {
      id: 'run-task',
      title: 'Run a task on Fargate',
      text: 'Run web in the cluster drydock, in the subnet that the variable SUBNET names.',
      goal(view) {
        const found = tasksIn(view);
        if (found.some(({ launchType }) => launchType === 'FARGATE')) return reached;
        return missing('the cluster drydock has no task', 'a task of web on Fargate in the cluster drydock');
      },
      hints: [
        'A task definition is a plan; run-task makes a task of it.',
        'A task on Fargate wants --launch-type FARGATE and --network-configuration with a subnet; echo $SUBNET shows one.',
        'aws ecs run-task --cluster drydock --task-definition web --launch-type FARGATE --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"',
      ],
      solution: [
        'aws ecs run-task --cluster drydock --task-definition web --launch-type FARGATE --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"',
      ],
      typicalMinutes: 2,
    },
    {
      id: 'see-running',
      title: 'See it run',
      text: 'Let time pass, or step the clock, until the task is RUNNING.',
      goal(view) {
        const found = tasksIn(view);
        if (found.some(({ startedAt }) => startedAt !== undefined)) return reached;
        const last = found[0];
        return missing(
          last ? `the task is ${last.lastStatus}` : 'the cluster drydock has no task',
          'a task that is RUNNING',
        );
      },
      hints: [
        'A task takes about 24 seconds to start. The clock above is yours.',
        'Press “Next” at the clock a few times, or set the speed to 10x.',
        'Wind the clock until the map says RUNNING. If the task stops instead, look at its stoppedReason on the map.',
      ],
      solution: [{ wind: 60_000 }],
      typicalMinutes: 1,
    },
    {
      id: 'stop-task',
      title: 'Stop it',
      text: 'Stop the task yourself and wait until it is STOPPED.',
      goal(view) {
        const found = tasksIn(view);
        if (
          found.some(({ lastStatus, stopCode }) => lastStatus === 'STOPPED' && stopCode === 'UserInitiated')
        )
          return reached;
        const last = found.find(({ lastStatus }) => lastStatus !== 'STOPPED') ?? found[0];
        if (!last) return missing('the cluster drydock has no task', 'a task that you have stopped');
        return missing(
          last.lastStatus === 'STOPPED'
            ? `the task is STOPPED, with stopCode ${last.stopCode}`
            : `the task is ${last.lastStatus}`,
          'a task that is STOPPED with stopCode UserInitiated',
        );
      },
      hints: [
        'A task that you run by hand goes on until you end it.',
        'aws ecs stop-task wants the cluster and the task; aws ecs list-tasks shows the task’s ARN.',
        'aws ecs stop-task --cluster drydock --task $(aws ecs list-tasks --cluster drydock --query taskArns[0] --output text)',
      ],
      solution: [
        "TASK=$(aws ecs list-tasks --cluster drydock --query 'taskArns[0]' --output text)",
        'aws ecs stop-task --cluster drydock --task $TASK',
        { wind: 60_000 },
      ],
      typicalMinutes: 2,
    },
    {
      id: 'token-expired',
      title: 'Let the token run out',
      text: 'Wind the clock on by twelve hours, see that a push is refused, and log in again.',
      optional: true,
      goal(view) {
        const refused = view.commands.findIndex(
          ({ line, stderr }) =>
            line.includes('docker push') && stderr.includes('authorization token has expired'),
        );
        if (refused < 0)
          return missing(
            'no push has been refused for an expired token',
            'a push that is refused twelve hours after the login',
          );
        const again = view.commands
          .slice(refused + 1)
          .some(({ line, exitCode }) => line.includes('docker login') && exitCode === 0);
        return again
          ? reached
          : missing('Docker still holds the expired token', 'a new login after the refused push');
      },
      hints: [
        'A token lasts twelve hours, and the clock has a button for just that.',
        'Press “+12 h”, then push again, and read what Docker says.',
        'After the refusal, run the login of step 3 again; a push works then.',
      ],
      solution: [
        { wind: 12 * 3_600_000 },
        'docker push $REGISTRY/web:v1',
        `aws ecr get-login-password --region ${region} | docker login --username AWS --password-stdin $REGISTRY`,
      ],
      typicalMinutes: 2,
    },
  ],
});

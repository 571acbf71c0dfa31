import { defineLab } from '../../learner/bench/index.ts';
import { register, setNetwork, tasksOf } from '../ecs/goals.ts';
import { missing, reached, toSee } from '../goals.ts';

const web = `{
  "family": "web",
  "requiresCompatibilities": ["FARGATE"],
  "networkMode": "awsvpc",
  "cpu": "256",
  "memory": "512",
  "containerDefinitions": [
    { "name": "web", "image": "public.ecr.aws/docker/library/httpd:2.4", "essential": true }
  ]
}
`;
const run = (more: string) =>
  `aws ecs run-task --cluster drydock --task-definition web --network-configuration $NETWORK ${more}`;
const addresses =
  "aws ecs describe-tasks --cluster drydock --tasks $(aws ecs list-tasks --cluster drydock --query 'taskArns[]' --output text) --query 'tasks[].containers[0].networkInterfaces[0].privateIpv4Address'";

export default defineLab({
  id: 'fargate-one-task-one-interface',
  title: 'Where a task lives',
  region: 'us-east-1',
  seed: 'fargate-one-task-one-interface',
  open: 'web.json',
  files: { 'web.json': web },
  start: ['aws ecs create-cluster --cluster-name drydock', register('web.json'), setNetwork],
  firstCommand: run('--count 2 --launch-type FARGATE --platform-version LATEST'),
  steps: [
    {
      id: 'platform-version',
      title: 'Ask for the latest platform',
      text: 'Run two tasks of web on Fargate with the platform version LATEST, and let them start.',
      goal(view) {
        const running = tasksOf(view, 'web').filter(({ lastStatus }) => lastStatus === 'RUNNING');
        const old = running.filter(({ platformVersion }) => platformVersion !== '1.4.0');
        if (running.length - old.length >= 2) return reached;
        if (old[0])
          return missing(`a task runs on platform version ${old[0].platformVersion}`, 'two tasks on 1.4.0');
        return missing(
          `${running.length} of 2 tasks are RUNNING`,
          'two tasks that are RUNNING on platform version 1.4.0',
        );
      },
      hints: [
        'LATEST is also what you get when you say nothing.',
        'The options are --count, --launch-type and --platform-version.',
        `${run('--count 2 --launch-type FARGATE --platform-version LATEST')}, then a minute on the clock.`,
      ],
      solution: [run('--count 2 --launch-type FARGATE --platform-version LATEST'), { wind: 60_000 }],
      typicalMinutes: 2,
    },
    {
      id: 'own-address',
      title: 'Find their addresses',
      text: 'Each task has a network interface of its own. Describe the tasks, and find two private addresses.',
      goal(view) {
        const shown = view.commands.some(({ line, stdout }) => {
          const found = new Set(stdout.match(/\b(?:10|172|192)\.\d+\.\d+\.\d+\b/g) ?? []);
          return /describe-tasks/.test(line) && found.size >= 2;
        });
        return shown
          ? reached
          : missing(
              'no describe-tasks has shown two addresses',
              'a describe-tasks with the private addresses of two tasks',
            );
      },
      hints: [
        'describe-tasks takes several tasks at once.',
        'Look for networkInterfaces in each container, or for attachments in the task.',
        addresses,
      ],
      solution: [addresses],
      typicalMinutes: 2,
    },
    {
      id: 'not-both',
      title: 'Ask twice for capacity',
      text: 'Run web with the launch type FARGATE and, at the same time, a strategy for FARGATE_SPOT. Read what ECS says.',
      goal: toSee(
        /run-task/,
        'Specifying both a launch type and capacity provider strategy',
        'no run-task has been refused',
        'a run-task with both a launch type and a strategy',
      ),
      hints: [
        'Both options say where to run.',
        'The second is --capacity-provider-strategy capacityProvider=FARGATE_SPOT.',
        run('--launch-type FARGATE --capacity-provider-strategy capacityProvider=FARGATE_SPOT'),
      ],
      solution: [run('--launch-type FARGATE --capacity-provider-strategy capacityProvider=FARGATE_SPOT')],
      typicalMinutes: 1,
    },
  ],
});

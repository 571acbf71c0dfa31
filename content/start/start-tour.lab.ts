import { defineLab } from '../../learner/bench/index.ts';
import { register, runOnFargate, setNetwork, tasksOf } from '../ecs/goals.ts';
import { commandsLike, missing, reached } from '../goals.ts';

const taskDefinition = `{
  "family": "hello",
  "requiresCompatibilities": ["FARGATE"],
  "networkMode": "awsvpc",
  "cpu": "256",
  "memory": "512",
  "containerDefinitions": [
    { "name": "hello", "image": "public.ecr.aws/docker/library/httpd:2.4", "essential": true }
  ]
}
`;

export default defineLab({
  id: 'start-tour',
  title: 'Five minutes at the bench',
  region: 'us-east-1',
  seed: 'start-tour',
  open: 'hello.json',
  files: { 'hello.json': taskDefinition },
  start: ['aws ecs create-cluster --cluster-name drydock', register('hello.json'), setNetwork],
  firstCommand: 'aws ecs list-clusters',
  steps: [
    {
      id: 'first-command',
      title: 'Take the command that stands there',
      text: 'A command stands greyed at the prompt. Tab takes it, Enter runs it.',
      goal: (view) =>
        commandsLike(view, /list-clusters/).length > 0
          ? reached
          : missing('no command has been run', 'aws ecs list-clusters, run at the prompt'),
      hints: [
        'Click into the terminal, or press Alt+1.',
        'The grey text becomes yours with Tab.',
        'aws ecs list-clusters',
      ],
      solution: ['aws ecs list-clusters'],
      typicalMinutes: 1,
    },
    {
      id: 'run',
      title: 'Start something',
      text: 'Run the task hello on Fargate, and look at the map: something has come up.',
      goal: (view) =>
        tasksOf(view, 'hello').length > 0
          ? reached
          : missing('the cluster drydock has no task', 'a task of the family hello'),
      hints: [
        'The cluster and the task definition are there already.',
        'aws ecs run-task with --cluster drydock, --task-definition hello, --launch-type FARGATE and $NETWORK.',
        runOnFargate('hello'),
      ],
      solution: [runOnFargate('hello')],
      typicalMinutes: 1,
    },
    {
      id: 'clock',
      title: 'Turn the clock',
      text: 'The task waits for a machine, for an image, for a start. Step from one event to the next until it is RUNNING.',
      goal(view) {
        const [task] = tasksOf(view, 'hello');
        if (!task) return missing('the cluster drydock has no task', 'a task of hello that is RUNNING');
        return tasksOf(view, 'hello').some(({ startedAt }) => startedAt !== undefined)
          ? reached
          : missing(`the task is ${task.lastStatus}`, 'a task of hello that is RUNNING');
      },
      hints: [
        'Time stands still until you let it pass.',
        'The button Next, or Alt+N, goes to the next thing that happens.',
        'Press Alt+N until the task on the map has a filled disc, or type sleep 60.',
      ],
      solution: [{ wind: 60_000 }],
      typicalMinutes: 1,
    },
    {
      id: 'file',
      title: 'Use the editor',
      text: 'Change the memory in hello.json from 512 to 1024, save, and register it again. The editor and the terminal share their files.',
      goal(view) {
        const answer = view.call<{ taskDefinition: { revision: number; memory?: string } }>(
          'ecs',
          'DescribeTaskDefinition',
          { taskDefinition: 'hello' },
        );
        if (!answer) return missing('the family hello has no revision', 'hello:2 with 1024 MiB');
        const { revision, memory } = answer.taskDefinition;
        if (revision > 1 && memory === '1024') return reached;
        return missing(`hello:${revision} has ${memory} MiB`, 'a second revision with 1024 MiB');
      },
      hints: [
        'Alt+2 goes to the editor; what you type there is saved by itself or with Ctrl+S.',
        'Then register the file: aws ecs register-task-definition with --cli-input-json.',
        register('hello.json'),
      ],
      solution: [
        { save: 'hello.json', content: taskDefinition.replace('512', '1024') },
        register('hello.json'),
      ],
      typicalMinutes: 2,
    },
  ],
});

import { defineLab } from '../../learner/bench/index.ts';
import { definitionOf, register, runOnFargate, setNetwork, tasksOf } from './goals.ts';
import { missing, reached, toSee } from '../goals.ts';

const taskDefinition = (tag: string) => `{
  "family": "shop",
  "requiresCompatibilities": ["FARGATE"],
  "networkMode": "awsvpc",
  "cpu": "256",
  "memory": "512",
  "containerDefinitions": [
    {
      "name": "web",
      "image": "public.ecr.aws/docker/library/httpd:${tag}",
      "essential": true,
      "portMappings": [{ "containerPort": 80 }]
    }
  ]
}
`;
const imageOf = (definition: ReturnType<typeof definitionOf>) =>
  definition?.containerDefinitions[0]?.image.replace(/^.*\//, '');

export default defineLab({
  id: 'ecs-revisions',
  title: 'A family and its revisions',
  region: 'us-east-1',
  seed: 'ecs-revisions',
  open: 'taskdef.json',
  files: { 'taskdef.json': taskDefinition('2.4') },
  start: ['aws ecs create-cluster --cluster-name drydock', setNetwork],
  firstCommand: register('taskdef.json'),
  steps: [
    {
      id: 'first-revision',
      title: 'Register the first revision',
      text: 'Register taskdef.json as it stands. It begins the family shop.',
      goal(view) {
        if (definitionOf(view, 'shop:1')) return reached;
        return missing('the family shop has no revision', 'shop:1');
      },
      hints: [
        'Registering reads the file and gives it a number.',
        'register-task-definition takes --cli-input-json with a file:// path.',
        register('taskdef.json'),
      ],
      solution: [register('taskdef.json')],
      typicalMinutes: 1,
    },
    {
      id: 'second-revision',
      title: 'Add a second one',
      text: 'Change the image in taskdef.json to the tag 2.4-alpine, save, and register again.',
      goal(view) {
        const newest = definitionOf(view, 'shop');
        if (!newest || newest.revision < 2)
          return missing(
            newest ? 'shop:1 is the newest revision' : 'the family shop has no revision',
            'shop:2 with httpd:2.4-alpine',
          );
        if (imageOf(newest) === 'httpd:2.4-alpine') return reached;
        return missing(
          `shop:${newest.revision} runs ${imageOf(newest)}`,
          'a revision that runs httpd:2.4-alpine',
        );
      },
      hints: [
        'A registered revision never changes: a change is a new revision.',
        'Edit the "image" line in the editor, save, and run the same command again.',
        'Set "image": "public.ecr.aws/docker/library/httpd:2.4-alpine", then register once more.',
      ],
      solution: [{ save: 'taskdef.json', content: taskDefinition('2.4-alpine') }, register('taskdef.json')],
      typicalMinutes: 2,
    },
    {
      id: 'go-back',
      title: 'Run the old one',
      text: 'Run revision 1 on Fargate in the cluster drydock, although there is a newer one. $NETWORK holds the network configuration.',
      goal(view) {
        const tasks = tasksOf(view, 'shop');
        if (tasks.some(({ taskDefinitionArn }) => taskDefinitionArn.endsWith('/shop:1'))) return reached;
        const ran = tasks[0]?.taskDefinitionArn.replace(/^.*\//, '');
        return missing(ran ? `the task runs ${ran}` : 'the cluster drydock has no task', 'a task of shop:1');
      },
      hints: [
        'A family name alone means its newest active revision.',
        'Add a colon and the number: shop:1.',
        runOnFargate('shop:1'),
      ],
      solution: [runOnFargate('shop:1')],
      typicalMinutes: 2,
    },
    {
      id: 'deregister',
      title: 'Take revision 1 out of use',
      text: 'Deregister shop:1. The task that runs from it goes on.',
      goal(view) {
        const first = definitionOf(view, 'shop:1');
        if (!first) return missing('the family shop has no revision', 'shop:1, INACTIVE');
        return first.status === 'INACTIVE'
          ? reached
          : missing(`shop:1 is ${first.status}`, 'shop:1, INACTIVE');
      },
      hints: [
        'Taking out of use is not deleting.',
        'deregister-task-definition wants the family and the number.',
        'aws ecs deregister-task-definition --task-definition shop:1',
      ],
      solution: ['aws ecs deregister-task-definition --task-definition shop:1'],
      typicalMinutes: 1,
    },
    {
      id: 'inactive-refused',
      title: 'See that it starts nothing more',
      text: 'Run shop:1 once more, and read what ECS says.',
      goal: toSee(
        /run-task/,
        'TaskDefinition is inactive',
        'no run-task has been refused',
        'a run-task that ECS refuses because shop:1 is inactive',
      ),
      hints: [
        'The same command as before will do.',
        'Press ↑ in the terminal to find it.',
        runOnFargate('shop:1'),
      ],
      solution: [runOnFargate('shop:1')],
      typicalMinutes: 1,
    },
  ],
});

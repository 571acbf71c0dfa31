import { defineLab } from '../../learner/bench/index.ts';
import { definitionOf, register, runOnFargate, setNetwork, tasksOf } from './goals.ts';
import { missing, reached, toSee } from '../goals.ts';

const container = {
  name: 'web',
  image: 'public.ecr.aws/docker/library/httpd:2.4',
  essential: true,
  memory: 256,
};
const json = (definition: object) => `${JSON.stringify(definition, null, 2)}\n`;
const legacy = json({ family: 'web', networkMode: 'bridge', containerDefinitions: [container] });
const fargate = json({
  family: 'web',
  networkMode: 'awsvpc',
  cpu: '256',
  memory: '512',
  containerDefinitions: [container],
});

export default defineLab({
  id: 'ecs-launch-types',
  title: 'Where may it run?',
  region: 'us-east-1',
  seed: 'ecs-launch-types',
  open: 'web.json',
  files: { 'web.json': legacy },
  start: ['aws ecs create-cluster --cluster-name drydock', setNetwork],
  firstCommand: register('web.json'),
  steps: [
    {
      id: 'read-compatibilities',
      title: 'Ask where it fits',
      text: 'Register web.json, and find compatibilities in the answer.',
      goal(view) {
        if (definitionOf(view, 'web')) return reached;
        return missing('the family web has no revision', 'web:1');
      },
      hints: [
        'ECS works out by itself where a definition can run.',
        'Look near the end of the answer.',
        `${register('web.json')} --query taskDefinition.compatibilities`,
      ],
      solution: [register('web.json')],
      typicalMinutes: 1,
    },
    {
      id: 'not-on-fargate',
      title: 'Try Fargate',
      text: 'Run it on Fargate, and read the refusal.',
      goal: toSee(
        /run-task/,
        'Task definition does not support launch_type FARGATE.',
        'no run-task has been refused for its launch type',
        'a run-task with --launch-type FARGATE that ECS refuses',
      ),
      hints: [
        'FARGATE was not among the compatibilities.',
        'run-task with --launch-type FARGATE.',
        runOnFargate('web'),
      ],
      solution: [runOnFargate('web:1')],
      typicalMinutes: 1,
    },
    {
      id: 'no-instances',
      title: 'Try EC2',
      text: 'Run it with the launch type EC2 in the cluster drydock, which has no container instance.',
      goal: toSee(
        /run-task/,
        'No Container Instances were found in your cluster.',
        'no run-task has looked for a container instance',
        'a run-task with --launch-type EC2 that finds no container instance',
      ),
      hints: [
        'On EC2 a cluster needs machines that have registered with it.',
        'The same command with another launch type; in bridge mode there is no network configuration.',
        'aws ecs run-task --cluster drydock --task-definition web:1 --launch-type EC2',
      ],
      solution: ['aws ecs run-task --cluster drydock --task-definition web:1 --launch-type EC2'],
      typicalMinutes: 1,
    },
    {
      id: 'fit-fargate',
      title: 'Make it fit both',
      text: 'Change web.json so that Fargate is among its compatibilities: network mode, and a size for the task. Register it.',
      goal(view) {
        const definition = definitionOf(view, 'web');
        if (!definition) return missing('the family web has no revision', 'a revision that fits FARGATE');
        if (definition.compatibilities?.includes('FARGATE')) return reached;
        return missing(
          `web:${definition.revision} fits ${definition.compatibilities?.join(' and ')}`,
          'a revision that fits FARGATE',
        );
      },
      hints: [
        'Fargate gives each task a network interface, and sells it a size.',
        'Set networkMode to awsvpc, and add cpu and memory beside it.',
        'Set "networkMode": "awsvpc", "cpu": "256", "memory": "512", save, and register.',
      ],
      solution: [{ save: 'web.json', content: fargate }, register('web.json')],
      typicalMinutes: 2,
    },
    {
      id: 'run-it',
      title: 'Run it on Fargate',
      text: 'Run the new revision on Fargate until it is RUNNING.',
      goal(view) {
        const tasks = tasksOf(view, 'web');
        if (tasks.some(({ startedAt }) => startedAt !== undefined)) return reached;
        return missing(
          tasks[0] ? `the task is ${tasks[0].lastStatus}` : 'the cluster drydock has no task',
          'a task of web that is RUNNING',
        );
      },
      hints: [
        'Now the command of step 2 works.',
        'In awsvpc mode the network configuration is needed.',
        `${runOnFargate('web')}, then a minute on the clock.`,
      ],
      solution: [runOnFargate('web'), { wind: 60_000 }],
      typicalMinutes: 1,
    },
  ],
});

import { defineLab } from '../../learner/bench/index.ts';
import { clusterNames, register, setNetwork, tasksIn } from './goals.ts';
import { missing, reached, toSee } from '../goals.ts';

const taskDefinition = `{
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
const run =
  'aws ecs run-task --cluster staging --task-definition web --launch-type FARGATE --network-configuration $NETWORK';

export default defineLab({
  id: 'ecs-clusters',
  title: 'Make, fill and clear away a cluster',
  region: 'us-east-1',
  seed: 'ecs-clusters',
  open: 'taskdef.json',
  files: { 'taskdef.json': taskDefinition },
  start: [register('taskdef.json'), setNetwork],
  firstCommand: 'aws ecs create-cluster --cluster-name staging',
  steps: [
    {
      id: 'create-cluster',
      title: 'Create a cluster',
      text: 'Make a cluster named staging.',
      goal(view) {
        const names = clusterNames(view);
        if (names.includes('staging')) return reached;
        return missing(
          names.length === 0 ? 'there is no cluster' : `there is ${names.join(', ')}, and no cluster staging`,
          'a cluster named staging',
        );
      },
      hints: [
        'A cluster needs nothing but a name.',
        'The operation is create-cluster, and the name goes with --cluster-name.',
        'aws ecs create-cluster --cluster-name staging',
      ],
      solution: ['aws ecs create-cluster --cluster-name staging'],
      typicalMinutes: 1,
    },
    {
      id: 'run-in-it',
      title: 'Put a task into it',
      text: 'The task definition web is registered, and $NETWORK holds its network configuration. Run it on Fargate in staging.',
      goal(view) {
        if (!clusterNames(view).includes('staging'))
          return missing('there is no cluster staging', 'a task of web in staging');
        if (tasksIn(view, 'staging').length > 0) return reached;
        if (tasksIn(view, 'default').length > 0)
          return missing('the task is in the cluster default', 'a task of web in staging');
        return missing('the cluster staging has no task', 'a task of web in staging');
      },
      hints: [
        'run-task takes the cluster, the task definition, a launch type and a network.',
        'Leave out --cluster and ECS looks for one that is called default.',
        run,
      ],
      solution: [run],
      typicalMinutes: 2,
    },
    {
      id: 'count-tasks',
      title: 'Let the cluster count',
      text: 'Let the clock run until the task is RUNNING, then describe the cluster and find its counters.',
      goal: toSee(
        /describe-clusters/,
        /"runningTasksCount": [1-9]/,
        (view) =>
          tasksIn(view, 'staging').some(({ lastStatus }) => lastStatus === 'RUNNING')
            ? 'no describe-clusters has shown a running task'
            : 'no task in staging is RUNNING',
        'a describe-clusters that shows a runningTasksCount of 1 or more',
      ),
      hints: [
        'A task needs some 24 seconds to start.',
        'describe-clusters wants --clusters, and counts pending and running tasks.',
        'Wind the clock on by a minute, then: aws ecs describe-clusters --clusters staging',
      ],
      solution: [{ wind: 60_000 }, 'aws ecs describe-clusters --clusters staging'],
      typicalMinutes: 2,
    },
    {
      id: 'delete-refused',
      title: 'See a delete refused',
      text: 'Try to delete the cluster while its task runs, and read the refusal.',
      goal: toSee(
        /delete-cluster/,
        'ClusterContainsTasksException',
        'no delete has been refused',
        'a delete-cluster that ECS refuses for its tasks',
      ),
      hints: [
        'A cluster in use protects what is in it.',
        'delete-cluster takes --cluster.',
        'aws ecs delete-cluster --cluster staging',
      ],
      solution: ['aws ecs delete-cluster --cluster staging'],
      typicalMinutes: 1,
    },
    {
      id: 'clear-away',
      title: 'Stop the task, delete the cluster',
      text: 'Stop what runs, let it end, and delete staging.',
      goal(view) {
        const made = view.commands.some(
          ({ line, exitCode }) => /create-cluster/.test(line) && exitCode === 0,
        );
        if (!made)
          return missing('there has been no cluster staging yet', 'a cluster staging that you have deleted');
        if (!clusterNames(view).includes('staging')) return reached;
        const alive = tasksIn(view, 'staging').filter(({ lastStatus }) => lastStatus !== 'STOPPED').length;
        return missing(
          alive > 0
            ? `staging still has ${alive} task that has not stopped`
            : 'the cluster staging is still there',
          'no cluster staging',
        );
      },
      hints: [
        'First the task, then the cluster.',
        'list-tasks gives the task’s ARN, stop-task ends it; wind the clock until it is STOPPED.',
        'aws ecs stop-task --cluster staging --task $(aws ecs list-tasks --cluster staging --query taskArns[0] --output text), a minute later aws ecs delete-cluster --cluster staging',
      ],
      solution: [
        'aws ecs stop-task --cluster staging --task $(aws ecs list-tasks --cluster staging --query taskArns[0] --output text)',
        { wind: 120_000 },
        'aws ecs delete-cluster --cluster staging',
      ],
      typicalMinutes: 2,
    },
  ],
});

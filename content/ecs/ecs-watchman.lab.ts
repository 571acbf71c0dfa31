import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { register, runOnFargate, setNetwork, tasksOf } from './goals.ts';
import { missing, reached } from '../goals.ts';

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
const running = (view: LabView) => tasksOf(view, 'web').filter(({ lastStatus }) => lastStatus === 'RUNNING');
const stopFirst =
  'aws ecs stop-task --cluster drydock --task $(aws ecs list-tasks --cluster drydock --query taskArns[0] --output text)';

export default defineLab({
  id: 'ecs-watchman',
  title: 'Be the service for ten minutes',
  region: 'us-east-1',
  seed: 'ecs-watchman',
  open: 'web.json',
  files: { 'web.json': web },
  start: ['aws ecs create-cluster --cluster-name drydock', register('web.json'), setNetwork],
  firstCommand: runOnFargate('web', ' --count 2'),
  steps: [
    {
      id: 'two-copies',
      title: 'Bring up two copies',
      text: 'The desired number is two. Run two tasks of web and let them start.',
      goal(view) {
        const found = running(view).length;
        return found >= 2
          ? reached
          : missing(`${found} of 2 tasks are RUNNING`, 'two tasks of web that are RUNNING');
      },
      hints: [
        'One call can start both.',
        'Use --count, and then the clock.',
        `${runOnFargate('web', ' --count 2')}, then a minute.`,
      ],
      solution: [runOnFargate('web', ' --count 2'), { wind: 60_000 }],
      typicalMinutes: 1,
    },
    {
      id: 'nobody-comes',
      title: 'Lose one, and wait',
      text: 'Stop one of them, as a crash would. Let ten minutes go by, and see who comes to help.',
      goal(view) {
        const tasks = tasksOf(view, 'web');
        const lost = tasks.filter(({ lastStatus }) => lastStatus === 'STOPPED').length;
        if (lost === 0)
          return missing('no task of web has stopped', 'one stopped task, and ten minutes without a new one');
        const stoppedAt = view.commands.find(
          ({ line, exitCode }) => /stop-task/.test(line) && exitCode === 0,
        )?.at;
        if (stoppedAt === undefined || view.now - stoppedAt < 600_000)
          return missing(
            'ten minutes have not gone by yet',
            'one stopped task, and ten minutes without a new one',
          );
        return reached;
      },
      hints: [
        'A task that was run by hand belongs to nobody.',
        'list-tasks names them; stop-task ends one; the clock does the rest.',
        `${stopFirst}, then wind the clock on by ten minutes or more.`,
      ],
      solution: [stopFirst, { wind: 600_000 }],
      typicalMinutes: 2,
    },
    {
      id: 'replace',
      title: 'Do what a service does',
      text: 'Compare the desired number with the number that runs, and start what is missing. Exactly two are to run.',
      goal(view) {
        const stopped = tasksOf(view, 'web').some(({ lastStatus }) => lastStatus === 'STOPPED');
        const found = running(view).length;
        if (!stopped)
          return missing('no task of web has been lost yet', 'two tasks of web, one of them a replacement');
        if (found === 2) return reached;
        return missing(
          `${found} tasks are RUNNING, and 2 are desired`,
          'exactly two tasks of web that are RUNNING',
        );
      },
      hints: [
        'Two desired, one running: how many to start?',
        'One more call of run-task, this time for one.',
        `${runOnFargate('web')}, then a minute.`,
      ],
      solution: [runOnFargate('web'), { wind: 60_000 }],
      typicalMinutes: 1,
    },
  ],
});

import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { definitionOf, register, runOnFargate, setNetwork, tasksOf } from './goals.ts';
import { hasSeen, missing, reached, toSee } from '../goals.ts';

const image = 'public.ecr.aws/docker/library';

function taskDefinition(family: string, container: object): string {
  return `${JSON.stringify(
    {
      family,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: family, essential: true, ...container }],
    },
    null,
    2,
  )}\n`;
}

const files = {
  'crash.json': taskDefinition('crash', {
    image: `${image}/busybox:latest`,
    command: ['sh', '-c', 'echo "cannot read /etc/shop.conf"; exit 3'],
  }),
  'lost.json': taskDefinition('lost', { image: `${image}/httpd:2.44` }),
  'deaf.json': taskDefinition('deaf', { image: `${image}/busybox:latest`, command: ['sleep', 'infinity'] }),
};
const patient = taskDefinition('deaf', {
  image: `${image}/busybox:latest`,
  command: ['sleep', 'infinity'],
  stopTimeout: 5,
});
const newest = (family: string, desired: string) =>
  `$(aws ecs list-tasks --cluster drydock --family ${family} --desired-status ${desired} --query taskArns[0] --output text)`;

/** What the newest task of a family has come to, in the words of a "not yet". */
function standing(view: LabView, family: string): string {
  const [task] = tasksOf(view, family);
  if (!task) return `no task of ${family} has been run`;
  return task.stopCode
    ? `the task is ${task.lastStatus}, with stopCode ${task.stopCode}`
    : `the task is ${task.lastStatus}`;
}

const stopped = (view: LabView, family: string, stopCode: string) =>
  tasksOf(view, family).filter((task) => task.lastStatus === 'STOPPED' && task.stopCode === stopCode);

export default defineLab({
  id: 'ecs-why-tasks-stop',
  title: 'Three tasks that stop',
  region: 'us-east-1',
  seed: 'ecs-why-tasks-stop',
  open: 'crash.json',
  files,
  start: ['aws ecs create-cluster --cluster-name drydock', ...Object.keys(files).map(register), setNetwork],
  firstCommand: runOnFargate('crash'),
  steps: [
    {
      id: 'crash',
      title: 'Let one crash',
      text: 'Run crash and let the clock run until the task is STOPPED.',
      goal(view) {
        if (stopped(view, 'crash', 'EssentialContainerExited').length > 0) return reached;
        return missing(
          standing(view, 'crash'),
          'a task of crash that is STOPPED with EssentialContainerExited',
        );
      },
      hints: [
        'The three task definitions are registered; $NETWORK holds the network configuration.',
        'It takes about 24 seconds to start, a second to crash, and 16 more to be cleared away.',
        `${runOnFargate('crash')} and then wind the clock on by a minute.`,
      ],
      solution: [runOnFargate('crash'), { wind: 60_000 }],
      typicalMinutes: 2,
    },
    {
      id: 'read-exit-code',
      title: 'Read its exit code',
      text: 'Describe the stopped task and find the container’s exit code.',
      goal: toSee(
        /describe-tasks/,
        /(?:"exitCode": |^\s*)3\b/m,
        'no describe-tasks has shown an exit code of 3',
        'a describe-tasks of the stopped task, with its exit code',
      ),
      hints: [
        'list-tasks leaves out stopped tasks unless you ask for them.',
        'list-tasks takes --desired-status STOPPED; describe-tasks takes --tasks.',
        `aws ecs describe-tasks --cluster drydock --tasks ${newest('crash', 'STOPPED')}`,
      ],
      solution: [`aws ecs describe-tasks --cluster drydock --tasks ${newest('crash', 'STOPPED')}`],
      typicalMinutes: 2,
    },
    {
      id: 'lost',
      title: 'Ask for an image that is not there',
      text: 'Run lost, wind on until it is STOPPED, and read its stoppedReason.',
      goal(view) {
        if (stopped(view, 'lost', 'TaskFailedToStart').length === 0)
          return missing(standing(view, 'lost'), 'a task of lost that is STOPPED with TaskFailedToStart');
        if (hasSeen(view, /describe-tasks/, 'CannotPullContainerError')) return reached;
        return missing(
          'no describe-tasks has shown the reason',
          'a describe-tasks that shows the stoppedReason',
        );
      },
      hints: [
        'Fargate tries seven times before it gives up: have patience, or wind the clock.',
        'After two minutes, describe the stopped task of the family lost.',
        `${runOnFargate('lost')}, two minutes later aws ecs describe-tasks --cluster drydock --tasks ${newest('lost', 'STOPPED')}`,
      ],
      solution: [
        runOnFargate('lost'),
        { wind: 150_000 },
        `aws ecs describe-tasks --cluster drydock --tasks ${newest('lost', 'STOPPED')}`,
      ],
      typicalMinutes: 3,
    },
    {
      id: 'killed',
      title: 'Stop one that does not listen',
      text: 'Run deaf, wait until it is RUNNING, stop it, and wait until it is STOPPED. Its only process ignores SIGTERM.',
      goal(view) {
        const ended = stopped(view, 'deaf', 'UserInitiated');
        if (ended.some(({ containers }) => containers[0]?.exitCode === 137)) return reached;
        if (ended.length > 0)
          return missing(
            'the task was stopped before its container ran',
            'a container of deaf with exit code 137',
          );
        return missing(standing(view, 'deaf'), 'a container of deaf with exit code 137');
      },
      hints: [
        'SIGTERM asks, SIGKILL does not. Between them lie 30 seconds by default.',
        'Wind a minute, stop the task, wind another minute.',
        `${runOnFargate('deaf')}, a minute later aws ecs stop-task --cluster drydock --task ${newest('deaf', 'RUNNING')}, then another minute.`,
      ],
      solution: [
        runOnFargate('deaf'),
        { wind: 60_000 },
        `aws ecs stop-task --cluster drydock --task ${newest('deaf', 'RUNNING')}`,
        { wind: 60_000 },
      ],
      typicalMinutes: 3,
    },
    {
      id: 'stop-timeout',
      title: 'Shorten the wait',
      text: 'Give deaf a stopTimeout of 10 seconds or less in deaf.json, and register a new revision.',
      goal(view) {
        const definition = definitionOf(view, 'deaf');
        const timeout = definition?.containerDefinitions[0]?.stopTimeout;
        if (timeout !== undefined && timeout <= 10) return reached;
        return missing(
          timeout === undefined
            ? `deaf:${definition?.revision} has no stopTimeout, and waits 30 s`
            : `deaf:${definition?.revision} has a stopTimeout of ${timeout} s`,
          'a stopTimeout of 10 s or less',
        );
      },
      hints: [
        'The field belongs to the container, beside its image.',
        'It is a number of seconds, from 2 to 120 on Fargate.',
        'Add "stopTimeout": 5 to the container in deaf.json, save, and register.',
      ],
      solution: [{ save: 'deaf.json', content: patient }, register('deaf.json')],
      typicalMinutes: 2,
    },
  ],
});

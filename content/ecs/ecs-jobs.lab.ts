import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { register, runOnFargate, setNetwork, tasksOf } from './goals.ts';
import { missing, reached } from '../goals.ts';

const report = `{
  "family": "report",
  "requiresCompatibilities": ["FARGATE"],
  "networkMode": "awsvpc",
  "cpu": "256",
  "memory": "512",
  "containerDefinitions": [
    {
      "name": "report",
      "image": "public.ecr.aws/docker/library/busybox:latest",
      "command": ["sh", "-c", "sleep 5; echo done"],
      "essential": true
    }
  ]
}
`;
const failing = '{"containerOverrides":[{"name":"report","command":["sh","-c","exit 4"]}]}';

const ended = (view: LabView) => tasksOf(view, 'report').filter(({ lastStatus }) => lastStatus === 'STOPPED');
function standing(view: LabView): string {
  const tasks = tasksOf(view, 'report');
  if (tasks.length === 0) return 'no task of report has been run';
  const ends = tasks
    .map(({ lastStatus, containers: [container] }) =>
      container?.exitCode === undefined ? lastStatus : `${lastStatus} with exit code ${container.exitCode}`,
    )
    .join(', ');
  return `the tasks of report are ${ends}`;
}

export default defineLab({
  id: 'ecs-jobs',
  title: 'A job, by hand and with a label',
  region: 'us-east-1',
  seed: 'ecs-jobs',
  open: 'report.json',
  files: { 'report.json': report, 'last-month.json': `${failing}\n` },
  start: ['aws ecs create-cluster --cluster-name drydock', register('report.json'), setNetwork],
  firstCommand: runOnFargate('report'),
  steps: [
    {
      id: 'run-to-the-end',
      title: 'Run a job to its end',
      text: 'Run report on Fargate, and let the clock run until it has ended by itself with exit code 0.',
      goal(view) {
        if (ended(view).some(({ containers }) => containers[0]?.exitCode === 0)) return reached;
        return missing(standing(view), 'a task of report that is STOPPED with exit code 0');
      },
      hints: [
        'Nothing has to stop it: the program is done after five seconds.',
        'The task definition report is registered, and $NETWORK holds the network configuration.',
        `${runOnFargate('report')}, then a minute and a half on the clock.`,
      ],
      solution: [runOnFargate('report'), { wind: 90_000 }],
      typicalMinutes: 2,
    },
    {
      id: 'override',
      title: 'Run it with another command',
      text: 'last-month.json overrides the command, and fails on purpose. Run report with these overrides, and let it end with exit code 4.',
      goal(view) {
        if (ended(view).some(({ containers }) => containers[0]?.exitCode === 4)) return reached;
        return missing(standing(view), 'a task of report that is STOPPED with exit code 4');
      },
      hints: [
        'The plan stays as it is; the override holds for one run.',
        'run-task takes --overrides, and file:// works here too.',
        `${runOnFargate('report', ' --overrides file://last-month.json')}, then a minute on the clock.`,
      ],
      solution: [runOnFargate('report', ' --overrides file://last-month.json'), { wind: 90_000 }],
      typicalMinutes: 2,
    },
    {
      id: 'started-by',
      title: 'Say who started it',
      text: 'Run report three times at once, each marked with startedBy nightly.',
      goal(view) {
        const marked = tasksOf(view, 'report').filter(({ startedBy }) => startedBy === 'nightly').length;
        if (marked >= 3) return reached;
        return missing(`${marked} of 3 tasks are started by nightly`, 'three tasks with startedBy nightly');
      },
      hints: [
        'A schedule marks its tasks; you can do so too.',
        'Two options: one for the number, one for the mark.',
        runOnFargate('report', ' --count 3 --started-by nightly'),
      ],
      solution: [runOnFargate('report', ' --count 3 --started-by nightly')],
      typicalMinutes: 1,
    },
    {
      id: 'find-them',
      title: 'Find them by their mark',
      text: 'List only the tasks that nightly started, while they are on their way.',
      goal(view) {
        const found = view.commands.some(
          ({ line, stdout }) =>
            /list-tasks/.test(line) && /--started-by[ =]nightly/.test(line) && /:task\//.test(stdout),
        );
        return found
          ? reached
          : missing(
              'no list-tasks has found tasks of nightly',
              'a list-tasks that finds tasks started by nightly',
            );
      },
      hints: [
        'list-tasks has filters.',
        'The filter has the name of the option that set the mark.',
        'aws ecs list-tasks --cluster drydock --started-by nightly',
      ],
      solution: ['aws ecs list-tasks --cluster drydock --started-by nightly'],
      typicalMinutes: 1,
    },
  ],
});

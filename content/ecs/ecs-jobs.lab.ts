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
const account = '123456789012';
/** What the schedule of the last step starts. */
const target = `{
  "Arn": "arn:aws:ecs:us-east-1:${account}:cluster/drydock",
  "RoleArn": "arn:aws:iam::${account}:role/nightly",
  "EcsParameters": {
    "TaskDefinitionArn": "arn:aws:ecs:us-east-1:${account}:task-definition/report",
    "LaunchType": "FARGATE",
    "NetworkConfiguration": {
      "awsvpcConfiguration": { "Subnets": ["SUBNET"], "AssignPublicIp": "ENABLED" }
    }
  }
}
`;
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'scheduler.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});
const mayRun = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['ecs:RunTask', 'iam:PassRole'], Resource: '*' }],
});
const schedule =
  "aws scheduler create-schedule --name nightly --schedule-expression 'rate(5 minutes)' --flexible-time-window Mode=OFF --target file://target.json";
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
  files: { 'report.json': report, 'last-month.json': `${failing}\n`, 'target.json': target },
  start: [
    'aws ecs create-cluster --cluster-name drydock',
    register('report.json'),
    setNetwork,
    'sed -i "s/SUBNET/$SUBNET/" target.json',
    `aws iam create-role --role-name nightly --assume-role-policy-document '${trust}'`,
  ],
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
    {
      id: 'schedule',
      title: 'Let the clock start it',
      text: 'Create a schedule nightly that runs every five minutes with the target of target.json. The role nightly trusts the Scheduler, and may do nothing yet: let it run tasks. Wait until a task has been started by the schedule.',
      goal(view) {
        const shouldBe = 'a task of report that the schedule has started';
        const found = view.call('scheduler', 'GetSchedule', { Name: 'nightly' });
        if (!found) return missing('there is no schedule nightly', shouldBe);
        return tasksOf(view, 'report').some(({ startedBy }) => startedBy?.startsWith('chronos-schedule/'))
          ? reached
          : missing('the schedule has not started a task yet', shouldBe);
      },
      hints: [
        'Two things are needed: the schedule, and a policy on its role. Without the second nothing happens, and nobody says so.',
        'aws scheduler create-schedule takes the file as --target; aws iam put-role-policy allows ecs:RunTask and iam:PassRole.',
        schedule,
      ],
      solution: [
        `aws iam put-role-policy --role-name nightly --policy-name run --policy-document '${mayRun}'`,
        schedule,
        { wind: 660_000 },
      ],
      typicalMinutes: 3,
    },
  ],
});

import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { printedIn, register, roleForExec, setExec, setNetwork, tasksOf } from './goals.ts';
import { hasSeen, missing, reached } from '../goals.ts';

const container = {
  name: 'shop',
  image: 'public.ecr.aws/docker/library/httpd:2.4',
  essential: true,
  // What the program of this lab says.
  environment: [
    { name: 'DRYDOCK_BEHAVIOUR', value: 'says=10s:GET /cart 200;says=45s:ERROR payment 4711 refused' },
  ],
};
const definition = (more: object) =>
  `${JSON.stringify(
    {
      family: 'shop',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      executionRoleArn: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole',
      taskRoleArn: 'arn:aws:iam::123456789012:role/shop',
      containerDefinitions: [{ ...container, ...more }],
    },
    null,
    2,
  )}\n`;
const logged = definition({
  logConfiguration: {
    logDriver: 'awslogs',
    options: { 'awslogs-group': '/ecs/shop', 'awslogs-region': 'us-east-1', 'awslogs-stream-prefix': 'web' },
  },
});

interface LogGroup {
  logGroupName: string;
  retentionInDays?: number;
}

const group = (view: LabView) =>
  view
    .call<{ logGroups: LogGroup[] }>('logs', 'DescribeLogGroups', {})
    ?.logGroups.find(({ logGroupName }) => logGroupName === '/ecs/shop');
const streams = (view: LabView) =>
  view.call<{ logStreams: { logStreamName: string }[] }>('logs', 'DescribeLogStreams', {
    logGroupName: '/ecs/shop',
  })?.logStreams ?? [];
const running = (view: LabView) => tasksOf(view, 'shop').filter(({ lastStatus }) => lastStatus === 'RUNNING');

export default defineLab({
  id: 'ecs-logs',
  title: 'Hear what it says',
  region: 'us-east-1',
  seed: 'ecs-logs',
  open: 'shop.json',
  files: { 'shop.json': definition({}) },
  start: ['aws ecs create-cluster --cluster-name drydock', ...roleForExec('shop'), setNetwork, setExec],
  firstCommand: 'aws logs create-log-group --log-group-name /ecs/shop',
  steps: [
    {
      id: 'group',
      title: 'Make a place for the lines',
      text: 'Create the log group /ecs/shop, and let it forget what is older than 14 days.',
      goal(view) {
        const shouldBe = 'the log group /ecs/shop with a retention of 14 days';
        const found = group(view);
        if (!found) return missing('there is no log group /ecs/shop', shouldBe);
        return found.retentionInDays === 14
          ? reached
          : missing(
              found.retentionInDays
                ? `it keeps lines for ${found.retentionInDays} days`
                : 'it keeps lines for ever',
              shouldBe,
            );
      },
      hints: [
        'A new group keeps everything for ever, and you pay for that.',
        'create-log-group, then put-retention-policy.',
        'aws logs put-retention-policy --log-group-name /ecs/shop --retention-in-days 14',
      ],
      solution: [
        'aws logs create-log-group --log-group-name /ecs/shop',
        'aws logs put-retention-policy --log-group-name /ecs/shop --retention-in-days 14',
      ],
      typicalMinutes: 1,
    },
    {
      id: 'driver',
      title: 'Send the lines there',
      text: 'Give the container of shop.json a logConfiguration with the driver awslogs, the group /ecs/shop and the stream prefix web. Register it and run it as a service shop with two tasks.',
      goal(view) {
        const shouldBe = 'two streams in /ecs/shop whose names begin with web/shop/';
        if (running(view).length < 2)
          return missing(`${running(view).length} of 2 tasks of shop are RUNNING`, shouldBe);
        const named = streams(view).filter(({ logStreamName }) => logStreamName.startsWith('web/shop/'));
        return named.length >= 2
          ? reached
          : missing(
              `/ecs/shop has ${streams(view).length} streams, ${named.length} of them so named`,
              shouldBe,
            );
      },
      hints: [
        'The configuration belongs to the container: a task may log to several places.',
        'Three options: awslogs-group, awslogs-region and awslogs-stream-prefix.',
        '"logConfiguration": { "logDriver": "awslogs", "options": { "awslogs-group": "/ecs/shop", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "web" } }',
      ],
      solution: [
        { save: 'shop.json', content: logged },
        register('shop.json'),
        'aws ecs create-service --cluster drydock --service-name shop --task-definition shop --desired-count 2 --launch-type FARGATE --network-configuration $NETWORK',
        { wind: 180_000 },
      ],
      typicalMinutes: 3,
    },
    {
      id: 'find',
      title: 'Find the errors only',
      text: 'The program writes a line every ten seconds, and now and then an error. Show the errors of both tasks, and nothing else.',
      goal(view) {
        const shouldBe = 'a filter-log-events that shows lines with ERROR, and none without';
        const tries = view.commands.filter(({ line }) => /filter-log-events/.test(line));
        if (tries.length === 0) return missing('nobody has filtered the lines', shouldBe);
        return tries.some(({ stdout }) => stdout.includes('ERROR payment') && !stdout.includes('GET /cart'))
          ? reached
          : missing('what was shown has no errors, or other lines too', shouldBe);
      },
      hints: [
        'A filter reads all streams of a group at once.',
        'aws logs filter-log-events takes --filter-pattern.',
        'aws logs filter-log-events --log-group-name /ecs/shop --filter-pattern ERROR --query "events[].message"',
      ],
      solution: [
        'aws logs filter-log-events --log-group-name /ecs/shop --filter-pattern ERROR --query "events[].message"',
      ],
      typicalMinutes: 1,
    },
    {
      id: 'look-inside',
      title: 'Look inside',
      text: 'The log does not say everything. Let the service start tasks that ECS Exec can enter, and list /usr/local/apache2/htdocs in one of them.',
      goal(view) {
        const shouldBe = 'a look by ECS Exec into /usr/local/apache2/htdocs of a task of the service';
        if (!running(view).some((task) => printedIn(view, task, 'shop', 'pwd') !== undefined))
          return missing('no running task of shop can be entered', shouldBe);
        return hasSeen(view, /htdocs/, 'index.html')
          ? reached
          : missing('nobody has listed the folder', shouldBe);
      },
      hints: [
        'A task is enabled when it starts, so the ones that run now stay closed.',
        'update-service with --enable-execute-command and --force-new-deployment exchanges them.',
        'aws ecs update-service --cluster drydock --service shop --enable-execute-command --force-new-deployment, three minutes, and then $EXEC --task … --container shop --command "ls /usr/local/apache2/htdocs"',
      ],
      solution: [
        'aws ecs update-service --cluster drydock --service shop --enable-execute-command --force-new-deployment',
        { wind: 240_000 },
        'TASK=$(aws ecs list-tasks --cluster drydock --service-name shop --query taskArns[0] --output text)',
        '$EXEC --task $TASK --container shop --command "ls /usr/local/apache2/htdocs"',
      ],
      typicalMinutes: 3,
    },
  ],
});

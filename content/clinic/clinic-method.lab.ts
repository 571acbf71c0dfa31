import type { LabView, Missing } from '../../learner/bench/index.ts';
import { registry } from '../ecr/goals.ts';
import { register } from '../ecs/goals.ts';
import { missing, reached, toSee } from '../goals.ts';
import { awslogs, busybox, executionRole, logGroup, readLog, setSubnet } from './goals.ts';
import { incident } from './incident.ts';

/** A task definition of a family with one container of that name. */
const definition = (family: string, container: object) =>
  `${JSON.stringify(
    {
      family,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      executionRoleArn: executionRole,
      containerDefinitions: [{ name: family, essential: true, ...container }],
    },
    null,
    2,
  )}\n`;

const start = (service: string, network = '$NETWORK') =>
  `aws ecs create-service --cluster drydock --service-name ${service} --task-definition ${service} --desired-count 1 --launch-type FARGATE --network-configuration ${network} > /dev/null`;

const eventsOf = (service: string) =>
  `aws ecs describe-services --cluster drydock --services ${service} --query "services[0].events[].message"`;
const stoppedOf = (service: string) =>
  `aws ecs describe-tasks --cluster drydock --tasks $(aws ecs list-tasks --cluster drydock --service-name ${service} --desired-status STOPPED --query taskArns[0] --output text) --query "tasks[0].[stopCode,stoppedReason,containers[0].exitCode]"`;

/** Where the cause of each stands, and what is said to who looks elsewhere. */
const places: Readonly<Record<string, { place: string; otherwise: string }>> = {
  stock: { place: 'events', otherwise: 'stock has no task that could say anything' },
  web: { place: 'stoppedReason', otherwise: 'no program of web has ever run' },
  api: { place: 'log', otherwise: 'only the program of api knows why it left' },
};

function lacking(view: LabView): Missing[] {
  const notes = view.files.get('notes.txt') ?? '';
  for (const [service, { place, otherwise }] of Object.entries(places)) {
    const said = new RegExp(`^${service}[ \\t]*[=:][ \\t]*(\\S+)`, 'm').exec(notes)?.[1];
    const shouldBe = 'for each of the three the place that names the cause: events, stoppedReason or log';
    if (said === undefined) return missing(`notes.txt says nothing of ${service}`, shouldBe);
    if (said.toLowerCase() !== place.toLowerCase())
      return missing(`${service}=${said}: ${otherwise}`, shouldBe);
  }
  return reached;
}

export default incident({
  id: 'clinic-method',
  title: 'Three services, three places',
  files: {
    'notes.txt': 'stock=\nweb=\napi=\n',
    'web.json': definition('web', { image: `${registry}/web:v2` }),
    'api.json': definition('api', {
      image: busybox,
      command: ['sh', '-c', 'echo "cannot open /run/secrets/key"; exit 7'],
      logConfiguration: awslogs,
    }),
    'stock.json': definition('stock', { image: busybox, command: ['sleep', 'infinity'] }),
  },
  open: 'notes.txt',
  start: [
    logGroup,
    'aws ecr create-repository --repository-name web > /dev/null',
    setSubnet('b'),
    'drydock fault inject no-capacity zone=us-east-1b > /dev/null',
    ...['web', 'api', 'stock'].map((family) => `${register(`${family}.json`)} > /dev/null`),
    start('web'),
    start('api'),
    start('stock', '"awsvpcConfiguration={subnets=[$SUBNET_B],assignPublicIp=ENABLED}"'),
    'sleep 360',
  ],
  firstCommand:
    'aws ecs describe-services --cluster drydock --services stock web api --query "services[].[serviceName,desiredCount,runningCount,pendingCount]"',
  steps: [
    {
      id: 'events',
      title: 'Ask a service',
      text: 'stock wants a task and has neither a running nor a stopped one. Read its events.',
      goal: toSee(
        /describe-services/,
        'Capacity is unavailable at this time',
        'no describe-services has shown the event of stock',
        'the events of stock',
      ),
      hints: [
        'What never came into being left no task behind.',
        'describe-services has events, the newest first.',
        eventsOf('stock'),
      ],
      solution: [eventsOf('stock')],
      typicalMinutes: 1,
    },
    {
      id: 'code',
      title: 'Ask a stopped task',
      text: 'Read stopCode, stoppedReason and exit code of a stopped task of web. One of the three is missing, and that says something too.',
      goal: toSee(
        /describe-tasks/,
        'TaskFailedToStart',
        'no describe-tasks has shown TaskFailedToStart',
        'a describe-tasks of a stopped task of web',
      ),
      hints: [
        'list-tasks leaves out stopped tasks unless you ask for them.',
        'list-tasks takes --service-name and --desired-status STOPPED.',
        stoppedOf('web'),
      ],
      solution: [stoppedOf('web')],
      typicalMinutes: 2,
    },
    {
      id: 'log',
      title: 'Ask a program',
      text: 'A stopped task of api has an exit code: a program ran. Its log group is /shop.',
      goal: toSee(
        /logs /,
        'cannot open /run/secrets/key',
        'nobody has read the log of api',
        'the lines that the program of api wrote',
      ),
      hints: [
        'An exit code is a reason to go on to the log.',
        'aws logs filter-log-events reads all streams of a group.',
        readLog,
      ],
      solution: [stoppedOf('api'), readLog],
      typicalMinutes: 2,
    },
    {
      id: 'notes',
      title: 'Write it down',
      text: 'Complete notes.txt: for each service the place that named the cause, one of events, stoppedReason and log.',
      goal: lacking,
      hints: [
        'Three services, three places, each once.',
        'No task: events. No exit code: stoppedReason. An exit code: log.',
        'stock=events, web=stoppedReason, api=log',
      ],
      solution: [{ save: 'notes.txt', content: 'stock=events\nweb=stoppedReason\napi=log\n' }],
      typicalMinutes: 2,
    },
  ],
});

import { register } from '../ecs/goals.ts';
import { missing, reached } from '../goals.ts';
import {
  busybox,
  createService,
  deploy,
  executionRole,
  httpd,
  registerQuietly,
  toFind,
  wantedIn,
} from './goals.ts';
import { incident, provenWell } from './incident.ts';

/** Two containers: web waits until prices is healthy, and the check of prices asks `port`. */
const definition = (port: number) => {
  const web = {
    name: 'web',
    image: httpd,
    essential: true,
    portMappings: [{ containerPort: 80 }],
    dependsOn: [{ containerName: 'prices', condition: 'HEALTHY' }],
  };
  const prices = {
    name: 'prices',
    image: busybox,
    essential: true,
    command: ['sh', '-c', 'mkdir /www; echo "tea 4.20" > /www/index.html; exec httpd -f -p 8080 -h /www'],
    healthCheck: {
      command: ['CMD-SHELL', `wget -q -O /dev/null http://localhost:${port}/ || exit 1`],
      interval: 10,
      retries: 2,
    },
  };
  const all = {
    family: 'shop',
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    executionRoleArn: executionRole,
    containerDefinitions: [web, prices],
  };
  return `${JSON.stringify(all, null, 2)}\n`;
};

const lookAtContainers =
  'aws ecs describe-tasks --cluster drydock --tasks $(aws ecs list-tasks --cluster drydock --query taskArns[0] --output text) --query "tasks[0].containers[].[name,lastStatus,healthStatus]"';

export default incident({
  id: 'clinic-waiting-containers',
  title: 'Incident: each waits for the other',
  files: { 'taskdef.json': definition(80) },
  start: [registerQuietly, createService(1), 'sleep 540'],
  steps: [
    {
      id: 'find',
      title: 'Find the cause',
      text: 'The task has been PENDING for nine minutes, and nothing has failed. Ask it for the status and the health of each of its containers.',
      goal: toFind(
        /UNHEALTHY/,
        'nothing has shown the health of the containers',
        'a describe-tasks that shows status and healthStatus of both',
      ),
      hints: [
        'No stopped task, no new event: look at the task that is there.',
        'Each container in describe-tasks has a lastStatus and a healthStatus.',
        lookAtContainers,
      ],
      solution: [lookAtContainers],
      typicalMinutes: 2,
    },
    {
      id: 'mend',
      title: 'Mend it',
      text: 'web waits until prices is healthy. Read what the health check of prices asks, and have it ask prices. The order of the two is to stay.',
      goal(view) {
        const shouldBe = 'web that waits for prices, and a check that asks prices on port 8080';
        const containers = wantedIn(view)?.containerDefinitions ?? [];
        const prices = containers.find(({ name }) => name === 'prices');
        const web = containers.find(({ name }) => name === 'web');
        if (!web?.dependsOn?.some(({ condition }) => condition === 'HEALTHY'))
          return missing('web no longer waits for prices to be healthy', shouldBe);
        const asked = /localhost:\d+/.exec(prices?.healthCheck?.command.join(' ') ?? '')?.[0];
        if (asked === 'localhost:8080') return reached;
        return missing(
          asked === undefined ? 'the check of prices asks nobody' : `the check of prices asks ${asked}`,
          shouldBe,
        );
      },
      hints: [
        'All containers of a task share localhost. Port 80 is whose?',
        'prices listens on 8080: its command says so.',
        'Write localhost:8080 into the health check, save, register, and update the service.',
      ],
      solution: [{ save: 'taskdef.json', content: definition(8080) }, register('taskdef.json'), deploy],
      typicalMinutes: 4,
    },
    provenWell(1, 240_000),
  ],
});

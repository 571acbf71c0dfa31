import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { definitionOf, register } from './goals.ts';
import { missing, reached } from '../goals.ts';

const role = 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole';
const secret = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/db-AbCdEf';

interface Parts {
  essential: boolean;
  password: boolean;
  port?: boolean;
  logs?: boolean;
  role?: boolean;
}

/** The shop's definition with some of its faults mended. */
function taskDefinition({ essential, password, port, logs, role: withRole }: Parts): string {
  const container = {
    name: 'api',
    image: 'public.ecr.aws/docker/library/httpd:2.4',
    essential,
    ...(port ? { portMappings: [{ containerPort: 80 }] } : {}),
    environment: [
      { name: 'REGION', value: 'eu' },
      ...(password ? [{ name: 'DB_PASSWORD', value: 'hunter2' }] : []),
    ],
    ...(password ? {} : { secrets: [{ name: 'DB_PASSWORD', valueFrom: secret }] }),
    ...(logs
      ? {
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': '/ecs/shop',
              'awslogs-region': 'us-east-1',
              'awslogs-stream-prefix': 'api',
            },
          },
        }
      : {}),
  };
  const definition = {
    family: 'shop',
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    ...(withRole ? { executionRoleArn: role } : {}),
    containerDefinitions: [container],
  };
  return `${JSON.stringify(definition, null, 2)}\n`;
}

const shop = (view: LabView) => definitionOf(view, 'shop');
const none = 'no task definition of the family shop is registered';
const save = (parts: Parts) => ({ save: 'taskdef.json', content: taskDefinition(parts) });

export default defineLab({
  id: 'ecs-container-definitions',
  title: 'Mend a container definition',
  region: 'us-east-1',
  seed: 'ecs-container-definitions',
  open: 'taskdef.json',
  files: { 'taskdef.json': taskDefinition({ essential: false, password: true }) },
  firstCommand: register('taskdef.json'),
  steps: [
    {
      id: 'essential',
      title: 'Give the task a container to live by',
      text: 'Register taskdef.json, read the refusal, mend the file and register again.',
      goal(view) {
        const definition = shop(view);
        if (!definition) return missing(none, 'a revision of shop with an essential container');
        return reached;
      },
      hints: [
        'ECS needs to know which container the task stands and falls with.',
        'With only one container, there is not much choice: look at its "essential".',
        'Set "essential": true, save, and register.',
      ],
      solution: [save({ essential: true, password: true }), register('taskdef.json')],
      typicalMinutes: 2,
    },
    {
      id: 'port',
      title: 'Open the port',
      text: 'The program listens on port 80. Say so in portMappings, and register a new revision.',
      goal(view) {
        const definition = shop(view);
        if (!definition) return missing(none, 'a revision of shop with container port 80');
        const ports = definition.containerDefinitions.flatMap(({ portMappings }) => portMappings);
        if (ports.some(({ containerPort }) => containerPort === 80)) return reached;
        return missing(
          ports.length === 0
            ? `shop:${definition.revision} maps no port`
            : `shop:${definition.revision} maps port ${ports.map(({ containerPort }) => containerPort).join(', ')}`,
          'container port 80',
        );
      },
      hints: [
        'The field is a list of objects, one for each port.',
        'In awsvpc mode the container port is enough; the host port is the same.',
        'Add "portMappings": [{ "containerPort": 80 }] to the container, save, and register.',
      ],
      solution: [save({ essential: true, password: true, port: true }), register('taskdef.json')],
      typicalMinutes: 2,
    },
    {
      id: 'logs',
      title: 'Send the logs somewhere',
      text: 'Send the container’s output to the log group /ecs/shop with the driver awslogs, and register. Read the refusal if there is one.',
      goal(view) {
        const definition = shop(view);
        if (!definition) return missing(none, 'a revision of shop that logs to /ecs/shop');
        const log = definition.containerDefinitions[0]?.logConfiguration;
        if (log?.logDriver !== 'awslogs')
          return missing(`shop:${definition.revision} has no log driver awslogs`, 'the log driver awslogs');
        if (log.options?.['awslogs-group'] !== '/ecs/shop')
          return missing(`the log group is ${log.options?.['awslogs-group']}`, 'the log group /ecs/shop');
        return reached;
      },
      hints: [
        'logConfiguration has a logDriver and options, and on Fargate somebody must be allowed to write.',
        'awslogs wants awslogs-group, awslogs-region and awslogs-stream-prefix. The task wants an executionRoleArn.',
        `Add "executionRoleArn": "${role}" beside "family", and "logConfiguration": { "logDriver": "awslogs", "options": { "awslogs-group": "/ecs/shop", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "api" } } to the container.`,
      ],
      solution: [
        save({ essential: true, password: true, port: true, logs: true, role: true }),
        register('taskdef.json'),
      ],
      typicalMinutes: 3,
    },
    {
      id: 'secret',
      title: 'Take the password out',
      text: `DB_PASSWORD stands in the open. Move it to secrets, from ${secret}, and register.`,
      goal(view) {
        const definition = shop(view);
        if (!definition) return missing(none, 'a revision of shop that reads DB_PASSWORD from a secret');
        const [container] = definition.containerDefinitions;
        if (container?.environment.some(({ name }) => name === 'DB_PASSWORD'))
          return missing(
            `shop:${definition.revision} has DB_PASSWORD in environment, for all to read`,
            'DB_PASSWORD in secrets only',
          );
        if (container?.secrets?.some(({ name }) => name === 'DB_PASSWORD')) return reached;
        return missing(`shop:${definition.revision} has no secret DB_PASSWORD`, 'DB_PASSWORD in secrets');
      },
      hints: [
        'A secret is named in the definition and fetched when the task starts.',
        'secrets is a list like environment, with valueFrom in place of value.',
        `Remove the DB_PASSWORD line from environment, and add "secrets": [{ "name": "DB_PASSWORD", "valueFrom": "${secret}" }].`,
      ],
      solution: [
        save({ essential: true, password: false, port: true, logs: true, role: true }),
        register('taskdef.json'),
      ],
      typicalMinutes: 3,
    },
  ],
});

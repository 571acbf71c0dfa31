import { describe, expect, test } from 'vitest';
import { baseDefinitions, broken } from '../../../simulator/ecs/task-definition/examples.ts';
import { refuseRegistration, validateTaskDefinition } from '../../../simulator/ecs/task-definition/index.ts';

type Base = keyof typeof baseDefinitions;
type Json = Record<string, unknown>;
const container = '/containerDefinitions/0';

/** Changes that leave a definition acceptable. */
const harmless: [Base, Json][] = [
  ['fargate', { '/cpu': '.5 vCPU', '/memory': '1 GB' }],
  ['fargate', { '/cpu': '0.5 vcpu', '/memory': '1GB' }],
  ['fargate', { '/cpu': '16384', '/memory': '122880' }],
  ['fargate', { '/cpu': '32768', '/memory': '249856' }],
  ['fargate', { '/cpu': '8 vCPU', '/memory': '16 GB' }],
  ['fargate', { '/ephemeralStorage': { sizeInGiB: 21 } }],
  ['fargate', { '/ephemeralStorage': { sizeInGiB: 200 } }],
  ['fargate', { '/pidMode': 'task' }],
  ['fargate', { '/placementConstraints': [] }],
  ['fargate', { '/inferenceAccelerators': [] }],
  ['fargate', { '/requiresCompatibilities': ['EC2', 'FARGATE'] }],
  ['fargate', { '/executionRoleArn': 'arn:aws-us-gov:iam::123456789012:role/service-role/team/exec' }],
  ['fargate', { '/executionRoleArn': 'ecsTaskExecutionRole' }],
  ['fargate', { '/tags': [{ key: 'cost:center/eu', value: '' }] }],
  ['fargate', { '/runtimePlatform': { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' } }],
  ['fargate', { [`${container}/portMappings/0/hostPort`]: 8080 }],
  ['fargate', { [`${container}/portMappings/1`]: { containerPortRange: '9000-9010' } }],
  [
    'fargate',
    { [`${container}/links`]: [], [`${container}/dnsServers`]: [], [`${container}/extraHosts`]: [] },
  ],
  ['fargate', { [`${container}/privileged`]: false, [`${container}/disableNetworking`]: false }],
  ['fargate', { [`${container}/stopTimeout`]: 120, [`${container}/startTimeout`]: 120 }],
  [
    'fargate',
    {
      [`${container}/linuxParameters`]: {
        capabilities: { add: ['SYS_PTRACE'], drop: ['ALL'] },
        initProcessEnabled: true,
      },
    },
  ],
  ['fargate', { [`${container}/linuxParameters`]: { tmpfs: [{ containerPath: '/tmp', size: 64 }] } }],
  ['fargate', { [`${container}/linuxParameters`]: { devices: [] } }],
  ['fargate', { [`${container}/memory`]: 1024, [`${container}/memoryReservation`]: 1024 }],
  ['fargate', { [`${container}/cpu`]: 256, '/containerDefinitions/1/cpu': 256 }],
  [
    'fargate',
    {
      [`${container}/healthCheck`]: {
        command: ['CMD', '/ok'],
        interval: 300,
        timeout: 60,
        retries: 10,
        startPeriod: 300,
      },
    },
  ],
  [
    'fargate',
    {
      [`${container}/healthCheck`]: {
        command: ['CMD', '/ok'],
        interval: 5,
        timeout: 2,
        retries: 1,
        startPeriod: 0,
      },
    },
  ],
  [
    'fargate',
    { [`${container}/restartPolicy`]: { enabled: true, restartAttemptPeriod: 1800, ignoredExitCodes: [0] } },
  ],
  [
    'fargate',
    {
      [`${container}/secrets/0/valueFrom`]:
        'arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/database-AbCdEf:password:AWSCURRENT:',
    },
  ],
  [
    'fargate',
    {
      [`${container}/secrets/0/valueFrom`]: 'arn:aws-cn:ssm:cn-north-1:123456789012:parameter/shop/database',
    },
  ],
  ['fargate', { [`${container}/secrets/0/valueFrom`]: '/shop/database.url_2' }],
  [
    'fargate',
    { [`${container}/environmentFiles`]: [{ type: 's3', value: 'arn:aws:s3:::shop-config/web.env' }] },
  ],
  ['fargate', { [`${container}/image`]: `nginx@sha256:${'a'.repeat(64)}` }],
  ['fargate', { [`${container}/image`]: 'registry.example.com:5000/Team/web_app:1.0-rc.1' }],
  [
    'fargate',
    {
      [`${container}/environment`]: [
        { name: 'EMPTY', value: '' },
        { name: 'TEMPLATE', value: '${HOME} <x>' },
      ],
    },
  ],
  ['fargate', { '/volumes/0': { name: 'uploads' } }],
  ['fargate', { '/volumes/0': { name: 'uploads', host: {} } }],
  ['fargate', { '/volumes/0': { name: 'uploads', configuredAtLaunch: true } }],
  [
    'fargate',
    {
      '/volumes/0/efsVolumeConfiguration/rootDirectory': '/',
      '/volumes/0/efsVolumeConfiguration/authorizationConfig': {
        accessPointId: 'fsap-0123456789abcdef0',
        iam: 'ENABLED',
      },
    },
  ],
  ['fargate', { '/containerDefinitions/1/dependsOn': [{ containerName: 'app', condition: 'START' }] }],
  ['ec2', { '/requiresCompatibilities': [] }],
  ['ec2', { '/requiresCompatibilities': undefined, '/networkMode': undefined }],
  [
    'ec2',
    { '/cpu': '128', '/memory': '4096', '/containerDefinitions/0/cpu': 0, '/containerDefinitions/1/cpu': 0 },
  ],
  ['ec2', { '/cpu': '196608' }],
  [
    'ec2',
    {
      [`${container}/portMappings`]: [
        { containerPort: 80 },
        { containerPort: 443, hostPort: 0 },
        { containerPort: 8080, hostPort: 0 },
      ],
    },
  ],
  [
    'ec2',
    {
      [`${container}/portMappings`]: [
        { containerPort: 53, hostPort: 53, protocol: 'udp' },
        { containerPort: 80, hostPort: 80 },
      ],
    },
  ],
  ['ec2', { [`${container}/privileged`]: true, '/pidMode': 'host', '/ipcMode': 'host' }],
  [
    'ec2',
    {
      [`${container}/linuxParameters`]: {
        capabilities: { add: ['NET_ADMIN', 'ALL'] },
        maxSwap: 0,
        swappiness: 100,
        sharedMemorySize: 64,
      },
    },
  ],
  ['ec2', { [`${container}/stopTimeout`]: 3600, [`${container}/startTimeout`]: 3600 }],
  ['ec2', { [`${container}/logConfiguration`]: { logDriver: 'json-file', options: { 'max-size': '10m' } } }],
  [
    'ec2',
    {
      [`${container}/logConfiguration`]: {
        logDriver: 'awslogs',
        options: { 'awslogs-group': 'g', 'awslogs-region': 'us-east-1' },
      },
    },
  ],
  [
    'ec2',
    {
      [`${container}/ulimits`]: [
        { name: 'nofile', softLimit: -1, hardLimit: -1 },
        { name: 'core', softLimit: 0, hardLimit: -1 },
      ],
    },
  ],
  ['ec2', { [`${container}/resourceRequirements`]: [{ type: 'GPU', value: '2' }] }],
  [
    'ec2',
    {
      '/placementConstraints': [
        { type: 'memberOf', expression: 'attribute:ecs.instance-type =~ t3.* and not(task:group == web)' },
      ],
    },
  ],
  [
    'ec2',
    {
      '/volumes/0': {
        name: 'data',
        dockerVolumeConfiguration: {
          scope: 'shared',
          autoprovision: true,
          driver: 'local',
          driverOpts: {},
          labels: {},
        },
      },
    },
  ],
  [
    'ec2',
    {
      '/networkMode': 'host',
      [`${container}/links`]: undefined,
      [`${container}/portMappings`]: [{ containerPort: 80, hostPort: 80 }],
    },
  ],
  ['ec2', { '/networkMode': 'none', [`${container}/links`]: undefined, [`${container}/portMappings`]: [] }],
  ['ec2', { '/family': 'a'.repeat(255), [`${container}/name`]: 'app' }],
  ['ec2', { [`${container}/volumesFrom`]: [{ sourceContainer: 'cache', readOnly: true }] }],
  ['ec2', { [`${container}/dependsOn`]: [{ containerName: 'cache', condition: 'START' }] }],
];

test.each(harmless)('%s stays acceptable with %j', (base, change) => {
  const definition = broken(base, change);
  expect(validateTaskDefinition(JSON.stringify(definition, undefined, 2))).toEqual([]);
  expect(refuseRegistration(definition)).toBeUndefined();
});

/** Values of the wrong type at every place of a definition: the client refuses each, first of all, at its place. */
describe('a wrong type anywhere is the first answer, at its place', () => {
  const places = (value: unknown, pointer: string): string[] => {
    if (typeof value !== 'object' || value === null) return [pointer];
    return [
      ...(pointer ? [pointer] : []),
      ...Object.entries(value).flatMap(([key, each]) =>
        places(each, `${pointer}/${key.replaceAll('/', '~1')}`),
      ),
    ];
  };
  for (const base of ['fargate', 'ec2'] as const) {
    test(base, () => {
      const definition = baseDefinitions[base];
      for (const pointer of places(definition, '')) {
        const text = JSON.stringify(broken(base, { [pointer]: null }), undefined, 2);
        const answered = validateTaskDefinition(text).find((problem) => problem.answered);
        expect([answered?.rule, answered?.pointer], pointer).toEqual(['SCHEMA-NULL', pointer]);
        expect(text.split('\n')[answered!.line - 1]!.slice(answered!.column - 1), pointer).toMatch(/^null/);
      }
    });
  }
});

/** Misspelled keys everywhere: an unknown member, at its key. */
test('a key in the wrong case or with a letter too many is found at the key, wherever it stands', () => {
  const visit = (base: Base, value: unknown, pointer: string) => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, each] of Object.entries(value)) {
      const at = `${pointer}/${key.replaceAll('/', '~1')}`;
      visit(base, each, at);
      if (Array.isArray(value) || pointer.endsWith('/options')) continue;
      for (const wrong of [key[0]!.toUpperCase() + key.slice(1), `${key}x`]) {
        const text = JSON.stringify(
          broken(base, { [at]: undefined, [`${pointer}/${wrong}`]: each }),
          undefined,
          2,
        );
        const found = validateTaskDefinition(text).find(
          (problem) => problem.pointer === `${pointer}/${wrong}`,
        );
        expect(found?.message, `${pointer}/${wrong}`).toMatch(
          new RegExp(`^Unknown parameter in .*: "${wrong}", must be one of: `),
        );
        expect(text.split('\n')[found!.line - 1]!.slice(found!.column - 1)).toMatch(
          new RegExp(`^"${wrong}"`),
        );
      }
    }
  };
  for (const base of ['fargate', 'ec2'] as const) visit(base, baseDefinitions[base], '');
});

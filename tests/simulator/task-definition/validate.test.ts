import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from '../../../scripts/generate-task-definition-shape.ts';
import { refuseRegistration, validateTaskDefinition } from '../../../simulator/ecs/task-definition/index.ts';
import { baseDefinitions } from '../../../simulator/ecs/task-definition/examples.ts';

const fargate = (change: object = {}, container: object = {}) => ({
  family: 'web',
  requiresCompatibilities: ['FARGATE'],
  networkMode: 'awsvpc',
  cpu: '256',
  memory: '512',
  containerDefinitions: [{ name: 'web', image: 'httpd:2.4', ...container }],
  ...change,
});
const check = (value: unknown) => validateTaskDefinition(JSON.stringify(value, undefined, 2));

describe('a problem stands where its cause is', () => {
  const text =
    '{\n  "family": "web",\n  "launchType": "FARGATE",\n  "containerDefinitions": [{ "name": "a b", "image": "httpd" }]\n}';

  test('with lines and columns from 1, at an unknown key or a wrong value', () => {
    expect(
      validateTaskDefinition(text).map(({ rule, pointer, line, column, endLine, endColumn }) => ({
        rule,
        pointer,
        line,
        column,
        endLine,
        endColumn,
      })),
    ).toEqual([
      { rule: 'SCHEMA-UNKNOWN-TOP', pointer: '/launchType', line: 3, column: 3, endLine: 3, endColumn: 15 },
      {
        rule: 'MEM-REQUIRED',
        pointer: '/containerDefinitions/0',
        line: 4,
        column: 28,
        endLine: 4,
        endColumn: 29,
      },
      {
        rule: 'NAME-CHARS',
        pointer: '/containerDefinitions/0/name',
        line: 4,
        column: 38,
        endLine: 4,
        endColumn: 43,
      },
    ]);
  });

  test('after characters outside the basic plane, columns count as editors count', () => {
    const problem = validateTaskDefinition('{"family":"😀"}').find(({ rule }) => rule === 'FAMILY-CHARS');
    expect([problem?.column, problem?.endColumn]).toEqual([11, 15]);
  });
});

describe('what is not JSON', () => {
  test.each([
    ['{"family": "web",}', 1, 18],
    ['// a comment\n{}', 1, 1],
    ["{'family': 'web'}", 1, 2],
    ['', 1, 1],
  ])('%j is one problem, at the place where reading stops', (text, line, column) => {
    expect(
      validateTaskDefinition(text).map((problem) => [problem.rule, problem.line, problem.column]),
    ).toEqual([['NOT-JSON', line, column]]);
  });
});

describe('RegisterTaskDefinition answers with one error, the first in AWS’s order', () => {
  test.each([
    [
      'memory is missed before Fargate’s sizes are looked at',
      fargate({ cpu: undefined, memory: undefined }),
      'ClientException',
      "Invalid setting for container 'web'. At least one of 'memory' or 'memoryReservation' must be specified.",
    ],
    [
      'a wrong Fargate size',
      fargate({ memory: '4096' }),
      'ClientException',
      'No Fargate configuration exists for given values: 256 CPU, 4096 memory. See the Amazon ECS documentation for the valid values.',
    ],
    [
      'no essential container',
      fargate({}, { essential: false }),
      'ClientException',
      "Task definition doesn't have any essential container",
    ],
    [
      'an unknown volume',
      fargate({}, { mountPoints: [{ sourceVolume: 'nope', containerPath: '/x' }] }),
      'ClientException',
      "Unknown volume 'nope'.",
    ],
    [
      'ports that differ under awsvpc',
      fargate({}, { portMappings: [{ containerPort: 80, hostPort: 8080 }] }),
      'ClientException',
      'When networkMode=awsvpc, the host ports and container ports in port mappings must match.',
    ],
    [
      'an ECR image without an execution role',
      fargate({}, { image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/web:v1' }),
      'ClientException',
      'Fargate requires task definition to have execution role ARN to support ECR images.',
    ],
    [
      'awslogs without an execution role',
      fargate(
        {},
        {
          logConfiguration: {
            logDriver: 'awslogs',
            options: { 'awslogs-group': 'g', 'awslogs-region': 'us-east-1', 'awslogs-stream-prefix': 'p' },
          },
        },
      ),
      'ClientException',
      'Fargate requires task definition to have execution role ARN to support log driver awslogs.',
    ],
  ])('%s', (_case, definition, code, message) => {
    const wire = JSON.parse(JSON.stringify(definition)) as unknown;
    expect(refuseRegistration(wire)).toEqual({ code, message });
    expect(check(definition).find(({ answered }) => answered)?.message).toBe(message);
  });

  test('a member that the service does not know is passed over, and null is the same as absent', () => {
    expect(refuseRegistration({ ...fargate(), launchType: 'FARGATE', taskRoleArn: null })).toBeUndefined();
  });

  test('a value of the wrong JSON type is a SerializationException', () => {
    expect(refuseRegistration({ ...fargate(), cpu: 256 })?.code).toBe('SerializationException');
  });
});

const web = { name: 'web', image: 'httpd:2.4', memory: 256 };
const role = 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole';

test.each([
  ['Fargate web server', fargate()],
  ['sizes with units', fargate({ cpu: '1 vCPU', memory: '2 GB' })],
  ['32 vCPU', fargate({ cpu: '32768', memory: '249856' })],
  [
    'EC2 in bridge mode with a dynamic port',
    {
      family: 'web',
      containerDefinitions: [
        { ...web, portMappings: [{ containerPort: 80 }, { containerPort: 443, hostPort: 443 }] },
      ],
    },
  ],
  [
    'an init container, a health check and a sidecar',
    fargate(
      { executionRoleArn: role },
      {
        dependsOn: [{ containerName: 'migrate', condition: 'SUCCESS' }],
        healthCheck: { command: ['CMD-SHELL', 'curl -f http://localhost/'], interval: 10, retries: 3 },
      },
    ),
  ],
  [
    'EFS with an access point',
    {
      family: 'data',
      volumes: [
        {
          name: 'v',
          efsVolumeConfiguration: {
            fileSystemId: 'fs-12345678',
            transitEncryption: 'ENABLED',
            authorizationConfig: { accessPointId: 'fsap-1234567890abcdef0', iam: 'ENABLED' },
          },
        },
      ],
      containerDefinitions: [{ ...web, mountPoints: [{ sourceVolume: 'v', containerPath: '/data' }] }],
    },
  ],
  [
    'FireLens',
    {
      family: 'logs',
      containerDefinitions: [
        { ...web, logConfiguration: { logDriver: 'awsfirelens', options: { Name: 'cloudwatch' } } },
        {
          name: 'router',
          image: 'amazon/aws-for-fluent-bit:stable',
          memory: 64,
          firelensConfiguration: { type: 'fluentbit' },
        },
      ],
    },
  ],
  [
    'a GPU on EC2',
    {
      family: 'gpu',
      containerDefinitions: [{ ...web, resourceRequirements: [{ type: 'GPU', value: '1' }] }],
    },
  ],
  [
    'Windows on Fargate',
    fargate({
      cpu: '1024',
      memory: '2048',
      runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE', cpuArchitecture: 'X86_64' },
    }),
  ],
  [
    'ECS Anywhere',
    {
      family: 'edge',
      requiresCompatibilities: ['EXTERNAL'],
      networkMode: 'bridge',
      containerDefinitions: [web],
    },
  ],
])('%s registers: no error', (name, definition) => {
  const complete = name.startsWith('an init')
    ? {
        ...definition,
        containerDefinitions: [
          ...(definition as typeof baseDefinitions.ec2).containerDefinitions,
          { name: 'migrate', image: 'busybox', essential: false },
        ],
      }
    : definition;
  expect(check(complete).filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(refuseRegistration(JSON.parse(JSON.stringify(complete)))).toBeUndefined();
});

describe('nothing throws', () => {
  test('whatever the text is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => void validateTaskDefinition(text)),
      { numRuns: 500 },
    );
  });

  test('whatever JSON stands in a definition’s places', () => {
    const places = fc.constantFrom(
      'family',
      'cpu',
      'volumes',
      'containerDefinitions',
      'networkMode',
      'tags',
      'requiresCompatibilities',
      'placementConstraints',
      'proxyConfiguration',
    );
    const inner = fc.constantFrom(
      'name',
      'image',
      'portMappings',
      'dependsOn',
      'mountPoints',
      'secrets',
      'environment',
      'healthCheck',
      'logConfiguration',
      'linuxParameters',
      'ulimits',
      'links',
    );
    fc.assert(
      fc.property(places, inner, fc.jsonValue(), fc.jsonValue(), (place, member, value, other) => {
        const definition = { ...fargate({}, { [member]: other }), [place]: value };
        check(definition);
        refuseRegistration(definition);
        refuseRegistration(value);
      }),
      { numRuns: 500 },
    );
  });
});

test('the compiled shape is what the generator writes today', () => {
  const folder = join(import.meta.dirname, '..', '..', '..', 'simulator', 'ecs', 'task-definition');
  const { code, declarations } = generate();
  expect(readFileSync(join(folder, 'shape.generated.js'), 'utf8')).toBe(code);
  expect(readFileSync(join(folder, 'shape.generated.d.ts'), 'utf8')).toBe(declarations);
});

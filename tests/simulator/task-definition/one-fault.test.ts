import { expect, test } from 'vitest';
import { broken } from '../../../simulator/ecs/task-definition/examples.ts';
import {
  refuseRegistration,
  rules,
  validateTaskDefinition,
} from '../../../simulator/ecs/task-definition/index.ts';

const container = '/containerDefinitions/0';

/** One fault sets off one rule, not those that would have read what is wrong. */
test.each<['fargate' | 'ec2', Record<string, unknown>, string[]]>([
  ['fargate', { '/cpu': 512 }, ['SCHEMA-TYPE-TASKCPU']],
  ['fargate', { '/cpu': {} }, ['SCHEMA-TYPE-TASKCPU']],
  ['fargate', { '/executionRoleArn': {} }, ['SCHEMA-TYPE']],
  ['fargate', { '/requiresCompatibilities': 'FARGATE' }, ['SCHEMA-TYPE-COMPAT']],
  ['fargate', { '/requiresCompatibilities': ['Fargate'] }, ['ENUM-COMPAT']],
  ['fargate', { '/networkMode': 'vpc' }, ['ENUM-NETMODE']],
  ['fargate', { '/networkMode': undefined, '/NetworkMode': 'awsvpc' }, ['SCHEMA-CASE']],
  ['fargate', { '/volumes': 'uploads' }, ['SCHEMA-TYPE']],
  ['fargate', { [`${container}/healthCheck`]: 'curl' }, ['SCHEMA-TYPE']],
  ['fargate', { [`${container}/portMappings/0/containerPort`]: 'http' }, ['SCHEMA-TYPE-PORT']],
  [
    'fargate',
    { [`${container}/portMappings/0`]: { containerPort: 70000, hostPort: 70000 } },
    ['PORT-CONTAINER-INVALID'],
  ],
  ['fargate', { [`${container}/portMappings/0/hostPort`]: -1 }, ['PORT-HOST-INVALID']],
  ['fargate', { '/ipcMode': 'shared' }, ['ENUM-IPCMODE']],
  ['fargate', { '/runtimePlatform': { operatingSystemFamily: 'WINDOWS' } }, ['ENUM-OS']],
  [
    'fargate',
    {
      '/volumes/0/efsVolumeConfiguration/transitEncryption': 'on',
      '/volumes/0/efsVolumeConfiguration/authorizationConfig': { iam: 'ENABLED' },
    },
    ['ENUM-EFS-TE'],
  ],
  [
    'ec2',
    { [`${container}/memory`]: '512m', [`${container}/memoryReservation`]: undefined },
    ['SCHEMA-TYPE-CONTAINERMEM'],
  ],
  ['ec2', { [`${container}/image`]: undefined, [`${container}/Image`]: 'nginx' }, ['SCHEMA-CASE']],
  [
    'ec2',
    { '/volumes/0': { name: 'data', dockerVolumeConfiguration: { scope: 'all', autoprovision: false } } },
    ['ENUM-SCOPE'],
  ],
  ['ec2', { '/ephemeralStorage': { sizeInGiB: 30 }, '/requiresCompatibilities': ['ec2'] }, ['ENUM-COMPAT']],
  ['ec2', { [`${container}/dependsOn`]: [{ containerName: 'app', condition: 'HEALTHY' }] }, ['DEP-SELF']],
])('%s %j', (base, change, expected) => {
  const problems = validateTaskDefinition(JSON.stringify(broken(base, change)));
  expect(problems.map(({ rule }) => rule)).toEqual(expected);
});

test('an empty tag key is refused by the client, before anything that the service would say', () => {
  const definition = broken('fargate', { '/tags': [{ key: '' }], '/family': 'a b' });
  expect(validateTaskDefinition(JSON.stringify(definition)).find(({ answered }) => answered)?.message).toBe(
    'Invalid length for parameter tags[0].key, value: 0, valid min length: 1',
  );
  expect(refuseRegistration(definition)?.message).toBe('Family contains invalid characters.');
});

test('what the service refuses is what the editor says AWS would answer', () => {
  for (const { id, level, example } of rules) {
    if (typeof example.base === 'object' || level !== 'semantic') continue;
    const text = JSON.stringify(broken(example.base, example.change));
    const answered = validateTaskDefinition(text).find((problem) => problem.answered);
    expect(refuseRegistration(JSON.parse(text))?.message, id).toBe(answered?.message);
  }
});

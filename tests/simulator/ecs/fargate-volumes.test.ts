import { expect, test } from 'vitest';
import { subnetsOf, webDefinition } from '../cloud.ts';
import { harbour, shopInput } from './harbour.ts';

const share = {
  name: 'data',
  fsxWindowsFileServerVolumeConfiguration: {
    fileSystemId: 'fs-0123456789abcdef0',
    rootDirectory: 'share',
    authorizationConfig: {
      credentialsParameter: 'arn:aws:ssm:us-east-1:123456789012:parameter/fsx',
      domain: 'shop.example.com',
    },
  },
};

test.each([
  ['a Windows share', share, 'fsxWindowsFileServerVolumeConfiguration'],
  ['a folder of a host', { name: 'data', host: { sourcePath: '/srv/data' } }, 'sourcePath'],
  ['a Docker volume', { name: 'data', dockerVolumeConfiguration: {} }, 'dockerVolumeConfiguration'],
])('Fargate has no %s: neither by name nor at the launch', (_, volume, member) => {
  const one = harbour();
  const definition = { ...webDefinition, family: 'kept', volumes: [volume] };
  expect(one.refusal('ecs', 'RegisterTaskDefinition', definition)).toMatchObject({
    code: 'ClientException',
    message: `Fargate compatible task definitions do not support ${member}`,
  });
  const { taskDefinition } = one.ask('ecs', 'RegisterTaskDefinition', {
    ...definition,
    requiresCompatibilities: undefined,
  });
  expect(taskDefinition.compatibilities).toEqual(['EC2']);
  const refused = {
    code: 'InvalidParameterException',
    message: 'Task definition does not support launch_type FARGATE.',
  };
  const launch = {
    cluster: 'harbour',
    taskDefinition: 'kept',
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: subnetsOf(one) } },
  };
  expect(one.refusal('ecs', 'RunTask', launch)).toMatchObject(refused);
  expect(one.refusal('ecs', 'CreateService', shopInput(one, { taskDefinition: 'kept' }))).toMatchObject(
    refused,
  );
});

test('a definition that asks for no launch type fits Fargate when Fargate has all that it wants', () => {
  const { taskDefinition } = harbour().ask('ecs', 'RegisterTaskDefinition', {
    ...webDefinition,
    requiresCompatibilities: undefined,
  });
  expect(taskDefinition.compatibilities).toEqual(['EC2', 'FARGATE']);
});

import { expect, test } from 'vitest';
import { hands, type Hands } from '../cloud.ts';
import { layerOf, push } from '../ecr/pushing.ts';
import { roleFor } from '../neighbours/roles.ts';

const image = '123456789012.dkr.ecr.us-east-1.amazonaws.com/web:v1';

/** A cluster with one machine whose role may do what `actions` say. */
function yard(actions: string[]): Hands {
  const one = hands();
  roleFor(one, 'host', 'ec2.amazonaws.com', 'ecs:*', ...actions);
  one.ask('ecr', 'CreateRepository', { repositoryName: 'web' });
  const config = { architecture: 'amd64', os: 'linux', config: { Cmd: ['sleep', 'infinity'] } };
  push(one, layerOf({ '/etc/web.conf': 'ready' }), { tag: 'v1', config: JSON.stringify(config) });
  one.ask('ecs', 'CreateCluster', { clusterName: 'yard' });
  one.ask('ecs', 'RegisterTaskDefinition', {
    family: 'web',
    networkMode: 'bridge',
    containerDefinitions: [{ name: 'web', image, cpu: 128, memory: 128 }],
  });
  one.ask('ec2', 'RunInstances', {
    ImageId: 'ami-0123456789abcdef0',
    InstanceType: 't3.medium',
    MinCount: 1,
    MaxCount: 1,
    IamInstanceProfile: { Name: 'host' },
    UserData: btoa('#!/bin/bash\necho ECS_CLUSTER=yard >> /etc/ecs/ecs.config'),
  });
  one.wind(300_000);
  return one;
}

function run(one: Hands) {
  const [{ taskArn }] = one.ask('ecs', 'RunTask', { cluster: 'yard', taskDefinition: 'web' }).tasks;
  one.wind(120_000);
  return one.ask('ecs', 'DescribeTasks', { cluster: 'yard', tasks: [taskArn] }).tasks[0];
}

test('without an execution role a host pulls in the name of its own role', () => {
  expect(run(yard(['ecr:*'])).lastStatus).toBe('RUNNING');
});

test('which must be allowed to get a token, and to read the image', () => {
  const denied = run(yard([]));
  expect([denied.stopCode, denied.stoppedReason]).toEqual([
    'TaskFailedToStart',
    expect.stringMatching(
      /^CannotPullECRContainerError: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role\/host\/i-[0-9a-f]{17} is not authorized to perform: ecr:GetAuthorizationToken on resource: \* because no identity-based policy allows the ecr:GetAuthorizationToken action$/,
    ),
  ]);
  expect(run(yard(['ecr:GetAuthorizationToken'])).stoppedReason).toMatch(/403 Forbidden$/);
});

import { describe, expect, test } from 'vitest';
import { defaultRegion } from '../../../simulator/index.ts';
import { hands, subnetsOf, webDefinition, type Hands } from '../cloud.ts';

const bridge = {
  family: 'bridge',
  networkMode: 'bridge',
  containerDefinitions: [{ name: 'web', image: 'httpd:2.4', cpu: 512, memory: 1024 }],
};

/** A world with an Auto Scaling group of t3.medium, and its capacity provider in the cluster `yard`. */
function yard(scaling: object = { status: 'ENABLED' }, more: object = {}): Hands {
  const one = hands();
  one.ask('ec2', 'CreateLaunchTemplate', {
    LaunchTemplateName: 'hosts',
    LaunchTemplateData: {
      ImageId: 'ami-0123456789abcdef0',
      InstanceType: 't3.medium',
      IamInstanceProfile: { Name: 'ecsInstanceRole' },
      UserData: btoa('#!/bin/bash\necho ECS_CLUSTER=yard >> /etc/ecs/ecs.config'),
    },
  });
  one.ask('autoscaling', 'CreateAutoScalingGroup', {
    AutoScalingGroupName: 'hosts',
    LaunchTemplate: { LaunchTemplateName: 'hosts' },
    MinSize: 0,
    MaxSize: 5,
    VPCZoneIdentifier: subnetsOf(one).join(','),
    NewInstancesProtectedFromScaleIn: true,
  });
  const [group] = one.ask('autoscaling', 'DescribeAutoScalingGroups').AutoScalingGroups;
  one.ask('ecs', 'CreateCapacityProvider', {
    name: 'hosts',
    autoScalingGroupProvider: {
      autoScalingGroupArn: group.AutoScalingGroupARN,
      managedScaling: scaling,
      managedTerminationProtection: 'ENABLED',
      ...more,
    },
  });
  one.ask('ecs', 'CreateCluster', { clusterName: 'yard', capacityProviders: ['hosts'] });
  one.ask('ecs', 'RegisterTaskDefinition', bridge);
  return one;
}

const group = (one: Hands) => one.ask('autoscaling', 'DescribeAutoScalingGroups').AutoScalingGroups[0];
const shop = (one: Hands) =>
  one.ask('ecs', 'DescribeServices', { cluster: 'yard', services: ['shop'] }).services[0];

describe('a capacity provider over an Auto Scaling group', () => {
  test('gets hosts for tasks that wait, and lets them go when they are idle', () => {
    const one = yard();
    one.ask('ecs', 'CreateService', {
      cluster: 'yard',
      serviceName: 'shop',
      taskDefinition: 'bridge',
      desiredCount: 6,
      capacityProviderStrategy: [{ capacityProvider: 'hosts', weight: 1 }],
    });
    one.wind(40_000);
    expect(shop(one)).toMatchObject({ pendingCount: 6, runningCount: 0 });
    const { taskArns } = one.ask('ecs', 'ListTasks', { cluster: 'yard' });
    const before = one.ask('ecs', 'DescribeTasks', { cluster: 'yard', tasks: taskArns }).tasks;
    expect(new Set(before.map(({ lastStatus }: any) => lastStatus))).toEqual(new Set(['PROVISIONING']));
    one.wind(300_000);
    expect(group(one).DesiredCapacity).toBe(2);
    expect(shop(one)).toMatchObject({ pendingCount: 0, runningCount: 6 });
    expect(group(one).Instances.map(({ LifecycleState }: any) => LifecycleState)).toEqual([
      'InService',
      'InService',
    ]);
    one.ask('ecs', 'UpdateService', { cluster: 'yard', service: 'shop', desiredCount: 0 });
    one.wind(20 * 60_000);
    expect(group(one)).toMatchObject({ DesiredCapacity: 0, Instances: [] });
    expect(one.ask('ecs', 'ListContainerInstances', { cluster: 'yard' }).containerInstanceArns).toEqual([]);
    const states = one
      .ask('ec2', 'DescribeInstances')
      .Reservations.flatMap(({ Instances }: any) => Instances.map(({ State }: any) => State.Name));
    expect(states).toEqual(['terminated', 'terminated']);
  });

  test('a host that is lost takes its tasks, and both are replaced', () => {
    const one = yard();
    one.ask('ecs', 'CreateService', {
      cluster: 'yard',
      serviceName: 'shop',
      taskDefinition: 'bridge',
      desiredCount: 2,
      capacityProviderStrategy: [{ capacityProvider: 'hosts', weight: 1 }],
    });
    one.wind(400_000);
    const [lost] = group(one).Instances;
    const [task] = one.ask('ecs', 'ListTasks', { cluster: 'yard' }).taskArns;
    one.ask('ec2', 'TerminateInstances', { InstanceIds: [lost.InstanceId] });
    one.wind(1_000);
    expect(one.ask('ecs', 'DescribeTasks', { cluster: 'yard', tasks: [task] }).tasks[0]).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'TerminationNotice',
      stoppedReason: `Host EC2 (instance ${lost.InstanceId}) terminated.`,
    });
    one.wind(400_000);
    expect(shop(one)).toMatchObject({ runningCount: 2 });
    expect(group(one).Instances[0].InstanceId).not.toBe(lost.InstanceId);
  });

  test('without managed scaling, tasks are not placed and the service says so', () => {
    const one = yard({ status: 'DISABLED' }, { managedTerminationProtection: 'DISABLED' });
    one.ask('ecs', 'CreateService', {
      cluster: 'yard',
      serviceName: 'shop',
      taskDefinition: 'bridge',
      desiredCount: 1,
      capacityProviderStrategy: [{ capacityProvider: 'hosts', weight: 1 }],
    });
    one.wind(60_000);
    expect(shop(one).events[0].message).toContain(
      'Reason: No Container Instances were found in your capacity provider.',
    );
  });
});

describe('strategies', () => {
  const fargate = (one: Hands, count: number, strategy: object[]) =>
    one
      .ask('ecs', 'RunTask', {
        cluster: 'sea',
        taskDefinition: 'web',
        count,
        capacityProviderStrategy: strategy,
        networkConfiguration: { awsvpcConfiguration: { subnets: subnetsOf(one), assignPublicIp: 'ENABLED' } },
      })
      .tasks.map(({ capacityProviderName }: { capacityProviderName: string }) => capacityProviderName);
  const sea = () => {
    const one = hands();
    one.ask('ecs', 'CreateCluster', { clusterName: 'sea', capacityProviders: ['FARGATE', 'FARGATE_SPOT'] });
    one.ask('ecs', 'RegisterTaskDefinition', webDefinition);
    return one;
  };

  test('fill the base first, then share by weight', () => {
    const names: string[] = fargate(sea(), 10, [
      { capacityProvider: 'FARGATE', base: 2, weight: 1 },
      { capacityProvider: 'FARGATE_SPOT', weight: 3 },
    ]);
    expect(names.slice(0, 2)).toEqual(['FARGATE', 'FARGATE']);
    expect(names.filter((name) => name === 'FARGATE_SPOT')).toHaveLength(6);
  });

  test('a cluster has a default one', () => {
    const one = sea();
    one.ask('ecs', 'PutClusterCapacityProviders', {
      cluster: 'sea',
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
    });
    expect(fargate(one, 1, [])).toEqual(['FARGATE_SPOT']);
    expect(
      one.refusal('ecs', 'PutClusterCapacityProviders', {
        cluster: 'sea',
        capacityProviders: ['gone'],
        defaultCapacityProviderStrategy: [],
      }).message,
    ).toBe('The specified capacity provider does not exist. Specify a valid name or ARN and try again.');
  });

  test('Fargate without capacity in any zone refuses with the words of AWS', () => {
    const one = sea();
    const { ecs, vpc } = one.cloud.state.regions.get(defaultRegion)!;
    for (const { availabilityZone } of vpc.subnets) ecs.capacity.exhausted.add(`FARGATE/${availabilityZone}`);
    const { failures } = one.ask('ecs', 'RunTask', {
      cluster: 'sea',
      taskDefinition: 'web',
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: subnetsOf(one) } },
    });
    expect(failures).toEqual([
      {
        reason:
          'Capacity is unavailable at this time. Please try again later or in a different availability zone',
      },
    ]);
  });
});

test('ECS Anywhere: a host of somebody else takes tasks of launch type EXTERNAL, and no interfaces', () => {
  const one = hands();
  one.ask('ecs', 'CreateCluster', { clusterName: 'yard' });
  one.ask('ecs', 'RegisterTaskDefinition', bridge);
  one.ask('ecs', 'RegisterContainerInstance', {
    cluster: 'yard',
    attributes: [{ name: 'ecs.capability.external' }],
    totalResources: [
      { name: 'CPU', type: 'INTEGER', integerValue: 4096 },
      { name: 'MEMORY', type: 'INTEGER', integerValue: 8192 },
    ],
  });
  const { tasks } = one.ask('ecs', 'RunTask', {
    cluster: 'yard',
    taskDefinition: 'bridge',
    launchType: 'EXTERNAL',
  });
  expect(tasks[0]).toMatchObject({ launchType: 'EXTERNAL', attachments: [] });
  expect(one.refusal('ecs', 'RunTask', { cluster: 'yard', taskDefinition: 'bridge' }).message).toBe(
    'No Container Instances were found in your cluster.',
  );
});

test('managed instances: ECS starts a machine itself for tasks that wait', () => {
  const one = hands();
  one.ask('ecs', 'CreateCluster', { clusterName: 'yard' });
  one.ask('ecs', 'CreateCapacityProvider', {
    name: 'managed',
    cluster: 'yard',
    managedInstancesProvider: {
      infrastructureRoleArn: 'arn:aws:iam::123456789012:role/ecsInfrastructureRole',
      instanceLaunchTemplate: {
        ec2InstanceProfileArn: 'arn:aws:iam::123456789012:instance-profile/ecsInstanceRole',
        networkConfiguration: { subnets: subnetsOf(one) },
      },
    },
  });
  one.ask('ecs', 'PutClusterCapacityProviders', {
    cluster: 'yard',
    capacityProviders: ['managed'],
    defaultCapacityProviderStrategy: [{ capacityProvider: 'managed', weight: 1 }],
  });
  one.ask('ecs', 'RegisterTaskDefinition', {
    ...webDefinition,
    requiresCompatibilities: ['MANAGED_INSTANCES'],
  });
  one.ask('ecs', 'RunTask', {
    cluster: 'yard',
    taskDefinition: 'web',
    networkConfiguration: { awsvpcConfiguration: { subnets: subnetsOf(one) } },
  });
  one.wind(240_000);
  const { taskArns } = one.ask('ecs', 'ListTasks', { cluster: 'yard' });
  expect(one.ask('ecs', 'DescribeTasks', { cluster: 'yard', tasks: taskArns }).tasks[0]).toMatchObject({
    launchType: 'MANAGED_INSTANCES',
    capacityProviderName: 'managed',
    lastStatus: 'RUNNING',
  });
});

import { describe, expect, test } from 'vitest';
import { defaultRegion } from '../../../simulator/index.ts';
import { connect, disconnect } from '../../../simulator/ecs/capacity/agent.ts';
import { hands, type Hands } from '../cloud.ts';

const bridge = {
  family: 'bridge',
  networkMode: 'bridge',
  containerDefinitions: [
    { name: 'web', image: 'httpd:2.4', cpu: 256, memory: 512, portMappings: [{ containerPort: 80 }] },
  ],
};

function yard(): Hands {
  const one = hands();
  one.ask('ecs', 'CreateCluster', { clusterName: 'yard' });
  one.ask('ecs', 'RegisterTaskDefinition', bridge);
  return one;
}

function host(one: Hands, zone = 'us-east-1a', instanceType = 't3.medium'): string {
  const { containerInstance } = one.ask('ecs', 'RegisterContainerInstance', {
    cluster: 'yard',
    instanceIdentityDocument: JSON.stringify({ instanceType, availabilityZone: zone }),
  });
  return containerInstance.containerInstanceArn;
}

const run = (one: Hands, more: object = {}) =>
  one.ask('ecs', 'RunTask', { cluster: 'yard', taskDefinition: 'bridge', ...more });
const look = (one: Hands, ...containerInstances: string[]) =>
  one.ask('ecs', 'DescribeContainerInstances', { cluster: 'yard', containerInstances }).containerInstances;
const remaining = (
  instance: { remainingResources: { name: string; integerValue: number }[] },
  name: string,
) => instance.remainingResources.find((resource) => resource.name === name)!.integerValue;

describe('a container instance', () => {
  test('registers with what its type has, and takes tasks', () => {
    const one = yard();
    const arn = host(one);
    expect(look(one, arn)[0]).toMatchObject({
      status: 'ACTIVE',
      agentConnected: true,
      runningTasksCount: 0,
      registeredResources: [
        { name: 'CPU', integerValue: 2048 },
        { name: 'MEMORY', integerValue: 3883 },
        { name: 'PORTS', stringSetValue: ['22', '2376', '2375', '51678', '51679'] },
        { name: 'PORTS_UDP', stringSetValue: [] },
      ],
    });
    const { tasks, failures } = run(one, { count: 2 });
    expect(failures).toEqual([]);
    expect(tasks[0]).toMatchObject({ lastStatus: 'PENDING', launchType: 'EC2', containerInstanceArn: arn });
    expect(tasks[0].attachments).toEqual([]);
    one.wind(30_000);
    const [instance] = look(one, arn);
    expect([remaining(instance, 'CPU'), remaining(instance, 'MEMORY'), instance.runningTasksCount]).toEqual([
      2048 - 512,
      3883 - 1024,
      2,
    ]);
    const described = one.ask('ecs', 'DescribeTasks', {
      cluster: 'yard',
      tasks: tasks.map(({ taskArn }: { taskArn: string }) => taskArn),
    }).tasks;
    expect(described.map((task: any) => task.containers[0].networkBindings)).toEqual([
      [{ bindIP: '0.0.0.0', containerPort: 80, hostPort: 32768, protocol: 'tcp' }],
      [{ bindIP: '0.0.0.0', containerPort: 80, hostPort: 32769, protocol: 'tcp' }],
    ]);
    one.ask('ecs', 'StopTask', { cluster: 'yard', task: tasks[0].taskArn });
    one.wind(60_000);
    expect(remaining(look(one, arn)[0], 'CPU')).toBe(2048 - 256);
  });

  test('refuses what it has too little of, with the reason', () => {
    const one = yard();
    const arn = host(one, 'us-east-1a', 't3.micro');
    expect(run(one, { count: 3 }).failures).toEqual([
      { arn, reason: 'RESOURCE:MEMORY' },
      { arn, reason: 'RESOURCE:MEMORY' },
    ]);
    one.ask('ecs', 'RegisterTaskDefinition', {
      family: 'fixed',
      networkMode: 'host',
      containerDefinitions: [
        { name: 'web', image: 'httpd:2.4', memory: 64, portMappings: [{ containerPort: 80 }] },
      ],
    });
    expect(run(one, { taskDefinition: 'fixed' }).tasks).toHaveLength(1);
    expect(run(one, { taskDefinition: 'fixed' }).failures).toEqual([{ arn, reason: 'RESOURCE:PORTS' }]);
    one.ask('ecs', 'RegisterTaskDefinition', {
      family: 'busy',
      containerDefinitions: [{ name: 'web', image: 'httpd:2.4', memory: 16, cpu: 4096 }],
    });
    expect(run(one, { taskDefinition: 'busy' }).failures).toEqual([{ arn, reason: 'RESOURCE:CPU' }]);
    expect(
      run(one, {
        placementConstraints: [{ type: 'memberOf', expression: 'attribute:ecs.instance-type =~ m5.*' }],
      }).failures,
    ).toEqual([{ arn, reason: 'memberOf placement constraint unsatisfied.' }]);
  });

  test('without any, RunTask is refused in words of AWS', () => {
    expect(yard().refusal('ecs', 'RunTask', { cluster: 'yard', taskDefinition: 'bridge' })).toMatchObject({
      code: 'InvalidParameterException',
      message: 'No Container Instances were found in your cluster.',
    });
  });

  test('spreads over zones, packs by memory, and keeps tasks apart', () => {
    const one = yard();
    const zones = ['us-east-1a', 'us-east-1b', 'us-east-1a', 'us-east-1b'];
    const arns = zones.map((zone) => host(one, zone));
    const spread = run(one, {
      count: 4,
      placementStrategy: [{ type: 'spread', field: 'attribute:ecs.availability-zone' }],
    }).tasks;
    const zoneOf = (task: { availabilityZone: string }) => task.availabilityZone;
    expect(spread.map(zoneOf).sort()).toEqual(['us-east-1a', 'us-east-1a', 'us-east-1b', 'us-east-1b']);
    const packed = run(one, {
      count: 3,
      group: 'packed',
      placementStrategy: [{ type: 'binpack', field: 'memory' }],
    });
    expect(new Set(packed.tasks.map((task: any) => task.containerInstanceArn)).size).toBe(1);
    const apart = run(one, {
      count: 5,
      group: 'apart',
      placementConstraints: [{ type: 'distinctInstance' }],
    });
    expect(new Set(apart.tasks.map((task: any) => task.containerInstanceArn))).toEqual(new Set(arns));
    expect(apart.failures).toHaveLength(4);
  });

  test('awsvpc tasks take interfaces until there are no more', () => {
    const one = yard();
    const arn = host(one);
    one.ask('ecs', 'RegisterTaskDefinition', {
      family: 'own',
      networkMode: 'awsvpc',
      containerDefinitions: [{ name: 'web', image: 'httpd:2.4', memory: 64 }],
    });
    const subnets = one.cloud.state.regions.get(defaultRegion)!.vpc.subnets;
    const free = subnets[0]!.availableIpAddressCount;
    const { tasks, failures } = run(one, {
      taskDefinition: 'own',
      count: 3,
      networkConfiguration: { awsvpcConfiguration: { subnets: [subnets[0]!.subnetId] } },
    });
    expect([tasks.length, failures]).toEqual([2, [{ arn, reason: 'RESOURCE:ENI' }]]);
    expect(tasks[0].lastStatus).toBe('PROVISIONING');
    expect(subnets[0]!.availableIpAddressCount).toBe(free - 2);
    one.wind(30_000);
    for (const { taskArn } of tasks) one.ask('ecs', 'StopTask', { cluster: 'yard', task: taskArn });
    one.wind(60_000);
    expect(subnets[0]!.availableIpAddressCount).toBe(free);
  });

  test('is asked for in the cluster query language', () => {
    const one = yard();
    const [a, b] = [host(one), host(one, 'us-east-1b', 'm5.large')];
    one.ask('ecs', 'PutAttributes', {
      cluster: 'yard',
      attributes: [{ name: 'stack', value: 'production', targetId: b }],
    });
    const list = (filter: string) =>
      one.ask('ecs', 'ListContainerInstances', { cluster: 'yard', filter }).containerInstanceArns;
    expect(list('attribute:stack == production')).toEqual([b]);
    expect(list('attribute:stack !exists')).toEqual([a]);
    expect(list('attribute:ecs.instance-type =~ t3.*')).toEqual([a]);
    expect(list('attribute:ecs.availability-zone in [us-east-1a, us-east-1b]')).toEqual([a, b]);
    expect(list('registeredCpu > 2047 and not (registeredMemory > 5000 or agentConnected == false)')).toEqual(
      [a],
    );
    expect(one.refusal('ecs', 'ListContainerInstances', { cluster: 'yard', filter: '?' }).code).toBe(
      'InvalidParameterException',
    );
    expect(
      one.ask('ecs', 'ListAttributes', {
        cluster: 'yard',
        targetType: 'container-instance',
        attributeName: 'stack',
      }).attributes,
    ).toEqual([{ name: 'stack', value: 'production', targetId: b }]);
  });

  test('takes its tasks with it when it is deregistered by force', () => {
    const one = yard();
    const arn = host(one);
    const { tasks } = run(one);
    one.wind(30_000);
    expect(
      one.refusal('ecs', 'DeregisterContainerInstance', { cluster: 'yard', containerInstance: arn }),
    ).toMatchObject({ message: 'Found running tasks on the instance.' });
    one.ask('ecs', 'DeregisterContainerInstance', { cluster: 'yard', containerInstance: arn, force: true });
    const [task] = one.ask('ecs', 'DescribeTasks', { cluster: 'yard', tasks: [tasks[0].taskArn] }).tasks;
    expect(task).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'TerminationNotice',
      containers: [{ lastStatus: 'STOPPED' }],
    });
    expect(look(one, arn)[0]).toMatchObject({ status: 'INACTIVE', agentConnected: false });
    expect(one.ask('ecs', 'ListContainerInstances', { cluster: 'yard' }).containerInstanceArns).toEqual([]);
  });

  test('whose agent is away keeps its tasks as they were, and catches up when it is back', () => {
    const one = yard();
    const arn = host(one);
    const { tasks } = run(one);
    one.wind(30_000);
    const { ecs } = one.cloud.state.regions.get(defaultRegion)!;
    const instance = [...ecs.capacity.instances.get('yard')!.values()][0]!;
    const scope = {
      ecs,
      context: {
        now: one.cloud.now,
        date: one.cloud.startsAt + one.cloud.now,
        notice: () => {},
        schedule: () => {},
      },
    } as never;
    disconnect(instance, scope);
    expect(run(one).failures).toEqual([{ arn, reason: 'AGENT' }]);
    one.ask('ecs', 'StopTask', { cluster: 'yard', task: tasks[0].taskArn });
    one.wind(600_000);
    const status = () =>
      one.ask('ecs', 'DescribeTasks', { cluster: 'yard', tasks: [tasks[0].taskArn] }).tasks[0].lastStatus;
    expect(status()).toBe('DEACTIVATING');
    expect(instance.held).toHaveLength(1);
    void connect;
  });

  test('that drains hands the tasks of services to others, new ones first', () => {
    const one = yard();
    const arn = host(one);
    one.ask('ecs', 'CreateService', {
      cluster: 'yard',
      serviceName: 'shop',
      taskDefinition: 'bridge',
      desiredCount: 2,
      launchType: 'EC2',
    });
    one.wind(180_000);
    expect(look(one, arn)[0].runningTasksCount).toBe(2);
    const other = host(one, 'us-east-1b');
    one.ask('ecs', 'UpdateContainerInstancesState', {
      cluster: 'yard',
      containerInstances: [arn],
      status: 'DRAINING',
    });
    let least = Infinity;
    for (let second = 0; second < 400; second++) {
      one.wind(1_000);
      const running = look(one, arn, other).reduce(
        (sum: number, { runningTasksCount: count }: any) => sum + count,
        0,
      );
      least = Math.min(least, running);
    }
    expect(least).toBe(2);
    expect(look(one, arn, other).map(({ runningTasksCount }: any) => runningTasksCount)).toEqual([0, 2]);
  });

  test('too few of them: the service says so in words of AWS', () => {
    const one = yard();
    one.ask('ecs', 'CreateService', {
      cluster: 'yard',
      serviceName: 'shop',
      taskDefinition: 'bridge',
      desiredCount: 4,
      launchType: 'EC2',
    });
    one.wind(60_000);
    const events = () =>
      one
        .ask('ecs', 'DescribeServices', { cluster: 'yard', services: ['shop'] })
        .services[0].events.map(({ message }: { message: string }) => message.replace(/[0-9a-f]{32}/g, 'T'));
    expect(events()).toEqual([
      '(service shop) was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your cluster. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.',
    ]);
    host(one, 'us-east-1a', 't3.micro');
    one.wind(60_000);
    expect(events().slice(0, 2)).toEqual([
      '(service shop) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance T has insufficient memory available. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.',
      '(service shop) has started 1 tasks: (task T).',
    ]);
  });

  test('updates its agent step by step, once', () => {
    const one = yard();
    const { containerInstance } = one.ask('ecs', 'RegisterContainerInstance', {
      cluster: 'yard',
      versionInfo: { agentVersion: '1.60.0' },
    });
    const update = { cluster: 'yard', containerInstance: containerInstance.containerInstanceArn };
    one.ask('ecs', 'UpdateContainerAgent', update);
    expect(one.refusal('ecs', 'UpdateContainerAgent', update).code).toBe('UpdateInProgressException');
    one.wind(60_000);
    expect(look(one, containerInstance.containerInstanceArn)[0]).toMatchObject({
      agentUpdateStatus: 'UPDATED',
    });
    expect(one.refusal('ecs', 'UpdateContainerAgent', update).code).toBe('NoUpdateAvailableException');
  });
});

test('what a host’s attributes were like is not remembered once they have changed', () => {
  const one = yard();
  const arn = host(one);
  const name = 'com.amazonaws.ecs.capability.logging-driver.awslogs';
  one.ask('ecs', 'RegisterTaskDefinition', {
    family: 'logged',
    containerDefinitions: [
      {
        name: 'web',
        image: 'httpd:2.4',
        memory: 128,
        logConfiguration: {
          logDriver: 'awslogs',
          options: { 'awslogs-group': '/web', 'awslogs-region': 'us-east-1' },
        },
      },
    ],
  });
  const runs = () => run(one, { taskDefinition: 'logged' }).failures.map(({ reason }: any) => reason);
  expect(runs()).toEqual([]);
  const { attributes } = one.cloud.state.regions
    .get(defaultRegion)!
    .ecs.capacity.instances.get('yard')!
    .get(arn.slice(arn.lastIndexOf('/') + 1))!;
  expect(attributes.has(name)).toBe(true);
  one.ask('ecs', 'DeleteAttributes', { cluster: 'yard', attributes: [{ name, targetId: arn }] });
  expect(runs()).toEqual(['ATTRIBUTE']);
  one.ask('ecs', 'PutAttributes', { cluster: 'yard', attributes: [{ name, targetId: arn }] });
  expect(runs()).toEqual([]);
});

test('spread counts the tasks of full hosts as well', () => {
  const one = yard();
  const big = { ...bridge, family: 'big' };
  one.ask('ecs', 'RegisterTaskDefinition', {
    ...big,
    containerDefinitions: [{ ...bridge.containerDefinitions[0], cpu: 1024, memory: 1024 }],
  });
  const full = host(one, 'us-east-1a');
  run(one, { taskDefinition: 'big', count: 2, group: 'shop' });
  const [roomy, other] = [host(one, 'us-east-1a', 't3.xlarge'), host(one, 'us-east-1b')];
  const placementStrategy = [{ type: 'spread', field: 'attribute:ecs.availability-zone' }];
  const { tasks } = run(one, { taskDefinition: 'big', count: 2, group: 'shop', placementStrategy });
  expect(tasks.map(({ containerInstanceArn }: any) => containerInstanceArn)).toEqual([other, other]);
  expect([full, roomy]).not.toContain(other);
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { faultsPage, page } from '../../scripts/generate-faults.ts';
import { acts, faults } from '../../simulator/faults/index.ts';
import { defaultRegion, foldCloud } from '../../simulator/index.ts';
import { createShop, harbour, shop, words } from './ecs/harbour.ts';
import { hands, subnetsOf, webDefinition, type Hands } from './cloud.ts';

const inject = (one: Hands, id: string, parameters: object = {}, more: object = {}) =>
  one.ask('drydock', 'InjectFault', { id, parameters, ...more });
const clear = (one: Hands, more: object = {}) => one.ask('drydock', 'ClearFault', more);
const region = (one: Hands) => one.cloud.state.regions.get(defaultRegion)!;

test('each fault of the catalogue has an act, and is taken back exactly when it says so', () => {
  expect(Object.keys(acts).sort()).toEqual(faults.map(({ id }) => id).sort());
  for (const { id, clearable } of faults)
    expect([id, acts[id]!.clear !== undefined]).toEqual([id, clearable]);
});

test('wrong names are refused with what there is', () => {
  const one = hands();
  expect(one.refusal('drydock', 'InjectFault', { id: 'flood' }).message).toMatch(
    /^There is no fault flood\. Faults: zone-outage, /,
  );
  expect(one.refusal('drydock', 'InjectFault', { id: 'zone-outage' }).message).toMatch(
    /^zone-outage needs zone: /,
  );
  expect(one.refusal('drydock', 'InjectFault', { id: 'zone-outage', parameters: { zoom: 1 } }).message).toBe(
    'zone-outage has no parameter zoom. It has: zone.',
  );
  expect(one.refusal('drydock', 'ClearFault', {}).message).toMatch(/^No such fault is active/);
});

describe('a service', () => {
  test('lives through the outage of a zone in the others', () => {
    const one = harbour();
    createShop(one, { desiredCount: 3 });
    one.wind(200_000);
    const tasks = [...region(one).ecs.tasks.values()];
    const { availabilityZone: zone } = tasks[0]!;
    inject(one, 'zone-outage', { zone });
    for (const task of tasks.filter((each) => each.availabilityZone === zone))
      expect([task.status, task.stopCode]).toEqual(['STOPPED', 'InfrastructureHealth']);
    one.wind(200_000);
    expect(shop(one).runningCount).toBe(3);
    const running = [...region(one).ecs.tasks.values()].filter(({ status }) => status === 'RUNNING');
    expect(running.some((task) => task.availabilityZone === zone)).toBe(false);
    expect(clear(one)).toEqual({ cleared: ['1'] });
    expect(region(one).ecs.capacity.exhausted.size).toBe(0);
  });

  test('has no room in the only zone that it names, until the outage is over', () => {
    const one = harbour();
    const [subnet] = region(one).vpc.subnets;
    createShop(one, {
      networkConfiguration: {
        awsvpcConfiguration: { subnets: [subnet!.subnetId], assignPublicIp: 'ENABLED' },
      },
    });
    one.wind(200_000);
    inject(one, 'zone-outage', { zone: subnet!.availabilityZone });
    one.wind(60_000);
    expect(words(one)).toContain(
      '(service shop) was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.',
    );
    clear(one, { id: 'zone-outage' });
    one.wind(200_000);
    expect(shop(one).runningCount).toBe(2);
  });

  test('on Fargate Spot is interrupted and comes back', () => {
    const one = harbour();
    one.ask('ecs', 'PutClusterCapacityProviders', {
      cluster: 'harbour',
      capacityProviders: ['FARGATE_SPOT'],
      defaultCapacityProviderStrategy: [],
    });
    createShop(one, {
      launchType: undefined,
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
    });
    one.wind(200_000);
    const before = [...region(one).ecs.tasks.values()];
    inject(one, 'spot-interruption', { service: 'shop' });
    one.wind(60_000);
    for (const task of before)
      expect([task.desiredStatus, task.stopCode, task.stoppedReason]).toEqual([
        'STOPPED',
        'SpotInterruption',
        'Your Spot Task was interrupted.',
      ]);
    one.wind(200_000);
    expect(shop(one).runningCount).toBe(2);
  });

  test('whose containers leak is killed for it', () => {
    const one = harbour();
    createShop(one, { desiredCount: 1 });
    one.wind(200_000);
    const [task] = region(one).ecs.tasks.values();
    inject(one, 'memory-leak', { service: 'shop', rate: '512MiB/min' });
    one.wind(120_000);
    expect(task!.containers[0]).toMatchObject({
      exitCode: 137,
      reason: 'OutOfMemoryError: container killed due to memory usage',
    });
  });

  test('finds no address, then finds one again', () => {
    const one = harbour();
    const before = region(one).vpc.subnets.map(({ availableIpAddressCount }) => availableIpAddressCount);
    inject(one, 'no-addresses-left');
    createShop(one);
    one.wind(60_000);
    expect(words(one)[0]).toMatch(/InsufficientFreeAddressesInSubnet\.$/);
    clear(one);
    expect(region(one).vpc.subnets.map(({ availableIpAddressCount }) => availableIpAddressCount)).toEqual(
      before,
    );
    one.wind(200_000);
    expect(shop(one).runningCount).toBe(2);
  });

  test('finds no way to the registry', () => {
    const one = harbour();
    one.ask('ecs', 'RegisterTaskDefinition', {
      ...webDefinition,
      containerDefinitions: [{ name: 'web', image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/web:1' }],
    });
    inject(one, 'registry-unreachable');
    createShop(one, { desiredCount: 1 });
    one.wind(400_000);
    const [task] = region(one).ecs.tasks.values();
    expect(task).toMatchObject({ stopCode: 'TaskFailedToStart' });
    expect(task!.stoppedReason).toMatch(/timeout|connection issue/);
  });
});

test('a disconnected agent comes back when the fault is cleared, and does what it was told meanwhile', () => {
  const one = hands();
  one.ask('ecs', 'CreateCluster', { clusterName: 'yard' });
  one.ask('ecs', 'RegisterContainerInstance', { cluster: 'yard' });
  one.ask('ecs', 'RegisterTaskDefinition', {
    family: 'bridge',
    containerDefinitions: [{ name: 'web', image: 'httpd:2.4', memory: 128 }],
  });
  const { tasks } = one.ask('ecs', 'RunTask', { cluster: 'yard', taskDefinition: 'bridge' });
  one.wind(30_000);
  inject(one, 'agent-disconnected', { cluster: 'yard' });
  one.ask('ecs', 'StopTask', { cluster: 'yard', task: tasks[0].taskArn });
  one.wind(600_000);
  const status = () =>
    one.ask('ecs', 'DescribeTasks', { cluster: 'yard', tasks: [tasks[0].taskArn] }).tasks[0].lastStatus;
  expect(status()).toBe('DEACTIVATING');
  clear(one);
  one.wind(60_000);
  expect(status()).toBe('STOPPED');
});

test('a port that somebody else takes cannot be had until it is free', () => {
  const one = hands();
  one.ask('ecs', 'CreateCluster', { clusterName: 'yard' });
  one.ask('ecs', 'RegisterContainerInstance', { cluster: 'yard' });
  one.ask('ecs', 'RegisterTaskDefinition', {
    family: 'host',
    networkMode: 'host',
    containerDefinitions: [
      { name: 'web', image: 'httpd:2.4', memory: 128, portMappings: [{ containerPort: 80 }] },
    ],
  });
  inject(one, 'port-clash', { port: 80 });
  const run = () => one.ask('ecs', 'RunTask', { cluster: 'yard', taskDefinition: 'host' });
  expect(run().failures.map(({ reason }: { reason: string }) => reason)).toEqual(['RESOURCE:PORTS']);
  clear(one);
  expect(run().tasks).toHaveLength(1);
});

test('what other services keep is broken through their own operations', () => {
  const one = hands();
  one.ask('logs', 'CreateLogGroup', { logGroupName: '/ecs/web' });
  inject(one, 'missing-log-group', { logGroup: '/ecs/web' });
  expect(one.ask('logs', 'DescribeLogGroups').logGroups).toEqual([]);
  clear(one);
  expect(one.ask('logs', 'DescribeLogGroups').logGroups).toHaveLength(1);
  one.ask('secretsmanager', 'CreateSecret', { Name: 'db', SecretString: 'x' });
  inject(one, 'bad-secret-arn', { secret: 'db' });
  expect(one.refusal('secretsmanager', 'GetSecretValue', { SecretId: 'db' }).code).toBe(
    'InvalidRequestException',
  );
  clear(one);
  expect(one.ask('secretsmanager', 'GetSecretValue', { SecretId: 'db' }).SecretString).toBe('x');
  expect(
    one.refusal('drydock', 'InjectFault', { id: 'image-tag-deleted', parameters: { repository: 'gone' } })
      .code,
  ).toBe('RepositoryNotFoundException');
});

test('a slow start holds for containers that start from then on', () => {
  const one = harbour();
  inject(one, 'slow-start', { family: 'web', by: '90s' });
  createShop(one, { desiredCount: 1 });
  one.wind(60_000);
  const [task] = region(one).ecs.tasks.values();
  expect(task!.containers[0]!.character).toEqual({ text: 'starts=90s', since: 0 });
});

test('a fault comes at its time, is told of, and the journal leads to the same world', () => {
  const one = hands();
  const told: string[] = [];
  one.cloud.observe((notice) => {
    if (notice.kind === 'fault') told.push(`${notice.at} ${notice.message}`);
  });
  expect(inject(one, 'no-capacity', { provider: 'FARGATE' }, { after: 90 })).toEqual({ after: 90 });
  inject(one, 'spot-interruption', {}, { after: 30 });
  one.wind(89_000);
  expect(region(one).ecs.capacity.exhausted.size).toBe(0);
  one.wind(2_000);
  expect(region(one).ecs.capacity.exhausted.size).toBe(3);
  expect(told).toEqual([
    '30000 Spot interruption did not happen: No task runs on FARGATE_SPOT.',
    '90000 No capacity: provider FARGATE.',
  ]);
  expect(foldCloud(one.journal, { seed: 'test' }).snapshot()).toBe(one.cloud.snapshot());
  expect(subnetsOf(one)).toHaveLength(3);
});

test('the page of faults is current: else run `node scripts/generate-faults.ts`', () => {
  expect(readFileSync(page, 'utf8')).toBe(faultsPage());
});

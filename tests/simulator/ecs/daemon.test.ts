import { expect, test } from 'vitest';
import { hands, type Hands } from '../cloud.ts';
import { shopInput, harbour } from './harbour.ts';

const agent = {
  family: 'agent',
  networkMode: 'bridge',
  containerDefinitions: [{ name: 'agent', image: 'httpd:2.4', cpu: 64, memory: 128 }],
};

function yard(): Hands {
  const one = hands();
  one.ask('ecs', 'CreateCluster', { clusterName: 'yard' });
  one.ask('ecs', 'RegisterTaskDefinition', agent);
  return one;
}

const host = (one: Hands, availabilityZone = 'us-east-1a'): string =>
  one.ask('ecs', 'RegisterContainerInstance', {
    cluster: 'yard',
    instanceIdentityDocument: JSON.stringify({ instanceType: 't3.medium', availabilityZone }),
  }).containerInstance.containerInstanceArn;

const create = (one: Hands, more: object = {}) =>
  one.ask('ecs', 'CreateService', {
    cluster: 'yard',
    serviceName: 'agents',
    taskDefinition: 'agent',
    schedulingStrategy: 'DAEMON',
    ...more,
  }).service;
const agents = (one: Hands) =>
  one.ask('ecs', 'DescribeServices', { cluster: 'yard', services: ['agents'] }).services[0];

/** How many running tasks of the service each host has. */
function spread(one: Hands): Record<string, number> {
  const { taskArns } = one.ask('ecs', 'ListTasks', { cluster: 'yard', serviceName: 'agents' });
  const counts: Record<string, number> = {};
  if (taskArns.length === 0) return counts;
  for (const { containerInstanceArn } of one.ask('ecs', 'DescribeTasks', { cluster: 'yard', tasks: taskArns })
    .tasks)
    counts[containerInstanceArn] = (counts[containerInstanceArn] ?? 0) + 1;
  return counts;
}

test('a daemon service has one task on each host, also on those that come later, and none on those that drain', () => {
  const one = yard();
  const [first, second] = [host(one), host(one)];
  expect(create(one)).toMatchObject({
    schedulingStrategy: 'DAEMON',
    deploymentConfiguration: { maximumPercent: 100, minimumHealthyPercent: 0 },
  });
  one.wind(180_000);
  expect(spread(one)).toEqual({ [first!]: 1, [second!]: 1 });
  expect(agents(one)).toMatchObject({
    desiredCount: 2,
    runningCount: 2,
    deployments: [{ rolloutState: 'COMPLETED' }],
  });
  const third = host(one);
  one.wind(120_000);
  expect(spread(one)).toEqual({ [first!]: 1, [second!]: 1, [third]: 1 });
  one.ask('ecs', 'UpdateContainerInstancesState', {
    cluster: 'yard',
    containerInstances: [first],
    status: 'DRAINING',
  });
  one.wind(120_000);
  expect(spread(one)).toEqual({ [second!]: 1, [third]: 1 });
  expect(agents(one).desiredCount).toBe(2);
});

test('a daemon service rolls to a new revision host by host, within its minimum', () => {
  const one = yard();
  const hosts = [host(one), host(one), host(one), host(one)];
  create(one, { deploymentConfiguration: { minimumHealthyPercent: 50, maximumPercent: 100 } });
  one.wind(180_000);
  one.ask('ecs', 'RegisterTaskDefinition', agent);
  one.ask('ecs', 'UpdateService', { cluster: 'yard', service: 'agents', taskDefinition: 'agent' });
  let least = Infinity;
  for (let look = 0; look < 120; look++) {
    one.wind(5_000);
    least = Math.min(least, agents(one).runningCount);
  }
  expect(least).toBe(2);
  expect(spread(one)).toEqual(Object.fromEntries(hosts.map((arn) => [arn, 1])));
  expect(agents(one).deployments).toMatchObject([
    { taskDefinition: expect.stringMatching(/agent:2$/), rolloutState: 'COMPLETED' },
  ]);
});

test('placement constraints choose the hosts of a daemon service', () => {
  const one = yard();
  const here = host(one);
  host(one, 'us-east-1b');
  const expression = 'attribute:ecs.availability-zone == us-east-1a';
  create(one, { placementConstraints: [{ type: 'memberOf', expression }] });
  one.wind(180_000);
  expect(spread(one)).toEqual({ [here]: 1 });
});

test('a daemon service takes no count and no Fargate', () => {
  const one = harbour();
  const refused = (more: object) =>
    one.refusal('ecs', 'CreateService', shopInput(one, { schedulingStrategy: 'DAEMON', ...more })).message;
  expect(refused({})).toMatch(/does not support a desired count/);
  expect(refused({ desiredCount: undefined })).toMatch(
    /not supported for tasks that use the Fargate launch type/,
  );
});

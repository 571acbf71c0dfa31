import { expect, test } from 'vitest';
import { hands } from '../cloud.ts';
import { harbour } from './harbour.ts';

/** What other people's test suites for ECS have found. */
const tag = { key: 'team', value: 'harbour' };

test('tags, settings and configuration of a cluster are shown to those who ask for them', () => {
  const one = hands();
  const configuration = { executeCommandConfiguration: { logging: 'DEFAULT' } };
  one.ask('ecs', 'CreateCluster', { clusterName: 'yard', tags: [tag], configuration });
  const look = (...include: string[]) => {
    const [{ tags, settings, configuration: shown }] = one.ask('ecs', 'DescribeClusters', {
      clusters: ['yard'],
      include,
    }).clusters;
    return { tags, settings, ...(shown ? { shown } : {}) };
  };
  expect(look()).toEqual({ tags: [], settings: [] });
  expect(look('TAGS', 'SETTINGS', 'CONFIGURATIONS')).toEqual({
    tags: [tag],
    settings: [{ name: 'containerInsights', value: 'disabled' }],
    shown: configuration,
  });
});

test('a cluster’s Service Connect namespace is made with it, and is used when it is there', () => {
  const one = hands();
  const create = (clusterName: string) =>
    one.ask('ecs', 'CreateCluster', { clusterName, serviceConnectDefaults: { namespace: 'shop' } }).cluster
      .serviceConnectDefaults;
  expect([create('one'), create('two')]).toEqual([{ namespace: 'shop' }, { namespace: 'shop' }]);
  one.wind(60_000);
  expect(one.ask('servicediscovery', 'ListNamespaces').Namespaces).toMatchObject([
    { Name: 'shop', Type: 'HTTP' },
  ]);
});

test('a service without a launch type is one of EC2', () => {
  const one = hands();
  one.ask('ecs', 'CreateCluster', { clusterName: 'yard' });
  one.ask('ecs', 'RegisterTaskDefinition', {
    family: 'bridge',
    containerDefinitions: [{ name: 'web', image: 'httpd:2.4', memory: 128 }],
  });
  const { service } = one.ask('ecs', 'CreateService', {
    cluster: 'yard',
    serviceName: 'shop',
    taskDefinition: 'bridge',
  });
  expect([service.launchType, service.deployments[0].launchType]).toEqual(['EC2', 'EC2']);
});

test('what is no launch type is refused before all else, in words of AWS', () => {
  const one = harbour();
  const asked = { taskDefinition: 'web', launchType: 'Fargate', serviceName: 'shop' };
  expect(one.refusal('ecs', 'RunTask', { cluster: 'gone', ...asked })).toMatchObject({
    code: 'InvalidParameterException',
    message: 'launch type should be one of [EC2,FARGATE,EXTERNAL]',
  });
  expect(one.refusal('ecs', 'CreateService', { cluster: 'harbour', ...asked })).toMatchObject({
    code: 'ClientException',
    message: 'launch type should be one of [EC2,FARGATE]',
  });
});

test('container instances, capacity providers and task sets carry tags like all else', () => {
  const one = hands();
  one.ask('ecs', 'CreateCluster', { clusterName: 'yard' });
  const { containerInstance } = one.ask('ecs', 'RegisterContainerInstance', { cluster: 'yard' });
  one.ask('ecs', 'RegisterTaskDefinition', {
    family: 'bridge',
    containerDefinitions: [{ name: 'web', image: 'httpd:2.4', memory: 128 }],
  });
  one.ask('ecs', 'CreateService', {
    cluster: 'yard',
    serviceName: 'shop',
    deploymentController: { type: 'EXTERNAL' },
  });
  const { taskSet } = one.ask('ecs', 'CreateTaskSet', {
    cluster: 'yard',
    service: 'shop',
    taskDefinition: 'bridge',
    launchType: 'EC2',
  });
  for (const resourceArn of [containerInstance.containerInstanceArn, taskSet.taskSetArn]) {
    one.ask('ecs', 'TagResource', { resourceArn, tags: [tag] });
    expect(one.ask('ecs', 'ListTagsForResource', { resourceArn })).toEqual({ tags: [tag] });
  }
});

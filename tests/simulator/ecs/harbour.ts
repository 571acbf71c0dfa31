import { hands, subnetsOf, webDefinition, type Hands } from '../cloud.ts';

/** A world with the cluster `harbour` and the task definition `web:1`. */
export function harbour(): Hands {
  const one = hands();
  one.ask('ecs', 'CreateCluster', { clusterName: 'harbour' });
  one.ask('ecs', 'RegisterTaskDefinition', webDefinition);
  return one;
}

/** Makes the service `shop` on Fargate, with two tasks of `web` unless told otherwise. */
export function createShop(one: Hands, more: object = {}) {
  return one.ask('ecs', 'CreateService', shopInput(one, more)).service;
}

export const shopInput = (one: Hands, more: object = {}) => ({
  cluster: 'harbour',
  serviceName: 'shop',
  taskDefinition: 'web',
  desiredCount: 2,
  launchType: 'FARGATE',
  networkConfiguration: { awsvpcConfiguration: { subnets: subnetsOf(one), assignPublicIp: 'ENABLED' } },
  ...more,
});

export const shop = (one: Hands) =>
  one.ask('ecs', 'DescribeServices', { cluster: 'harbour', services: ['shop'] }).services[0];

export const updateShop = (one: Hands, more: object) =>
  one.ask('ecs', 'UpdateService', { cluster: 'harbour', service: 'shop', ...more }).service;

/** The service's events, oldest first, without what differs from world to world. */
export const words = (one: Hands): string[] =>
  shop(one)
    .events.map(({ message }: { message: string }) =>
      message
        .replace(/arn:aws:elasticloadbalancing:[^)]*targetgroup\/([^/]+)\/[0-9a-f]+/g, '$1')
        .replace(/[0-9a-f]{32}/g, 'T')
        .replace(/\d{19}/g, 'D'),
    )
    .toReversed();

/** `web` whose container behaves as `text` says (`DRYDOCK_BEHAVIOUR`). */
export const behaving = (text: string, more: object = {}) => ({
  ...webDefinition,
  containerDefinitions: [
    {
      ...webDefinition.containerDefinitions[0],
      environment: [{ name: 'DRYDOCK_BEHAVIOUR', value: text }],
      ...more,
    },
  ],
});

export const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true } };

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  serviceTable,
  rolloutTable,
  serviceDeploymentTable,
} from '../../../simulator/ecs/services/machines.ts';
import { bounds } from '../../../simulator/ecs/services/limits.ts';
import type { Service } from '../../../simulator/ecs/services/record.ts';
import { taskTable } from '../../../simulator/ecs/tasks/task-machine.ts';
import { defaultRegion, foldCloud, type Notice } from '../../../simulator/index.ts';
import { step } from '../../../simulator/kernel/machine.ts';
import { targetTable } from '../../../simulator/neighbours/load-balancing/machines.ts';
import { hands, webDefinition, type Hands } from '../cloud.ts';
import { front } from '../neighbours/harbour.ts';
import { behaving, shopInput } from './harbour.ts';
import { hasShape } from './event-shapes.ts';

type Act = (one: Hands) => void;

function attempt(one: Hands, operation: string, input: unknown): void {
  try {
    one.ask('ecs', operation, input);
  } catch (error) {
    if (!/^Error: \w+: \w+Exception: /.test(String(error))) throw error;
  }
}

const definitions = [
  webDefinition,
  behaving('exits=1@5s'),
  behaving('hangs=3m'),
  behaving('answers=503@4m'),
  behaving('', { healthCheck: { command: ['CMD-SHELL', 'exit 1'], interval: 10, retries: 2 } }),
  {
    ...webDefinition,
    containerDefinitions: [{ name: 'web', image: 'httpd:gone', portMappings: [{ containerPort: 80 }] }],
  },
];

const services = fc.constantFrom('shop', 'api');
const configurations = fc.constantFrom(
  undefined,
  { minimumHealthyPercent: 50, maximumPercent: 150 },
  { minimumHealthyPercent: 0, maximumPercent: 100 },
  { deploymentCircuitBreaker: { enable: true, rollback: true } },
  { deploymentCircuitBreaker: { enable: true, rollback: false } },
);
const given = (fields: object) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.integer({ min: 1, max: 240_000 }).map(
      (ms): Act =>
        (one) =>
          one.wind(ms),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...definitions).map(
      (definition): Act =>
        (one) =>
          attempt(one, 'RegisterTaskDefinition', definition),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        serviceName: services,
        desiredCount: fc.nat(5),
        behind: fc.boolean(),
        deploymentConfiguration: configurations,
      })
      .map(({ behind, ...fields }): Act => (one) => {
        const [group] = one.cloud.state.regions
          .get(defaultRegion)!
          .neighbours.loadBalancing.targetGroups.keys();
        const loadBalancers = behind
          ? { loadBalancers: [{ targetGroupArn: group, containerName: 'web', containerPort: 80 }] }
          : {};
        attempt(one, 'CreateService', shopInput(one, given({ ...fields, ...loadBalancers })));
      }),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({
        service: services,
        desiredCount: fc.option(fc.nat(6), { nil: undefined }),
        taskDefinition: fc.constantFrom(undefined, 'web'),
        forceNewDeployment: fc.boolean(),
        deploymentConfiguration: configurations,
      })
      .map(
        (fields): Act =>
          (one) =>
            attempt(one, 'UpdateService', given({ cluster: 'harbour', ...fields })),
      ),
  },
  fc.nat(12).map((at): Act => (one) => {
    const task = [...one.cloud.state.regions.get(defaultRegion)!.ecs.tasks.keys()].at(-at);
    if (task) attempt(one, 'StopTask', { cluster: 'harbour', task });
  }),
  services.map((service): Act => (one) => {
    const { serviceDeployments = [] } = listed(one, service);
    const [{ serviceDeploymentArn } = { serviceDeploymentArn: '' }] = serviceDeployments;
    attempt(one, 'StopServiceDeployment', { serviceDeploymentArn });
  }),
  services.map(
    (service): Act =>
      (one) =>
        attempt(one, 'DeleteService', { cluster: 'harbour', service, force: true }),
  ),
);

function listed(one: Hands, service: string): { serviceDeployments?: { serviceDeploymentArn: string }[] } {
  try {
    return one.ask('ecs', 'ListServiceDeployments', { cluster: 'harbour', service });
  } catch {
    return {};
  }
}

const tables = new Map(
  [serviceTable, rolloutTable, serviceDeploymentTable, taskTable, targetTable].map((table) => [
    table.id,
    table,
  ]),
);

/** Holds what a world tells of to the machines and the shapes. */
function check(notice: Notice): void {
  if (notice.kind === 'service event') expect(notice.message).toSatisfy(hasShape);
  if (notice.kind !== 'status') return;
  const table = tables.get(notice.machine);
  if (!table) return;
  expect(notice.to).toBe(
    (notice.from === '' ? table.initial : step(table, notice.from, notice.event))?.target,
  );
}

/** Counts agree with tasks, and a service has no more tasks than its bounds allow. */
function consistent(one: Hands): void {
  const { ecs } = one.cloud.state.regions.get(defaultRegion)!;
  const tasks = [...ecs.tasks.values()];
  for (const service of ecs.services.values()) {
    const own = tasks.filter(
      ({ group, status }) => group === `service:${service.name}` && status !== 'DELETED',
    );
    for (const { id, running, pending } of service.deployments) {
      const its = own.filter(({ startedBy }) => startedBy === id);
      expect(running).toBe(its.filter(({ status }) => status === 'RUNNING').length);
      expect(pending).toBe(
        its.filter(({ status }) => ['PROVISIONING', 'PENDING', 'ACTIVATING'].includes(status)).length,
      );
    }
    expect(service.events.length).toBeLessThanOrEqual(100);
    expect(service.deployments.filter(({ status }) => status === 'PRIMARY')).toHaveLength(1);
    for (const task of own)
      if (task.desiredStatus === 'STOPPED')
        expect([task.stopCode, task.stoppedReason]).not.toContain(undefined);
  }
  for (const cluster of ecs.clusters.values())
    expect([cluster.runningTasksCount >= 0, cluster.pendingTasksCount >= 0]).toEqual([true, true]);
}

function wanted({ tasks, status }: Service): number {
  return status === 'ACTIVE' ? tasks.size : 0;
}

test('in random worlds of services counts agree, statuses move along their machines, events have known shapes', () => {
  fc.assert(
    fc.property(fc.array(act, { minLength: 4, maxLength: 25 }), (acts) => {
      const one = hands();
      one.cloud.observe(check);
      one.ask('ecs', 'CreateCluster', { clusterName: 'harbour' });
      one.ask('ecs', 'RegisterTaskDefinition', webDefinition);
      front(one);
      for (const each of acts) {
        const { services: before } = one.cloud.state.regions.get(defaultRegion)!.ecs;
        const counts = new Map(
          [...before.values()].map((service) => [
            service.arn,
            [wanted(service), service.desiredCount] as const,
          ]),
        );
        each(one);
        consistent(one);
        for (const service of before.values()) {
          const [had, desired] = counts.get(service.arn) ?? [0, 0];
          const { most } = bounds(Math.max(desired, service.desiredCount), service.deploymentConfiguration);
          expect(wanted(service)).toBeLessThanOrEqual(Math.max(had, most, desired * 2));
        }
      }
      expect(foldCloud(one.journal, { seed: 'test' }).snapshot()).toBe(one.cloud.snapshot());
    }),
    { numRuns: 100 },
  );
}, 60_000);

test('a service whose tasks can run comes to have as many as it wants', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 15 }), fc.nat(5), (acts, desiredCount) => {
      const one = hands();
      one.ask('ecs', 'CreateCluster', { clusterName: 'harbour' });
      one.ask('ecs', 'RegisterTaskDefinition', webDefinition);
      front(one);
      attempt(one, 'CreateService', shopInput(one));
      for (const each of acts) each(one);
      attempt(one, 'DeleteService', { cluster: 'harbour', service: 'shop', force: true });
      one.wind(1_800_000);
      one.ask('ecs', 'RegisterTaskDefinition', webDefinition);
      one.ask('ecs', 'CreateService', shopInput(one, { desiredCount }));
      one.wind(600_000);
      const [shop] = one.ask('ecs', 'DescribeServices', { cluster: 'harbour', services: ['shop'] }).services;
      expect([shop.runningCount, shop.pendingCount, shop.deployments[0].rolloutState]).toEqual([
        desiredCount,
        0,
        'COMPLETED',
      ]);
    }),
    { numRuns: 25 },
  );
}, 60_000);

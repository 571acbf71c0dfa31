import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  agentTable,
  agentUpdateTable,
  containerInstanceTable,
} from '../../../simulator/ecs/capacity/machines.ts';
import {
  rolloutTable,
  serviceDeploymentTable,
  serviceTable,
} from '../../../simulator/ecs/services/machines.ts';
import { stageTable } from '../../../simulator/ecs/services/stages.ts';
import { containerTable } from '../../../simulator/ecs/tasks/container-machine.ts';
import { healthTable } from '../../../simulator/ecs/tasks/health-machine.ts';
import { taskTable } from '../../../simulator/ecs/tasks/task-machine.ts';
import { faults } from '../../../simulator/faults/index.ts';
import { defaultRegion, foldCloud, type Notice } from '../../../simulator/index.ts';
import { step } from '../../../simulator/kernel/machine.ts';
import { targetTable } from '../../../simulator/neighbours/load-balancing/machines.ts';
import { hands, webDefinition, type Hands } from '../cloud.ts';
import { front, targetGroupIn } from '../neighbours/harbour.ts';
import { hasShape } from './event-shapes.ts';
import { behaving, shopInput } from './harbour.ts';
import { wrongs, wrongsOfHosts, wrongsOfServices } from './wrongs.ts';

/** Random worlds of every kind of service on both launch types, in which every fault of the catalogue happens. */
type Act = (one: Hands) => void;

function attempt(one: Hands, service: string, operation: string, input: unknown): void {
  try {
    one.ask(service, operation, input);
  } catch (error) {
    if (!/^Error: \w+: \w+: /.test(String(error))) throw error;
  }
}

const zones = ['us-east-1a', 'us-east-1b', 'us-east-1c'];
const agent = {
  family: 'agent',
  networkMode: 'bridge',
  containerDefinitions: [
    {
      name: 'agent',
      image: 'httpd:2.4',
      cpu: 64,
      memory: 128,
      portMappings: [{ containerPort: 80, hostPort: 80 }],
    },
  ],
};
const packed = {
  family: 'packed',
  networkMode: 'awsvpc',
  containerDefinitions: [{ name: 'web', image: 'httpd:2.4', cpu: 700, memory: 900 }],
};
const webs = [
  webDefinition,
  behaving('exits=1@5s'),
  behaving('answers=503@4m'),
  behaving('', {
    healthCheck: { command: ['CMD-SHELL', 'curl -f http://localhost/'], interval: 10, retries: 2 },
  }),
];

const host =
  (availabilityZone: string): Act =>
  (one) =>
    attempt(one, 'ecs', 'RegisterContainerInstance', {
      cluster: 'harbour',
      instanceIdentityDocument: JSON.stringify({ instanceType: 't3.medium', availabilityZone }),
    });

/** A cluster with a host in each zone and five services: rolling, on Spot, on hosts, one task a host, blue/green. */
function world(): Hands {
  const one = hands();
  one.ask('ecs', 'CreateCluster', { clusterName: 'harbour', capacityProviders: ['FARGATE', 'FARGATE_SPOT'] });
  for (const definition of [webDefinition, agent, packed])
    one.ask('ecs', 'RegisterTaskDefinition', definition);
  for (const zone of zones) host(zone)(one);
  one.ask('secretsmanager', 'CreateSecret', { Name: 'db', SecretString: 'x' });
  one.ask('logs', 'CreateLogGroup', { logGroupName: '/ecs/web' });
  const { targetGroup, listener } = front(one);
  const green = targetGroupIn(one, 'green');
  const [rule] = one.ask('elbv2', 'CreateRule', {
    ListenerArn: listener,
    Priority: 1,
    Conditions: [{ Field: 'path-pattern', Values: ['/*'] }],
    Actions: [
      {
        Type: 'forward',
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: targetGroup, Weight: 100 },
            { TargetGroupArn: green, Weight: 0 },
          ],
        },
      },
    ],
  }).Rules;
  const roleArn = 'arn:aws:iam::123456789012:role/ecsInfrastructureRoleForLoadBalancers';
  const { networkConfiguration } = shopInput(one);
  const { subnets } = networkConfiguration.awsvpcConfiguration;
  const services = [
    shopInput(one, { desiredCount: 3 }),
    shopInput(one, {
      serviceName: 'spot',
      launchType: undefined,
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
    }),
    {
      serviceName: 'packed',
      taskDefinition: 'packed',
      launchType: 'EC2',
      desiredCount: 3,
      networkConfiguration: { awsvpcConfiguration: { subnets } },
    },
    { serviceName: 'agent', taskDefinition: 'agent', launchType: 'EC2', schedulingStrategy: 'DAEMON' },
    shopInput(one, {
      serviceName: 'blue',
      deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 1 },
      loadBalancers: [
        {
          targetGroupArn: targetGroup,
          containerName: 'web',
          containerPort: 80,
          advancedConfiguration: {
            alternateTargetGroupArn: green,
            productionListenerRule: rule.RuleArn,
            roleArn,
          },
        },
      ],
    }),
  ];
  for (const service of services)
    one.ask('ecs', 'CreateService', JSON.parse(JSON.stringify({ ...service, cluster: 'harbour' })));
  return one;
}

const regionOf = (one: Hands) => one.cloud.state.regions.get(defaultRegion)!;
const any = <Item>(all: Iterable<Item>, index: number): Item | undefined => {
  const list = [...all];
  return list.length ? list[index % list.length] : undefined;
};
const parameters: Readonly<Record<string, fc.Arbitrary<string | undefined>>> = {
  zone: fc.constantFrom(...zones),
  service: fc.constantFrom(undefined, 'shop', 'spot', 'packed', 'blue'),
  family: fc.constant('web'),
  provider: fc.constantFrom('FARGATE', 'FARGATE_SPOT', 'EC2'),
  by: fc.constantFrom('40s', '3m'),
  rate: fc.constant('300MiB/min'),
  logGroup: fc.constant('/ecs/web'),
  secret: fc.constant('db'),
  repository: fc.constant('web'),
  fileSystem: fc.constant('fs-0123456789abcdef0'),
};
const fault = fc.constantFrom(...faults).chain((each) =>
  fc
    .record(
      Object.fromEntries(
        each.parameters.flatMap(({ name }) => (parameters[name] ? [[name, parameters[name]]] : [])),
      ) as Record<string, fc.Arbitrary<string | undefined>>,
    )
    .map((all) => {
      const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
      return said(`${each.id} ${JSON.stringify(given)}`, (one) =>
        attempt(one, 'drydock', 'InjectFault', { id: each.id, parameters: given }),
      );
    }),
);
/** An act that says in a counterexample what it does. */
const said = (name: string, does: Act): Act => Object.assign(does, { [fc.toStringMethod]: () => name });
const instanceAt = (one: Hands, index: number) =>
  any(regionOf(one).ecs.capacity.instances.get('harbour')?.keys() ?? [], index);
const ask = (operation: string, input: (one: Hands) => object): Act =>
  said(`${operation} ${String(input)}`, (one) =>
    attempt(one, 'ecs', operation, { cluster: 'harbour', ...input(one) }),
  );
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.integer({ min: 1, max: 180_000 }).map((ms) => said(`wind ${ms}`, (one) => one.wind(ms))),
  },
  { weight: 6, arbitrary: fault },
  { weight: 3, arbitrary: fc.constant(said('clear', (one) => attempt(one, 'drydock', 'ClearFault', {}))) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...webs).map((definition) => ask('RegisterTaskDefinition', () => definition)),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({
        service: fc.constantFrom('shop', 'spot', 'packed', 'blue'),
        desiredCount: fc.nat(5),
        forceNewDeployment: fc.boolean(),
      })
      .map((fields) => ask('UpdateService', () => fields)),
  },
  fc
    .constantFrom('shop', 'blue')
    .map((service) => ask('UpdateService', () => ({ service, taskDefinition: 'web' }))),
  fc.constantFrom(...zones).map(host),
  fc.nat(20).map((index) => ask('StopTask', (one) => ({ task: any(regionOf(one).ecs.tasks.keys(), index) }))),
  fc.record({ index: fc.nat(4), status: fc.constantFrom('DRAINING', 'ACTIVE') }).map(({ index, status }) =>
    ask('UpdateContainerInstancesState', (one) => ({
      containerInstances: [instanceAt(one, index)],
      status,
    })),
  ),
  fc.nat(4).map((index) =>
    ask('DeregisterContainerInstance', (one) => ({
      containerInstance: instanceAt(one, index),
      force: true,
    })),
  ),
);

const tables = new Map(
  [
    ...[
      taskTable,
      containerTable,
      healthTable,
      serviceTable,
      rolloutTable,
      serviceDeploymentTable,
      stageTable,
    ],
    ...[targetTable, containerInstanceTable, agentTable, agentUpdateTable],
  ].map((table) => [table.id, table]),
);

/** Holds what a world tells of to the machines and the shapes; each status begins where the last one ended. */
function witness(): (notice: Notice) => void {
  const last = new Map<string, string>();
  return (notice) => {
    if (notice.kind === 'service event') expect(notice.message).toSatisfy(hasShape);
    if (notice.kind !== 'status') return;
    const { machine, subject, from, to, event } = notice;
    const table = tables.get(machine);
    if (!table) return;
    expect([machine, event, to]).toEqual([
      machine,
      event,
      (from === '' ? table.initial : step(table, from, event))?.target,
    ]);
    const key = `${machine} ${subject}`;
    if (from !== '' && last.has(key)) expect([key, from]).toEqual([key, last.get(key)]);
    last.set(key, to);
  };
}

function look(one: Hands): void {
  const { ecs, vpc } = regionOf(one);
  expect([
    ...wrongs(ecs, vpc, { hostsStay: false }),
    ...wrongsOfHosts(ecs),
    ...wrongsOfServices(ecs),
  ]).toEqual([]);
}

test('whatever breaks, counts agree, capacity is never below zero, no task is on a lost instance, every stop has its cause', () => {
  fc.assert(
    fc.property(fc.array(act, { minLength: 3, maxLength: 20 }), (acts) => {
      const one = world();
      one.cloud.observe(witness());
      one.wind(150_000);
      look(one);
      for (const each of acts) {
        each(one);
        look(one);
        one.wind(7_000);
        look(one);
      }
      expect(foldCloud(one.journal, { seed: 'test' }).snapshot()).toBe(one.cloud.snapshot());
    }),
    { numRuns: 60 },
  );
}, 60_000);

test('when all faults are cleared and all services deleted, hosts and subnets have all that they had', () => {
  fc.assert(
    fc.property(fc.array(act, { minLength: 3, maxLength: 12 }), (acts) => {
      const one = world();
      for (const each of acts) each(one);
      attempt(one, 'drydock', 'ClearFault', {});
      for (const service of ['shop', 'spot', 'packed', 'agent', 'blue'])
        attempt(one, 'ecs', 'DeleteService', { cluster: 'harbour', service, force: true });
      one.wind(1_200_000);
      look(one);
      const { ecs, vpc } = regionOf(one);
      const live = [...ecs.tasks.values()].filter(({ status }) => !['STOPPED', 'DELETED'].includes(status));
      expect(live).toEqual([]);
      for (const { remaining, registered, tasks } of ecs.capacity.instances.get('harbour')?.values() ?? [])
        expect([remaining, tasks.size]).toEqual([{ cpu: registered.cpu, memory: registered.memory }, 0]);
      expect(vpc.subnets.every(({ availableIpAddressCount }) => availableIpAddressCount > 4_000)).toBe(true);
    }),
    { numRuns: 25 },
  );
}, 60_000);

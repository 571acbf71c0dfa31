import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldCloud, restoreCloud } from '../../simulator/index.ts';
import { hands, subnetsOf, webDefinition, type Hands } from './cloud.ts';

/** One random act on a cloud: most fit, some are refused, and time passes between them. */
type Act = (one: Hands) => void;

const attempt = (one: Hands, service: string, operation: string, input: unknown) => {
  try {
    one.ask(service, operation, input);
  } catch {
    // A refusal is an outcome like any other here.
  }
};

const names = fc.constantFrom('harbour', 'quay', 'default');
const images = fc.constantFrom(
  'httpd:2.4',
  'busybox:latest',
  'nowhere/nothing:1',
  '123456789012.dkr.ecr.us-east-1.amazonaws.com/web:v1',
);
const commands = fc.constantFrom(undefined, ['sh', '-c', 'exit 1'], ['sleep', '5']);

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.integer({ min: 0, max: 90_000 }).map((ms) => (one: Hands) => one.wind(ms)),
  names.map((clusterName) => (one: Hands) => attempt(one, 'ecs', 'CreateCluster', { clusterName })),
  fc
    .constantFrom('web', 'api', 'Bad')
    .map((repositoryName) => (one: Hands) => attempt(one, 'ecr', 'CreateRepository', { repositoryName })),
  fc.constant((one: Hands) => attempt(one, 'ecr', 'GetAuthorizationToken', {})),
  fc
    .record({ image: images, command: commands, memory: fc.constantFrom('512', '999') })
    .map(({ image, command, memory }) => (one: Hands) => {
      attempt(one, 'ecs', 'RegisterTaskDefinition', {
        ...webDefinition,
        memory,
        containerDefinitions: [{ name: 'web', image, ...(command ? { command } : {}) }],
      });
    }),
  fc
    .record({ cluster: names, count: fc.integer({ min: 0, max: 12 }) })
    .map(({ cluster, count }) => (one: Hands) => {
      attempt(one, 'ecs', 'RunTask', {
        cluster,
        count,
        taskDefinition: 'web',
        launchType: 'FARGATE',
        networkConfiguration: { awsvpcConfiguration: { subnets: subnetsOf(one) } },
      });
    }),
  fc
    .record({ cluster: names, desiredCount: fc.integer({ min: -1, max: 6 }), enable: fc.boolean() })
    .map(({ cluster, desiredCount, enable }) => (one: Hands) => {
      attempt(one, 'ecs', 'CreateService', {
        cluster,
        desiredCount,
        serviceName: 'shop',
        taskDefinition: 'web',
        launchType: 'FARGATE',
        networkConfiguration: { awsvpcConfiguration: { subnets: subnetsOf(one) } },
        deploymentConfiguration: { deploymentCircuitBreaker: { enable, rollback: true } },
      });
    }),
  fc
    .record({
      cluster: names,
      desiredCount: fc.integer({ min: 0, max: 6 }),
      taskDefinition: fc.constantFrom(undefined, 'web'),
    })
    .map(({ cluster, ...change }) => (one: Hands) => {
      attempt(one, 'ecs', 'UpdateService', { cluster, service: 'shop', ...change });
    }),
  fc.record({ cluster: names, force: fc.boolean() }).map(({ cluster, force }) => (one: Hands) => {
    attempt(one, 'ecs', 'DeleteService', { cluster, service: 'shop', force });
  }),
  fc.record({ cluster: names, index: fc.nat(5) }).map(({ cluster, index }) => (one: Hands) => {
    const ecs = one.cloud.state.regions.get('us-east-1')!.ecs;
    const task = [...ecs.tasks.keys()][index];
    attempt(one, 'ecs', 'StopTask', { cluster, task: task ?? 'none' });
  }),
);

const session = fc.array(act, { maxLength: 40 });

test('the same seed and journal give the same world, to the byte', () => {
  fc.assert(
    fc.property(fc.string(), session, (seed, acts) => {
      const one = hands(seed);
      for (const each of acts) each(one);
      const again = foldCloud(JSON.parse(JSON.stringify(one.journal)) as typeof one.journal, { seed });
      expect(again.snapshot()).toBe(one.cloud.snapshot());
    }),
    { numRuns: 150 },
  );
});

test('a restored world goes on exactly as the first would have', () => {
  fc.assert(
    fc.property(session, fc.integer({ min: 0, max: 200_000 }), (acts, later) => {
      const one = hands();
      for (const each of acts) each(one);
      const copy = restoreCloud(one.cloud.snapshot());
      expect(copy.snapshot()).toBe(one.cloud.snapshot());
      for (const world of [one.cloud, copy]) world.apply({ type: 'clock', at: world.now + later });
      expect(copy.snapshot()).toBe(one.cloud.snapshot());
    }),
    { numRuns: 100 },
  );
});

test('how the time between two events is cut makes no difference', () => {
  fc.assert(
    fc.property(session, fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 10 }), (acts, cuts) => {
      const [one, two] = [hands(), hands()];
      for (const each of acts) for (const world of [one, two]) each(world);
      one.wind(cuts.reduce((sum, ms) => sum + ms, 0));
      for (const ms of cuts) two.wind(ms);
      expect(two.cloud.snapshot()).toBe(one.cloud.snapshot());
    }),
    { numRuns: 100 },
  );
});

test('containers, tasks and clusters agree at every step', () => {
  fc.assert(
    fc.property(session, (acts) => {
      const one = hands();
      for (const each of acts) {
        each(one);
        const { ecs, vpc } = one.cloud.state.regions.get('us-east-1')!;
        const tasks = [...ecs.tasks.values()];
        for (const cluster of ecs.clusters.values()) {
          const here = tasks.filter((task) => task.cluster === cluster.name);
          const count = (...statuses: string[]) =>
            here.filter(({ status }) => statuses.includes(status)).length;
          expect(cluster.runningTasksCount).toBe(count('RUNNING'));
          expect(cluster.pendingTasksCount).toBe(count('PROVISIONING', 'PENDING', 'ACTIVATING'));
          expect(cluster.running.live + cluster.stopped.live).toBe(here.length);
        }
        for (const { status, desiredStatus, containers, stopCode, stoppedReason } of tasks) {
          if (status === 'RUNNING')
            expect(containers.some((container) => container.status === 'RUNNING')).toBe(true);
          if (status === 'STOPPED' || status === 'DEPROVISIONING')
            expect(
              containers.every((container) => container.status === 'STOPPED' || status === 'DEPROVISIONING'),
            ).toBe(true);
          expect(desiredStatus === 'STOPPED').toBe(Boolean(stopCode && stoppedReason));
        }
        const held = tasks.filter(({ status }) => status !== 'STOPPED').length;
        expect(
          vpc.subnets.reduce((sum, { availableIpAddressCount }) => sum + availableIpAddressCount, 0),
        ).toBe(3 * 4091 - held);
      }
    }),
    { numRuns: 100 },
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { containerTable } from '../../../simulator/ecs/tasks/container-machine.ts';
import { healthTable } from '../../../simulator/ecs/tasks/health-machine.ts';
import { taskTable } from '../../../simulator/ecs/tasks/task-machine.ts';
import { step } from '../../../simulator/kernel/machine.ts';
import { hands, subnetsOf, type Hands } from '../cloud.ts';
import { definitionOf } from './life.ts';
import { wrongs } from './wrongs.ts';

/** Random worlds of tasks with several containers, in which things go wrong; what must hold at every instant holds. */
const tables = { task: taskTable, container: containerTable, health: healthTable };

const behaviours = fc.constantFrom(
  undefined,
  'exits=1@20s',
  'exits=0@5s',
  'leaks=600MiB/min',
  'answers=503@1m',
  'hangs=30s',
  'starts=40s; sigterm=ignored',
);
const conditions = fc.constantFrom('START', 'COMPLETE', 'SUCCESS', 'HEALTHY');
const containers = fc
  .array(
    fc.record({
      behaviour: behaviours,
      essential: fc.boolean(),
      checked: fc.boolean(),
      restarts: fc.boolean(),
      waits: fc.option(conditions, { nil: undefined }),
      command: fc.constantFrom(undefined, ['sh', '-c', 'exit 2'], ['no-such-program']),
      startTimeout: fc.constantFrom(undefined, 10),
      stopTimeout: fc.constantFrom(undefined, 2),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((all) =>
    definitionOf(
      ...all.map(({ behaviour, essential, checked, restarts, waits, command, ...timeouts }, index) => ({
        name: `c${index}`,
        image: 'httpd:2.4',
        // The last one is essential; COMPLETE and SUCCESS cannot wait for an essential container.
        essential: index === all.length - 1 || (essential && all.length === 1),
        ...(command ? { command } : {}),
        ...(behaviour ? { environment: [{ name: 'DRYDOCK_BEHAVIOUR', value: behaviour }] } : {}),
        ...(checked || all[index + 1]?.waits === 'HEALTHY'
          ? { healthCheck: { command: ['CMD-SHELL', 'curl -f http://localhost/'], interval: 10, retries: 2 } }
          : {}),
        ...(restarts ? { restartPolicy: { enabled: true, restartAttemptPeriod: 60 } } : {}),
        ...(waits && index > 0 ? { dependsOn: [{ containerName: `c${index - 1}`, condition: waits }] } : {}),
        ...Object.fromEntries(Object.entries(timeouts).filter(([, value]) => value !== undefined)),
      })),
    ),
  );

type Act = (one: Hands) => void;
const anyTask = (one: Hands, index: number) =>
  [...one.cloud.state.regions.get('us-east-1')!.ecs.tasks.keys()][index];
const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    fc.integer({ min: 0, max: 60_000 }).map((ms) => (one: Hands) => one.wind(ms)),
    fc
      .record({ count: fc.integer({ min: 1, max: 3 }), open: fc.boolean() })
      .map(({ count, open }) => (one: Hands) => {
        one.ask('ecs', 'RunTask', {
          cluster: 'harbour',
          taskDefinition: 'web',
          launchType: 'FARGATE',
          count,
          networkConfiguration: {
            awsvpcConfiguration: { subnets: subnetsOf(one), assignPublicIp: open ? 'ENABLED' : 'DISABLED' },
          },
        });
      }),
    fc.nat(5).map((index) => (one: Hands) => {
      const task = anyTask(one, index);
      if (task) one.ask('ecs', 'StopTask', { cluster: 'harbour', task });
    }),
  ),
  { minLength: 3, maxLength: 15 },
);

test('containers and tasks agree at every instant, and statuses move only along their machines', () => {
  fc.assert(
    fc.property(containers, acts, (definition, todo) => {
      const one = hands();
      one.ask('ecs', 'CreateCluster', { clusterName: 'harbour' });
      one.ask('ecs', 'RegisterTaskDefinition', definition);
      const { ecs, vpc } = one.cloud.state.regions.get('us-east-1')!;
      const addresses = () => vpc.subnets.map(({ availableIpAddressCount }) => availableIpAddressCount);
      const before = addresses();
      const last = new Map<string, string>();
      one.cloud.observe((notice) => {
        if (notice.kind !== 'status' || !(notice.machine in tables)) return;
        const { machine, subject, from, to, event } = notice;
        const table = tables[machine as keyof typeof tables];
        const key = `${machine} ${subject}`;
        if (from !== '') {
          expect(step(table, from, event)?.target).toBe(to);
          if (last.has(key)) expect(last.get(key)).toBe(from);
        }
        last.set(key, to);
      });
      const look = () => expect(wrongs(ecs, vpc)).toEqual([]);
      for (const each of todo) {
        each(one);
        look();
      }
      for (const task of ecs.tasks.keys()) one.ask('ecs', 'StopTask', { cluster: 'harbour', task });
      for (let minute = 0; minute < 4; minute++) {
        one.wind(60_000);
        look();
      }
      expect([...ecs.tasks.values()].filter(({ status }) => status !== 'STOPPED')).toEqual([]);
      expect(addresses()).toEqual(before);
    }),
    { numRuns: 150 },
  );
});

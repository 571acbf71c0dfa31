import { describe, expect, test } from 'vitest';
import { healthChanges, taskHealth } from '../../../simulator/ecs/tasks/health.ts';
import type { Task } from '../../../simulator/ecs/state.ts';
import { definitionOf, watch } from './life.ts';

const check = (more: object = {}) => ({
  command: ['CMD-SHELL', 'curl -f http://localhost/ || exit 1'],
  ...more,
});
const web = (more: object = {}) => ({ name: 'web', image: 'httpd:2.4', healthCheck: check(), ...more });
const behaves = (text: string) => ({ environment: [{ name: 'DRYDOCK_BEHAVIOUR', value: text }] });

describe('a health check', () => {
  const passes = { exitCode: 0, took: 5 };
  const fails = { exitCode: 1, took: 5 };

  test('makes a container HEALTHY with its first success, one interval after the start', () => {
    expect(healthChanges({ command: [] }, [50], () => passes)).toEqual([{ after: 30_005, event: 'PASSED' }]);
  });

  test('makes it UNHEALTHY with `retries` failures in a row', () => {
    expect(healthChanges({ command: [], interval: 10, retries: 2 }, [0], () => fails)).toEqual([
      { after: 20_010, event: 'FAILED' },
    ]);
  });

  test('does not count failures in the start period until one has passed', () => {
    const until = (healthyAt: number) => (at: number) => (at >= healthyAt ? passes : fails);
    expect(
      healthChanges({ command: [], interval: 10, retries: 1, startPeriod: 60 }, [45_000], until(45_000)),
    ).toEqual([{ after: 50_025, event: 'PASSED' }]);
    expect(
      healthChanges({ command: [], interval: 10, retries: 1, startPeriod: 60 }, [0], () => fails),
    ).toEqual([{ after: 60_030, event: 'FAILED' }]);
  });

  test('takes a command that is slower than its timeout for a failure', () => {
    const slow = { exitCode: 0, took: 6_000 };
    expect(healthChanges({ command: [], interval: 5, timeout: 2, retries: 1 }, [0], () => slow)).toEqual([
      { after: 7_000, event: 'FAILED' },
    ]);
  });

  test('lets a container recover, and fall again', () => {
    const at = (elapsed: number) => (elapsed < 40_000 || elapsed >= 100_000 ? fails : passes);
    expect(
      healthChanges({ command: [], interval: 10, retries: 2 }, [40_000, 100_000], at).map(
        ({ event }) => event,
      ),
    ).toEqual(['FAILED', 'PASSED', 'FAILED']);
  });
});

describe('a task’s health is that of its essential containers with a check', () => {
  const task = (...containers: [boolean, string | undefined][]) =>
    ({ containers: containers.map(([essential, health]) => ({ essential, health })) }) as unknown as Task;
  test.each([
    ['UNKNOWN', task([true, undefined])],
    ['HEALTHY', task([true, 'HEALTHY'], [true, undefined], [false, 'UNHEALTHY'])],
    ['UNKNOWN', task([true, 'HEALTHY'], [true, 'UNKNOWN'])],
    ['UNHEALTHY', task([true, 'UNHEALTHY'], [true, 'UNKNOWN'])],
  ])('%s', (expected, given) => {
    expect(taskHealth(given)).toBe(expected);
  });
});

describe('health in a running task', () => {
  test('of a web server that answers', () => {
    const one = watch(definitionOf(web()));
    one.wind(40_000);
    expect(one.now()).toMatchObject({ lastStatus: 'RUNNING', healthStatus: 'UNKNOWN' });
    one.wind(30_000);
    expect(one.now()).toMatchObject({ healthStatus: 'HEALTHY', containers: [{ healthStatus: 'HEALTHY' }] });
    expect(one.when('web', 'HEALTHY') - one.when('web', 'RUNNING')).toBeCloseTo(30, 0);
  });

  test('of one that listens on another port than the check asks', () => {
    const one = watch(
      definitionOf(
        web({
          healthCheck: check({
            command: ['CMD-SHELL', 'curl -f http://localhost:8080/ || exit 1'],
            interval: 5,
          }),
        }),
      ),
    );
    one.wind(120_000);
    expect(one.now()).toMatchObject({
      // A standalone task goes on (API reference, HealthCheck): only a service replaces what is unhealthy.
      lastStatus: 'RUNNING',
      healthStatus: 'UNHEALTHY',
    });
  });

  test('of an application that begins to fail', () => {
    const one = watch(definitionOf(web(behaves('answers=503@2m'))));
    one.wind(10 * 60_000);
    const health = one.seen.filter(({ machine }) => machine === 'health').map(({ to }) => to);
    expect(health).toEqual(['UNKNOWN', 'HEALTHY', 'UNHEALTHY']);
    const fell = one.when('web', 'UNHEALTHY') - one.when('web', 'RUNNING');
    expect(fell).toBeGreaterThan(180);
    expect(fell).toBeLessThan(240);
  });

  test('costs nothing while the answer stays the same', () => {
    const one = watch(definitionOf(web()));
    one.wind(90_000);
    expect(one.now().healthStatus).toBe('HEALTHY');
    expect(one.cloud.next).toBeUndefined();
  });

  test('HEALTHY lets those start that wait for it', () => {
    const one = watch(
      definitionOf(web({ essential: false, ...behaves('starts=20s') }), {
        command: ['sleep', 'infinity'],
        dependsOn: [{ containerName: 'web', condition: 'HEALTHY' }],
      }),
    );
    one.wind(50_000);
    expect(one.now().lastStatus).toBe('PENDING');
    one.wind(60_000);
    expect(one.now().lastStatus).toBe('RUNNING');
    expect(one.when('job', 'RUNNING')).toBeGreaterThan(one.when('web', 'HEALTHY'));
  });
});

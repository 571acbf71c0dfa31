import { describe, expect, test } from 'vitest';
import { definitionOf, watch, type Watched } from './life.ts';

const sh = (script: string, more: object = {}) => ({ command: ['sh', '-c', script], ...more });
const behaves = (text: string) => ({ environment: [{ name: 'DRYDOCK_BEHAVIOUR', value: text }] });
const web = (more: object = {}) => ({ name: 'web', image: 'httpd:2.4', ...more });
const stopped = (one: Watched) => {
  const { lastStatus, stopCode, stoppedReason, containers } = one.now();
  return {
    lastStatus,
    stopCode,
    stoppedReason,
    containers: containers.map(({ name, exitCode, reason }: never) => ({ name, exitCode, reason })),
  };
};

describe('memory', () => {
  test('a container that leaks is killed at its limit, with 137 and a reason', () => {
    const one = watch(definitionOf(web({ memory: 256, ...behaves('memory=56MiB; leaks=100MiB/min') })));
    one.wind(10 * 60_000);
    expect(stopped(one)).toEqual({
      lastStatus: 'STOPPED',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [
        { name: 'web', exitCode: 137, reason: 'OutOfMemoryError: container killed due to memory usage' },
      ],
    });
    expect(one.when('web', 'STOPPED') - one.when('web', 'RUNNING')).toBeCloseTo(120, 0);
  });

  test('without a limit of its own it has the task’s', () => {
    const one = watch(definitionOf(web(behaves('memory=12MiB; leaks=100MiB/min'))));
    one.wind(10 * 60_000);
    expect(one.when('web', 'STOPPED') - one.when('web', 'RUNNING')).toBeCloseTo(300, 0);
  });
});

describe('a program that cannot be started', () => {
  test('stops the task as TaskFailedToStart, with runc’s words', () => {
    const one = watch(definitionOf({ command: ['serve-it'] }));
    one.wind(120_000);
    const reason =
      'CannotStartContainerError: ResourceInitializationError: failed to create new container runtime task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "serve-it": executable file not found in $PATH: unknown';
    expect(stopped(one)).toEqual({
      lastStatus: 'STOPPED',
      stopCode: 'TaskFailedToStart',
      stoppedReason: reason,
      containers: [{ name: 'job', exitCode: undefined, reason }],
    });
  });

  test('keeps those from starting that depend on it', () => {
    const one = watch(
      definitionOf(
        { name: 'first', command: ['serve-it'], essential: false },
        web({ dependsOn: [{ containerName: 'first', condition: 'START' }] }),
      ),
    );
    one.wind(120_000);
    expect(stopped(one).containers[1]).toEqual({
      name: 'web',
      exitCode: 143,
      reason:
        'CannotStartContainerError: dependency graph: failed to resolve container ordering dependency [first] for target [web] because dependency will never start',
    });
  });
});

describe('startTimeout', () => {
  test('of a dependency ends the wait for its success', () => {
    const one = watch(
      definitionOf(
        sh('sleep 600', { name: 'migrate', essential: false, startTimeout: 30 }),
        web({ dependsOn: [{ containerName: 'migrate', condition: 'SUCCESS' }] }),
      ),
    );
    one.wind(180_000);
    expect(stopped(one)).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited' });
    expect(stopped(one).containers[1]).toEqual({
      name: 'web',
      exitCode: 143,
      reason:
        'CannotStartContainerError: dependency graph: container ordering dependency [migrate] for target [web] has timed out.',
    });
    expect(one.when('web', 'STOPPED') - one.when('migrate', 'RUNNING')).toBeCloseTo(30, 0);
  });

  test('does not matter to what waits for its start alone', () => {
    const one = watch(
      definitionOf(
        sh('sleep 600', { name: 'migrate', essential: false, startTimeout: 2 }),
        web({ dependsOn: [{ containerName: 'migrate', condition: 'START' }] }),
      ),
    );
    one.wind(120_000);
    expect(one.now().lastStatus).toBe('RUNNING');
  });
});

describe('shutdown', () => {
  test('goes in the reverse order of the start, each container with its own stop timeout', () => {
    const one = watch(
      definitionOf(
        sh('sleep infinity', { name: 'database', stopTimeout: 5 }),
        web({ dependsOn: [{ containerName: 'database', condition: 'START' }], ...behaves('sigterm=8s') }),
        sh('trap "exit 4" TERM; sleep infinity', {
          name: 'proxy',
          dependsOn: [{ containerName: 'web', condition: 'START' }],
        }),
      ),
    );
    one.wind(60_000);
    one.ask('ecs', 'StopTask', { cluster: 'harbour', task: one.task, reason: 'enough' });
    one.wind(60_000);
    const order = one.seen.filter(({ machine, to }) => machine === 'container' && to === 'STOPPED');
    expect(order.map(({ who }) => who)).toEqual(['proxy', 'web', 'database']);
    expect(order[1]!.at - order[0]!.at).toBeCloseTo(8, 0);
    expect(order[2]!.at - order[1]!.at).toBeCloseTo(5, 0);
    expect(stopped(one)).toMatchObject({
      stopCode: 'UserInitiated',
      stoppedReason: 'enough',
      containers: [{ exitCode: 137 }, { exitCode: 0 }, { exitCode: 4 }],
    });
  });

  test('a sidecar that is not essential may end while the task goes on', () => {
    const one = watch(definitionOf(web(), sh('exit 9', { name: 'helper', essential: false })));
    one.wind(60_000);
    expect(one.now()).toMatchObject({
      lastStatus: 'RUNNING',
      containers: [{ lastStatus: 'RUNNING' }, { lastStatus: 'STOPPED', exitCode: 9 }],
    });
  });
});

describe('a restart policy', () => {
  const crashes = (restartPolicy: object) => web({ restartPolicy, ...behaves('exits=1@90s') });

  test('starts a container again in place once it has run for the attempt period', () => {
    const one = watch(definitionOf(crashes({ enabled: true, restartAttemptPeriod: 60 })));
    one.wind(10 * 60_000);
    const restarts = one.cloud.state.regions.get('us-east-1')!.ecs.tasks.get(one.task)!.containers[0]!
      .restarts;
    expect(restarts).toBeGreaterThanOrEqual(5);
    expect(one.now().lastStatus).toBe('RUNNING');
  });

  test.each([
    ['not when it has not run that long', { enabled: true }],
    [
      'not for an exit code to be ignored',
      { enabled: true, restartAttemptPeriod: 60, ignoredExitCodes: [1] },
    ],
    ['not when it is off', { enabled: false }],
  ])('%s', (_, policy) => {
    const one = watch(definitionOf(crashes(policy)));
    one.wind(10 * 60_000);
    expect(stopped(one)).toMatchObject({ lastStatus: 'STOPPED', containers: [{ exitCode: 1 }] });
  });

  test('a stopped task stays stopped', () => {
    const one = watch(definitionOf(crashes({ enabled: true, restartAttemptPeriod: 60 })));
    one.wind(100_000);
    one.ask('ecs', 'StopTask', { cluster: 'harbour', task: one.task });
    one.wind(120_000);
    expect(one.now().lastStatus).toBe('STOPPED');
  });
});

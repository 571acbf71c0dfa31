import type { HealthCheck } from '@aws-sdk/client-ecs';
import type { Wire } from '../../api/wire.ts';
import { answerOf, changesOf, type Behaviour } from '../../images/index.ts';
import { run } from '../../images/process.ts';
import { step } from '../../kernel/machine.ts';
import type { Container, Task } from '../state.ts';
import { behaviourIn, configIn } from './behaviour.ts';
import { containerSubject, definitionsOf } from './containers.ts';
import { healthTable } from './health-machine.ts';
import type { TaskScope } from './life.ts';

/** A change of a container's health, in ms after the start of its process. */
export interface HealthChange {
  after: number;
  event: 'PASSED' | 'FAILED';
}

/** What a check's command did: its exit code and how long it took, in ms. A command that does not end takes `Infinity`. */
export interface Probe {
  exitCode: number;
  took: number;
}

/**
 * When a container's health changes: Docker's rules, which the agent hands the check to
 * (https://docs.docker.com/reference/dockerfile/#healthcheck; API reference, `HealthCheck`: interval 30 s, timeout 5 s,
 * retries 3, no start period). A failure in the start period does not count until a check has passed.
 * @param moments ms after the start at which the outcome of a check may change
 * @param probe what a check at a moment would find; asked once between two moments
 */
export function healthChanges(
  check: Wire<HealthCheck>,
  moments: readonly number[],
  probe: (elapsed: number) => Probe,
): HealthChange[] {
  const interval = (check.interval ?? 30) * 1000;
  const timeout = (check.timeout ?? 5) * 1000;
  const retries = check.retries ?? 3;
  const startPeriod = (check.startPeriod ?? 0) * 1000;
  const sorted = [...moments].sort((one, two) => one - two);
  const end = (sorted.at(-1) ?? 0) + startPeriod + (retries + 1) * (interval + timeout);
  const found = new Map<number, Probe>();
  const changes: HealthChange[] = [];
  let failures = 0;
  let status = 'UNKNOWN';
  for (let at = interval; at <= end;) {
    const epoch = sorted.filter((moment) => moment <= at).length;
    let outcome = found.get(epoch);
    if (!outcome) found.set(epoch, (outcome = probe(at)));
    const done = at + Math.min(outcome.took, timeout);
    const passed = outcome.exitCode === 0 && outcome.took <= timeout;
    if (passed) {
      failures = 0;
      if (status !== 'HEALTHY') changes.push({ after: done, event: 'PASSED' });
      status = 'HEALTHY';
    } else if (status !== 'UNKNOWN' || done > startPeriod) {
      failures++;
      if (failures >= retries && status !== 'UNHEALTHY') {
        changes.push({ after: done, event: 'FAILED' });
        status = 'UNHEALTHY';
      }
    }
    at = done + interval;
  }
  return changes;
}

/** Begins to watch a container that has a health check, or looks again because its behaviour has changed. */
export function watchHealth(task: Task, container: Container, scope: TaskScope): void {
  const check = definitionsOf(task, scope).get(container.name)?.healthCheck;
  if (!check?.command || check.command[0] === 'NONE') return;
  if (container.health === undefined) {
    const { target: to } = healthTable.initial;
    const subject = containerSubject(task, container);
    container.health = to;
    scope.context.notice({
      kind: 'status',
      at: scope.context.now,
      machine: healthTable.id,
      subject,
      from: '',
      to,
      event: '',
    });
  }
  scheduleNext(task, container, scope);
}

/** Only changes are put into the queue: a check whose outcome stays the same costs nothing. */
function scheduleNext(task: Task, container: Container, scope: TaskScope): void {
  const { context } = scope;
  const elapsed = context.date - container.startedAt!;
  const next = changesIn(task, container, scope).find(
    ({ after, event }) => after > elapsed && step(healthTable, container.health!, event) !== undefined,
  );
  delete container.nextHealth;
  if (!next) return;
  const delay = Math.round(next.after - elapsed);
  container.nextHealth = { at: context.date + delay, event: next.event };
  context.schedule(delay, { type: 'ecs.health', subject: containerSubject(task, container) });
}

function changesIn(task: Task, container: Container, scope: TaskScope): HealthChange[] {
  const check = definitionsOf(task, scope).get(container.name)!.healthCheck!;
  const [kind, ...rest] = check.command ?? [];
  const command =
    kind === 'CMD-SHELL' ? ['/bin/sh', '-c', rest[0] ?? ''] : kind === 'CMD' ? rest : [kind ?? '', ...rest];
  const neighbours = neighboursOf(task, container, scope);
  const moments = neighbours.flatMap(({ behaviour, ahead }) =>
    changesOf(behaviour).map((moment) => moment - ahead),
  );
  const config = configIn(task, container, scope);
  return healthChanges(check, moments, (elapsed) => {
    const { ends } = run(command, {
      run,
      config,
      files: new Map(),
      fetch({ port, path }) {
        for (const { behaviour, ahead } of neighbours) {
          const answer = answerOf(behaviour, port, path, elapsed + ahead);
          if (answer.kind !== 'refused') return answer;
        }
        return { kind: 'refused' };
      },
    });
    return ends ? { exitCode: ends.exitCode, took: ends.after } : { exitCode: 0, took: Infinity };
  });
}

/** The container and those of its task that run already: they share `localhost`. `ahead`: ms that each is older. */
function neighboursOf(
  task: Task,
  container: Container,
  scope: TaskScope,
): { behaviour: Behaviour; ahead: number }[] {
  return task.containers
    .filter((one) => one === container || (one.status === 'RUNNING' && one.startedAt !== undefined))
    .map((one) => ({
      behaviour: behaviourIn(task, one, scope),
      ahead: container.startedAt! - one.startedAt!,
    }));
}

/** A container's health takes an event; false when nothing changes. */
export function fireHealth(task: Task, container: Container, event: string, scope: TaskScope): boolean {
  const { context } = scope;
  const from = container.health;
  const next = from === undefined ? undefined : step(healthTable, from, event);
  if (!next) return false;
  context.notice({
    kind: 'status',
    at: context.now,
    machine: healthTable.id,
    subject: containerSubject(task, container),
    from: from!,
    to: next.target,
    event,
  });
  container.health = next.target;
  task.version++;
  return true;
}

/** Carries out the change that is due, if it still is; true when the health has changed. */
export function healthDue(task: Task, container: Container, scope: TaskScope): boolean {
  const due = container.nextHealth;
  if (container.status !== 'RUNNING' || due?.at !== scope.context.date) return false;
  const changed = fireHealth(task, container, due.event, scope);
  scheduleNext(task, container, scope);
  return changed;
}

/**
 * A task's health out of its essential containers that have a check: UNHEALTHY when one is, else UNKNOWN when one is, else
 * HEALTHY; UNKNOWN without any (API reference, `HealthCheck`).
 */
export function taskHealth({ containers }: Task): 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN' {
  let health: 'HEALTHY' | 'UNKNOWN' | undefined;
  for (const { essential, health: own } of containers) {
    if (!essential || own === undefined) continue;
    if (own === 'UNHEALTHY') return 'UNHEALTHY';
    health = own === 'UNKNOWN' || health === 'UNKNOWN' ? 'UNKNOWN' : 'HEALTHY';
  }
  return health ?? 'UNKNOWN';
}

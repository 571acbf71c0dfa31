import type { RegionScope } from '../../region.ts';
import type { Task } from '../state.ts';
import { isProtected } from '../tasks/protection.ts';
import { say } from './events.ts';
import { ailmentOf, graceEnds, isHealthy, onlyRipens, ripeAt } from './health.ts';
import { lookIn } from './looks.ts';
import type { Group, Service } from './record.ts';

/** What the scheduler finds at one look: the tasks that should run, in order of start. */
export interface Found {
  live: Task[];
  healthy: Set<Task>;
  /** RUNNING, and failing their health checks. */
  sick: Map<Task, string>;
  /** Protected from scale-in: they are stopped only when they are sick. */
  shielded: Set<Task>;
}

/** Sorts the tasks that should run; a task that has fallen ill is said in an event and counted against its deployment. */
export function examine(service: Service, live: Task[], scope: RegionScope): Found {
  const healthy = new Set<Task>();
  const sick = new Map<Task, string>();
  const shielded = new Set<Task>();
  for (const task of live) {
    if (isProtected(task, scope.context.date)) shielded.add(task);
    if (isHealthy(task, scope)) {
      healthy.add(task);
      service.sick.delete(task.arn);
      continue;
    }
    const ailment = ailmentOf(task, service, scope);
    if (!ailment) continue;
    sick.set(task, ailment.stoppedReason);
    if (service.sick.has(task.arn)) continue;
    service.sick.add(task.arn);
    service.steady = false;
    say(service, ailment.event, scope);
    const deployment = service.deployments.find(({ id }) => id === task.startedBy);
    if (deployment?.rolloutState === 'IN_PROGRESS') deployment.failedTasks++;
  }
  return { live, healthy, sick, shielded };
}

/** How many tasks of a deployment or task set are healthy and are to go on. */
export function healthyIn({ id }: Group, { healthy }: Found): number {
  let count = 0;
  for (const task of healthy) if (task.startedBy === id && task.desiredStatus === 'RUNNING') count++;
  return count;
}

/** Has the scheduler look again when time alone has made a task healthy, or its failing checks begin to count. */
export function awaitHealth(
  service: Service,
  tasks: readonly Task[],
  healthy: ReadonlySet<Task>,
  scope: RegionScope,
): void {
  const { date } = scope.context;
  let next = 0;
  for (const task of tasks) {
    if (task.status !== 'RUNNING' || healthy.has(task)) continue;
    next = Math.max(next, onlyRipens(task) ? ripeAt(task) : graceEnds(task, service));
  }
  if (next > date) lookIn(service, next - date, scope);
}

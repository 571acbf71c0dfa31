import type { RegionScope } from '../../region.ts';
import type { Task } from '../state.ts';
import type { Found } from './examine.ts';
import { launches } from './limits.ts';
import { lookIn } from './looks.ts';
import { awaitProtection } from './protected.ts';
import type { Group, Service } from './record.ts';
import { startTasks, stopTasks } from './starts.ts';

/**
 * Which of a group's tasks are too many: those over `desired`, what does not run yet first, then the youngest, and
 * never a protected one; and sick
 * ones whose replacements are healthy. Where there is no room for replacements (`full`), sick tasks go one by one.
 */
export function surplusOf(
  own: readonly Task[],
  desired: number,
  { healthy, sick, shielded }: Found,
  full: boolean,
): Task[] {
  const well = own.filter((task) => !sick.has(task));
  const ill = own.filter((task) => sick.has(task));
  const rank = (task: Task) => (task.status === 'RUNNING' ? 0 : 1);
  const surplus = Math.max(0, well.length - desired);
  const out =
    surplus === 0
      ? []
      : well
          .filter((task) => !shielded.has(task))
          .toReversed()
          .sort((one, two) => rank(two) - rank(one))
          .slice(0, surplus);
  const gone = new Set(out);
  const left = well.filter((task) => healthy.has(task) && !gone.has(task)).length;
  const replaced = Math.max(0, Math.min(ill.length, left + ill.length - desired));
  return [...out, ...ill.slice(0, Math.max(replaced, full ? 1 : 0))];
}

/** Brings the tasks of a deployment or task set to a number, whatever others have: start what is missing, stop the rest. */
export function reconcile(
  service: Service,
  group: Group,
  desired: number,
  found: Found,
  scope: RegionScope,
): void {
  const { context } = scope;
  const own = found.live.filter(({ startedBy }) => startedBy === group.id);
  const out = surplusOf(own, desired, found, false);
  stopTasks(service, out, scope, reasonIn(found), group);
  const { length } = own.filter((task) => !found.sick.has(task) && task.desiredStatus === 'RUNNING');
  if (length > desired)
    awaitProtection(
      service,
      group,
      own.filter((task) => found.shielded.has(task)),
      scope,
    );
  const ill = own.filter((task) => found.sick.has(task)).length;
  const missing = desired - (own.length - ill);
  if (missing <= 0) return;
  service.steady = false;
  if (service.startsAgainAt > context.date)
    return lookIn(service, service.startsAgainAt - context.date, scope);
  if (missing > launches.atOnce) lookIn(service, launches.every, scope);
  const started = startTasks(
    service,
    group,
    Math.min(missing, launches.atOnce),
    scope,
    replacing(ill, missing),
  );
  found.live.push(...started);
}

/** Why the scheduler stops a task. */
export function reasonIn({ sick }: Found): (task: Task) => string {
  return (task) => sick.get(task) ?? `Scaling activity initiated by (deployment ${task.startedBy})`;
}

/** What the event of a start says of those that take a sick task's place. */
export function replacing(ill: number, missing: number): string {
  const count = Math.min(ill, missing);
  return count > 0 ? ` Amazon ECS replaced ${count} tasks due to an unhealthy status.` : '';
}

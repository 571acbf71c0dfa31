import type { RegionScope } from '../../region.ts';
import { targetKey } from '../../neighbours/load-balancing/checks.ts';
import { loadBalancing } from '../../neighbours/load-balancing/scope.ts';
import type { Target } from '../../neighbours/load-balancing/state.ts';
import { shortName } from '../scope.ts';
import type { Task } from '../state.ts';
import { healthyAfter } from './limits.ts';
import type { Service } from './record.ts';

/** The targets that stand for a task, each with its target group's ARN. */
function targetsOf({ registrations }: Task, scope: RegionScope): { group: string; target: Target }[] {
  return (registrations ?? []).flatMap(({ targetGroup, id, port }) => {
    const target = loadBalancing(scope).targetGroups.get(targetGroup)?.targets.get(targetKey({ id, port }));
    return target ? [{ group: targetGroup, target }] : [];
  });
}

/**
 * Whether a task counts as healthy: RUNNING, its container health checks pass, its targets are healthy. Without any
 * check, once it has been RUNNING for 40 s (API reference, minimumHealthyPercent).
 */
export function isHealthy(task: Task, scope: RegionScope): boolean {
  if (task.status !== 'RUNNING') return false;
  const checked = task.containers.filter(({ essential, health }) => essential && health !== undefined);
  if (checked.some(({ health }) => health !== 'HEALTHY')) return false;
  const targets = targetsOf(task, scope);
  if (targets.some(({ target }) => target.status !== 'healthy' && target.status !== 'unused')) return false;
  if (checked.length > 0 || targets.some(({ target }) => target.status === 'healthy')) return true;
  return ripeAt(task) <= scope.context.date;
}

/** When a RUNNING task without health checks counts as healthy, in ms since 1970. */
export function ripeAt({ times }: Task): number {
  return (times.startedAt ?? Infinity) + healthyAfter;
}

/** Whether nothing but time makes the task healthy. */
export function onlyRipens({ containers, registrations }: Task): boolean {
  return !registrations?.length && containers.every(({ health }) => health === undefined);
}

/** What is wrong with a task: how the service's event says it, and why the task is stopped. */
export interface Ailment {
  event: string;
  stoppedReason: string;
}

/** Why a RUNNING task must be replaced, once its service's grace period is over; undefined while nothing is wrong. */
export function ailmentOf(task: Task, service: Service, scope: RegionScope): Ailment | undefined {
  if (task.status !== 'RUNNING' || graceEnds(task, service) > scope.context.date) return undefined;
  const name = `(task ${shortName(task.arn)})`;
  if (task.containers.some(({ essential, health }) => essential && health === 'UNHEALTHY'))
    return {
      event: `${name} failed container health checks.`,
      stoppedReason: 'Task failed container health checks',
    };
  const failing = targetsOf(task, scope).find(({ target }) => target.status === 'unhealthy');
  if (!failing) return undefined;
  const { group, target } = failing;
  return {
    event: `${name} (port ${target.port}) is unhealthy in (target-group ${group}) due to (reason ${target.description}).`,
    stoppedReason: `Task failed ELB health checks in (target-group ${group})`,
  };
}

/** When failing health checks begin to count, in ms since 1970. */
export function graceEnds({ times }: Task, { healthCheckGracePeriodSeconds = 0 }: Service): number {
  return (times.startedAt ?? 0) + healthCheckGracePeriodSeconds * 1000;
}

import type { RegionScope } from '../../region.ts';
import { isDraining } from '../capacity/find.ts';
import type { Task } from '../state.ts';
import { alarmLook, ringing } from './alarms.ts';
import { alarmDetected, breakerTripped, failDeployment, trips } from './breaker.ts';
import { complete } from './complete.ts';
import { sayOnce } from './events.ts';
import { awaitHealth, type Found } from './examine.ts';
import { alarmBake, bounds, launches, settling } from './limits.ts';
import { lookIn } from './looks.ts';
import { exchange, rebalance } from './rebalancing.ts';
import { reasonIn, replacing, surplusOf } from './reconcile.ts';
import { awaitProtection } from './protected.ts';
import type { Service } from './record.ts';
import { startTasks, stopTasks } from './starts.ts';

/** One look of the rolling scheduler: fails or goes on with the deployment, stops what is too many, starts what is missing. */
export function roll(service: Service, found: Found, scope: RegionScope): void {
  const primary = service.deployments[0]!;
  if (primary.rolloutState === 'IN_PROGRESS') {
    const ring = ringing(service, scope);
    if (ring.length > 0) {
      service.history[0]?.triggeredAlarms.push(...ring);
      const { alarms } = service.deploymentConfiguration;
      return failDeployment(service, alarmDetected, alarms?.rollback === true, scope);
    }
    if (
      primary.failedTasks > 0 &&
      found.live.some((task) => task.startedBy === primary.id && found.healthy.has(task))
    )
      if (service.deploymentConfiguration.deploymentCircuitBreaker?.resetOnHealthyTask !== false)
        primary.failedTasks = 0;
    if (trips(service, primary, scope)) {
      const { deploymentCircuitBreaker: breaker } = service.deploymentConfiguration;
      return failDeployment(service, breakerTripped, breaker?.rollback === true, scope);
    }
  }
  const counted = exchange(service, found, scope);
  stopSurplus(service, counted, scope);
  startMissing(service, counted, scope);
  settle(service, counted, scope);
}

/** Stops what is too many, and what older deployments have as far as the minimum of healthy tasks allows. */
function stopSurplus(service: Service, found: Found, scope: RegionScope): void {
  const primary = service.deployments[0]!;
  const own: Task[] = [];
  const old: Task[] = [];
  // What is on an instance that drains is replaced like what an older deployment has left.
  for (const task of found.live)
    (task.startedBy === primary.id && !isDraining(task, scope) ? own : old).push(task);
  const { least, most } = bounds(service.desiredCount, service.deploymentConfiguration);
  const well = own.filter((task) => !found.sick.has(task)).length;
  const lacks = service.desiredCount > well && primary.rolloutState !== 'FAILED';
  const full = lacks && found.live.length + service.draining.size >= most;
  const out = surplusOf(own, service.desiredCount, found, full);
  const gone = new Set(out);
  const held: Task[] = [];
  let spare = -least;
  for (const task of found.healthy) if (!gone.has(task)) spare++;
  for (const task of old) {
    if (found.shielded.has(task) && !found.sick.has(task)) {
      held.push(task);
      continue;
    }
    // A task that is not healthy keeps nothing up, unless it may soon be needed.
    if (task.status === 'RUNNING' && (found.healthy.has(task) ? spare-- <= 0 : spare < 0)) continue;
    out.push(task);
  }
  stopTasks(service, out, scope, reasonIn(found));
  if (
    well - out.filter((task) => task.startedBy === primary.id && !found.sick.has(task)).length >
    service.desiredCount
  )
    held.push(...own.filter((task) => found.shielded.has(task)));
  awaitProtection(service, primary, held, scope);
}

/** Starts what the PRIMARY deployment lacks, as far as the maximum allows, unless starts are throttled. */
function startMissing(service: Service, found: Found, scope: RegionScope): void {
  const { context } = scope;
  const primary = service.deployments[0]!;
  if (primary.rolloutState === 'FAILED') return;
  const kept = found.live.filter(({ desiredStatus }) => desiredStatus === 'RUNNING');
  let well = 0;
  let ill = 0;
  let onTheWay = 0;
  for (const task of kept) {
    if (task.status !== 'RUNNING') onTheWay++;
    if (task.startedBy !== primary.id || isDraining(task, scope)) continue;
    if (found.sick.has(task)) ill++;
    else well++;
  }
  const { most } = bounds(service.desiredCount, service.deploymentConfiguration);
  const lacking = service.desiredCount - well;
  if (lacking <= 0) return;
  service.steady = false;
  const missing = Math.min(lacking, most - kept.length - service.draining.size);
  if (missing <= 0) {
    if (onTheWay === 0 && service.draining.size === 0 && found.healthy.size === kept.length)
      sayOnce(
        service,
        'was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.',
        scope,
      );
    return;
  }
  if (service.startsAgainAt > context.date)
    return lookIn(service, service.startsAgainAt - context.date, scope);
  if (missing > launches.atOnce) lookIn(service, launches.every, scope);
  found.live.push(
    ...startTasks(service, primary, Math.min(missing, launches.atOnce), scope, replacing(ill, missing)),
  );
}

/** Completes the deployment when all its tasks are healthy and no other has any; says once that the service is steady. */
function settle(service: Service, found: Found, scope: RegionScope): void {
  const { live, healthy } = found;
  const { date } = scope.context;
  const primary = service.deployments[0]!;
  const kept = live.filter(({ desiredStatus }) => desiredStatus === 'RUNNING');
  awaitHealth(service, kept, healthy, scope);
  const { alarms } = service.deploymentConfiguration;
  const watched = alarms?.enable === true && primary.rolloutState === 'IN_PROGRESS';
  if (watched) lookIn(service, alarmLook, scope);
  const done =
    kept.length === service.desiredCount &&
    kept.every((task) => task.startedBy === primary.id && healthy.has(task) && !isDraining(task, scope));
  if (!done || primary.rolloutState === 'FAILED') {
    delete service.settlesAt;
    return;
  }
  if (service.steady && primary.rolloutState === 'COMPLETED') return rebalance(service, found, scope);
  const wait = primary.rolloutState === 'IN_PROGRESS' ? settling.deployment : settling.service;
  service.settlesAt ??= date + scope.context.random.around(wait, settling.spread);
  if (service.settlesAt > date) return lookIn(service, service.settlesAt - date, scope);
  if (watched) {
    primary.bakesSince ??= date;
    const { bakeTimeInMinutes = 0 } = service.deploymentConfiguration;
    if (date - primary.bakesSince < (bakeTimeInMinutes > 0 ? bakeTimeInMinutes * 60_000 : alarmBake)) return;
  }
  delete service.settlesAt;
  complete(service, scope);
  rebalance(service, found, scope);
}

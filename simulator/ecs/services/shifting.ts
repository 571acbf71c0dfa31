import { step } from '../../kernel/machine.ts';
import type { RegionScope } from '../../region.ts';
import { alarmLook, ringing } from './alarms.ts';
import { alarmDetected, breakerTripped, failDeployment, trips, type FailureCause } from './breaker.ts';
import { complete } from './complete.ts';
import { awaitHealth, healthyIn, type Found } from './examine.ts';
import { beginHooks, hooksOf } from './hooks.ts';
import { lookIn } from './looks.ts';
import { begins, noticeMove } from './moves.ts';
import { reconcile } from './reconcile.ts';
import type { Deployment, Service, ServiceDeployment } from './record.ts';
import { stageTable } from './stages.ts';
import { networkingFault, shift } from './traffic.ts';

/** ms that a stage takes in which nothing has to happen. No recording; unverified. */
const stageTime = 5_000;

/** Minutes unless the configuration says otherwise (API reference, LinearConfiguration, CanaryConfiguration). */
const defaults = {
  linear: { stepPercent: 10, stepBakeTimeInMinutes: 6 },
  canary: { canaryPercent: 5, canaryBakeTimeInMinutes: 10 },
};

const minutes = (count: number) => count * 60_000;

/**
 * One look at a service whose traffic goes from blue to green: both run side by side, and the stage says who has how many
 * tasks and how much of the traffic.
 */
export function shiftTraffic(service: Service, found: Found, scope: RegionScope): void {
  const [green] = service.deployments;
  const [record] = service.history;
  if (!green || !record) return;
  const going = green.rolloutState === 'IN_PROGRESS' && record.status === 'IN_PROGRESS';
  if (going) advance(service, record, green, found, scope);
  const [primary = green, ...others] = service.deployments;
  const over = record.status !== 'IN_PROGRESS' || record.stage === 'CLEAN_UP';
  awaitHealth(service, found.live, found.healthy, scope);
  if (primary.rolloutState !== 'FAILED') {
    const scaledUp = over || !['RECONCILE_SERVICE', 'PRE_SCALE_UP'].includes(record.stage!);
    reconcile(service, primary, scaledUp ? service.desiredCount : 0, found, scope);
  }
  // Blue keeps its tasks until the clean-up; a deployment that was given up has none.
  const keeps = ({ proven }: Deployment) => proven && (!over || primary.rolloutState === 'FAILED');
  for (const each of others) reconcile(service, each, keeps(each) ? service.desiredCount : 0, found, scope);
  if (primary.rolloutState === 'FAILED' || !over) return;
  const up = healthyIn(primary, found);
  if (up === service.desiredCount && others.every(({ running, pending }) => running + pending === 0))
    complete(service, scope);
  else lookIn(service, stageTime, scope);
}

/** Takes a deployment from stage to stage as far as it gets now. */
function advance(
  service: Service,
  record: ServiceDeployment,
  green: Deployment,
  found: Found,
  scope: RegionScope,
): void {
  const { alarms, deploymentCircuitBreaker: breaker } = service.deploymentConfiguration;
  if (record.stage === undefined) enter(record, begins(stageTable, record.arn, scope), green, scope);
  if (trips(service, green, scope))
    return back(service, green, breakerTripped, breaker?.rollback === true, scope);
  const ring = ringing(service, scope);
  if (alarms?.enable === true) lookIn(service, alarmLook, scope);
  if (ring.length > 0) {
    record.triggeredAlarms.push(...ring);
    return back(service, green, alarmDetected, alarms?.rollback === true, scope);
  }
  for (;;) {
    const stage = record.stage!;
    const hooks = hooksOf(service, record, stage, scope);
    if (hooks === 'waiting') return;
    const fault =
      typeof hooks === 'object'
        ? hooks.failed
        : stage === 'RECONCILE_SERVICE' && networkingFault(green, scope) !== undefined
          ? `Service deployment rolled back because of invalid networking configuration: ${networkingFault(green, scope)}`
          : undefined;
    if (fault !== undefined) {
      const cause = { ...breakerTripped, rollout: fault, event: fault, statusReason: fault };
      return back(service, green, cause, true, scope);
    }
    if (stage === 'CLEAN_UP') return;
    const wait = waits(service, record, green, found, scope);
    if (wait > 0) return lookIn(service, wait, scope);
    const next = step(stageTable, stage, 'NEXT')!.target;
    noticeMove(stageTable, record.arn, stage, next, 'NEXT', scope);
    enter(record, next, green, scope);
  }
}

function enter(record: ServiceDeployment, stage: string, green: Deployment, scope: RegionScope): void {
  record.stage = stage;
  record.stageSince = scope.context.date;
  record.updatedAt = scope.context.date;
  beginHooks(record, stage, scope);
  if (stage === 'TEST_TRAFFIC_SHIFT') {
    record.testTraffic = 100;
    shift(green, 'testListenerRule', 100, scope);
  }
}

/** ms for which the stage must go on; 0 when it is over. Production traffic goes over on the way. */
function waits(
  { desiredCount, deploymentConfiguration }: Service,
  record: ServiceDeployment,
  green: Deployment,
  found: Found,
  scope: RegionScope,
): number {
  const passed = scope.context.date - record.stageSince!;
  switch (record.stage) {
    case 'SCALE_UP': {
      return healthyIn(green, found) >= desiredCount ? 0 : stageTime;
    }
    case 'PRODUCTION_TRAFFIC_SHIFT': {
      const { percent, wait } = production(deploymentConfiguration, passed, record.sources.length > 0);
      if (percent !== record.productionTraffic) shift(green, 'productionListenerRule', percent, scope);
      record.productionTraffic = percent;
      return wait;
    }
    case 'BAKE_TIME':
      return minutes(deploymentConfiguration.bakeTimeInMinutes ?? 0) - passed;
    default:
      return stageTime - passed;
  }
}

/** How much of the production traffic green has so long after the shift began, and ms until there is more to do. */
function production(
  { strategy, linearConfiguration, canaryConfiguration }: Service['deploymentConfiguration'],
  passed: number,
  fromBlue: boolean,
): { percent: number; wait: number } {
  if (!fromBlue || strategy === 'BLUE_GREEN') return { percent: 100, wait: stageTime - passed };
  const linear = { ...defaults.linear, ...linearConfiguration };
  const canary = { ...defaults.canary, ...canaryConfiguration };
  const first = strategy === 'LINEAR' ? linear.stepPercent! : canary.canaryPercent!;
  const bake = minutes(
    strategy === 'LINEAR' ? linear.stepBakeTimeInMinutes! : canary.canaryBakeTimeInMinutes!,
  );
  const steps = 1 + Math.floor(passed / Math.max(1, bake));
  const percent = Math.min(100, strategy === 'LINEAR' ? steps * first : steps > 1 ? 100 : first);
  return { percent, wait: percent === 100 ? 0 : steps * bake - passed };
}

/** All traffic goes back to blue, and the deployment fails. */
function back(
  service: Service,
  green: Deployment,
  cause: FailureCause,
  rollback: boolean,
  scope: RegionScope,
): void {
  if (rollback) trafficBack(service, green, scope);
  failDeployment(service, cause, rollback, scope);
}

/** All traffic that a deployment has taken from blue goes back to it; of a deployment without blue, or rolling, none. */
export function trafficBack(service: Service, green: Deployment, scope: RegionScope): void {
  const [record] = service.history;
  if (!record || record.sources.length === 0) return;
  if (record.productionTraffic) {
    shift(green, 'productionListenerRule', 0, scope);
    record.productionTraffic = 0;
  }
  if (record.testTraffic) {
    shift(green, 'testListenerRule', 0, scope);
    record.testTraffic = 0;
  }
}

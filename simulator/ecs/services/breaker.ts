import type { RegionScope } from '../../region.ts';
import { say } from './events.ts';
import { lookIn, wake } from './looks.ts';
import { breakerThreshold } from './limits.ts';
import { moveRollout, moveServiceDeployment } from './moves.ts';
import type { Deployment, Service } from './record.ts';

/** Why a deployment fails, in AWS's words for each place that shows it. */
export interface FailureCause {
  /** `rolloutStateReason` of what failed. */
  rollout: string;
  /** Ends `(service X) (deployment D) deployment failed: `. */
  event: string;
  /** `statusReason` of the service deployment, and the roll-back's reason. */
  statusReason: string;
  /** `rolloutStateReason` of what comes back begins so. */
  rollingBack: string;
}

export const breakerTripped: FailureCause = {
  rollout: 'ECS deployment circuit breaker: tasks failed to start.',
  event: 'tasks failed to start.',
  statusReason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
  rollingBack: 'ECS deployment circuit breaker: rolling back to deploymentId',
};

/** The event is recorded; the other three texts are worded after the circuit breaker's and unverified. */
export const alarmDetected: FailureCause = {
  rollout: 'ECS deployment alarms: alarm detected.',
  event: 'alarm detected.',
  statusReason: 'Service deployment rolled back because a deployment alarm was detected.',
  rollingBack: 'ECS deployment alarms: rolling back to deploymentId',
};

/** What StopServiceDeployment brings about. Unverified. */
export const stoppedByUser: FailureCause = {
  rollout: 'ECS deployment was stopped.',
  event: 'stopped by user.',
  statusReason: 'Service deployment rolled back because it was stopped by a user.',
  rollingBack: 'ECS deployment was stopped: rolling back to deploymentId',
};

/** ms from the failure that reaches the threshold until the breaker opens (recorded: 5 s, 37 s, 44 s and 64 s). */
const opensAfter = { ms: 35_000, spread: 0.5 };

/**
 * Whether the circuit breaker opens: as many of the PRIMARY deployment's tasks have failed as its threshold says. It does
 * so some time after the last of them; meanwhile the scheduler goes on.
 */
export function trips(service: Service, primary: Deployment, scope: RegionScope): boolean {
  const { deploymentConfiguration, desiredCount } = service;
  const { deploymentCircuitBreaker: breaker } = deploymentConfiguration;
  const reached =
    breaker?.enable === true &&
    primary.rolloutState === 'IN_PROGRESS' &&
    primary.failedTasks >= breakerThreshold(desiredCount, breaker);
  if (!reached) {
    delete primary.tripsAt;
    return false;
  }
  const { date, random } = scope.context;
  primary.tripsAt ??= date + random.around(opensAfter.ms, opensAfter.spread);
  if (primary.tripsAt <= date) return true;
  lookIn(service, primary.tripsAt - date, scope);
  return false;
}

/** Ends the PRIMARY deployment as FAILED and, where asked for, brings the last proven one back. */
export function failDeployment(
  service: Service,
  cause: FailureCause,
  rollback: boolean,
  scope: RegionScope,
): void {
  const [primary] = service.deployments;
  const [record] = service.history;
  if (!primary || primary.rolloutState !== 'IN_PROGRESS') return;
  if (record) record.failures = primary.failedTasks;
  moveRollout(service, primary, 'TRIPPED', cause.rollout, scope);
  say(service, `(deployment ${primary.id}) deployment failed: ${cause.event}`, scope);
  if (!rollback) return moveServiceDeployment(record, 'FAIL', scope, cause.statusReason);
  const back = service.deployments.find(({ proven }) => proven);
  moveServiceDeployment(record, 'ROLL_BACK', scope, cause.statusReason);
  if (!back) {
    const nowhere = 'No rollback candidate was found to run the rollback.';
    return moveServiceDeployment(record, 'CANNOT_ROLL_BACK', scope, nowhere);
  }
  moveServiceDeployment(record, 'ROLLING_BACK', scope);
  if (record)
    record.rollback = { reason: cause.statusReason, startedAt: scope.context.date, revision: back.revision };
  primary.status = 'ACTIVE';
  back.status = 'PRIMARY';
  moveRollout(service, back, 'ROLLED_BACK_TO', `${cause.rollingBack} ${back.id}.`, scope);
  service.deployments = [back, ...service.deployments.filter((each) => each !== back)];
  service.failedStarts = 0;
  service.startsAgainAt = 0;
  say(service, `rolling back to deployment ${back.id}.`, scope);
  wake(service, scope);
}

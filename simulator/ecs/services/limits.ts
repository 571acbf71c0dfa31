import type { DeploymentCircuitBreaker, DeploymentConfiguration } from '@aws-sdk/client-ecs';
import type { Wire } from '../../api/wire.ts';

/**
 * How many tasks a deployment must keep healthy, and how many it may have at once (API reference,
 * DeploymentConfiguration): the minimum rounds up, the maximum rounds down.
 */
export function bounds(
  desired: number,
  { minimumHealthyPercent = 100, maximumPercent = 200 }: Wire<DeploymentConfiguration>,
): { least: number; most: number } {
  return {
    least: Math.ceil((desired * minimumHealthyPercent) / 100),
    most: Math.floor((desired * maximumPercent) / 100),
  };
}

/**
 * Failed tasks at which the circuit breaker trips (API reference, ThresholdConfiguration). Without a configuration: half
 * the desired count, at least 3 and at most 200.
 */
export function breakerThreshold(
  desired: number,
  { thresholdConfiguration }: Partial<Wire<DeploymentCircuitBreaker>> = {},
): number {
  const { type = 'BOUNDED_PERCENT', value = 50 } = thresholdConfiguration ?? {};
  if (type === 'COUNT') return value;
  const share = Math.ceil((desired * value) / 100);
  return type === 'UNBOUNDED_PERCENT' ? Math.max(1, share) : Math.min(200, Math.max(3, share));
}

/** ms after which the scheduler has seen a change and acts (recorded: replacement 17 to 19 s after a stop or an update). */
export const reaction = { ms: 17_000, spread: 0.1 };

/** ms for which all must stay as it should be until a deployment is completed, and until the service is steady (recorded: 79 s from a roll-back to its end; steady 20 s and 36 s after the last task was healthy). */
export const settling = { deployment: 45_000, service: 28_000, spread: 0.2 };

/** The same for what a load balancer tells (recorded: replacement 36 s after unhealthy, old task stopped 7 s after healthy). */
export const reactionToTargets = { unhealthy: 36_000, healthy: 7_000, spread: 0.1 };

/** ms for which a task without a health check must have been RUNNING to count as healthy (API reference, minimumHealthyPercent). */
export const healthyAfter = 40_000;

/** Tasks started in one look, and ms until the next: 500 a minute (service quotas, "Tasks launched by a service on Fargate"). */
export const launches = { atOnce: 125, every: 15_000 };

/** ms for which alarms are watched after a rolling deployment when nothing says how long. Unverified. */
export const alarmBake = 300_000;

/** ms that the scheduler waits after so many failed starts in a row (recorded: two quick restarts, then minutes; at most 15 min). */
export function backOff(failedStarts: number): number {
  if (failedStarts < 3) return 14_000;
  return Math.min(900_000, 250_000 * 2 ** (failedStarts - 3));
}

import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
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

/** Failed tasks at which the circuit breaker trips: half the desired count, at least 3 and at most 200. */
export function breakerThreshold(desired: number): number {
  return Math.min(200, Math.max(3, Math.ceil(desired * 0.5)));
}

/** ms after which the scheduler has seen a change and acts (recorded: replacement 17 to 19 s after a stop or an update). */
export const reaction = { ms: 17_000, spread: 0.1 };

/** ms for which a task without a health check must have been RUNNING to count as healthy (API reference, minimumHealthyPercent). */
export const healthyAfter = 40_000;

/** ms that the scheduler waits after so many failed starts in a row (recorded: two quick restarts, then minutes; at most 15 min). */
export function backOff(failedStarts: number): number {
  if (failedStarts < 3) return 14_000;
  return Math.min(900_000, 250_000 * 2 ** (failedStarts - 3));
}

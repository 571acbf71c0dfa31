import type { Container } from '../state.ts';
import type { Definition } from './containers.ts';

/** Seconds that a container must have run before it is started again (API reference, `ContainerRestartPolicy`). */
const defaultAttemptPeriod = 300;

/**
 * Whether a container whose process has ended is started again (agent:
 * `ecs-agent/api/container/restart/restart_tracker.go`): the policy is enabled, the exit code is not one to be ignored, and
 * it has run for the attempt period since it was last started.
 * @param date ms since 1970
 */
export function restarts(
  { restartPolicy }: Definition,
  { startedAt }: Container,
  exitCode: number,
  date: number,
): boolean {
  if (!restartPolicy?.enabled || startedAt === undefined) return false;
  if (restartPolicy.ignoredExitCodes?.includes(exitCode)) return false;
  return date - startedAt >= (restartPolicy.restartAttemptPeriod ?? defaultAttemptPeriod) * 1000;
}

import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { Wire } from '../../api/wire.ts';
import type { Container, Task } from '../state.ts';

/**
 * Why a container can never start: what it waits for with SUCCESS has ended otherwise (agent: a terminal error of
 * `containerOrderingDependenciesIsResolved`, its words). Undefined while it still can.
 */
export function dependencyFailure(
  container: Container,
  task: Task,
  definitions: ReadonlyMap<string, Wire<ContainerDefinition>>,
): string | undefined {
  for (const { containerName, condition } of definitions.get(container.name)?.dependsOn ?? []) {
    const other = task.containers.find(({ name }) => name === containerName);
    if (condition !== 'SUCCESS' || other?.status !== 'STOPPED' || other.exitCode === 0) continue;
    return `dependency graph: failed to resolve container ordering dependency [${containerName}] for target [${container.name}] as dependency did not exit successfully.`;
  }
  return undefined;
}

/**
 * Whether all that a container depends on is far enough for it to start (agent:
 * `agent/engine/dependencygraph/graph.go`, `containerOrderingDependenciesIsResolved`).
 * START: running or already stopped. COMPLETE: stopped. SUCCESS: stopped with exit code 0. HEALTHY: its health check passes.
 */
export function isReady(
  container: Container,
  task: Task,
  definitions: ReadonlyMap<string, Wire<ContainerDefinition>>,
): boolean {
  return (definitions.get(container.name)?.dependsOn ?? []).every(({ containerName, condition }) => {
    const other = task.containers.find(({ name }) => name === containerName);
    if (!other) return true;
    switch (condition) {
      case 'COMPLETE':
        return other.status === 'STOPPED';
      case 'SUCCESS':
        return other.status === 'STOPPED' && other.exitCode === 0;
      default:
        return other.status === 'RUNNING' || other.status === 'STOPPED';
    }
  });
}

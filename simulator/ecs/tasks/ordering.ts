import type { ContainerDependency } from '@aws-sdk/client-ecs';
import type { Wire } from '../../api/wire.ts';
import type { Container, Task } from '../state.ts';
import type { Definition, Definitions } from './containers.ts';

const nothing: Wire<ContainerDependency>[] = [];

/**
 * What a container depends on: `dependsOn`, and what it links to and takes volumes from, which the agent turns into START
 * dependencies (agent: `api/task/task.go`, `initializeContainerOrdering`).
 */
export function dependenciesOf(definition: Definition | undefined): Wire<ContainerDependency>[] {
  if (!definition) return nothing;
  const { dependsOn, links, volumesFrom } = definition;
  if (!links?.length && !volumesFrom?.length) return dependsOn ?? nothing;
  const names = [
    ...(links ?? []).map((link) => link.split(':')[0]),
    ...(volumesFrom ?? []).map(({ sourceContainer }) => sourceContainer),
  ];
  return [
    ...(dependsOn ?? []),
    ...names.map((containerName) => ({ containerName, condition: 'START' as const })),
  ];
}

/**
 * Why a container can never start (agent: the terminal errors of `containerOrderingDependenciesIsResolved` in
 * `dependencygraph/graph.go`, their words); undefined while it still can.
 * @param date ms since 1970
 */
export function dependencyFailure(
  container: Container,
  task: Task,
  definitions: Definitions,
  date: number,
): string | undefined {
  for (const { containerName, condition } of dependenciesOf(definitions.get(container.name))) {
    const other = task.containers.find(({ name }) => name === containerName);
    if (!other) continue;
    const names = `[${containerName}] for target [${container.name}]`;
    if (hasTimedOut(other, condition, definitions, date))
      return `dependency graph: container ordering dependency ${names} has timed out.`;
    if (
      condition === 'SUCCESS' &&
      other.status === 'STOPPED' &&
      other.startedAt !== undefined &&
      other.exitCode !== 0
    )
      return `dependency graph: failed to resolve container ordering dependency ${names} as dependency did not exit successfully.`;
    if (other.status === 'STOPPED' && other.startedAt === undefined)
      return `dependency graph: failed to resolve container ordering dependency ${names} because dependency will never start`;
  }
  return undefined;
}

/** The start timeout of a container counts from its start for those that wait for more than that (agent: `hasDependencyTimedOut`). */
function hasTimedOut(
  other: Container,
  condition: string | undefined,
  definitions: Definitions,
  date: number,
): boolean {
  const timeout = definitions.get(other.name)?.startTimeout;
  if (!timeout || condition === 'START' || other.startedAt === undefined || other.status === 'STOPPED')
    return false;
  return date - other.startedAt >= timeout * 1000;
}

/**
 * Whether all that a container depends on is far enough for it to start (agent:
 * `agent/engine/dependencygraph/graph.go`, `containerOrderingDependenciesIsResolved`).
 * START: running or already stopped. COMPLETE: stopped. SUCCESS: stopped with exit code 0. HEALTHY: its health check passes.
 */
export function isReady(container: Container, task: Task, definitions: Definitions): boolean {
  return dependenciesOf(definitions.get(container.name)).every(({ containerName, condition }) => {
    const other = task.containers.find(({ name }) => name === containerName);
    if (!other) return true;
    switch (condition) {
      case 'COMPLETE':
        return other.status === 'STOPPED';
      case 'SUCCESS':
        return other.status === 'STOPPED' && other.exitCode === 0;
      case 'HEALTHY':
        return other.status === 'RUNNING' && other.health === 'HEALTHY';
      default:
        return other.status === 'RUNNING' || other.status === 'STOPPED';
    }
  });
}

/** The order in which containers start. */
import type { ContainerDependency } from '@aws-sdk/client-ecs';
import { each, type Container, type Context } from '../context.ts';
import { onCycle } from '../cycle.ts';
import { documentation } from '../documentation.ts';
import { topic, type Rule } from '../rule.ts';

const dependsOn = '/containerDefinitions/1/dependsOn';

function* dependencies(
  task: Context,
): Generator<{ dependency: ContainerDependency; at: string; container: Container }> {
  for (const container of task.containers) {
    for (const [dependency, at] of each(container.definition.dependsOn, `${container.at}/dependsOn`)) {
      yield { dependency, at, container };
    }
  }
}

export const dependencyRules: Rule[] = topic(documentation.dependencies, [
  {
    id: 'DEP-UNKNOWN',
    condition: 'a dependency on a container that is not in the task',
    message: "Cannot depend on container + '{container}' because it does not exist",
    *check(task) {
      for (const { dependency, at } of dependencies(task)) {
        const { containerName } = dependency;
        if (containerName === undefined || task.byName.has(containerName)) continue;
        yield { at: `${at}/containerName`, values: { container: containerName } };
      }
    },
    example: {
      base: 'fargate',
      change: { [`${dependsOn}/0/containerName`]: 'nope' },
      at: `${dependsOn}/0/containerName`,
      says: "Cannot depend on container + 'nope' because it does not exist",
    },
  },
  {
    id: 'DEP-SELF',
    wording: 'paraphrase',
    condition: 'a container that depends on itself',
    message: "The container '{container}' cannot depend on itself",
    *check(task) {
      for (const { dependency, at, container } of dependencies(task)) {
        if (!container.name || dependency.containerName !== container.name) continue;
        yield { at: `${at}/containerName`, values: { container: container.name } };
      }
    },
    example: {
      base: 'ec2',
      change: { [dependsOn]: [{ containerName: 'cache', condition: 'START' }] },
      at: `${dependsOn}/0/containerName`,
      says: "The container 'cache' cannot depend on itself",
    },
  },
  {
    id: 'DEP-ESSENTIAL',
    condition: 'condition COMPLETE or SUCCESS on an essential container',
    message: 'A dependency container with SUCCESS or COMPLETE condition cannot be an essential container',
    *check(task) {
      for (const { dependency, at, container } of dependencies(task)) {
        if (dependency.condition !== 'COMPLETE' && dependency.condition !== 'SUCCESS') continue;
        const target = task.byName.get(dependency.containerName ?? '');
        if (!target || target.name === container.name || target.definition.essential === false) continue;
        yield { at: `${at}/condition`, missing: `${target.at}/essential` };
      }
    },
    fix: 'Set "essential" to false on the container that ends first.',
    example: {
      base: 'fargate',
      change: { [`${dependsOn}/0/condition`]: 'SUCCESS' },
      at: `${dependsOn}/0/condition`,
      says: 'A dependency container with SUCCESS or COMPLETE condition cannot be an essential container',
    },
  },
  {
    id: 'DEP-HEALTHY',
    condition: 'condition HEALTHY on a container without a health check',
    message: 'A dependency container with HEALTHY condition must have health check configured',
    *check(task) {
      for (const { dependency, at, container } of dependencies(task)) {
        const target = task.byName.get(dependency.containerName ?? '');
        if (dependency.condition !== 'HEALTHY' || !target || target.definition.healthCheck) continue;
        if (target.name !== container.name)
          yield { at: `${at}/condition`, missing: `${target.at}/healthCheck` };
      }
    },
    fix: 'Give that container a "healthCheck".',
    example: {
      base: 'fargate',
      change: { '/containerDefinitions/0/healthCheck': undefined },
      at: `${dependsOn}/0/condition`,
      says: 'A dependency container with HEALTHY condition must have health check configured',
    },
  },
  {
    id: 'DEP-CYCLE',
    wording: 'paraphrase',
    condition: 'dependencies that lead round to where they began',
    message: 'Container dependencies should not have a cycle',
    *check({ containers, byName }) {
      const edges = new Map(
        containers.map(({ name, definition }) => [
          name,
          [...each(definition.dependsOn, '')]
            .map(([{ containerName }]) => containerName ?? '')
            .filter((other) => other !== name),
        ]),
      );
      const first = onCycle(edges)[0];
      if (first !== undefined) yield { at: `${byName.get(first)!.at}/dependsOn` };
    },
    example: {
      base: 'fargate',
      change: { '/containerDefinitions/0/dependsOn': [{ containerName: 'agent', condition: 'START' }] },
      at: '/containerDefinitions/0/dependsOn',
      says: 'Container dependencies should not have a cycle',
    },
  },
]);

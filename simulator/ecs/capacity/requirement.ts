import type { TaskDefinition } from '../state.ts';
import { matcher, type Matches } from './expression.ts';

/** What a task of a definition takes of the host that it is placed on. */
export interface Requirement {
  /** CPU units. */
  cpu: number;
  /** MiB: of each container its soft limit where it has one. */
  memory: number;
  /** Host ports that it must have: `tcp/80`. */
  ports: readonly string[];
  /** It needs a network interface of its own. */
  ownInterface: boolean;
  attributes: readonly { name: string; value?: string }[];
  constraints: readonly Matches[];
}

const read = new WeakMap<TaskDefinition, Requirement>();

/**
 * What ECS counts when it places a task (API reference, ContainerDefinition `cpu`, `memory`, `memoryReservation`): the
 * task's size, or the sum over its containers.
 */
export function requirementOf(definition: TaskDefinition): Requirement {
  const known = read.get(definition);
  if (known) return known;
  const { registered, requiresAttributes } = definition;
  const containers = registered.containerDefinitions ?? [];
  const sum = (of: (container: (typeof containers)[number]) => number | undefined) =>
    containers.reduce((all, container) => all + (of(container) ?? 0), 0);
  const { cpuArchitecture, operatingSystemFamily } = registered.runtimePlatform ?? {};
  const requirement: Requirement = {
    cpu: registered.cpu === undefined ? sum(({ cpu }) => cpu) : Number(registered.cpu),
    memory:
      registered.memory === undefined
        ? sum(({ memory, memoryReservation }) => memoryReservation ?? memory)
        : Number(registered.memory),
    ports:
      registered.networkMode === 'awsvpc'
        ? []
        : containers.flatMap(({ portMappings }) =>
            (portMappings ?? []).flatMap(({ hostPort, protocol }) =>
              hostPort ? [`${protocol ?? 'tcp'}/${hostPort}`] : [],
            ),
          ),
    ownInterface: registered.networkMode === 'awsvpc',
    attributes: [
      ...requiresAttributes,
      ...(cpuArchitecture === undefined
        ? []
        : [{ name: 'ecs.cpu-architecture', value: cpuArchitecture === 'ARM64' ? 'arm64' : 'x86_64' }]),
      ...(operatingSystemFamily === undefined
        ? []
        : [{ name: 'ecs.os-type', value: operatingSystemFamily === 'LINUX' ? 'linux' : 'windows' }]),
    ],
    constraints: (registered.placementConstraints ?? []).map(
      ({ expression }) => matcher(expression ?? '') ?? (() => false),
    ),
  };
  read.set(definition, requirement);
  return requirement;
}

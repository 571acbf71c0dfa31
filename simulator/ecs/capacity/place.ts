import type { PlacementConstraint, PlacementStrategy } from '@aws-sdk/client-ecs';
import type { Wire } from '../../api/wire.ts';
import type { RegionScope } from '../../region.ts';
import { matcher } from './expression.ts';
import type { ContainerInstance } from './record.ts';
import type { Requirement } from './requirement.ts';

/** How ECS is to choose among hosts. */
export interface Placement {
  constraints: readonly Wire<PlacementConstraint>[];
  strategies: readonly Wire<PlacementStrategy>[];
}

/** Why a task cannot be placed on a host, in AWS's words (ECS developer guide, API failure reasons). */
export type Refusal =
  | 'AGENT'
  | 'ATTRIBUTE'
  | 'RESOURCE:CPU'
  | 'RESOURCE:MEMORY'
  | 'RESOURCE:PORTS'
  | 'RESOURCE:ENI'
  | 'memberOf placement constraint unsatisfied.'
  | 'distinctInstance placement constraint unsatisfied.';

/** Why this host cannot take the task; undefined when it can. */
export function refusalOf(
  instance: ContainerInstance,
  needed: Requirement,
  group: string,
  constraints: Placement['constraints'],
  scope: Pick<RegionScope, 'ecs'>,
): Refusal | undefined {
  if (instance.agent !== 'connected') return 'AGENT';
  if (needed.constraints.some((matches) => !matches(instance, scope)))
    return 'memberOf placement constraint unsatisfied.';
  for (const { type, expression } of constraints) {
    if (
      type === 'distinctInstance'
        ? instance.groups.has(group)
        : matcher(expression ?? '')?.(instance, scope) !== true
    )
      return `${type ?? 'memberOf'} placement constraint unsatisfied.`;
  }
  return hasAttributes(instance, needed) ? lackOf(instance, needed) : 'ATTRIBUTE';
}

/**
 * What has been found out of a host's attributes, by what is needed: attributes are the same map as long as nobody
 * changes them, and a cluster of 3,000 hosts is asked for each task.
 */
const knownAttributes = new WeakMap<Requirement, WeakMap<ContainerInstance['attributes'], boolean>>();

function hasAttributes({ attributes }: ContainerInstance, needed: Requirement): boolean {
  let known = knownAttributes.get(needed);
  if (!known) knownAttributes.set(needed, (known = new WeakMap()));
  let fits = known.get(attributes);
  if (fits === undefined) {
    fits = needed.attributes.every(({ name, value }) => {
      const given = attributes.get(name);
      return given !== undefined && (value === undefined || given === value);
    });
    known.set(attributes, fits);
  }
  return fits;
}

/** What a host has too little of. */
export function lackOf(instance: ContainerInstance, needed: Requirement): Refusal | undefined {
  if (instance.remaining.memory < needed.memory) return 'RESOURCE:MEMORY';
  if (instance.remaining.cpu < needed.cpu) return 'RESOURCE:CPU';
  if (needed.ports.length > 0 && needed.ports.some((port) => instance.ports.has(port)))
    return 'RESOURCE:PORTS';
  if (needed.ownInterface && instance.interfaces.used >= instance.interfaces.limit) return 'RESOURCE:ENI';
  return undefined;
}

/** Hosts that no task fits on now, with the reason for each. */
export interface Unplaced {
  refusals: { instance: ContainerInstance; reason: Refusal }[];
}

/**
 * Chooses a host for one task: CPU, memory, ports and interfaces first, then constraints, then each strategy in turn
 * narrows what is left, and chance decides among equals
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement.html).
 */
export function place(
  hosts: Iterable<ContainerInstance>,
  needed: Requirement,
  group: string,
  { constraints, strategies }: Placement,
  scope: Pick<RegionScope, 'ecs' | 'context'>,
): ContainerInstance | Unplaced {
  let left: ContainerInstance[] = [];
  // What is quickest to tell comes first; which reason counts is asked only when no host is left.
  for (const instance of hosts)
    if (!lackOf(instance, needed) && !refusalOf(instance, needed, group, constraints, scope))
      left.push(instance);
  if (left.length === 0) {
    const refusals: Unplaced['refusals'] = [];
    for (const instance of hosts)
      refusals.push({ instance, reason: refusalOf(instance, needed, group, constraints, scope)! });
    return { refusals };
  }
  for (const { type, field } of strategies) {
    if (left.length === 1) break;
    if (type === 'binpack') left = least(left, ({ remaining }) => remaining[fieldOf(field)]);
    else if (type === 'spread') left = sparsest(left, field ?? 'instanceId', group);
  }
  return left[left.length === 1 ? 0 : scope.context.random.integer(0, left.length - 1)]!;
}

function fieldOf(field: string | undefined): 'cpu' | 'memory' {
  return field?.toLowerCase() === 'cpu' ? 'cpu' : 'memory';
}

function least(
  instances: ContainerInstance[],
  of: (instance: ContainerInstance) => number,
): ContainerInstance[] {
  let best = Infinity;
  let found: ContainerInstance[] = [];
  for (const instance of instances) {
    const value = of(instance);
    if (value < best) {
      best = value;
      found = [];
    }
    if (value === best) found.push(instance);
  }
  return found;
}

/** The instances of the value that has the fewest tasks of the group. An instance without the attribute has its own value. */
function sparsest(instances: ContainerInstance[], field: string, group: string): ContainerInstance[] {
  const own = ({ groups }: ContainerInstance) => groups.get(group) ?? 0;
  if (field === 'instanceId' || field === 'host') return least(instances, own);
  const name = field.replace(/^attribute:/, '');
  const counts = new Map<string, { tasks: number }>();
  const shares = instances.map((instance) => {
    const value = instance.attributes.get(name) ?? '';
    let count = counts.get(value);
    if (!count) counts.set(value, (count = { tasks: 0 }));
    count.tasks += own(instance);
    return count;
  });
  const fewest = Math.min(...[...counts.values()].map(({ tasks }) => tasks));
  return instances.filter((_, index) => shares[index]!.tasks === fewest);
}

/** How a service's events put each reason (developer guide, service event messages; unverified but for CPU, AGENT and ports). */
const closest: Readonly<Record<Refusal, string>> = {
  AGENT: 'encountered error "AGENT"',
  ATTRIBUTE: 'is missing an attribute required by your task',
  'RESOURCE:CPU': 'has insufficient CPU units available',
  'RESOURCE:MEMORY': 'has insufficient memory available',
  'RESOURCE:PORTS': 'is already using a port required by your task',
  'RESOURCE:ENI': 'encountered error "RESOURCE:ENI"',
  'memberOf placement constraint unsatisfied.':
    'encountered error "memberOf placement constraint unsatisfied."',
  'distinctInstance placement constraint unsatisfied.':
    'encountered error "distinctInstance placement constraint unsatisfied."',
};

/** How far along the checks an instance came: the farther, the closer a match. */
const order: readonly Refusal[] = [
  'AGENT',
  'memberOf placement constraint unsatisfied.',
  'distinctInstance placement constraint unsatisfied.',
  'ATTRIBUTE',
  'RESOURCE:MEMORY',
  'RESOURCE:CPU',
  'RESOURCE:PORTS',
  'RESOURCE:ENI',
];

/** What a service says of a task that cannot be placed, after `(service X) `. */
export function unplacedEvent({ refusals }: Unplaced, provider?: string): string {
  const start = 'was unable to place a task because no container instance met all of its requirements.';
  const end = 'For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.';
  if (refusals.length === 0) {
    const where = provider === undefined ? 'cluster' : 'capacity provider';
    return `${start} Reason: No Container Instances were found in your ${where}. ${end}`;
  }
  const best = refusals.reduce((one, two) =>
    order.indexOf(two.reason) > order.indexOf(one.reason) ? two : one,
  );
  return `${start} The closest matching container-instance ${best.instance.id} ${closest[best.reason]}. ${end}`;
}

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
  for (const { name, value } of needed.attributes) {
    const given = instance.attributes.get(name);
    if (given === undefined || (value !== undefined && given !== value)) return 'ATTRIBUTE';
  }
  return lackOf(instance, needed);
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
  hosts: readonly ContainerInstance[],
  needed: Requirement,
  group: string,
  { constraints, strategies }: Placement,
  scope: Pick<RegionScope, 'ecs' | 'context'>,
): ContainerInstance | Unplaced {
  const refuses = (instance: ContainerInstance) => refusalOf(instance, needed, group, constraints, scope);
  const draw = (left: ContainerInstance[]) => {
    const best = narrow(left, hosts, strategies, group);
    return best[best.length === 1 ? 0 : scope.context.random.integer(0, best.length - 1)]!;
  };
  if (constraints.length === 0) {
    // Of thousands of hosts nearly all have the attributes: only the one that is chosen is asked for them.
    const roomy = hosts.filter((instance) => lackOf(instance, needed) === undefined);
    const chosen = roomy.length === 0 ? undefined : draw(roomy);
    if (chosen && !refuses(chosen)) return chosen;
  }
  const left = hosts.filter((instance) => !refuses(instance));
  if (left.length > 0) return draw(left);
  return { refusals: hosts.map((instance) => ({ instance, reason: refuses(instance)! })) };
}

/** What the strategies leave of the hosts that a task fits on, one after the other. */
function narrow(
  fitting: ContainerInstance[],
  hosts: readonly ContainerInstance[],
  strategies: Placement['strategies'],
  group: string,
): ContainerInstance[] {
  let left = fitting;
  for (const { type, field } of strategies) {
    if (left.length === 1) break;
    if (type === 'binpack') left = least(left, ({ remaining }) => remaining[fieldOf(field)]);
    else if (type === 'spread') left = sparsest(left, hosts, field ?? 'instanceId', group);
  }
  return left;
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

/**
 * The instances of the value that has the fewest tasks of the group, hosts without room counted. An instance without the
 * attribute has its own value.
 */
function sparsest(
  instances: ContainerInstance[],
  hosts: readonly ContainerInstance[],
  field: string,
  group: string,
): ContainerInstance[] {
  const own = ({ groups }: ContainerInstance) => groups.get(group) ?? 0;
  if (field === 'instanceId' || field === 'host') return least(instances, own);
  const name = field.replace(/^attribute:/, '');
  const counts = new Map<string, { tasks: number }>();
  const shares: { tasks: number }[] = [];
  let at = 0;
  for (const host of hosts) {
    const value = host.attributes.get(name) ?? '';
    let count = counts.get(value);
    if (!count) counts.set(value, (count = { tasks: 0 }));
    if (host.tasks.size > 0) count.tasks += own(host);
    // Those with room stand in the order of all.
    if (host === instances[at]) shares[at++] = count;
  }
  const fewest = Math.min(...shares.map(({ tasks }) => tasks));
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

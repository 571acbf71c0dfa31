import { AwsError } from '../../api/errors.ts';
import type { Effect } from '../../kernel/queue.ts';
import { attachInterface, type NetworkInterface } from '../../neighbours/vpc.ts';
import type { RegionScope } from '../../region.ts';
import { findTaskDefinition } from '../scope.ts';
import { wake } from '../services/looks.ts';
import type { Cluster, Task, TaskDefinition } from '../state.ts';
import { provision, stop } from '../tasks/life.ts';
import { noAddress, type Network } from '../tasks/network.ts';
import { instancesOf } from './find.ts';
import { place, unplacedEvent, type Placement, type Unplaced } from './place.ts';
import type { ContainerInstance } from './record.ts';
import { requirementOf } from './requirement.ts';
import { reserve } from './reserve.ts';
import type { Way } from './strategy.ts';

/** What a task that is to run on a host is placed by. */
export interface Wish {
  definition: TaskDefinition;
  cluster: Cluster;
  group: string;
  placement: Placement;
  network: Network | undefined;
}

/** The network interface of a task that has no host yet. */
export const nowhere: NetworkInterface = {
  networkInterfaceId: '',
  macAddress: '',
  privateIpv4Address: '',
  subnetId: '',
  securityGroupIds: [],
};

/** The hosts that a way leads to, in the order of their registration. */
export function hostsOf(
  { launchType, provider }: Way,
  { cluster, network }: Pick<Wish, 'cluster' | 'network'>,
  scope: Pick<RegionScope, 'ecs'>,
): ContainerInstance[] {
  const zones = network && new Set(network.subnets.map(({ availabilityZone }) => availabilityZone));
  const found: ContainerInstance[] = [];
  for (const instance of instancesOf(cluster.name, scope).values()) {
    if (instance.status !== 'ACTIVE' || instance.launchType !== launchType) continue;
    if (provider !== undefined && instance.capacityProviderName !== provider) continue;
    // An interface can be attached in the host's own zone only.
    if (zones && !zones.has(instance.attributes.get('ecs.availability-zone') ?? '')) continue;
    found.push(instance);
  }
  return found;
}

/** Chooses a host for a task. */
export function seatFor(wish: Wish, way: Way, scope: RegionScope): ContainerInstance | Unplaced {
  return place(hostsOf(way, wish, scope), requirementOf(wish.definition), wish.group, wish.placement, scope);
}

/**
 * Puts a task on a host: takes its resources and gives the task its network interface.
 * @returns why not, when the host's subnet has no address left
 */
export function sit(
  task: Task,
  host: ContainerInstance,
  { definition, network }: Pick<Wish, 'definition' | 'network'>,
  { context }: Pick<RegionScope, 'context'>,
): string | undefined {
  const zone = host.attributes.get('ecs.availability-zone') ?? '';
  if (network) {
    const near = network.subnets.filter(({ availabilityZone }) => availabilityZone === zone);
    const subnet = near.find(({ availableIpAddressCount }) => availableIpAddressCount > 0);
    const own = subnet && attachInterface(subnet, context, { securityGroupIds: network.securityGroupIds });
    if (!own) return noAddress(near[0] ?? network.subnets[0]!, network);
    task.networkInterface = own;
    task.attachmentId = context.random.uuid();
  } else task.networkInterface = host.networkInterface;
  task.availabilityZone = zone;
  task.containerInstance = host.arn;
  reserve(task, definition, host);
  return undefined;
}

/**
 * RunTask on hosts needs hosts.
 * @throws AwsError InvalidParameterException
 */
export function refuseWithoutHosts(
  { ways, cluster, network }: Pick<Wish, 'cluster' | 'network'> & { ways: readonly Way[] },
  scope: Pick<RegionScope, 'ecs'>,
): void {
  const [way] = ways;
  if (!way || way.launchType === 'FARGATE' || way.provider !== undefined) return;
  if (hostsOf(way, { cluster, network }, scope).length === 0)
    throw new AwsError('InvalidParameterException', 'No Container Instances were found in your cluster.');
}

/** What a service says when no host takes a task. */
export function wordsFor(unplaced: Unplaced, { provider }: Way): string {
  return unplacedEvent(unplaced, provider);
}

/** ms for which a task waits for a host before ECS gives up (developer guide, cluster auto scaling: unverified length). */
export const patience = 30 * 60_000;

/** The effect `ecs.capacityCame`: a cluster (by ARN) has got room: tasks that wait are placed, services look again. */
export function capacityCame({ subject }: Effect, scope: RegionScope): void {
  const name = subject.slice(subject.lastIndexOf('/') + 1);
  const cluster = scope.ecs.clusters.get(name);
  if (!cluster) return;
  for (const arn of [...(scope.ecs.capacity.waiting.get(name) ?? [])]) {
    const task = scope.ecs.tasks.get(arn);
    if (!task || task.desiredStatus === 'STOPPED') scope.ecs.capacity.waiting.get(name)!.delete(arn);
    else placeWaiting(task, cluster, scope);
  }
  for (const service of scope.ecs.services.values())
    if (
      service.cluster === name &&
      service.status === 'ACTIVE' &&
      (service.tasks.size < service.desiredCount || service.availabilityZoneRebalancing === 'ENABLED')
    )
      wake(service, scope);
}

/** Tries again to place a task that waits in PROVISIONING. */
function placeWaiting(task: Task, cluster: Cluster, scope: RegionScope): void {
  const definition = findTaskDefinition(task.definition, scope);
  const wish = task.waitsFor;
  if (!definition || !wish) return;
  const network =
    wish.network &&
    ({
      ...wish.network,
      subnets: scope.vpc.subnets.filter(({ subnetId }) => wish.network!.subnets.includes(subnetId)),
    } satisfies Network);
  const way = { launchType: task.launchType, provider: task.capacityProviderName!, base: 0, weight: 1 };
  const whole = { definition, cluster, group: task.group, placement: wish.placement, network };
  const host = seatFor(whole, way, scope);
  if ('refusals' in host) return;
  scope.ecs.capacity.waiting.get(cluster.name)?.delete(task.arn);
  delete task.waitsFor;
  const failure = sit(task, host, whole, scope);
  if (failure === undefined) provision(task, scope);
  else stop(task, { stopCode: 'TaskFailedToStart', stoppedReason: failure }, scope);
}

/** The effect `ecs.capacityLate`: a task has waited long enough. */
export function capacityLate({ subject }: Effect, scope: RegionScope): void {
  const task = scope.ecs.tasks.get(subject);
  if (!task?.waitsFor) return;
  scope.ecs.capacity.waiting.get(task.cluster)?.delete(task.arn);
  delete task.waitsFor;
  stop(
    task,
    {
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'Unable to place the task: no container instance met all of its requirements in time.',
    },
    scope,
  );
}

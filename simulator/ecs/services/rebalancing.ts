import type { RegionScope } from '../../region.ts';
import { hostsOf } from '../capacity/seat.ts';
import { clusterOf, findTaskDefinition } from '../scope.ts';
import type { Task } from '../state.ts';
import { launch, planForService, type Plan } from '../tasks/launch.ts';
import { named, say, sayOnce } from './events.ts';
import { awaitHealth, type Found } from './examine.ts';
import { bounds } from './limits.ts';
import { lookIn } from './looks.ts';
import type { Deployment, Service } from './record.ts';
import { launchInput, withdraw } from './starts.ts';

/** ms for which a steady service is out of balance before ECS acts, and after which it tries again. Unverified. */
const patience = 300_000;

/**
 * Availability Zone rebalancing (developer guide, "Balancing an Amazon ECS service across Availability Zones"): a task is
 * started in the zone that has the fewest; once it is healthy, one is stopped in the zone that has the most.
 *
 * This is the second half: what has been started is not counted until it is healthy, and then takes another's place.
 * @returns what the scheduler is to see
 */
export function exchange(service: Service, found: Found, scope: RegionScope): Found {
  const state = service.rebalancing;
  if (!state) return found;
  const extra = found.live.find(({ arn }) => arn === state.task);
  if (service.deployments[0]!.rolloutState !== 'COMPLETED' || state.desiredCount !== service.desiredCount) {
    delete service.rebalancing;
    return found;
  }
  if (!extra || found.sick.has(extra)) {
    delete state.task;
    return found;
  }
  if (!found.healthy.has(extra)) {
    awaitHealth(service, [extra], found.healthy, scope);
    return { ...found, live: found.live.filter((task) => task !== extra) };
  }
  delete state.task;
  const [zone] = fullest(tallyOf(found.live, []));
  const out = found.live.findLast(
    (task) => task.availabilityZone === zone && task !== extra && !found.shielded.has(task),
  );
  if (!out) return found;
  withdraw(service, [out], scope);
  say(service, `has stopped 1 running tasks in ${zone} due to AZ rebalancing: ${named([out])}.`, scope);
  return { ...found, live: found.live.filter((task) => task !== out) };
}

/** The first half, for a service that is steady: starts a task where there are fewest, if the zones differ by two or more. */
export function rebalance(service: Service, { live, shielded }: Found, scope: RegionScope): void {
  const state = service.rebalancing;
  if (state?.task !== undefined || !canRebalance(service)) return;
  const { date } = scope.context;
  const primary = service.deployments[0]!;
  const plan = planOf(service, primary, scope);
  if ('failures' in plan) return;
  const tally = tallyOf(live, zonesIn(plan, scope));
  const [zone, most] = fullest(tally);
  const [lean, least] = leanest(tally);
  if (most - least < 2) {
    if (state?.said) say(service, `is AZ balanced with ${wordsFor(tally, ' tasks')}.`, scope);
    delete service.rebalancing;
    return;
  }
  const now = (service.rebalancing ??= {
    actsAt: date + patience,
    said: false,
    desiredCount: service.desiredCount,
  });
  if (now.actsAt > date) return lookIn(service, now.actsAt - date, scope);
  if (live.every((task) => task.availabilityZone !== zone || shielded.has(task))) return;
  if (!now.said)
    say(service, `is not AZ balanced with ${wordsFor(tally, '')}. AZ Rebalancing in progress.`, scope);
  now.said = true;
  const there = planOf(service, primary, scope, lean);
  const task = 'failures' in there ? there : launch(there, scope);
  if ('failures' in task) {
    const hosted = plan.ways.some(({ launchType }) => launchType !== 'FARGATE');
    const because = hosted ? ' because no container instance met all of its requirements' : '';
    sayOnce(service, `is unable to place a task in ${lean}${because}.`, scope);
    now.actsAt = date + patience;
    return lookIn(service, patience, scope);
  }
  service.tasks.add(task.arn);
  now.task = task.arn;
  say(service, `has started 1 tasks in ${lean} to AZ Rebalance: ${named([task])}.`, scope);
}

/** Whether the service is one that ECS balances (API reference, CreateService; developer guide, considerations). */
function canRebalance(service: Service): boolean {
  const { availabilityZoneRebalancing, desiredCount, deploymentConfiguration, placementStrategy } = service;
  const [first] = placementStrategy;
  return (
    availabilityZoneRebalancing === 'ENABLED' &&
    bounds(desiredCount, deploymentConfiguration).most > desiredCount &&
    (first === undefined || (first.type === 'spread' && first.field === 'attribute:ecs.availability-zone'))
  );
}

/** What a task of the deployment is launched by; in one zone where one is given. */
function planOf(service: Service, primary: Deployment, scope: RegionScope, zone?: string) {
  const input = launchInput(service, primary);
  const network = input.networkConfiguration?.awsvpcConfiguration;
  if (zone !== undefined && network) {
    const near = scope.vpc.subnets.filter(({ availabilityZone }) => availabilityZone === zone);
    const subnets = network.subnets!.filter((id) => near.some(({ subnetId }) => subnetId === id));
    input.networkConfiguration = { awsvpcConfiguration: { ...network, subnets } };
  } else if (zone !== undefined) {
    const expression = `attribute:ecs.availability-zone == ${zone}`;
    input.placementConstraints = [...(input.placementConstraints ?? []), { type: 'memberOf', expression }];
  }
  const definition = findTaskDefinition(primary.taskDefinition, scope)!;
  return planForService(input, definition, clusterOf(service.cluster, scope), scope);
}

/** The zones in which a task could be placed now. */
function zonesIn(plan: Plan, scope: RegionScope): string[] {
  const { exhausted } = scope.ecs.capacity;
  return plan.ways.flatMap((way) =>
    way.launchType === 'FARGATE'
      ? plan
          .network!.subnets.map(({ availabilityZone }) => availabilityZone)
          .filter((zone) => !exhausted.has(`${way.provider ?? 'FARGATE'}/${zone}`))
      : hostsOf(way, plan, scope)
          .filter(({ agent }) => agent === 'connected')
          .map(({ attributes }) => attributes.get('ecs.availability-zone') ?? ''),
  );
}

type Tally = [zone: string, count: number][];

/** How many tasks each zone has, in the order of the zones' names. */
function tallyOf(live: readonly Task[], zones: readonly string[]): Tally {
  const tally = new Map(zones.map((zone) => [zone, 0]));
  for (const { availabilityZone: zone } of live) tally.set(zone, (tally.get(zone) ?? 0) + 1);
  return [...tally].sort(([one], [two]) => (one < two ? -1 : 1));
}

const nothing: Tally[number] = ['', 0];

function fullest(tally: Tally): Tally[number] {
  return tally.reduce((best, each) => (each[1] > best[1] ? each : best), nothing);
}

function leanest(tally: Tally): Tally[number] {
  return tally.reduce((best, each) => (each[1] < best[1] ? each : best), tally[0] ?? nothing);
}

/** `3 tasks in us-east-1a, 0 in us-east-1b, and 1 in us-east-1c`. */
function wordsFor(tally: Tally, unit: string): string {
  const parts = tally.map(([zone, count], index) => `${count}${index === 0 ? ' tasks' : unit} in ${zone}`);
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')}, and ${parts.at(-1)}`;
}

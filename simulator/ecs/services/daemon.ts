import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import { instancesOf } from '../capacity/find.ts';
import { refusalOf } from '../capacity/place.ts';
import type { ContainerInstance } from '../capacity/record.ts';
import { requirementOf } from '../capacity/requirement.ts';
import { clusterOf, findTaskDefinition } from '../scope.ts';
import type { Task } from '../state.ts';
import { launchOn, planForService } from '../tasks/launch.ts';
import { complete } from './complete.ts';
import { named, say, sayOnce } from './events.ts';
import { awaitHealth, healthyIn, type Found } from './examine.ts';
import { bounds } from './limits.ts';
import { wake } from './looks.ts';
import { reasonIn } from './reconcile.ts';
import { awaitProtection } from './protected.ts';
import type { Service } from './record.ts';
import { launchInput, stopTasks } from './starts.ts';

/** The effect `ecs.daemons`: a container instance, whose ARN is the subject, has come or changed; the daemon services of its cluster look. */
export function wakeDaemons(effect: Effect, scope: RegionScope): void {
  const [, cluster] = effect.subject.split('/');
  for (const service of scope.ecs.services.values())
    if (service.schedulingStrategy === 'DAEMON' && service.cluster === cluster && service.status === 'ACTIVE')
      wake(service, scope);
}

/** Whether a host is to have a task of the service: it is ACTIVE and meets the placement constraints (API reference, CreateService). */
function wants(service: Service, host: ContainerInstance, group: string, scope: RegionScope): boolean {
  const definition = findTaskDefinition(service.deployments[0]!.taskDefinition, scope)!;
  const needed = { ...requirementOf(definition), cpu: 0, memory: 0, ports: [], ownInterface: false };
  const constraints = service.placementConstraints.filter(({ type }) => type !== 'distinctInstance');
  const refusal = refusalOf(host, needed, group, constraints, scope);
  return host.status === 'ACTIVE' && (refusal === undefined || refusal === 'AGENT');
}

/** One look of the daemon scheduler: exactly one task on each host that is to have one; old ones make room for new ones. */
export function runDaemon(service: Service, found: Found, scope: RegionScope): void {
  const primary = service.deployments[0]!;
  const group = `service:${service.name}`;
  const cluster = clusterOf(service.cluster, scope);
  const hosts = [...instancesOf(cluster.name, scope).values()].filter((host) =>
    wants(service, host, group, scope),
  );
  service.desiredCount = hosts.length;
  const on = new Map<string, Task>();
  const out: Task[] = [];
  const held: Task[] = [];
  const { least } = bounds(hosts.length, service.deploymentConfiguration);
  let spare = found.healthy.size - least;
  const wanted = new Set(hosts.map(({ arn }) => arn));
  for (const task of found.live) {
    const host = task.containerInstance ?? '';
    const current = task.startedBy === primary.id && wanted.has(host) && !on.has(host);
    if (current && !found.sick.has(task)) on.set(host, task);
    else if (found.shielded.has(task) && !found.sick.has(task)) {
      held.push(task);
      on.set(host, task);
    } else if (!wanted.has(host) || !found.healthy.has(task) || spare-- > 0) out.push(task);
    else on.set(host, task);
  }
  stopTasks(service, out, scope, reasonIn(found));
  awaitProtection(service, primary, held, scope);
  const started =
    primary.rolloutState === 'FAILED'
      ? []
      : start(
          service,
          hosts.filter(({ arn }) => !on.has(arn)),
          scope,
        );
  found.live.push(...started);
  awaitHealth(service, found.live, found.healthy, scope);
  const others = service.deployments.slice(1).every(({ running, pending }) => running + pending === 0);
  if (primary.rolloutState !== 'FAILED' && others && healthyIn(primary, found) === hosts.length)
    complete(service, scope);
}

function start(service: Service, hosts: readonly ContainerInstance[], scope: RegionScope): Task[] {
  if (hosts.length === 0) return [];
  const primary = service.deployments[0]!;
  const definition = findTaskDefinition(primary.taskDefinition, scope)!;
  const plan = planForService(
    launchInput(service, primary),
    definition,
    clusterOf(service.cluster, scope),
    scope,
  );
  const started: Task[] = [];
  service.steady = false;
  for (const host of hosts) {
    const task = 'failures' in plan ? plan : launchOn(plan, host.arn, scope);
    if ('failures' in task) {
      // A task on its way out still holds its place; the next look tries again.
      const [{ reason = '' } = {}] = task.failures;
      if (reason === 'RESOURCE:CPU' || reason === 'RESOURCE:MEMORY' || reason === 'ATTRIBUTE')
        sayOnce(
          service,
          'was unable to place a task because no container instance met all of its requirements.',
          scope,
        );
      wake(service, scope);
      continue;
    }
    service.tasks.add(task.arn);
    started.push(task);
  }
  if (started.length > 0) say(service, `has started ${started.length} tasks: ${named(started)}.`, scope);
  return started;
}

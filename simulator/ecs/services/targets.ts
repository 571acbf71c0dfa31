import type { Effect } from '../../kernel/queue.ts';
import { deregister, register } from '../../neighbours/load-balancing/registration.ts';
import { loadBalancing } from '../../neighbours/load-balancing/scope.ts';
import type { RegionScope } from '../../region.ts';
import { hostOf } from '../capacity/find.ts';
import type { Task } from '../state.ts';
import { say } from './events.ts';
import { wake } from './looks.ts';
import { reactionToTargets } from './limits.ts';
import type { Group, Service } from './record.ts';
import { groupOf, serviceOfTask } from './service.ts';

/** ms in which tasks that come up together are registered together. */
const together = 3_000;

/** A task of a service with load balancers has its containers up: it is registered with those that come up with it. */
export function awaitRegistration(task: Task, service: Service, { context }: RegionScope): void {
  if (behind(task, service).length === 0) return;
  if (service.registering.length === 0)
    context.schedule(together, { type: 'ecs.registerTargets', subject: service.arn });
  service.registering.push(task.arn);
}

/** The effect `ecs.registerTargets`. */
export function registerTargets(effect: Effect, scope: RegionScope): void {
  const service = scope.ecs.services.get(effect.subject);
  if (!service) return;
  const counts = new Map<string, number>();
  for (const arn of service.registering.splice(0)) {
    const task = scope.ecs.tasks.get(arn);
    if (task?.desiredStatus !== 'RUNNING') continue;
    for (const { targetGroupArn, containerName, containerPort = 0 } of behind(task, service)) {
      const group = loadBalancing(scope).targetGroups.get(targetGroupArn ?? '');
      const id = addressOf(task, group?.targetType, scope);
      if (!group || id === undefined) continue;
      const at = { id, port: portOf(task, containerName, containerPort) };
      register(group, { ...at, availabilityZone: task.availabilityZone, task: arn }, scope);
      (task.registrations ??= []).push({ targetGroup: group.arn, ...at });
      counts.set(group.arn, (counts.get(group.arn) ?? 0) + 1);
    }
  }
  for (const [arn, count] of counts)
    say(service, `registered ${count} targets in (target-group ${arn})`, scope);
}

/** The load balancers that a task goes behind. */
function behind(task: Task, service: Service): NonNullable<Group['loadBalancers']> {
  const group = groupOf(task, service);
  return group?.placed ?? group?.loadBalancers ?? [];
}

/** What a target group of a kind knows a task by. */
function addressOf(
  task: Task,
  targetType: string | undefined,
  scope: Pick<RegionScope, 'ecs'>,
): string | undefined {
  if (targetType === 'ip') return task.networkInterface?.privateIpv4Address;
  return targetType === 'instance' ? hostOf(task, scope)?.hostId : undefined;
}

/** Where a container's port is open to a load balancer: at the host's port, when the task has none of its own. */
function portOf({ containers }: Task, name: string | undefined, containerPort: number): number {
  const bindings = containers.find((container) => container.name === name)?.bindings;
  return bindings?.find((binding) => binding.containerPort === containerPort)?.hostPort ?? containerPort;
}

/** Takes tasks out of their target groups, where they are still in, and says so. */
export function leaveTargetGroups(
  service: Service,
  tasks: readonly Task[],
  scope: RegionScope,
  taskSet?: Group,
): void {
  const counts = new Map<string, number>();
  const draining = new Set<Task>();
  for (const task of tasks) {
    for (const { targetGroup, ...at } of task.registrations ?? []) {
      const group = loadBalancing(scope).targetGroups.get(targetGroup);
      if (!group || !deregister(group, at, scope)) continue;
      counts.set(targetGroup, (counts.get(targetGroup) ?? 0) + 1);
      draining.add(task);
    }
  }
  for (const [arn, count] of counts)
    say(service, `deregistered ${count} targets in (target-group ${arn})`, scope, taskSet);
  if (draining.size > 0)
    say(service, `has begun draining connections on ${draining.size} tasks.`, scope, taskSet);
}

/** The effect `ecs.targetHealth`: a load balancer has found a task healthy or unhealthy. */
export function targetHealth(effect: Effect, scope: RegionScope): void {
  const task = scope.ecs.tasks.get(effect.subject);
  const service = task && serviceOfTask(task, scope);
  if (!task || !service?.tasks.has(task.arn)) return;
  const { healthy, unhealthy, spread } = reactionToTargets;
  const sick = task.registrations?.some(
    ({ targetGroup, id, port }) =>
      loadBalancing(scope).targetGroups.get(targetGroup)?.targets.get(`${id}:${port}`)?.status ===
      'unhealthy',
  );
  wake(service, scope, { ms: sick ? unhealthy : healthy, spread });
}

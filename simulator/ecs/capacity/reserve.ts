import { releaseVolume } from '../tasks/managed-volumes.ts';
import type { Context } from '../../kernel/world.ts';
import type { RegionScope } from '../../region.ts';
import { releaseInterface } from '../../neighbours/vpc.ts';
import { findTaskDefinition } from '../scope.ts';
import type { Task, TaskDefinition } from '../state.ts';
import { hostOf } from './find.ts';
import type { ContainerInstance } from './record.ts';
import { requirementOf } from './requirement.ts';
import { alarms, lookAt } from './scaling.ts';

/** A port of a container on its host. */
export interface Binding {
  containerPort: number;
  hostPort: number;
  protocol: string;
}

/** Host ports that Docker gives out (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html). */
const dynamic = { first: 32_768, last: 60_999 };

/** Takes what the task needs of a host, and binds its ports. */
export function reserve(task: Task, definition: TaskDefinition, instance: ContainerInstance): void {
  const needed = requirementOf(definition);
  instance.remaining.cpu -= needed.cpu;
  instance.remaining.memory -= needed.memory;
  if (needed.ownInterface) instance.interfaces.used++;
  instance.tasks.add(task.arn);
  instance.groups.set(task.group, (instance.groups.get(task.group) ?? 0) + 1);
  instance.version++;
  if (needed.ownInterface || definition.registered.networkMode === 'none') return;
  const containers = definition.registered.containerDefinitions ?? [];
  task.containers.forEach((container, index) => {
    const mappings = containers[index]?.portMappings ?? [];
    if (mappings.length === 0) return;
    container.bindings = mappings.flatMap(({ containerPort, hostPort, protocol = 'tcp' }) => {
      if (containerPort === undefined) return [];
      const port = hostPort || freePort(instance, protocol);
      instance.ports.add(`${protocol}/${port}`);
      return [{ containerPort, hostPort: port, protocol }];
    });
  });
}

function freePort({ ports }: ContainerInstance, protocol: string): number {
  for (let port = dynamic.first; port <= dynamic.last; port++)
    if (!ports.has(`${protocol}/${port}`)) return port;
  return dynamic.last;
}

/** Gives back what a task that has stopped had: its network interface, and its share of its host. */
export function release(task: Task, scope: RegionScope): void {
  if (task.managedVolume) releaseVolume(task, scope);
  if (task.attachmentId !== undefined) releaseInterface(scope.vpc, task.networkInterface);
  if (task.containerInstance === undefined) return;
  const instance = hostOf(task, scope);
  if (!instance?.tasks.delete(task.arn)) return;
  const definition = findTaskDefinition(task.definition, scope);
  if (definition) {
    const needed = requirementOf(definition);
    instance.remaining.cpu += needed.cpu;
    instance.remaining.memory += needed.memory;
    if (needed.ownInterface) instance.interfaces.used--;
  }
  for (const { bindings } of task.containers)
    for (const { hostPort, protocol } of bindings ?? []) instance.ports.delete(`${protocol}/${hostPort}`);
  const others = (instance.groups.get(task.group) ?? 1) - 1;
  if (others > 0) instance.groups.set(task.group, others);
  else instance.groups.delete(task.group);
  instance.version++;
  const provider = scope.ecs.capacity.providers.get(instance.capacityProviderName ?? '');
  if (provider?.scales && instance.tasks.size === 0) lookAt(provider, alarms.in, scope);
  if (scope.ecs.capacity.waiting.get(instance.cluster)?.size)
    scope.context.schedule(0, { type: 'ecs.capacityCame', subject: clusterArn(instance) });
}

function clusterArn({ arn, cluster }: ContainerInstance): string {
  return arn.replace(/:container-instance\/.*$/, `:cluster/${cluster}`);
}

/** Tells those who watch of a machine's step. */
export function noticeStep(
  machine: string,
  subject: string,
  from: string,
  to: string,
  event: string,
  { notice, now }: Context,
): void {
  notice({ kind: 'status', at: now, machine, subject, from, to, event });
}

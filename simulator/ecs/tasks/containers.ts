import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { Wire } from '../../api/wire.ts';
import { step } from '../../kernel/machine.ts';
import type { Effect } from '../../kernel/queue.ts';
import { findTaskDefinition } from '../scope.ts';
import type { Container, Task, TaskDefinition } from '../state.ts';
import { containerTable } from './container-machine.ts';
import { fireTask, type TaskScope } from './life.ts';

export type Definition = Wire<ContainerDefinition>;

/** Container definitions of a task by name. */
export type Definitions = ReadonlyMap<string, Definition>;

const read = new WeakMap<readonly Definition[], Definitions>();
const none: Definitions = new Map();

/** The container definitions that a task was made from. They never change once registered. */
export function definitionsOf(task: Task, scope: TaskScope): Definitions {
  const containers = registeredOf(task, scope).containerDefinitions;
  if (!containers) return none;
  let definitions = read.get(containers);
  if (!definitions) {
    definitions = new Map(containers.map((container) => [container.name ?? '', container]));
    read.set(containers, definitions);
  }
  return definitions;
}

/** What the task was registered with; nothing when its definition has been deleted. */
export function registeredOf(task: Task, scope: TaskScope): Partial<TaskDefinition['registered']> {
  return findTaskDefinition(task.definition, scope)?.registered ?? {};
}

/** What the effects of a container are about: `<task ARN>/<container name>`. */
export function containerSubject(task: Task, container: Container): string {
  return `${task.arn}/${container.name}`;
}

export function subjectOf(
  { subject }: Effect,
  { ecs }: TaskScope,
): { task: Task; container: Container } | undefined {
  const cut = subject.lastIndexOf('/');
  const task = ecs.tasks.get(subject.slice(0, cut));
  const name = subject.slice(cut + 1);
  const container = task?.containers.find((one) => one.name === name);
  return task && container ? { task, container } : undefined;
}

/** Gives `event` to a container's machine; false when the machine does not take it. */
export function fireContainer(
  task: Task,
  container: Container,
  event: string,
  { now, notice }: TaskScope['context'],
): boolean {
  const next = step(containerTable, container.status, event);
  if (!next) return false;
  notice({
    kind: 'status',
    at: now,
    machine: containerTable.id,
    subject: containerSubject(task, container),
    from: container.status,
    to: next.target,
    event,
  });
  container.status = next.target;
  task.version++;
  return true;
}

/** The task is as far as its slowest container (agent: `getEarliestKnownTaskStatusForContainers`). */
export function settle(task: Task, scope: TaskScope): void {
  const all = task.containers;
  if (all.every(({ status }) => status === 'STOPPED')) fireTask(task, 'CONTAINERS_STOPPED', scope);
  else if (all.every(({ status }) => status === 'RUNNING' || status === 'STOPPED'))
    fireTask(task, 'CONTAINERS_RUNNING', scope);
}

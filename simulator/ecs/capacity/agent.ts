import { step } from '../../kernel/machine.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import { hostOf } from './find.ts';
import { agentTable } from './machines.ts';
import type { ContainerInstance } from './record.ts';
import { noticeStep } from './reserve.ts';

type React = (effect: Effect, scope: RegionScope) => void;

/**
 * Reactions that the agent of a task's host carries out: while it is disconnected they wait. On Fargate, and while no
 * agent is disconnected, nothing is looked up.
 */
export function byAgent(react: React): React {
  return (effect, scope) => {
    if (scope.ecs.capacity.disconnected > 0 && holds(effect, scope)) return;
    react(effect, scope);
  };
}

function holds(effect: Effect, scope: RegionScope): boolean {
  const { tasks } = scope.ecs;
  const { subject } = effect;
  const task = tasks.get(subject) ?? tasks.get(subject.slice(0, subject.lastIndexOf('/')));
  // What ECS does by itself does not wait for the agent.
  if (!task?.containerInstance || effect.event === 'FORGET') return false;
  const host = hostOf(task, scope);
  if (host?.agent !== 'disconnected') return false;
  host.held.push(effect);
  return true;
}

/** The agent is no longer heard of: its tasks stay as they were last reported. */
export function disconnect(instance: ContainerInstance, scope: RegionScope): void {
  if (!fireAgent(instance, 'DISCONNECT', scope)) return;
  scope.ecs.capacity.disconnected++;
}

/** The agent is back: it reports what happened meanwhile, and does what it was told. */
export function connect(instance: ContainerInstance, scope: RegionScope): void {
  if (!fireAgent(instance, 'CONNECT', scope)) return;
  scope.ecs.capacity.disconnected--;
  const { context } = scope;
  for (const effect of instance.held.splice(0)) {
    if (effect.event === 'EXITED') delay(effect, scope);
    context.schedule(0, effect);
  }
}

/** An exit that the agent saw while it was away is news now. */
function delay({ subject }: Effect, { ecs, context }: RegionScope): void {
  const cut = subject.lastIndexOf('/');
  const container = ecs.tasks
    .get(subject.slice(0, cut))
    ?.containers.find(({ name }) => name === subject.slice(cut + 1));
  if (container?.ending && container.ending.at < context.date) container.ending.at = context.date;
}

function fireAgent(instance: ContainerInstance, event: string, { context }: RegionScope): boolean {
  const next = step(agentTable, instance.agent, event);
  if (!next) return false;
  noticeStep(agentTable.id, instance.arn, instance.agent, next.target, event, context);
  instance.agent = next.target;
  instance.version++;
  return true;
}

import type { Effect } from '../../kernel/queue.ts';
import { deregistrationDelay } from './attributes.ts';
import { beginChecks, explain, fire, subjectOf, targetKey } from './checks.ts';
import { targetTable } from './machines.ts';
import { deregistering } from './reasons.ts';
import type { LoadBalancingScope } from './scope.ts';
import type { Target, TargetGroup } from './state.ts';

/** Puts a target into a group, as RegisterTargets does and ECS for its tasks; one that is draining comes back. */
export function register(
  group: TargetGroup,
  { id, port, availabilityZone, task }: Pick<Target, 'id' | 'port' | 'availabilityZone' | 'task'>,
  scope: LoadBalancingScope,
): void {
  const key = targetKey({ id, port });
  const known = group.targets.get(key);
  if (known) {
    if (task !== undefined) known.task = task;
    if (known.status !== 'draining') return;
    fire(group, known, 'REGISTER', scope);
    return beginChecks(group, known, scope);
  }
  const target: Target = {
    id,
    port,
    ...(availabilityZone === undefined ? {} : { availabilityZone }),
    status: targetTable.initial.target,
    ...(task === undefined ? {} : { task }),
    plan: 0,
  };
  group.targets.set(key, target);
  beginChecks(group, target, scope);
}

/** Takes a target out of a group: it drains for the group's deregistration delay. False when it is not there. */
export function deregister(
  group: TargetGroup,
  at: Pick<Target, 'id' | 'port'>,
  scope: LoadBalancingScope,
): boolean {
  const key = targetKey(at);
  const target = group.targets.get(key);
  if (!target || !fire(group, target, 'DEREGISTER', scope)) return false;
  target.plan++;
  if (target.status === 'draining') {
    explain(target, deregistering);
    scope.context.schedule(deregistrationDelay(group), {
      type: 'elbv2.drained',
      subject: `${group.arn} ${key}`,
      value: target.plan,
    });
  } else group.targets.delete(key);
  return true;
}

/** The effect `elbv2.drained`: the deregistration delay is over. */
export function drainedEvent(effect: Effect, scope: LoadBalancingScope): void {
  const { group, target } = subjectOf(effect.subject, scope);
  if (!group || !target || target.plan !== effect.value) return;
  if (fire(group, target, 'DRAINED', scope)) group.targets.delete(targetKey(target));
}

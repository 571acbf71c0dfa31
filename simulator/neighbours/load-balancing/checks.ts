import { answerOf, type Answer } from '../../ecs/tasks/answers.ts';
import { step } from '../../kernel/machine.ts';
import type { Effect } from '../../kernel/queue.ts';
import { balancerReaches } from '../network/reach.ts';
import { matches } from './health-check.ts';
import { targetTable } from './machines.ts';
import { firstChecks, notInUse, refused, registering, timedOut, wrongCode, type Why } from './reasons.ts';
import { loadBalancing, usersOf, type LoadBalancingScope } from './scope.ts';
import type { Target, TargetGroup } from './state.ts';

/**
 * Health checks without a tick for each interval: what a target answers now says when its state would change, and one
 * effect is planned for that moment. When the answer may change by itself, the plan is made anew then.
 */

/** ms from registration to the first check (recorded: registered +80 s, healthy +82 s). */
const firstCheckAfter = 2_000;

export function targetKey({ id, port }: Pick<Target, 'id' | 'port'>): string {
  return `${id}:${port}`;
}

/** A target has come into a group, or its group into use. */
export function beginChecks(group: TargetGroup, target: Target, scope: LoadBalancingScope): void {
  delete target.streak;
  if (usersOf(group.arn, scope).length === 0) return explain(target, notInUse);
  fire(group, target, 'USED', scope);
  explain(target, registering);
  later(group, target, firstCheckAfter, scope);
}

/** The target groups that a rule has begun or ceased to forward to. */
export function usageChanged(arns: readonly string[], scope: LoadBalancingScope): void {
  for (const arn of new Set(arns)) {
    const group = loadBalancing(scope).targetGroups.get(arn);
    if (!group) continue;
    const used = usersOf(arn, scope).length > 0;
    for (const target of group.targets.values()) {
      if (used && target.status === 'unused') beginChecks(group, target, scope);
      if (used || !fire(group, target, 'UNUSED', scope)) continue;
      target.plan++;
      explain(target, notInUse);
    }
  }
}

/** The health check of a group has changed: what its targets answer counts anew. */
export function replanAll(group: TargetGroup, scope: LoadBalancingScope): void {
  for (const target of group.targets.values()) {
    delete target.streak;
    plan(group, target, scope);
  }
}

/** The effect `elbv2.check`: the check that decides, if nothing has changed since it was planned. */
export function checkEvent(effect: Effect, scope: LoadBalancingScope): void {
  const { group, target } = subjectOf(effect.subject, scope);
  if (!group || !target || target.plan !== effect.value) return;
  plan(group, target, scope);
}

/** The effect `elbv2.recheck`: what a task (its ARN is the subject) answers may have changed. */
export function recheckTask(effect: Effect, scope: LoadBalancingScope): void {
  for (const group of loadBalancing(scope).targetGroups.values())
    for (const target of group.targets.values())
      if (target.task === effect.subject) plan(group, target, scope);
}

/** Decides now what can be decided, and puts the next moment at which something could change into the queue. */
function plan(group: TargetGroup, target: Target, scope: LoadBalancingScope): void {
  const { context } = scope;
  if (!['initial', 'healthy', 'unhealthy'].includes(target.status)) return;
  const { healthCheck: check } = group;
  const answer = answerOfTarget(group, target, scope);
  const why = failureOf(group, answer);
  const passes = why === undefined;
  if (target.streak?.passes !== passes) {
    // The checks go on at their own pace: the first one that meets the new answer comes within an interval.
    const wait = target.streak === undefined ? 0 : context.random.integer(0, check.interval * 1000);
    target.streak = { passes, since: context.date + wait };
  }
  if (target.status === (passes ? 'healthy' : 'unhealthy')) {
    if (why) explain(target, why);
    if (answer.until !== undefined) later(group, target, answer.until - context.date, scope);
    else target.plan++;
    return;
  }
  const needed = passes
    ? target.status === 'initial'
      ? 1
      : check.healthyThreshold
    : check.unhealthyThreshold;
  const due =
    target.streak.since +
    (needed - 1) * check.interval * 1000 +
    (why === timedOut ? check.timeout * 1000 : 0);
  if (due <= context.date) {
    fire(group, target, passes ? 'PASS' : 'FAIL', scope);
    explain(target, why);
    if (target.task !== undefined) context.schedule(0, { type: 'ecs.targetHealth', subject: target.task });
    return plan(group, target, scope);
  }
  if (target.status === 'initial') explain(target, firstChecks);
  later(group, target, Math.min(due, answer.until ?? Infinity) - context.date, scope);
}

function later(group: TargetGroup, target: Target, ms: number, { context }: LoadBalancingScope): void {
  context.schedule(Math.max(1, ms), {
    type: 'elbv2.check',
    subject: `${group.arn} ${targetKey(target)}`,
    value: ++target.plan,
  });
}

function answerOfTarget(
  { arn, healthCheck: { port, path = '/' } }: TargetGroup,
  target: Target,
  scope: LoadBalancingScope,
): Answer {
  const task = scope.ecs.tasks.get(target.task ?? '');
  if (!task) return { failure: 'timeout' };
  const asked = port === 'traffic-port' ? target.port : Number(port);
  const { loadBalancers } = loadBalancing(scope);
  const lets = usersOf(arn, scope).every((user) =>
    balancerReaches(scope.vpc, loadBalancers.get(user)!, task.networkInterface, asked),
  );
  return lets ? answerOf(task, { port: asked, path }, scope) : { failure: 'timeout' };
}

/** Why an answer does not pass a group's check; undefined when it does. */
function failureOf(
  { healthCheck: { protocol, matcher, timeout } }: TargetGroup,
  answer: Answer,
): Why | undefined {
  if (!answer.failure && answer.took > timeout * 1000) return timedOut;
  if (answer.failure) return answer.failure === 'timeout' ? timedOut : refused;
  if (protocol !== 'HTTP' && protocol !== 'HTTPS') return undefined;
  return matches(answer.status, matcher) ? undefined : wrongCode(answer.status);
}

/** Gives `event` to the target's machine; false when it does not take it. */
export function fire(
  group: TargetGroup,
  target: Target,
  event: string,
  { context }: LoadBalancingScope,
): boolean {
  const next = step(targetTable, target.status, event);
  if (!next) return false;
  const subject = `${group.arn} ${targetKey(target)}`;
  const { now: at } = context;
  context.notice({
    kind: 'status',
    at,
    machine: 'target',
    subject,
    from: target.status,
    to: next.target,
    event,
  });
  target.status = next.target;
  return true;
}

export function explain(target: Target, why: Why | undefined): void {
  delete target.reason;
  delete target.description;
  Object.assign(target, why);
}

export function subjectOf(
  subject: string,
  scope: LoadBalancingScope,
): { group?: TargetGroup; target?: Target } {
  const [arn = '', key = ''] = subject.split(' ');
  const group = loadBalancing(scope).targetGroups.get(arn);
  const target = group?.targets.get(key);
  return { ...(group ? { group } : {}), ...(target ? { target } : {}) };
}

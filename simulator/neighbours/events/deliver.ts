import type { Target } from '@aws-sdk/client-eventbridge';
import type { Wire } from '../../api/wire.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import { count } from '../cloudwatch/record.ts';
import { inputOf } from './input.ts';
import { runTaskInput } from './run-task.ts';
import type { BusEvent, Rule } from './state.ts';

/**
 * The effect `events.deliver`: a rule's targets get what the rule has taken. A target that fails counts in
 * `FailedInvocations` and says nothing else
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html).
 */
export function deliver({ subject }: Effect, scope: RegionScope): void {
  const { events } = scope.neighbours;
  const delivery = events.underWay.get(subject);
  if (!delivery) return;
  events.underWay.delete(subject);
  const rule = events.rules.get(delivery.rule);
  if (!rule) return;
  const dimensions = [{ Name: 'RuleName', Value: rule.name }];
  for (const target of rule.targets.values()) {
    count(scope, 'AWS/Events', 'Invocations', dimensions);
    const failure = invoke(target, rule, delivery.event, scope);
    if (failure !== undefined) count(scope, 'AWS/Events', 'FailedInvocations', dimensions);
    scope.context.notice({
      kind: 'event',
      at: scope.context.now,
      subject: rule.arn,
      message:
        failure === undefined
          ? `Rule ${rule.name} sent ${delivery.event['detail-type']} to ${target.Arn}.`
          : `Rule ${rule.name} could not invoke ${target.Arn}: ${failure}`,
    });
  }
}

/** Gives one target its input; why it failed, or undefined. */
function invoke(target: Wire<Target>, rule: Rule, event: BusEvent, scope: RegionScope): string | undefined {
  const input = inputOf(target, event, rule.arn);
  const [, , service] = target.Arn!.split(':');
  if (service === 'ecs') return runTask(target, rule, input, scope);
  if (service === 'codepipeline') return startPipeline(target, scope);
  if (service === 'logs') return writeLog(target, event, input, scope);
  const { sent } = scope.neighbours.events;
  sent.unshift({ at: scope.context.date, rule: rule.name, target: target.Arn!, input });
  if (sent.length > 100) sent.length = 100;
  return undefined;
}

function runTask(target: Wire<Target>, rule: Rule, text: string, scope: RegionScope): string | undefined {
  const session = scope.context.random.hex(32);
  const role = scope.assume(target.RoleArn ?? '', 'events.amazonaws.com', session);
  if ('refused' in role) return role.refused;
  const startedBy = `events-rule/${rule.name}`;
  const overrides = target.Input === undefined && !target.InputTransformer ? undefined : text;
  const input = runTaskInput(target.Arn!, target.EcsParameters!, startedBy, overrides);
  const reply = scope.send({ service: 'ecs', operation: 'RunTask', input, principal: role.principal });
  if (!reply.ok) return reply.error.message;
  return (reply.output as { failures: { reason: string }[] }).failures[0]?.reason;
}

/** In the name of the rule's role; the session's name tells CodePipeline who starts it. */
function startPipeline({ Arn, RoleArn = '' }: Wire<Target>, scope: RegionScope): string | undefined {
  const role = scope.assume(RoleArn, 'events.amazonaws.com', 'events-rule');
  if ('refused' in role) return role.refused;
  const input = { name: Arn!.split(':').at(-1) };
  const call = { service: 'codepipeline', operation: 'StartPipelineExecution', input };
  const reply = scope.send({ ...call, principal: role.principal });
  return reply.ok ? undefined : reply.error.message;
}

/** One log stream for each event, named by its id (unverified: AWS names streams by ids of its own). */
function writeLog(
  { Arn }: Wire<Target>,
  event: BusEvent,
  message: string,
  scope: RegionScope,
): string | undefined {
  const logGroupName = Arn!.split(':').slice(6).join(':').replace(/:\*$/, '');
  const stream = { logGroupName, logStreamName: event.id };
  const principal = `arn:aws:sts::${scope.accountId}:assumed-role/AWSServiceRoleForAmazonEventBridge/delivery`;
  const calls = [
    { operation: 'CreateLogStream', input: stream },
    {
      operation: 'PutLogEvents',
      input: { ...stream, logEvents: [{ timestamp: scope.context.date, message }] },
    },
  ];
  for (const call of calls) {
    const reply = scope.send({ service: 'logs', principal, ...call });
    if (!reply.ok) return reply.error.message;
  }
  return undefined;
}

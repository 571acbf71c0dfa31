import type { EcsParameters as RuleEcsParameters } from '@aws-sdk/client-eventbridge';
import { models, type Model } from '../../api/model.ts';
import type { Wire } from '../../api/wire.ts';
import type { RegionScope } from '../../region.ts';
import { runTaskInput } from '../events/run-task.ts';
import type { ScheduleRecord } from './state.ts';

/**
 * Invokes a schedule's target: RunTask by EcsParameters, or any operation of this cloud by a universal target
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html).
 * @returns why it failed
 */
export function invoke({ name, input }: ScheduleRecord, scope: RegionScope): string | undefined {
  const target = input.Target!;
  const role = scope.assume(target.RoleArn!, 'scheduler.amazonaws.com', scope.context.random.hex(32));
  if ('refused' in role) return role.refused;
  const { principal } = role;
  const universal = /^arn:aws:scheduler:::aws-sdk:([\w-]+):(\w+)$/.exec(target.Arn!);
  if (universal) {
    const [, service, method] = universal as unknown as [string, string, string];
    const operation = `${method[0]!.toUpperCase()}${method.slice(1)}`;
    const reply = scope.send({
      service,
      operation,
      input: named(service, operation, target.Input),
      principal,
    });
    return reply.ok ? undefined : reply.error.message;
  }
  if (target.Arn!.split(':')[2] !== 'ecs' || !target.EcsParameters)
    return `Drydock does not act for the target ${target.Arn}.`;
  const { Tags, ...parameters } = target.EcsParameters;
  const call = runTaskInput(
    target.Arn!,
    {
      ...parameters,
      ...(Tags ? { Tags: Tags.map(({ key, value }) => ({ Key: key!, Value: value! })) } : {}),
    } as Wire<RuleEcsParameters>,
    `chronos-schedule/${name}`,
    target.Input,
  );
  const reply = scope.send({ service: 'ecs', operation: 'RunTask', input: call, principal });
  if (!reply.ok) return reply.error.message;
  return (reply.output as { failures: { reason: string }[] }).failures[0]?.reason;
}

/** A universal target's input has its members in any case (`DesiredCount`); each is named as the service names it. */
function named(service: string, operation: string, text = '{}'): unknown {
  const model = Object.hasOwn(models, service) ? models[service] : undefined;
  const shape = model && Object.hasOwn(model.operations, operation) ? model.operations[operation]!.input : '';
  try {
    return model ? rename(model, shape, JSON.parse(text)) : JSON.parse(text);
  } catch {
    return {};
  }
}

function rename(model: Model, shapeName: string, value: unknown): unknown {
  const shape = model.shapes[shapeName];
  if (!shape || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => rename(model, shape.member ?? '', item));
  if (shape.type === 'map') return value;
  const members = Object.entries(shape.members ?? {});
  return Object.fromEntries(
    Object.entries(value).map(([given, item]) => {
      const [name, of] = members.find(([each]) => each.toLowerCase() === given.toLowerCase()) ?? [given, ''];
      return [name, rename(model, of, item)];
    }),
  );
}

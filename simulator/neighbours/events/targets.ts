import type {
  ListTargetsByRuleRequest,
  ListTargetsByRuleResponse,
  PutTargetsRequest,
  PutTargetsResponse,
  RemoveTargetsRequest,
  RemoveTargetsResponse,
  Target,
} from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import { cut, ruleOf, type EventsScope } from './rules.ts';

/** Targets of a rule (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html). */
const most = 5;

export function putTargets(input: Wire<PutTargetsRequest>, scope: EventsScope): Wire<PutTargetsResponse> {
  const rule = ruleOf(input.Rule ?? '', input.EventBusName, scope);
  const targets = input.Targets ?? [];
  for (const target of targets) check(target);
  const after = new Map(rule.targets);
  for (const target of targets) after.set(target.Id!, target);
  if (after.size > most)
    throw new AwsError(
      'LimitExceededException',
      'The requested resource exceeds the maximum number allowed.',
    );
  rule.targets = after;
  return { FailedEntryCount: 0, FailedEntries: [] };
}

/** @throws AwsError ValidationException */
function check({
  Id,
  Arn = '',
  RoleArn,
  EcsParameters,
  Input,
  InputPath,
  InputTransformer,
}: Wire<Target>): void {
  if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(Id ?? ''))
    throw new AwsError(
      'ValidationException',
      `Value '${Id ?? ''}' at 'targets.1.member.id' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+`,
    );
  if (!/^arn:aws[\w-]*:[\w-]+:[\w-]*:\d{0,12}:.+/.test(Arn))
    throw new AwsError(
      'ValidationException',
      `Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`,
    );
  if ([Input, InputPath, InputTransformer].filter((each) => each !== undefined).length > 1)
    throw new AwsError(
      'ValidationException',
      `Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`,
    );
  if (Arn.split(':')[2] !== 'ecs') return;
  if (!RoleArn) throw new AwsError('ValidationException', `RoleArn is required for target ${Arn}.`);
  if (!EcsParameters?.TaskDefinitionArn)
    throw new AwsError('ValidationException', `EcsParameters is required for target ${Arn}.`);
}

export function removeTargets(
  input: Wire<RemoveTargetsRequest>,
  scope: EventsScope,
): Wire<RemoveTargetsResponse> {
  const rule = ruleOf(input.Rule ?? '', input.EventBusName, scope);
  const missing = (input.Ids ?? []).filter((id) => !rule.targets.delete(id));
  return {
    FailedEntryCount: missing.length,
    FailedEntries: missing.map((id) => ({
      TargetId: id,
      ErrorCode: 'ResourceNotFoundException',
      ErrorMessage: `Rule ${rule.name} does not have target with Id ${id}.`,
    })),
  };
}

export function listTargetsByRule(
  input: Wire<ListTargetsByRuleRequest>,
  scope: EventsScope,
): Wire<ListTargetsByRuleResponse> {
  return cut('Targets', [...ruleOf(input.Rule ?? '', input.EventBusName, scope).targets.values()], input);
}

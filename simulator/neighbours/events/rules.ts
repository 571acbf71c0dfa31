import type {
  DeleteRuleRequest,
  DescribeRuleRequest,
  DescribeRuleResponse,
  EnableRuleRequest,
  ListRulesRequest,
  ListRulesResponse,
  PutRuleRequest,
  PutRuleResponse,
} from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../api/errors.ts';
import { pageToken, positionOf } from '../../api/pagination.ts';
import type { CallScope } from '../../api/service.ts';
import type { Wire } from '../../api/wire.ts';
import type { RegionScope } from '../../region.ts';
import { readSchedule } from '../schedule/expression.ts';
import { InvalidPattern, readPattern } from './pattern.ts';
import { plan } from './schedule.ts';
import type { Events, Rule } from './state.ts';

export type EventsScope = RegionScope & CallScope;

/** @throws AwsError ResourceNotFoundException: this cloud has the default event bus only. */
export function checkBus(bus: string | undefined): void {
  const name = bus?.slice(bus.lastIndexOf('/') + 1) ?? 'default';
  if (name !== 'default')
    throw new AwsError('ResourceNotFoundException', `Event bus ${name} does not exist.`);
}

/** @throws AwsError ResourceNotFoundException */
export function ruleOf(name: string, bus: string | undefined, { neighbours }: RegionScope): Rule {
  checkBus(bus);
  const rule = neighbours.events.rules.get(name);
  if (!rule)
    throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`);
  return rule;
}

/** PutRule makes a rule, or replaces all of one but its targets. */
export function putRule(input: Wire<PutRuleRequest>, scope: EventsScope): Wire<PutRuleResponse> {
  const { Name = '', EventPattern, ScheduleExpression, State, Description, RoleArn } = input;
  checkBus(input.EventBusName);
  if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(Name))
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${Name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+`,
    );
  if (EventPattern === undefined && ScheduleExpression === undefined)
    throw new AwsError(
      'ValidationException',
      'Parameter(s) EventPattern or ScheduleExpression must be specified.',
    );
  const pattern = EventPattern === undefined ? undefined : patternOf(EventPattern);
  const schedule = ScheduleExpression === undefined ? undefined : readSchedule(ScheduleExpression);
  if (ScheduleExpression !== undefined && (!schedule || schedule.kind === 'at'))
    throw new AwsError('ValidationException', 'Parameter ScheduleExpression is not valid.');
  const { events } = scope.neighbours;
  const before = events.rules.get(Name);
  const same = before?.schedule === ScheduleExpression && before?.state === (State ?? 'ENABLED');
  const rule: Rule = {
    name: Name,
    arn: `arn:aws:events:${scope.region}:${scope.accountId}:rule/${Name}`,
    state: State === 'DISABLED' ? 'DISABLED' : 'ENABLED',
    ...(Description === undefined ? {} : { description: Description }),
    ...(RoleArn === undefined ? {} : { roleArn: RoleArn }),
    ...(pattern && EventPattern !== undefined ? { patternText: EventPattern, pattern } : {}),
    ...(ScheduleExpression === undefined ? {} : { schedule: ScheduleExpression }),
    generation: same ? before.generation : (before?.generation ?? 0) + 1,
    since: same ? before.since : scope.context.date,
    createdBy: before?.createdBy ?? scope.accountId,
    targets: before?.targets ?? new Map(),
  };
  events.rules.set(Name, rule);
  countListening(events);
  if (!same) plan(rule, scope);
  return { RuleArn: rule.arn };
}

/** @throws AwsError InvalidEventPatternException */
export function patternOf(text: string): NonNullable<Rule['pattern']> {
  try {
    return readPattern(text);
  } catch (error) {
    if (!(error instanceof InvalidPattern)) throw error;
    throw new AwsError(
      'InvalidEventPatternException',
      `Event pattern is not valid. Reason: ${error.message}`,
    );
  }
}

function countListening(events: Events): void {
  events.listening = 0;
  for (const { state, pattern } of events.rules.values())
    if (state === 'ENABLED' && pattern) events.listening++;
}

export function describeRule(
  input: Wire<DescribeRuleRequest>,
  scope: EventsScope,
): Wire<DescribeRuleResponse> {
  const rule = ruleOf(input.Name ?? '', input.EventBusName, scope);
  return { ...shown(rule), CreatedBy: rule.createdBy };
}

function shown(rule: Rule) {
  return {
    Name: rule.name,
    Arn: rule.arn,
    ...(rule.patternText === undefined ? {} : { EventPattern: rule.patternText }),
    ...(rule.schedule === undefined ? {} : { ScheduleExpression: rule.schedule }),
    State: rule.state,
    ...(rule.description === undefined ? {} : { Description: rule.description }),
    ...(rule.roleArn === undefined ? {} : { RoleArn: rule.roleArn }),
    EventBusName: 'default',
  };
}

export function listRules(input: Wire<ListRulesRequest>, scope: EventsScope): Wire<ListRulesResponse> {
  checkBus(input.EventBusName);
  const rules = [...scope.neighbours.events.rules.values()]
    .filter(({ name }) => name.startsWith(input.NamePrefix ?? ''))
    .sort((one, two) => (one.name < two.name ? -1 : 1));
  return cut('Rules', rules.map(shown), input);
}

/** A page of a list under its member's name. @throws AwsError ValidationException for a token that is none. */
export function cut<Name extends string, Item>(
  name: Name,
  all: Item[],
  { Limit = 100, NextToken }: { Limit?: number | undefined; NextToken?: string | undefined },
): Record<Name, Item[]> & { NextToken?: string } {
  const start = positionOf(NextToken, 'ValidationException');
  const page = { [name]: all.slice(start, start + Limit) } as Record<Name, Item[]>;
  return start + Limit < all.length ? { ...page, NextToken: pageToken(start + Limit) } : page;
}

export function deleteRule(input: Wire<DeleteRuleRequest>, scope: EventsScope): void {
  checkBus(input.EventBusName);
  const { events } = scope.neighbours;
  const rule = events.rules.get(input.Name ?? '');
  if (!rule) return;
  if (rule.targets.size > 0)
    throw new AwsError('ValidationException', "Rule can't be deleted since it has targets.");
  events.rules.delete(rule.name);
  countListening(events);
}

const turn =
  (state: Rule['state']) =>
  (input: Wire<EnableRuleRequest>, scope: EventsScope): void => {
    const rule = ruleOf(input.Name ?? '', input.EventBusName, scope);
    if (rule.state === state) return;
    rule.state = state;
    rule.generation++;
    rule.since = scope.context.date;
    countListening(scope.neighbours.events);
    plan(rule, scope);
  };

export const enableRule = turn('ENABLED');
export const disableRule = turn('DISABLED');

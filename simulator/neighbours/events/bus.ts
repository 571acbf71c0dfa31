import type { RegionScope } from '../../region.ts';
import { count } from '../cloudwatch/record.ts';
import { matches, type Pattern } from './pattern.ts';
import type { BusEvent, Rule } from './state.ts';

/** What of an event is known before anybody wants its detail. */
export interface Heading {
  source: string;
  detailType: string;
  resources: string[];
  /** When it happened, in ms since 1970; now when absent. */
  date?: number;
}

/** ms from an event to its target. */
const latency = 500;

/** Offers an event to the rules. `detail` is asked for it only when some rule may want it. */
export function announce(scope: RegionScope, heading: Heading, detail: () => unknown): string | undefined {
  const { rules, listening } = scope.neighbours.events;
  if (listening === 0) return undefined;
  const wanting = [...rules.values()].filter((rule) => mayWant(rule, heading));
  if (wanting.length === 0) return undefined;
  const event = eventOf(heading, detail(), scope);
  for (const rule of wanting) if (matches(rule.pattern!, event)) take(rule, event, scope);
  return event.id;
}

function mayWant({ state, pattern }: Rule, { source, detailType }: Heading): boolean {
  if (state !== 'ENABLED' || !pattern) return false;
  const known: Record<string, unknown> = { source, 'detail-type': detailType };
  const fields = Object.entries(pattern).filter(([field]) => Object.hasOwn(known, field));
  return matches(Object.fromEntries(fields) as Pattern, known);
}

/** An event as the bus carries it. */
export function eventOf(
  { source, detailType, resources, date }: Heading,
  detail: unknown,
  { context, accountId, region }: Pick<RegionScope, 'context' | 'accountId' | 'region'>,
): BusEvent {
  return {
    version: '0',
    id: context.random.uuid(),
    'detail-type': detailType,
    source,
    account: accountId,
    time: new Date(date ?? context.date).toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources,
    detail,
  };
}

/** A rule takes an event: its targets get it a moment later. */
export function take(rule: Rule, event: BusEvent, scope: RegionScope): void {
  const { context, neighbours } = scope;
  const dimensions = [{ Name: 'RuleName', Value: rule.name }];
  count(scope, 'AWS/Events', rule.schedule === undefined ? 'MatchedEvents' : 'TriggeredRules', dimensions);
  if (rule.schedule === undefined) count(scope, 'AWS/Events', 'TriggeredRules', dimensions);
  if (rule.targets.size === 0) return;
  // Two rules may take one event: each has a delivery of its own.
  const delivery = `${rule.arn}#${event.id}`;
  neighbours.events.underWay.set(delivery, { rule: rule.name, event });
  context.schedule(latency, { type: 'events.deliver', subject: delivery });
}

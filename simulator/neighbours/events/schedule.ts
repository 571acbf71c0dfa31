import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import { nextRun, readSchedule } from '../schedule/expression.ts';
import { eventOf, take } from './bus.ts';
import type { Rule } from './state.ts';

/** Puts the next run of a rule's schedule into the queue. */
export function plan(rule: Rule, { context }: Pick<RegionScope, 'context'>): void {
  if (rule.state !== 'ENABLED' || rule.schedule === undefined) return;
  const next = nextRun(readSchedule(rule.schedule)!, context.date, rule.since);
  if (next === undefined) return;
  context.schedule(next - context.date, {
    type: 'events.schedule',
    subject: rule.arn,
    value: rule.generation,
  });
}

/** The effect `events.schedule`: a rule's schedule has come round. The event is `Scheduled Event`. */
export function scheduleDue({ subject, value }: Effect, scope: RegionScope): void {
  const rule = scope.neighbours.events.rules.get(subject.slice(subject.lastIndexOf('/') + 1));
  if (!rule || rule.generation !== value || rule.state !== 'ENABLED') return;
  const heading = { source: 'aws.events', detailType: 'Scheduled Event', resources: [rule.arn] };
  take(rule, eventOf(heading, {}, scope), scope);
  plan(rule, scope);
}

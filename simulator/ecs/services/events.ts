import type { RegionScope } from '../../region.ts';
import { shortName } from '../scope.ts';
import type { Group, Service } from './record.ts';

/** ms for which an event that repeats itself is not said again (developer guide, service event messages). */
const repeats = 6 * 3_600_000;

/** Adds an event in AWS's shape: `(service X) …`, or `(service X, taskSet D) …` of a task set. */
export function say(
  service: Service,
  message: string,
  scope: Pick<RegionScope, 'context'>,
  group?: Group,
): void {
  const who = group && 'scale' in group ? `${service.name}, taskSet ${group.id}` : service.name;
  tell(service, `(service ${who}) ${message}`, scope);
}

/** Adds an event of another service's words, such as Application Auto Scaling's, newest first, at most 100. */
export function tell(service: Service, message: string, { context }: Pick<RegionScope, 'context'>): void {
  const { random, date, now: at } = context;
  const event = { id: random.uuid(), createdAt: date, message };
  service.events.unshift(event);
  if (service.events.length > 100) service.events.length = 100;
  context.notice({ kind: 'service event', at, subject: service.arn, message: event.message });
}

/** The same, unless the last event has just said so. */
export function sayOnce(service: Service, message: string, scope: Pick<RegionScope, 'context'>): void {
  const last = service.events[0];
  const said =
    last?.message === `(service ${service.name}) ${message}` && scope.context.date - last.createdAt < repeats;
  if (!said) say(service, message, scope);
}

/** `(task T) (task U)`. */
export function named(tasks: readonly { arn: string }[]): string {
  return tasks.map(({ arn }) => `(task ${shortName(arn)})`).join(' ');
}

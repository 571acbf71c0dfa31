import type { RegionScope } from '../../region.ts';
import type { Task } from '../state.ts';
import { sayOnce } from './events.ts';
import { lookIn } from './looks.ts';
import type { Group, Service } from './record.ts';

/**
 * Tasks that are too many stay while they are protected: an event says so, and the scheduler looks again when the first
 * protection ends (developer guide, "Task scale-in protection" and service event messages: the words are those of a task
 * set, to which a deployment lends its id).
 */
export function awaitProtection(
  service: Service,
  { id }: Group,
  held: readonly Task[],
  scope: RegionScope,
): void {
  if (held.length === 0) return;
  service.steady = false;
  sayOnce(
    service,
    `was unable to reach steady state because task set (${id}) was unable to scale in. Reason: The number of protected tasks are more than the desired count of tasks.`,
    scope,
  );
  const ends = Math.min(...held.map(({ protectedUntil = 0 }) => protectedUntil));
  lookIn(service, ends - scope.context.date, scope);
}

import type { RegionScope } from '../../region.ts';
import { reaction } from './limits.ts';
import type { Service } from './record.ts';

/** Has the scheduler look at the service in `ms`, unless it looks before; one look is enough for all that happens until then. */
export function lookIn(service: Service, ms: number, { context }: Pick<RegionScope, 'context'>): void {
  const at = context.date + Math.max(1, Math.round(ms));
  if (service.looksAt !== 0 && service.looksAt <= at) return;
  service.looksAt = at;
  context.schedule(at - context.date, { type: 'ecs.service', subject: service.arn });
}

/** Has the scheduler look at the service soon. */
export function wake(
  service: Service,
  scope: Pick<RegionScope, 'context'>,
  { ms, spread }: { ms: number; spread: number } = reaction,
): void {
  lookIn(service, scope.context.random.around(ms, spread), scope);
}

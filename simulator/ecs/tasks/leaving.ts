import { deregistrationDelay } from '../../neighbours/load-balancing/attributes.ts';
import { loadBalancing } from '../../neighbours/load-balancing/scope.ts';
import type { RegionScope } from '../../region.ts';
import type { Task } from '../state.ts';

/**
 * By how much a task stays in DEACTIVATING longer than its target groups' deregistration delay (recorded: 6 min 01 s with
 * the delay of 300 s that target groups have unless told otherwise).
 */
const longer = 1.2;

/** ms for which a task drains before its containers are stopped; undefined for one that is in no target group. */
export function drainingTime({ registrations }: Task, scope: RegionScope): number | undefined {
  if (!registrations?.length) return undefined;
  const delays = registrations.map(({ targetGroup }) => {
    const group = loadBalancing(scope).targetGroups.get(targetGroup);
    return group ? deregistrationDelay(group) : 0;
  });
  return Math.max(...delays) * longer;
}

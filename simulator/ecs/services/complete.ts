import type { RegionScope } from '../../region.ts';
import { say } from './events.ts';
import { moveRollout, moveServiceDeployment } from './moves.ts';
import type { Service } from './record.ts';

/** The PRIMARY deployment has all it wants and nobody else has anything: it is completed, and the service is steady. */
export function complete(service: Service, scope: RegionScope): void {
  const primary = service.deployments[0]!;
  if (primary.rolloutState === 'IN_PROGRESS') {
    moveRollout(service, primary, 'STEADY', `ECS deployment ${primary.id} completed.`, scope);
    moveServiceDeployment(service.history[0], 'SUCCEED', scope);
    moveServiceDeployment(service.history[0], 'ROLLED_BACK', scope);
    primary.proven = true;
    delete primary.bakesSince;
    service.deployments = [primary];
    say(service, `(deployment ${primary.id}) deployment completed.`, scope);
  }
  if (!service.steady) say(service, 'has reached a steady state.', scope);
  service.steady = true;
}

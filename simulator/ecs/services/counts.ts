import type { Task } from '../state.ts';
import type { RegionScope } from '../../region.ts';
import { serviceOfTask } from './service.ts';

/** Statuses in which a task counts as pending (API reference, `Service.pendingCount`). */
const pending = new Set(['PROVISIONING', 'PENDING', 'ACTIVATING']);

/**
 * Keeps the counts of a task's deployment as its status changes, so that describing a service costs the same however
 * many tasks it has. `from` is empty for a new task.
 */
export function countForService(task: Task, from: string, to: string, scope: RegionScope): void {
  const deployment = serviceOfTask(task, scope)?.deployments.find(({ id }) => id === task.startedBy);
  if (!deployment) return;
  deployment.running += Number(to === 'RUNNING') - Number(from === 'RUNNING');
  deployment.pending += Number(pending.has(to)) - Number(pending.has(from));
}

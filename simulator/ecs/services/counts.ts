import { sampleService } from '../../neighbours/cloudwatch/history.ts';
import type { RegionScope } from '../../region.ts';
import type { Task } from '../state.ts';
import { groupOf, serviceOfTask } from './service.ts';

/** Statuses in which a task counts as pending (API reference, `Service.pendingCount`). */
const pending = new Set(['PROVISIONING', 'PENDING', 'ACTIVATING']);

/**
 * Keeps the counts of a task's deployment as its status changes, so that describing a service costs the same however
 * many tasks it has. `from` is empty for a new task.
 */
export function countForService(task: Task, from: string, to: string, scope: RegionScope): void {
  const service = serviceOfTask(task, scope);
  const group = service && groupOf(task, service);
  if (!group) return;
  group.running += Number(to === 'RUNNING') - Number(from === 'RUNNING');
  group.pending += Number(pending.has(to)) - Number(pending.has(from));
  sampleService(service, scope);
}

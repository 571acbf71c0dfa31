import { findTaskDefinition } from '../../ecs/scope.ts';
import type { Service } from '../../ecs/services/record.ts';
import type { Task } from '../../ecs/state.ts';
import { behaviourIn } from '../../ecs/tasks/behaviour.ts';
import { cpuUsed, memoryUsed } from '../../images/index.ts';
import type { RegionScope } from '../../region.ts';
import { sampleAt } from './history.ts';
import { costOfRequest, loadAt } from './load.ts';
import { minute, type ServiceSample } from './state.ts';

/** A service in one minute. */
export interface Usage extends ServiceSample {
  /** Of each running task, in CPU units and MiB. */
  cpuReserved: number;
  memoryReserved: number;
  cpuUtilized: number;
  memoryUtilized: number;
  /** In the whole minute, over all tasks. */
  requests: number;
}

/** How many tasks stand for all of a service when it is asked what its containers take. */
const asked = 10;

/** What a service used in the minute that starts at `at`; undefined before it was there. */
export function usageOf(service: Service, at: number, scope: RegionScope): Usage | undefined {
  const sample = sampleAt(scope.neighbours.cloudwatch.services.get(service.arn), at);
  if (!sample) return undefined;
  const definition = findTaskDefinition(service.deployments[0]?.taskDefinition ?? '', scope)?.registered;
  const containers = definition?.containerDefinitions ?? [];
  const total = (of: 'cpu' | 'memory') => containers.reduce((sum, each) => sum + (each[of] ?? 0), 0);
  const cpuReserved = Number(definition?.cpu ?? 0) || total('cpu') || 256;
  const memoryReserved = Number(definition?.memory ?? 0) || total('memory') || 512;
  const { requestsPerSecond, cpuPercent } = loadAt(service.arn, at + minute - 1, scope);
  const each = sample.running === 0 ? 0 : requestsPerSecond / sample.running;
  const own = takenBy(service, at + minute, scope);
  const cpu = ((own.cpuPercent + cpuPercent) / 100) * cpuReserved + each * costOfRequest.cpuSeconds * 1024;
  const memory = own.mebibytes + each * costOfRequest.mebibytes;
  return {
    ...sample,
    cpuReserved,
    memoryReserved,
    cpuUtilized: Math.min(cpu, cpuReserved),
    memoryUtilized: Math.min(memory, memoryReserved),
    requests: sample.running === 0 ? 0 : requestsPerSecond * 60,
  };
}

/** What a task's containers take by their own behaviour, on the average of some tasks that run. */
function takenBy(service: Service, date: number, scope: RegionScope) {
  const tasks: Task[] = [];
  for (const arn of service.tasks) {
    const task = scope.ecs.tasks.get(arn);
    if (task?.status === 'RUNNING') tasks.push(task);
    if (tasks.length === asked) break;
  }
  let { cpuPercent, mebibytes } = { cpuPercent: 0, mebibytes: 0 };
  for (const task of tasks)
    for (const container of task.containers) {
      const behaviour = behaviourIn(task, container, scope);
      const elapsed = Math.max(0, date - (container.startedAt ?? date));
      cpuPercent += cpuUsed(behaviour, elapsed);
      mebibytes += memoryUsed(behaviour, elapsed);
    }
  const count = Math.max(1, tasks.length);
  return { cpuPercent: cpuPercent / count, mebibytes: mebibytes / count };
}

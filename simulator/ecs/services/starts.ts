import type { RegionScope } from '../../region.ts';
import { clusterOf, findTaskDefinition } from '../scope.ts';
import type { Task } from '../state.ts';
import { stop } from '../tasks/life.ts';
import { launch, planForService, type Plan } from '../tasks/launch.ts';
import { named, say, sayOnce } from './events.ts';
import { wake } from './looks.ts';
import type { Group, Service } from './record.ts';
import { leaveTargetGroups } from './targets.ts';

/** What the tasks of a group are launched with. */
export function launchInput(service: Service, group: Group): Plan['input'] {
  return {
    ...group,
    group: `service:${service.name}`,
    startedBy: group.id,
    enableExecuteCommand: service.enableExecuteCommand,
    ...(service.propagateTags === 'TASK_DEFINITION' ? { propagateTags: 'TASK_DEFINITION' } : {}),
    ...(service.propagateTags === 'SERVICE' ? { tags: service.tags as never } : {}),
    ...(service.placementConstraints.length ? { placementConstraints: service.placementConstraints } : {}),
    ...(service.placementStrategy.length ? { placementStrategy: service.placementStrategy } : {}),
  };
}

/** Starts up to `count` tasks of a deployment or task set; what could not be placed is said in an event. */
export function startTasks(
  service: Service,
  group: Group,
  count: number,
  scope: RegionScope,
  because = '',
): Task[] {
  const definition = findTaskDefinition(group.taskDefinition, scope)!;
  const cluster = clusterOf(service.cluster, scope);
  const started: Task[] = [];
  service.steady = false;
  const plan = planForService(launchInput(service, group), definition, cluster, scope);
  for (let index = 0; index < count; index++) {
    const task = 'failures' in plan ? plan : launch(plan, scope);
    if ('failures' in task) {
      sayOnce(service, task.event, scope);
      wake(service, scope);
      break;
    }
    service.tasks.add(task.arn);
    started.push(task);
  }
  if (started.length > 0)
    say(service, `has started ${started.length} tasks: ${named(started)}.${because}`, scope, group);
  return started;
}

const scalingActivity = ({ startedBy }: Task) => `Scaling activity initiated by (deployment ${startedBy})`;

/** Stops tasks, and says nothing of it but what becomes of their targets. */
export function withdraw(
  service: Service,
  tasks: readonly Task[],
  scope: RegionScope,
  reasonOf: (task: Task) => string = scalingActivity,
  group?: Group,
): void {
  leaveTargetGroups(service, tasks, scope, group);
  for (const task of tasks) {
    service.tasks.delete(task.arn);
    service.sick.delete(task.arn);
    stop(task, { stopCode: 'ServiceSchedulerInitiated', stoppedReason: reasonOf(task) }, scope);
    if (task.registrations?.length) service.draining.add(task.arn);
  }
}

/** Stops tasks, those behind load balancers after they have drained. */
export function stopTasks(
  service: Service,
  tasks: readonly Task[],
  scope: RegionScope,
  reasonOf: (task: Task) => string = scalingActivity,
  group?: Group,
): void {
  if (tasks.length === 0) return;
  service.steady = false;
  const running = tasks.filter(({ status }) => status === 'RUNNING');
  withdraw(service, tasks, scope, reasonOf, group);
  if (running.length > 0)
    say(service, `has stopped ${running.length} running tasks: ${named(running)}.`, scope, group);
  const pending = tasks.length - running.length;
  if (pending > 0) say(service, `stopped ${pending} pending tasks.`, scope, group);
}

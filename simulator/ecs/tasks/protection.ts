import type {
  GetTaskProtectionRequest,
  GetTaskProtectionResponse,
  ProtectedTask,
  UpdateTaskProtectionRequest,
  UpdateTaskProtectionResponse,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../../api/errors.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import { clusterOf, findTask, taskArn, type EcsScope } from '../scope.ts';
import type { Cluster, Task } from '../state.ts';
import { tellService } from './life.ts';

/**
 * Whether a service may not stop the task when it scales in or deploys
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection.html).
 * @param date ms since 1970
 */
export function isProtected({ protectedUntil }: Task, date: number): boolean {
  return protectedUntil !== undefined && protectedUntil > date;
}

function shown(task: Task, { context }: EcsScope): Wire<ProtectedTask> {
  const active = isProtected(task, context.date);
  return {
    taskArn: task.arn,
    protectionEnabled: active,
    ...(active ? { expirationDate: epochSeconds(task.protectedUntil!) } : {}),
  };
}

/** The tasks of a service among those named, and a failure for each other one (API reference, "API failure reasons"). */
function tasksOf(names: readonly string[], cluster: Cluster, scope: EcsScope) {
  const tasks: Task[] = [];
  const failures: { arn: string; reason: string; detail?: string }[] = [];
  for (const name of names) {
    const task = findTask(name, cluster, scope);
    const arn = task?.arn ?? (name.startsWith('arn:') ? name : taskArn(name, cluster, scope));
    if (!task || task.desiredStatus === 'STOPPED') failures.push({ arn, reason: 'MISSING' });
    else if (!task.group.startsWith('service:'))
      failures.push({
        arn,
        reason: 'TASK_NOT_VALID',
        detail: 'Task protection cannot be set because the task is not part of an Amazon ECS service.',
      });
    else tasks.push(task);
  }
  return { tasks, failures };
}

/** UpdateTaskProtection: for 1 minute to 48 hours, two hours unless said. @throws AwsError InvalidParameterException */
export function updateTaskProtection(
  input: Wire<UpdateTaskProtectionRequest>,
  scope: EcsScope,
): Wire<UpdateTaskProtectionResponse> {
  const cluster = clusterOf(input.cluster, scope);
  const names = input.tasks ?? [];
  if (names.length === 0) throw new AwsError('InvalidParameterException', 'Tasks cannot be empty.');
  if (names.length > 10) throw new AwsError('InvalidParameterException', 'Tasks can have at most 10 items.');
  const minutes = input.expiresInMinutes ?? 120;
  if (minutes < 1 || minutes > 2880) {
    throw new AwsError('InvalidParameterException', 'expiresInMinutes must be between 1 and 2880.');
  }
  const { tasks, failures } = tasksOf(names, cluster, scope);
  for (const task of tasks) {
    if (input.protectionEnabled) task.protectedUntil = scope.context.date + minutes * 60_000;
    else delete task.protectedUntil;
    tellService(task, scope.context, 'PROTECTION');
  }
  return { protectedTasks: tasks.map((task) => shown(task, scope)), failures };
}

/** GetTaskProtection: of the tasks named, else of all tasks of services in the cluster. @throws AwsError ClusterNotFoundException */
export function getTaskProtection(
  input: Wire<GetTaskProtectionRequest>,
  scope: EcsScope,
): Wire<GetTaskProtectionResponse> {
  const cluster = clusterOf(input.cluster, scope);
  const all = () =>
    [...scope.ecs.tasks.values()]
      .filter(
        ({ cluster: name, group, desiredStatus }) =>
          name === cluster.name && desiredStatus === 'RUNNING' && group.startsWith('service:'),
      )
      .map(({ arn }) => arn);
  const { tasks, failures } = tasksOf(input.tasks?.length ? input.tasks : all(), cluster, scope);
  return { protectedTasks: tasks.map((task) => shown(task, scope)), failures };
}

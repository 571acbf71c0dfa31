import type {
  DescribeTasksRequest,
  DescribeTasksResponse,
  ListTasksRequest,
  ListTasksResponse,
  RunTaskRequest,
  RunTaskResponse,
  StartTaskRequest,
  StartTaskResponse,
  StopTaskRequest,
  StopTaskResponse,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../../api/errors.ts';
import { pageToken, positionOf } from '../../api/pagination.ts';
import type { Wire } from '../../api/wire.ts';
import { page } from '../../kernel/sequence.ts';
import { refuseWithoutHosts } from '../capacity/seat.ts';
import { clusterOf, findTask, findTaskDefinition, shortName, taskArn, type EcsScope } from '../scope.ts';
import type { Task, TaskDefinition } from '../state.ts';
import { checkLaunchType } from '../capacity/strategy.ts';
import { keepClientToken, launchedBefore } from './client-token.ts';
import { describeTask } from './describe.ts';
import { launch, launchOn, planLaunch } from './launch.ts';
import { stop } from './life.ts';

/** RunTask: up to ten tasks, each in PROVISIONING when the answer comes. */
export function runTask(input: Wire<RunTaskRequest>, scope: EcsScope): Wire<RunTaskResponse> {
  checkLaunchType(input.launchType, 'InvalidParameterException', ['EC2', 'FARGATE', 'EXTERNAL']);
  const cluster = clusterOf(input.cluster, scope);
  const definition = definitionToLaunch(input, scope);
  const count = input.count ?? 1;
  if (count < 1) throw new AwsError('InvalidParameterException', 'Count cannot be less than 1.');
  if (count > 10) throw new AwsError('InvalidParameterException', 'Count cannot be greater than 10.');
  const before = input.clientToken === undefined ? undefined : launchedBefore(input, scope);
  if (before) {
    const known = before.flatMap((arn) => scope.ecs.tasks.get(arn) ?? []);
    return { tasks: known.map((task) => describeTask(task, scope, { tags: true })), failures: [] };
  }
  const plan = planLaunch(input, definition, cluster, scope);
  refuseWithoutHosts(plan, scope);
  const tasks: NonNullable<Wire<RunTaskResponse>['tasks']> = [];
  const failures: NonNullable<Wire<RunTaskResponse>['failures']> = [];
  for (let index = 0; index < count; index++) {
    const task = launch(plan, scope);
    if ('failures' in task) failures.push(...task.failures);
    else tasks.push(describeTask(task, scope, { tags: true }));
  }
  if (input.clientToken !== undefined && tasks.length > 0)
    keepClientToken(
      input,
      tasks.map(({ taskArn }) => taskArn!),
      scope,
    );
  return { tasks, failures };
}

/** StartTask: one task on each container instance that the request names, up to ten. */
export function startTask(input: Wire<StartTaskRequest>, scope: EcsScope): Wire<StartTaskResponse> {
  const cluster = clusterOf(input.cluster, scope);
  const definition = definitionToLaunch(input, scope);
  const names = input.containerInstances ?? [];
  if (names.length === 0)
    throw new AwsError('InvalidParameterException', 'Container Instances cannot be empty.');
  if (names.length > 10)
    throw new AwsError('InvalidParameterException', 'Container Instances can have at most 10 items.');
  const plan = planLaunch({ ...input, launchType: 'EC2' }, definition, cluster, scope);
  const tasks: NonNullable<Wire<StartTaskResponse>['tasks']> = [];
  const failures: NonNullable<Wire<StartTaskResponse>['failures']> = [];
  for (const name of names) {
    const task = launchOn(plan, name, scope);
    if ('failures' in task) failures.push(...task.failures);
    else tasks.push(describeTask(task, scope, { tags: true }));
  }
  return { tasks, failures };
}

/**
 * What RunTask and StartTask check before anything else.
 * @throws AwsError ClientException, InvalidParameterException
 */
function definitionToLaunch(
  input: Pick<Wire<RunTaskRequest>, 'taskDefinition' | 'startedBy' | 'overrides'>,
  scope: EcsScope,
): TaskDefinition {
  const definition = findTaskDefinition(input.taskDefinition ?? '', scope);
  if (!definition) throw new AwsError('ClientException', 'TaskDefinition not found.');
  if (definition.status !== 'ACTIVE') throw new AwsError('ClientException', 'TaskDefinition is inactive');
  if ((input.startedBy?.length ?? 0) > 128)
    throw new AwsError('InvalidParameterException', 'startedBy should be at most 128 characters.');
  const known = new Set(definition.registered.containerDefinitions?.map(({ name }) => name));
  for (const { name } of input.overrides?.containerOverrides ?? []) {
    if (!known.has(name))
      throw new AwsError(
        'InvalidParameterException',
        `Override for container named ${name} is not a container in the TaskDefinition.`,
      );
  }
  return definition;
}

export function describeTasks(
  input: Wire<DescribeTasksRequest>,
  scope: EcsScope,
): Wire<DescribeTasksResponse> {
  const cluster = clusterOf(input.cluster, scope);
  const ids = input.tasks ?? [];
  if (ids.length === 0) throw new AwsError('InvalidParameterException', 'Tasks cannot be empty.');
  if (ids.length > 100) throw new AwsError('InvalidParameterException', 'Tasks can have at most 100 items.');
  const tasks: Wire<DescribeTasksResponse>['tasks'] = [];
  const failures: Wire<DescribeTasksResponse>['failures'] = [];
  for (const id of ids) {
    const task = findTask(id, cluster, scope);
    if (task) tasks.push(describeTask(task, scope, { tags: input.include?.includes('TAGS') ?? false }));
    else failures.push({ arn: id.startsWith('arn:') ? id : taskArn(id, cluster, scope), reason: 'MISSING' });
  }
  return { tasks, failures };
}

/** ListTasks: tasks whose desired status is RUNNING unless the caller asks for STOPPED. */
export function listTasks(input: Wire<ListTasksRequest>, scope: EcsScope): Wire<ListTasksResponse> {
  const cluster = clusterOf(input.cluster, scope);
  const desired = input.desiredStatus ?? 'RUNNING';
  const limit = input.maxResults ?? 100;
  if (limit < 1 || limit > 100)
    throw new AwsError('InvalidParameterException', 'maxResults should be between 1 and 100.');
  const filters: ((task: Task) => boolean)[] = [
    ...(input.family === undefined
      ? []
      : [
          ({ definition }: Task) =>
            definition.slice(definition.lastIndexOf('/') + 1, definition.lastIndexOf(':')) === input.family,
        ]),
    ...(input.startedBy === undefined ? [] : [({ startedBy }: Task) => startedBy === input.startedBy]),
    ...(input.launchType === undefined ? [] : [({ launchType }: Task) => launchType === input.launchType]),
    ...(input.serviceName === undefined
      ? []
      : [({ group }: Task) => group === `service:${input.serviceName}`]),
    ...(input.containerInstance === undefined
      ? []
      : [
          ({ containerInstance }: Task) =>
            containerInstance !== undefined &&
            shortName(containerInstance) === shortName(input.containerInstance!),
        ]),
  ];
  const keep = (arn: string) => filters.every((filter) => filter(scope.ecs.tasks.get(arn)!));
  // AWS never sets a desired status of PENDING (API reference, ListTasks).
  if (desired === 'PENDING') return { taskArns: [] };
  const { ids, next } = page(
    desired === 'STOPPED' ? cluster.stopped : cluster.running,
    positionOf(input.nextToken),
    limit,
    keep,
  );
  return { taskArns: ids, ...(next === undefined ? {} : { nextToken: pageToken(next) }) };
}

export function stopTask(input: Wire<StopTaskRequest>, scope: EcsScope): Wire<StopTaskResponse> {
  const task = findTask(input.task ?? '', clusterOf(input.cluster, scope), scope);
  if (!task) throw new AwsError('InvalidParameterException', 'The referenced task was not found.');
  stop(task, { stopCode: 'UserInitiated', stoppedReason: input.reason ?? 'Task stopped by user' }, scope);
  return { task: describeTask(task, scope) };
}

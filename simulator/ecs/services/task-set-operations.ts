import type {
  CreateTaskSetRequest,
  CreateTaskSetResponse,
  DeleteTaskSetRequest,
  DescribeTaskSetsRequest,
  DescribeTaskSetsResponse,
  Scale,
  TaskSet as TaskSetShape,
  UpdateServicePrimaryTaskSetRequest,
  UpdateTaskSetRequest,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import type { RegionScope } from '../../region.ts';
import { clusterOf, shortName, type EcsScope } from '../scope.ts';
import { groupId } from './deploy.ts';
import { describeTaskSet } from './describe.ts';
import { wake } from './looks.ts';
import { begins } from './moves.ts';
import type { Service, TaskSet, Template } from './record.ts';
import { activeService } from './service.ts';
import { stabilityTable, taskSetTable } from './task-set-machines.ts';
import { computedDesiredCount } from './scale.ts';
import { moveStability, moveTaskSet } from './task-sets.ts';
import { templateOf } from './template.ts';

function refuse(message: string): never {
  throw new AwsError('InvalidParameterException', message);
}

/** @throws AwsError ServiceNotFoundException, ServiceNotActiveException, InvalidParameterException */
function externalService(input: { service?: string; cluster?: string }, scope: EcsScope): Service {
  const service = activeService(input.service ?? '', clusterOf(input.cluster, scope), scope);
  if (service.controller !== 'EXTERNAL')
    refuse(`Task sets can only be used with services that use the EXTERNAL deployment controller.`);
  return service;
}

/** @throws AwsError TaskSetNotFoundException */
function taskSetOf(name: string | undefined, { taskSets }: Service): TaskSet {
  const id = shortName(name ?? '');
  const found = taskSets.find((each) => shortName(each.id) === id);
  if (!found) throw new AwsError('TaskSetNotFoundException', 'TaskSet not found.');
  return found;
}

/** @throws AwsError InvalidParameterException */
function percentOf({ value = 100, unit = 'PERCENT' }: Partial<Wire<Scale>> = {}): number {
  if (unit !== 'PERCENT') refuse(`Invalid scale unit: ${unit}. Use PERCENT.`);
  if (value < 0 || value > 100) refuse('The scale value must be between 0 and 100.');
  return value;
}

/** Adds a task set to a service; CreateTaskSet's work, and CreateService's for a service that CodeDeploy deploys. */
export function addTaskSet(
  service: Service,
  template: Template,
  fields: Pick<TaskSet, 'scale' | 'tags'> & Partial<TaskSet>,
  scope: RegionScope,
): TaskSet {
  const { context } = scope;
  const id = groupId(context);
  const arn = `${service.arn.replace(':service/', ':task-set/')}/${id}`;
  const taskSet: TaskSet = {
    ...template,
    id,
    arn,
    status: begins(taskSetTable, arn, scope),
    stability: begins(stabilityTable, arn, scope),
    stabilityAt: context.date,
    running: 0,
    pending: 0,
    createdAt: context.date,
    updatedAt: context.date,
    ...fields,
  };
  service.taskSets.push(taskSet);
  wake(service, scope);
  return taskSet;
}

export function createTaskSet(
  input: Wire<CreateTaskSetRequest>,
  scope: EcsScope,
): Wire<CreateTaskSetResponse> {
  const service = externalService(input, scope);
  const scale = percentOf(input.scale ?? { value: 0, unit: 'PERCENT' });
  const template = templateOf(input, clusterOf(input.cluster, scope), scope);
  const { externalId, tags = [] } = input;
  const fields = { scale, tags, ...(externalId === undefined ? {} : { externalId }) };
  return { taskSet: describeTaskSet(addTaskSet(service, template, fields, scope), service, scope) };
}

export function updateTaskSet(
  input: Wire<UpdateTaskSetRequest>,
  scope: EcsScope,
): Wire<CreateTaskSetResponse> {
  const service = externalService(input, scope);
  const taskSet = taskSetOf(input.taskSet, service);
  taskSet.scale = percentOf(input.scale);
  taskSet.updatedAt = scope.context.date;
  moveStability(taskSet, 'MOVED', scope);
  wake(service, scope);
  return { taskSet: describeTaskSet(taskSet, service, scope) };
}

/** DeleteTaskSet: one that has been scaled to nothing, or any with `force`; its tasks stop. */
export function deleteTaskSet(
  input: Wire<DeleteTaskSetRequest>,
  scope: EcsScope,
): Wire<CreateTaskSetResponse> {
  const service = externalService(input, scope);
  const taskSet = taskSetOf(input.taskSet, service);
  if (input.force !== true && computedDesiredCount(taskSet, service) > 0)
    refuse('The task set cannot be deleted while it is scaled above 0.');
  moveTaskSet(taskSet, 'DELETE', scope);
  wake(service, scope);
  return { taskSet: describeTaskSet(taskSet, service, scope) };
}

export function describeTaskSets(
  input: Wire<DescribeTaskSetsRequest>,
  scope: EcsScope,
): Wire<DescribeTaskSetsResponse> {
  const service = externalService(input, scope);
  const tags = input.include?.includes('TAGS') ?? false;
  if (!input.taskSets?.length)
    return {
      taskSets: service.taskSets.map((each) => describeTaskSet(each, service, scope, tags)),
      failures: [],
    };
  const taskSets: Wire<TaskSetShape>[] = [];
  const failures: { arn: string; reason: string }[] = [];
  for (const name of input.taskSets) {
    const found = service.taskSets.find((each) => shortName(each.id) === shortName(name));
    if (found) taskSets.push(describeTaskSet(found, service, scope, tags));
    else failures.push({ arn: name, reason: 'MISSING' });
  }
  return { taskSets, failures };
}

/** UpdateServicePrimaryTaskSet: the one before goes on as ACTIVE. */
export function updateServicePrimaryTaskSet(
  input: Wire<UpdateServicePrimaryTaskSetRequest>,
  scope: EcsScope,
): Wire<CreateTaskSetResponse> {
  const service = externalService(input, scope);
  const taskSet = taskSetOf(input.primaryTaskSet, service);
  for (const each of service.taskSets) if (each !== taskSet) moveTaskSet(each, 'DEMOTE', scope);
  moveTaskSet(taskSet, 'PROMOTE', scope);
  return { taskSet: describeTaskSet(taskSet, service, scope) };
}

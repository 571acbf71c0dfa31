import type {
  DeleteTaskDefinitionsRequest,
  DeleteTaskDefinitionsResponse,
  DeregisterTaskDefinitionRequest,
  DeregisterTaskDefinitionResponse,
  DescribeTaskDefinitionRequest,
  DescribeTaskDefinitionResponse,
  ListTaskDefinitionFamiliesRequest,
  ListTaskDefinitionFamiliesResponse,
  ListTaskDefinitionsRequest,
  ListTaskDefinitionsResponse,
  RegisterTaskDefinitionRequest,
  RegisterTaskDefinitionResponse,
  TaskDefinition as TaskDefinitionShape,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../api/errors.ts';
import { pageOf } from '../api/pagination.ts';
import { epochSeconds, type Wire } from '../api/wire.ts';
import { attributesOf, compatibilitiesOf, withDefaults } from './requirements.ts';
import { findTaskDefinition, shortName, type EcsScope } from './scope.ts';
import type { TaskDefinition } from './state.ts';
import { refuseRegistration } from './task-definition/index.ts';

export function registerTaskDefinition(
  input: Wire<RegisterTaskDefinitionRequest>,
  scope: EcsScope,
): Wire<RegisterTaskDefinitionResponse> {
  const refusal = refuseRegistration(input);
  if (refusal) throw new AwsError(refusal.code, refusal.message);
  const { tags = [], ...definition } = input;
  const name = definition.family!;
  const family = scope.ecs.families.get(name) ?? { name, revisions: [] };
  const revision = family.revisions.length + 1;
  const registered: TaskDefinition = {
    arn: `arn:aws:ecs:${scope.region}:${scope.accountId}:task-definition/${name}:${revision}`,
    family: name,
    revision,
    status: 'ACTIVE',
    registered: withDefaults(definition),
    compatibilities: compatibilitiesOf(definition),
    requiresAttributes: attributesOf(definition),
    registeredAt: scope.context.date,
    registeredBy: scope.principal,
    tags,
  };
  family.revisions.push(registered);
  scope.ecs.families.set(name, family);
  return { taskDefinition: describe(registered), ...(tags.length ? { tags: tags as never } : {}) };
}

export function describeTaskDefinition(
  input: Wire<DescribeTaskDefinitionRequest>,
  scope: EcsScope,
): Wire<DescribeTaskDefinitionResponse> {
  const found = findTaskDefinition(input.taskDefinition ?? '', scope);
  if (!found) throw new AwsError('ClientException', 'Unable to describe task definition.');
  return {
    taskDefinition: describe(found),
    ...(input.include?.includes('TAGS') ? { tags: found.tags as never } : {}),
  };
}

export function deregisterTaskDefinition(
  input: Wire<DeregisterTaskDefinitionRequest>,
  scope: EcsScope,
): Wire<DeregisterTaskDefinitionResponse> {
  if (!shortName(input.taskDefinition ?? '').includes(':'))
    throw new AwsError('ClientException', 'Revision is missing.');
  const found = findTaskDefinition(input.taskDefinition ?? '', scope);
  if (!found) throw new AwsError('ClientException', 'Unable to describe task definition.');
  if (found.status === 'ACTIVE') {
    found.status = 'INACTIVE';
    found.deregisteredAt = scope.context.date;
  }
  return { taskDefinition: describe(found) };
}

/**
 * DeleteTaskDefinitions: deregistered revisions go to DELETE_IN_PROGRESS, and stay there while tasks use them; no new
 * task can (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/delete-task-definition-v2.html).
 * @throws AwsError InvalidParameterException
 */
export function deleteTaskDefinitions(
  input: Wire<DeleteTaskDefinitionsRequest>,
  scope: EcsScope,
): Wire<DeleteTaskDefinitionsResponse> {
  const names = input.taskDefinitions ?? [];
  if (names.length === 0 || names.length > 10) {
    throw new AwsError(
      'InvalidParameterException',
      'The number of task definitions must be between 1 and 10.',
    );
  }
  const taskDefinitions: Wire<TaskDefinitionShape>[] = [];
  const failures: Wire<DeleteTaskDefinitionsResponse>['failures'] = [];
  for (const name of names) {
    const found = shortName(name).includes(':') ? findTaskDefinition(name, scope) : undefined;
    const arn = found?.arn ?? name;
    if (!found)
      failures.push({
        arn,
        reason:
          'The specified task definition does not exist. Specify a valid account, family, revision and try again.',
      });
    else if (found.status === 'ACTIVE')
      failures.push({
        arn,
        reason:
          'The specified task definition is still in ACTIVE status. Please deregister the target and try again.',
      });
    else {
      found.status = 'DELETE_IN_PROGRESS';
      taskDefinitions.push(describe(found));
    }
  }
  return { taskDefinitions, failures };
}

export function listTaskDefinitions(
  input: Wire<ListTaskDefinitionsRequest>,
  scope: EcsScope,
): Wire<ListTaskDefinitionsResponse> {
  const status = input.status ?? 'ACTIVE';
  const prefix = input.familyPrefix;
  const all = [...scope.ecs.families.values()]
    .filter(({ name }) => prefix === undefined || name === prefix)
    .flatMap(({ revisions }) => revisions)
    .filter((definition) => definition.status === status)
    .map(({ arn }) => arn);
  if (input.sort === 'DESC') all.reverse();
  const { items, next } = pageOf(all, input);
  return {
    taskDefinitionArns: items,
    ...next,
  };
}

export function listTaskDefinitionFamilies(
  input: Wire<ListTaskDefinitionFamiliesRequest>,
  scope: EcsScope,
): Wire<ListTaskDefinitionFamiliesResponse> {
  const isActive = (status: string) => status === 'ACTIVE';
  const families = [...scope.ecs.families.values()]
    .filter(({ name }) => name.startsWith(input.familyPrefix ?? ''))
    .filter(({ revisions }) => {
      if (input.status === 'ALL' || input.status === undefined) return true;
      return revisions.some(({ status }) => isActive(status)) === (input.status === 'ACTIVE');
    })
    .map(({ name }) => name);
  const { items, next } = pageOf(families, input);
  return {
    families: items,
    ...next,
  };
}

function describe(definition: TaskDefinition): Wire<TaskDefinitionShape> {
  const { registered } = definition;
  return {
    taskDefinitionArn: definition.arn,
    containerDefinitions: registered.containerDefinitions,
    family: definition.family,
    ...(registered.taskRoleArn ? { taskRoleArn: registered.taskRoleArn } : {}),
    ...(registered.executionRoleArn ? { executionRoleArn: registered.executionRoleArn } : {}),
    ...(registered.networkMode ? { networkMode: registered.networkMode } : {}),
    revision: definition.revision,
    volumes: registered.volumes,
    status: definition.status,
    requiresAttributes: definition.requiresAttributes,
    placementConstraints: registered.placementConstraints,
    compatibilities: definition.compatibilities as TaskDefinitionShape['compatibilities'],
    ...pick(registered, [
      'runtimePlatform',
      'requiresCompatibilities',
      'cpu',
      'memory',
      'pidMode',
      'ipcMode',
      'proxyConfiguration',
      'ephemeralStorage',
      'enableFaultInjection',
    ]),
    registeredAt: epochSeconds(definition.registeredAt),
    ...(definition.deregisteredAt === undefined
      ? {}
      : { deregisteredAt: epochSeconds(definition.deregisteredAt) }),
    registeredBy: definition.registeredBy,
  };
}

function pick<Key extends string, Source extends Partial<Record<Key, unknown>>>(
  source: Source,
  keys: readonly Key[],
): Pick<Source, Key> {
  return Object.fromEntries(
    keys.filter((key) => source[key] !== undefined).map((key) => [key, source[key]]),
  ) as Pick<Source, Key>;
}

import type {
  DescribeTasksRequest,
  DescribeTasksResponse,
  ListTasksRequest,
  ListTasksResponse,
  RunTaskRequest,
  RunTaskResponse,
  StopTaskRequest,
  StopTaskResponse,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../../api/errors.ts';
import { pageToken, positionOf } from '../../api/pagination.ts';
import type { Wire } from '../../api/wire.ts';
import { append, page } from '../../kernel/sequence.ts';
import { attachInterface, type Subnet } from '../../neighbours/vpc.ts';
import { normaliseSize } from '../requirements.ts';
import { clusterOf, findTask, findTaskDefinition, taskArn, type EcsScope } from '../scope.ts';
import type { Cluster, Task, TaskDefinition } from '../state.ts';
import { describeTask } from './describe.ts';
import { beginTask, stop, type TaskScope } from './life.ts';
import { platformVersionOf } from './platform.ts';

/** RunTask: up to ten tasks, each in PROVISIONING when the answer comes. */
export function runTask(input: Wire<RunTaskRequest>, scope: EcsScope): Wire<RunTaskResponse> {
  const cluster = clusterOf(input.cluster, scope);
  const definition = findTaskDefinition(input.taskDefinition ?? '', scope);
  if (!definition) throw new AwsError('ClientException', 'TaskDefinition not found.');
  if (definition.status !== 'ACTIVE') throw new AwsError('ClientException', 'TaskDefinition is inactive');
  const count = input.count ?? 1;
  if (count < 1) throw new AwsError('InvalidParameterException', 'Count cannot be less than 1.');
  if (count > 10) throw new AwsError('InvalidParameterException', 'Count cannot be greater than 10.');
  checkLaunchType(input, definition);
  platformVersionOf(input.platformVersion, definition);
  const network = networkOf(input, definition, scope);
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
  const tasks: Wire<RunTaskResponse>['tasks'] = [];
  const failures: Wire<RunTaskResponse>['failures'] = [];
  for (let index = 0; index < count; index++) {
    const task = launch(input, definition, cluster, network, scope);
    if (task) tasks.push(describeTask(task, scope, { tags: true }));
    else failures.push({ reason: noAddress(network) });
  }
  return { tasks, failures };
}

/**
 * The launch type that is asked for must fit the definition. Without one, ECS takes EC2.
 * @throws AwsError InvalidParameterException.
 */
function checkLaunchType(input: Wire<RunTaskRequest>, definition: TaskDefinition): void {
  const providers = input.capacityProviderStrategy?.map(({ capacityProvider }) => capacityProvider) ?? [];
  if (input.launchType && providers.length) {
    throw new AwsError(
      'InvalidParameterException',
      'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
    );
  }
  const launchType =
    providers.includes('FARGATE') || providers.includes('FARGATE_SPOT')
      ? 'FARGATE'
      : (input.launchType ?? 'EC2');
  if (!definition.compatibilities.includes(launchType)) {
    throw new AwsError(
      'InvalidParameterException',
      `Task definition does not support launch_type ${launchType}.`,
    );
  }
  if (launchType !== 'FARGATE')
    throw new AwsError('InvalidParameterException', 'No Container Instances were found in your cluster.');
}

interface Network {
  subnets: Subnet[];
  securityGroupIds: string[];
  assignPublicIp: boolean;
}

/** @throws AwsError InvalidParameterException for a network configuration that the definition or the VPC does not allow. */
function networkOf(input: Wire<RunTaskRequest>, definition: TaskDefinition, { vpc }: EcsScope): Network {
  const network = input.networkConfiguration?.awsvpcConfiguration;
  if (definition.registered.networkMode !== 'awsvpc') {
    if (network)
      throw new AwsError(
        'InvalidParameterException',
        'Network Configuration is not valid for the given networkMode of this task definition.',
      );
    return { subnets: [], securityGroupIds: [], assignPublicIp: false };
  }
  if (!network)
    throw new AwsError(
      'InvalidParameterException',
      "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
    );
  const ids = network.subnets ?? [];
  if (ids.length === 0) throw new AwsError('InvalidParameterException', 'subnets can not be empty.');
  if (ids.length > 16) throw new AwsError('InvalidParameterException', 'subnets can have at most 16 items.');
  const subnets = ids.map((id) => {
    const subnet = vpc.subnets.find(({ subnetId }) => subnetId === id);
    if (!subnet) {
      throw new AwsError(
        'InvalidParameterException',
        `Error retrieving subnet information for [${ids.join(', ')}]: The subnet ID '${id}' does not exist (ErrorCode: InvalidSubnetID.NotFound)`,
      );
    }
    return subnet;
  });
  for (const id of network.securityGroups ?? []) {
    if (!vpc.securityGroups.some(({ groupId }) => groupId === id)) {
      throw new AwsError(
        'InvalidParameterException',
        `Error retrieving security group information for [${network.securityGroups!.join(', ')}]: The security group '${id}' does not exist (ErrorCode: InvalidGroup.NotFound)`,
      );
    }
  }
  // Without groups of its own an interface gets the VPC's `default` (API reference, AwsVpcConfiguration).
  const securityGroupIds = network.securityGroups?.length
    ? network.securityGroups
    : vpc.securityGroups.filter(({ groupName }) => groupName === 'default').map(({ groupId }) => groupId);
  return { subnets, securityGroupIds, assignPublicIp: network.assignPublicIp === 'ENABLED' };
}

function noAddress({ subnets, assignPublicIp }: Network): string {
  const { subnetId } = subnets[0]!;
  return `Unexpected EC2 error while attempting to Create Network Interface with public IP assignment ${assignPublicIp ? 'enabled' : 'disabled'} in subnet '${subnetId}': InsufficientFreeAddressesInSubnet`;
}

/** Makes one task in the subnet of the list with the most free addresses; undefined when none has any. */
function launch(
  input: Wire<RunTaskRequest>,
  definition: TaskDefinition,
  cluster: Cluster,
  { subnets, securityGroupIds, assignPublicIp }: Network,
  scope: EcsScope,
): Task | undefined {
  const { context } = scope;
  const subnet = subnets.reduce((best, one) =>
    one.availableIpAddressCount > best.availableIpAddressCount ? one : best,
  );
  const networkInterface = attachInterface(subnet, context, { securityGroupIds, publicIp: assignPublicIp });
  if (!networkInterface) return undefined;
  const capacityProvider = input.capacityProviderStrategy?.[0]?.capacityProvider;
  const id = context.random.hex(32);
  const arn = taskArn(id, cluster, scope);
  const task: Task = {
    arn,
    cluster: cluster.name,
    definition: definition.arn,
    group: input.group ?? `family:${definition.family}`,
    launchType: 'FARGATE',
    platformVersion: platformVersionOf(input.platformVersion, definition),
    ...(capacityProvider === undefined ? {} : { capacityProviderName: capacityProvider }),
    cpu: normaliseSize(input.overrides?.cpu) ?? definition.registered.cpu ?? '256',
    memory: normaliseSize(input.overrides?.memory) ?? definition.registered.memory ?? '512',
    status: '',
    desiredStatus: 'RUNNING',
    createdAt: context.date,
    times: {},
    version: 0,
    availabilityZone: subnet.availabilityZone,
    attachmentId: context.random.uuid(),
    networkInterface,
    containers: (definition.registered.containerDefinitions ?? []).map(({ name, image, essential }) => ({
      name: name!,
      arn: `arn:aws:ecs:${scope.region}:${scope.accountId}:container/${cluster.name}/${id}/${context.random.uuid()}`,
      image: image!,
      essential: essential ?? true,
      status: 'NONE',
    })),
    ...(input.overrides ? { overrides: input.overrides } : {}),
    ...(input.startedBy === undefined ? {} : { startedBy: input.startedBy }),
    enableExecuteCommand: input.enableExecuteCommand ?? false,
    tags: [...(input.propagateTags === 'TASK_DEFINITION' ? definition.tags : []), ...(input.tags ?? [])],
    position: append(cluster.running, arn),
  };
  scope.ecs.tasks.set(arn, task);
  beginTask(task, scope);
  return task;
}

/**
 * Checks what a service would launch its tasks with, as RunTask checks it.
 * @throws AwsError as RunTask does.
 */
export function checkLaunch(input: Wire<RunTaskRequest>, definition: TaskDefinition, scope: EcsScope): void {
  checkLaunchType(input, definition);
  platformVersionOf(input.platformVersion, definition);
  networkOf(input, definition, scope);
}

/** Launches one task for a service, whose input has been checked; answers with the failure's reason when it cannot. */
export function launchFor(
  input: Wire<RunTaskRequest>,
  definition: TaskDefinition,
  cluster: Cluster,
  scope: TaskScope,
): Task | { failure: string } {
  const caller = { ...scope, principal: '' };
  const network = networkOf(input, definition, caller);
  const task = launch(input, definition, cluster, network, caller);
  return task ?? { failure: noAddress(network) };
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
    ...(input.containerInstance === undefined ? [] : [() => false]),
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

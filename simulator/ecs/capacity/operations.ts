import type {
  DescribeContainerInstancesRequest,
  DescribeContainerInstancesResponse,
  ListContainerInstancesRequest,
  ListContainerInstancesResponse,
  UpdateContainerAgentRequest,
  UpdateContainerAgentResponse,
  UpdateContainerInstancesStateRequest,
  UpdateContainerInstancesStateResponse,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../../api/errors.ts';
import { pageOf } from '../../api/pagination.ts';
import type { Wire } from '../../api/wire.ts';
import { step } from '../../kernel/machine.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import { clusterOf, type EcsScope } from '../scope.ts';
import type { Cluster } from '../state.ts';
import { stop } from '../tasks/life.ts';
import { wake } from '../services/looks.ts';
import { serviceOfTask } from '../services/service.ts';
import { currentAgent } from './capabilities.ts';
import { describeInstance } from './describe.ts';
import { diskId } from './disk.ts';
import { activeInstance, findInstance, instancesOf } from './find.ts';
import { instanceOnHost } from './hosts.ts';
import { fireInstance } from './leave.ts';
import { matcherOrRefuse } from './expression.ts';
import { agentUpdateTable } from './machines.ts';
import type { ContainerInstance } from './record.ts';
import { noticeStep } from './reserve.ts';

export function describeContainerInstances(
  input: Wire<DescribeContainerInstancesRequest>,
  scope: EcsScope,
): Wire<DescribeContainerInstancesResponse> {
  const cluster = clusterOf(input.cluster, scope);
  const { found, failures } = look(input.containerInstances, cluster, scope);
  const tags = input.include?.includes('TAGS') ?? false;
  return { containerInstances: found.map((each) => describeInstance(each, scope, { tags })), failures };
}

type Failures = NonNullable<Wire<DescribeContainerInstancesResponse>['failures']>;

function look(
  names: readonly string[] | undefined,
  cluster: Cluster,
  scope: EcsScope,
): { found: ContainerInstance[]; failures: Failures } {
  if (!names?.length) throw new AwsError('InvalidParameterException', 'Container Instances cannot be empty.');
  if (names.length > 100)
    throw new AwsError('InvalidParameterException', 'instanceIds can have at most 100 items.');
  const found: ContainerInstance[] = [];
  const failures: Failures = [];
  for (const name of names) {
    const instance = findInstance(name, cluster, scope);
    if (instance) found.push(instance);
    else
      failures.push({
        arn: name.startsWith('arn:')
          ? name
          : `arn:aws:ecs:${scope.region}:${scope.accountId}:container-instance/${cluster.name}/${name}`,
        reason: 'MISSING',
      });
  }
  return { found, failures };
}

export function listContainerInstances(
  input: Wire<ListContainerInstancesRequest>,
  scope: EcsScope,
): Wire<ListContainerInstancesResponse> {
  const cluster = clusterOf(input.cluster, scope);
  const matches = input.filter === undefined ? undefined : matcherOrRefuse(input.filter);
  const arns = [...instancesOf(cluster.name, scope).values()]
    .filter(({ status }) => input.status === undefined || status === input.status)
    .filter((instance) => matches?.(instance, scope) ?? true)
    .map(({ arn }) => arn);
  const { items, next } = pageOf(arns, input);
  return { containerInstanceArns: items, ...next };
}

/**
 * UpdateContainerInstancesState: DRAINING stops what is pending there, and has services move their tasks as their
 * deployment configuration allows (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-instance-draining.html).
 */
export function updateContainerInstancesState(
  input: Wire<UpdateContainerInstancesStateRequest>,
  scope: EcsScope,
): Wire<UpdateContainerInstancesStateResponse> {
  const cluster = clusterOf(input.cluster, scope);
  if (input.status !== 'ACTIVE' && input.status !== 'DRAINING')
    throw new AwsError(
      'InvalidParameterException',
      'Container instance status should be one of [ACTIVE, DRAINING]',
    );
  if ((input.containerInstances?.length ?? 0) > 10)
    throw new AwsError('InvalidParameterException', 'instanceIds can have at most 10 items.');
  const { found, failures } = look(input.containerInstances, cluster, scope);
  for (const instance of found) {
    if (input.status === 'ACTIVE') fireInstance(instance, 'ACTIVATE', scope);
    else drain(instance, scope);
  }
  return { containerInstances: found.map((each) => describeInstance(each, scope)), failures };
}

/** Begins to drain an instance. */
export function drain(instance: ContainerInstance, scope: RegionScope): void {
  if (!fireInstance(instance, 'DRAIN', scope)) return;
  for (const arn of [...instance.tasks]) {
    const task = scope.ecs.tasks.get(arn);
    if (task?.group.startsWith('service:') && task.status !== 'RUNNING')
      stop(
        task,
        {
          stopCode: 'ServiceSchedulerInitiated',
          stoppedReason: `Container instance ${instance.arn} is draining`,
        },
        scope,
      );
  }
  for (const arn of instance.tasks) {
    const task = scope.ecs.tasks.get(arn);
    const service = task && serviceOfTask(task, scope);
    if (service) wake(service, scope);
  }
}

const updating = ['STAGE', 'STAGED', 'UPDATE', 'UPDATED'];
/** ms of each step of an agent's update (unverified). */
const updateStep = 8_000;

/** UpdateContainerAgent: only an agent that is not the current one (API reference). */
export function updateContainerAgent(
  input: Wire<UpdateContainerAgentRequest>,
  scope: EcsScope,
): Wire<UpdateContainerAgentResponse> {
  const instance = activeInstance(input.containerInstance, clusterOf(input.cluster, scope), scope);
  if (instance.agentVersion === currentAgent.agentVersion)
    throw new AwsError(
      'NoUpdateAvailableException',
      'There is no update available for your container agent.',
    );
  if (instance.agentUpdate !== undefined && !['UPDATED', 'FAILED'].includes(instance.agentUpdate))
    throw new AwsError(
      'UpdateInProgressException',
      'There is already an update in progress for your container agent.',
    );
  noticeStep(agentUpdateTable.id, instance.arn, '', agentUpdateTable.initial.target, '', scope.context);
  instance.agentUpdate = agentUpdateTable.initial.target;
  scope.context.schedule(updateStep, { type: 'ecs.agentUpdate', subject: instance.arn, event: updating[0]! });
  return { containerInstance: describeInstance(instance, scope) };
}

/** The effect `ecs.agentUpdate`: one step of an agent's update. It fails when the agent is not heard of. */
export function agentUpdateEvent(effect: Effect, scope: RegionScope): void {
  const [, cluster = '', id = ''] = effect.subject.split('/');
  const instance = instancesOf(cluster, scope).get(id);
  if (!instance?.agentUpdate) return;
  const event = instance.agent === 'connected' ? effect.event! : 'FAIL';
  const next = step(agentUpdateTable, instance.agentUpdate, event);
  if (!next) return;
  noticeStep(agentUpdateTable.id, instance.arn, instance.agentUpdate, next.target, event, scope.context);
  instance.agentUpdate = next.target;
  if (next.target === 'UPDATED') instance.agentVersion = currentAgent.agentVersion;
  const following = updating[updating.indexOf(event) + 1];
  if (following) scope.context.schedule(updateStep, { ...effect, event: following });
}

/**
 * The effect `ecs.forgetInstance`: an instance that has left is no longer shown. The disk of a machine stays with it; that
 * of a host without a machine can be come by no more.
 */
export function forgetInstance({ subject }: Effect, { ecs, neighbours }: RegionScope): void {
  const { left, disks } = ecs.capacity;
  const instance = left.get(subject);
  if (!left.delete(subject)) return;
  const disk = diskId(instance!);
  if (!neighbours.ec2.instances.has(disk) && !instanceOnHost(disk, { ecs })) disks.delete(disk);
}

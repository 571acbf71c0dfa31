import type {
  DiscoverPollEndpointRequest,
  DiscoverPollEndpointResponse,
  SubmitAttachmentStateChangesRequest,
  SubmitAttachmentStateChangesResponse,
  SubmitContainerStateChangeRequest,
  SubmitContainerStateChangeResponse,
  SubmitTaskStateChangeRequest,
  SubmitTaskStateChangeResponse,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import { clusterOf, findTask, type EcsScope } from '../scope.ts';
import type { Cluster, Task } from '../state.ts';
import { stop } from '../tasks/life.ts';

/**
 * What the container agent calls (API reference: "This action is only used by the Amazon ECS agent, and it is not intended
 * for use outside of the agent"). The agents of this cloud report through its clock, so a report by hand is taken in where
 * it says that something has stopped, and is only acknowledged where it says what this cloud sees by itself.
 */
const acknowledged = { acknowledgment: 'ACK' };

/** DiscoverPollEndpoint: where the agent asks for work. The names are those that the agent's log shows in us-east-1. */
export function discoverPollEndpoint(
  _: Wire<DiscoverPollEndpointRequest>,
  { region }: EcsScope,
): Wire<DiscoverPollEndpointResponse> {
  return {
    endpoint: `https://ecs-a-1.${region}.amazonaws.com/`,
    telemetryEndpoint: `https://ecs-t-1.${region}.amazonaws.com/`,
    serviceConnectEndpoint: `https://ecs-sc.${region}.api.aws`,
  };
}

/**
 * SubmitTaskStateChange: STOPPED stops a task that has not stopped.
 * @throws AwsError ClusterNotFoundException, InvalidParameterException
 */
export function submitTaskStateChange(
  input: Wire<SubmitTaskStateChangeRequest>,
  scope: EcsScope,
): Wire<SubmitTaskStateChangeResponse> {
  const task = reported(input.task, clusterOf(input.cluster, scope), scope);
  if (input.status === 'STOPPED' && task.desiredStatus === 'RUNNING') end(task, input.reason, scope);
  return acknowledged;
}

/**
 * SubmitContainerStateChange: the task of an essential container that has STOPPED stops too.
 * @throws AwsError ClusterNotFoundException, InvalidParameterException
 */
export function submitContainerStateChange(
  input: Wire<SubmitContainerStateChangeRequest>,
  scope: EcsScope,
): Wire<SubmitContainerStateChangeResponse> {
  const task = reported(input.task, clusterOf(input.cluster, scope), scope);
  const container = task.containers.find(({ name }) => name === input.containerName);
  if (!container)
    throw new AwsError('InvalidParameterException', 'The referenced container was not found in the task.');
  if (input.status === 'STOPPED' && container.essential && task.desiredStatus === 'RUNNING')
    end(task, input.reason, scope);
  return acknowledged;
}

/** SubmitAttachmentStateChanges. @throws AwsError ClusterNotFoundException, InvalidParameterException */
export function submitAttachmentStateChanges(
  input: Wire<SubmitAttachmentStateChangesRequest>,
  scope: EcsScope,
): Wire<SubmitAttachmentStateChangesResponse> {
  clusterOf(input.cluster, scope);
  if (!input.attachments?.length)
    throw new AwsError('InvalidParameterException', 'Attachments can not be empty.');
  return acknowledged;
}

function reported(name: string | undefined, cluster: Cluster, scope: EcsScope): Task {
  const task = findTask(name ?? '', cluster, scope);
  if (task) return task;
  throw new AwsError('InvalidParameterException', 'The referenced task was not found.');
}

function end(task: Task, reason: string | undefined, scope: EcsScope): void {
  stop(
    task,
    {
      stopCode: 'EssentialContainerExited',
      stoppedReason: reason || 'Essential container in task exited',
    },
    scope,
  );
}

import { describeInstance } from '../../../ecs/capacity/describe.ts';
import { findTaskDefinition, shortName } from '../../../ecs/scope.ts';
import { describeTask } from '../../../ecs/tasks/describe.ts';
import type { Effect } from '../../../kernel/queue.ts';
import type { RegionScope } from '../../../region.ts';
import { announce } from '../bus.ts';

/** Times as events give them: `2026-01-05T09:00:00.123Z`. */
const isoTime = (date: number) => new Date(date).toISOString();

/**
 * The effect `events.task`: a task, or a container of it, has changed
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html).
 */
export function taskChanged({ subject }: Effect, scope: RegionScope): void {
  scope.neighbours.events.due.delete(subject);
  const task = scope.ecs.tasks.get(subject);
  if (!task) return;
  const heading = { source: 'aws.ecs', detailType: 'ECS Task State Change', resources: [task.arn] };
  announce(scope, heading, () => {
    const { tags: _, ...shown } = describeTask(task, { ...scope, principal: '' });
    return {
      ...Object.fromEntries(
        Object.entries(shown).map(([name, value]) => [
          name,
          name.endsWith('At') && typeof value === 'number' ? isoTime(Math.round(value * 1000)) : value,
        ]),
      ),
      // The API calls it ElasticNetworkInterface, events call it eni.
      attachments: shown.attachments?.map((attachment) => ({
        ...attachment,
        type: attachment.type === 'ElasticNetworkInterface' ? 'eni' : attachment.type,
      })),
      updatedAt: isoTime(scope.context.date),
    };
  });
}

/**
 * The effect `events.instance`: a container instance has changed its status, or its agent has come or gone
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_container_instance_events.html).
 */
export function instanceChanged({ subject }: Effect, scope: RegionScope): void {
  scope.neighbours.events.due.delete(subject);
  const [, cluster = '', id = ''] = subject.split('/');
  const { instances, left } = scope.ecs.capacity;
  const instance = instances.get(cluster)?.get(id) ?? left.get(subject);
  if (!instance) return;
  const heading = {
    source: 'aws.ecs',
    detailType: 'ECS Container Instance State Change',
    resources: [subject],
  };
  announce(scope, heading, () => {
    const { tags: _, attachments: __, registeredAt, ...shown } = describeInstance(instance, scope);
    return {
      ...shown,
      clusterArn: `arn:aws:ecs:${scope.region}:${scope.accountId}:cluster/${cluster}`,
      registeredAt: isoTime(Math.round(registeredAt! * 1000)),
      updatedAt: isoTime(scope.context.date),
    };
  });
}

/** What a service says in its events, as names (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html). */
export const serviceActions: readonly { pattern: RegExp; name: string; type: 'INFO' | 'WARN' | 'ERROR' }[] = [
  { pattern: /^has reached a steady state/, name: 'SERVICE_STEADY_STATE', type: 'INFO' },
  { pattern: /^has stopped \d+ running tasks/, name: 'TASKS_STOPPED', type: 'INFO' },
  {
    pattern: /^is unable to consistently start tasks successfully/,
    name: 'SERVICE_TASK_START_IMPAIRED',
    type: 'WARN',
  },
  { pattern: /^was unable to place/, name: 'SERVICE_TASK_PLACEMENT_FAILURE', type: 'ERROR' },
  {
    pattern: /^Message: Successfully set desired count/,
    name: 'SERVICE_DESIRED_COUNT_UPDATED',
    type: 'INFO',
  },
  { pattern: /^operations are being throttled/, name: 'ECS_OPERATION_THROTTLED', type: 'ERROR' },
];

/** The effect `events.serviceAction`; `event` is the action's name. */
export function serviceActed({ subject, event }: Effect, scope: RegionScope): void {
  const service = scope.ecs.services.get(subject);
  const action = serviceActions.find(({ name }) => name === event);
  if (!service || !action) return;
  const heading = { source: 'aws.ecs', detailType: 'ECS Service Action', resources: [service.arn] };
  announce(scope, heading, () => {
    const providers = service.deployments[0]?.capacityProviderStrategy?.map(
      ({ capacityProvider }) =>
        `arn:aws:ecs:${scope.region}:${scope.accountId}:capacity-provider/${capacityProvider}`,
    );
    const reason = service.events[0]?.message.split('Reason: ')[1]?.replace(/\.$/, '');
    return {
      eventType: action.type,
      eventName: action.name,
      clusterArn: `arn:aws:ecs:${scope.region}:${scope.accountId}:cluster/${service.cluster}`,
      ...(action.type === 'ERROR' && providers ? { capacityProviderArns: providers } : {}),
      ...(action.type === 'ERROR'
        ? { reason: reason ?? placementReason(service.deployments[0], scope) }
        : {}),
      createdAt: isoTime(scope.context.date),
    };
  });
}

/** `RESOURCE:FARGATE`, as AWS's sample has it. */
function placementReason(deployment: { taskDefinition: string } | undefined, scope: RegionScope): string {
  const definition = deployment && findTaskDefinition(deployment.taskDefinition, scope);
  return definition?.compatibilities.includes('FARGATE') ? 'RESOURCE:FARGATE' : 'RESOURCE:CPU';
}

const deployments: Readonly<Record<string, readonly ['INFO' | 'ERROR', string]>> = {
  IN_PROGRESS: ['INFO', 'SERVICE_DEPLOYMENT_IN_PROGRESS'],
  COMPLETED: ['INFO', 'SERVICE_DEPLOYMENT_COMPLETED'],
  FAILED: ['ERROR', 'SERVICE_DEPLOYMENT_FAILED'],
};

/**
 * The effect `events.deployment`: a deployment's roll-out has gone into the state `event`. The subject is the service's
 * ARN, `#` and the deployment's id
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html).
 */
export function deploymentChanged({ subject, event }: Effect, scope: RegionScope): void {
  const [arn = '', deploymentId = ''] = subject.split('#');
  const [eventType, eventName] = deployments[event ?? ''] ?? [];
  const deployment = scope.ecs.services.get(arn)?.deployments.find(({ id }) => id === deploymentId);
  if (!eventType) return;
  const heading = { source: 'aws.ecs', detailType: 'ECS Deployment State Change', resources: [arn] };
  announce(scope, heading, () => ({
    eventType,
    eventName,
    deploymentId,
    updatedAt: isoTime(deployment?.updatedAt ?? scope.context.date),
    reason: deployment?.rolloutStateReason ?? `ECS deployment ${shortName(deploymentId)} completed.`,
  }));
}

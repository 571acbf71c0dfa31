import type { Service as ServiceShape } from '@aws-sdk/client-ecs';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { TaskScope } from '../tasks/life.ts';
import type { Deployment, Service } from './record.ts';

/** A service as CreateService, UpdateService, DeleteService and DescribeServices show it. */
export function describeService(
  service: Service,
  scope: TaskScope,
  { tags = false } = {},
): Wire<ServiceShape> {
  const sum = (of: 'running' | 'pending') => service.deployments.reduce((all, each) => all + each[of], 0);
  const primary = service.deployments[0]!;
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: `arn:aws:ecs:${scope.region}:${scope.accountId}:cluster/${service.cluster}`,
    loadBalancers: [],
    serviceRegistries: [],
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: sum('running'),
    pendingCount: sum('pending'),
    ...template(primary),
    platformFamily: 'Linux',
    deploymentConfiguration: service.deploymentConfiguration,
    deployments:
      service.status === 'INACTIVE'
        ? []
        : service.deployments.map((deployment) => ({
            id: deployment.id,
            status: deployment.status,
            desiredCount: wanted(deployment, service),
            pendingCount: deployment.pending,
            runningCount: deployment.running,
            failedTasks: deployment.failedTasks,
            createdAt: epochSeconds(deployment.createdAt),
            updatedAt: epochSeconds(deployment.updatedAt),
            ...template(deployment),
            platformFamily: 'Linux',
            rolloutState: deployment.rolloutState as 'IN_PROGRESS',
            rolloutStateReason: deployment.rolloutStateReason,
          })),
    events: service.events.map(({ id, createdAt, message }) => ({
      id,
      createdAt: epochSeconds(createdAt),
      message,
    })),
    createdAt: epochSeconds(service.createdAt),
    createdBy: service.createdBy,
    placementConstraints: [],
    placementStrategy: [],
    schedulingStrategy: 'REPLICA',
    deploymentController: { type: 'ECS' },
    enableECSManagedTags: false,
    enableExecuteCommand: service.enableExecuteCommand,
    propagateTags: service.propagateTags ?? 'NONE',
    ...(tags ? { tags: service.tags as never } : {}),
  };
}

function wanted(deployment: Deployment, service: Service): number {
  return deployment.status === 'PRIMARY' ? service.desiredCount : 0;
}

function template(deployment: Deployment) {
  return {
    taskDefinition: deployment.taskDefinition,
    ...(deployment.launchType ? { launchType: deployment.launchType } : {}),
    ...(deployment.capacityProviderStrategy
      ? { capacityProviderStrategy: deployment.capacityProviderStrategy }
      : {}),
    platformVersion: deployment.platformVersion ?? 'LATEST',
    ...(deployment.networkConfiguration ? { networkConfiguration: deployment.networkConfiguration } : {}),
  };
}

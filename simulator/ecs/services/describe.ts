import type { Deployment as DeploymentShape, Service as ServiceShape } from '@aws-sdk/client-ecs';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { RegionScope } from '../../region.ts';
import type { Deployment, Service, Template } from './record.ts';

/** A service as CreateService, UpdateService, DeleteService and DescribeServices show it. */
export function describeService(
  service: Service,
  scope: RegionScope,
  { tags = false } = {},
): Wire<ServiceShape> {
  const sum = (of: 'running' | 'pending') => service.deployments.reduce((all, each) => all + each[of], 0);
  const primary = service.deployments[0]!;
  const active = service.status !== 'INACTIVE';
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: clusterArn(service, scope),
    loadBalancers: primary.loadBalancers ?? [],
    serviceRegistries: primary.serviceRegistries ?? [],
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: sum('running'),
    pendingCount: sum('pending'),
    ...shownTemplate(primary),
    deploymentConfiguration: service.deploymentConfiguration,
    deployments: active ? service.deployments.map((each) => describeDeployment(each, service)) : [],
    events: service.events.map(({ id, createdAt, message }) => ({
      id,
      createdAt: epochSeconds(createdAt),
      message,
    })),
    createdAt: epochSeconds(service.createdAt),
    createdBy: service.createdBy,
    ...(active ? current(service) : {}),
    placementConstraints: service.placementConstraints,
    placementStrategy: service.placementStrategy,
    ...(service.healthCheckGracePeriodSeconds === undefined
      ? {}
      : { healthCheckGracePeriodSeconds: service.healthCheckGracePeriodSeconds }),
    schedulingStrategy: 'REPLICA',
    deploymentController: { type: 'ECS' },
    enableECSManagedTags: service.enableECSManagedTags,
    enableExecuteCommand: service.enableExecuteCommand,
    propagateTags: service.propagateTags ?? 'NONE',
    availabilityZoneRebalancing: service.availabilityZoneRebalancing,
    ...(tags ? { tags: service.tags as never } : {}),
  };
}

export function clusterArn({ cluster }: Service, { region, accountId }: RegionScope): string {
  return `arn:aws:ecs:${region}:${accountId}:cluster/${cluster}`;
}

/** The service deployment that is on its way, and the revisions that have tasks. */
function current({ history, deployments, desiredCount }: Service): Partial<Wire<ServiceShape>> {
  return {
    ...(history[0] ? { currentServiceDeployment: history[0].arn } : {}),
    currentServiceRevisions: deployments.map((each) => ({
      arn: each.revision,
      requestedTaskCount: each.status === 'PRIMARY' ? desiredCount : 0,
      runningTaskCount: each.running,
      pendingTaskCount: each.pending,
    })),
  };
}

function describeDeployment(deployment: Deployment, service: Service): Wire<DeploymentShape> {
  return {
    id: deployment.id,
    status: deployment.status,
    desiredCount: deployment.status === 'PRIMARY' ? service.desiredCount : 0,
    pendingCount: deployment.pending,
    runningCount: deployment.running,
    failedTasks: deployment.failedTasks,
    createdAt: epochSeconds(deployment.createdAt),
    updatedAt: epochSeconds(deployment.updatedAt),
    ...shownTemplate(deployment),
    rolloutState: deployment.rolloutState as 'IN_PROGRESS',
    rolloutStateReason: deployment.rolloutStateReason,
  };
}

/** What services, deployments and task sets show of a template. */
export function shownTemplate(template: Template) {
  const { launchType, capacityProviderStrategy, networkConfiguration } = template;
  const fargate =
    launchType === 'FARGATE' || capacityProviderStrategy?.[0]?.capacityProvider?.startsWith('FARGATE');
  return {
    taskDefinition: template.taskDefinition,
    ...(launchType ? { launchType } : {}),
    ...(capacityProviderStrategy ? { capacityProviderStrategy } : {}),
    ...(fargate ? { platformVersion: template.platformVersion ?? 'LATEST', platformFamily: 'Linux' } : {}),
    ...(networkConfiguration ? { networkConfiguration } : {}),
  };
}

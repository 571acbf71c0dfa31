import type {
  Deployment as DeploymentShape,
  Service as ServiceShape,
  TaskSet as TaskSetShape,
} from '@aws-sdk/client-ecs';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import { discovery } from '../../neighbours/service-discovery/scope.ts';
import type { RegionScope } from '../../region.ts';
import { endpointsOf } from './discovery.ts';
import type { Deployment, Group, Service, TaskSet, Template } from './record.ts';
import { computedDesiredCount } from './scale.ts';

/** A service as CreateService, UpdateService, DeleteService and DescribeServices show it. */
export function describeService(
  service: Service,
  scope: RegionScope,
  { tags = false } = {},
): Wire<ServiceShape> {
  const groups = [...service.deployments, ...service.taskSets];
  const sum = (of: 'running' | 'pending') => groups.reduce((all, each) => all + each[of], 0);
  const primary = mainOf(service);
  const active = service.status !== 'INACTIVE';
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: clusterArn(service, scope),
    loadBalancers: primary?.loadBalancers ?? [],
    serviceRegistries: primary?.serviceRegistries ?? [],
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: sum('running'),
    pendingCount: sum('pending'),
    ...(primary ? shownTemplate(primary) : {}),
    deploymentConfiguration: service.deploymentConfiguration,
    ...(service.controller === 'ECS'
      ? {}
      : { taskSets: service.taskSets.map((each) => describeTaskSet(each, service, scope)) }),
    deployments: active ? service.deployments.map((each) => describeDeployment(each, service, scope)) : [],
    events: service.events.map(({ id, createdAt, message }) => ({
      id,
      createdAt: epochSeconds(createdAt),
      message,
    })),
    createdAt: epochSeconds(service.createdAt),
    createdBy: service.createdBy,
    ...(active && service.controller === 'ECS' ? current(service) : {}),
    placementConstraints: service.placementConstraints,
    placementStrategy: service.placementStrategy,
    ...(service.healthCheckGracePeriodSeconds === undefined
      ? {}
      : { healthCheckGracePeriodSeconds: service.healthCheckGracePeriodSeconds }),
    schedulingStrategy: service.schedulingStrategy,
    deploymentController: { type: service.controller },
    enableECSManagedTags: service.enableECSManagedTags,
    enableExecuteCommand: service.enableExecuteCommand,
    propagateTags: service.propagateTags ?? 'NONE',
    availabilityZoneRebalancing: service.availabilityZoneRebalancing,
    ...(tags ? { tags: service.tags as never } : {}),
  };
}

/** The deployment or task set that a service is known by: the PRIMARY one. */
export function mainOf({ deployments, taskSets }: Service): Group | undefined {
  return deployments[0] ?? taskSets.find(({ status }) => status === 'PRIMARY');
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

function describeDeployment(
  deployment: Deployment,
  service: Service,
  scope: RegionScope,
): Wire<DeploymentShape> {
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
    ...shownConnect(deployment, scope),
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

/** A task set as its own operations and DescribeServices show it. */
export function describeTaskSet(
  taskSet: TaskSet,
  service: Service,
  scope: RegionScope,
  tags = true,
): Wire<TaskSetShape> {
  return {
    id: taskSet.id,
    taskSetArn: taskSet.arn,
    serviceArn: service.arn,
    clusterArn: clusterArn(service, scope),
    ...(taskSet.startedBy === undefined ? {} : { startedBy: taskSet.startedBy }),
    ...(taskSet.externalId === undefined ? {} : { externalId: taskSet.externalId }),
    status: taskSet.status,
    computedDesiredCount: computedDesiredCount(taskSet, service),
    pendingCount: taskSet.pending,
    runningCount: taskSet.running,
    createdAt: epochSeconds(taskSet.createdAt),
    updatedAt: epochSeconds(taskSet.updatedAt),
    ...shownTemplate(taskSet),
    loadBalancers: taskSet.loadBalancers ?? [],
    serviceRegistries: taskSet.serviceRegistries ?? [],
    scale: { value: taskSet.scale, unit: 'PERCENT' },
    stabilityStatus: taskSet.stability as 'STABILIZING',
    stabilityStatusAt: epochSeconds(taskSet.stabilityAt),
    tags: tags ? (taskSet.tags as never) : [],
  };
}

/** Service Connect as a deployment shows it; the namespace is an ARN there. */
function shownConnect(deployment: Deployment, scope: RegionScope): Partial<Wire<DeploymentShape>> {
  const { serviceConnectConfiguration: connect } = deployment;
  if (!connect) return {};
  const namespace = discovery(scope).namespaces.get(connect.namespace ?? '')?.arn;
  return {
    serviceConnectConfiguration: { ...connect, ...(namespace === undefined ? {} : { namespace }) },
    ...(connect.enabled === true ? { serviceConnectResources: endpointsOf(deployment, scope) } : {}),
  };
}

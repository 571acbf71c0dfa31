import type {
  Cluster as ClusterShape,
  CreateClusterRequest,
  CreateClusterResponse,
  DeleteClusterRequest,
  DeleteClusterResponse,
  DescribeClustersRequest,
  DescribeClustersResponse,
  ListClustersRequest,
  ListClustersResponse,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../api/errors.ts';
import { pageOf } from '../api/pagination.ts';
import type { Wire } from '../api/wire.ts';
import { instancesOf } from './capacity/find.ts';
import { settingFor } from './account-settings.ts';
import { checkProviders } from './capacity/providers.ts';
import { serviceConnectDefaults } from './service-connect-defaults.ts';
import { clusterOf, shortName, type EcsScope } from './scope.ts';
import { createClusterRecord, type Cluster } from './state.ts';

/** Creates a cluster, or answers with the one that has this name already, as ECS does. */
export function createCluster(
  input: Wire<CreateClusterRequest>,
  scope: EcsScope,
): Wire<CreateClusterResponse> {
  const name = input.clusterName ?? 'default';
  if (!/^[a-zA-Z0-9_-]{1,255}$/.test(name))
    throw new AwsError(
      'InvalidParameterException',
      'Identifier length should be between 1 and 255 characters, with letters, numbers, hyphens and underscores.',
    );
  const existing = scope.ecs.clusters.get(name);
  if (existing?.status === 'ACTIVE') return { cluster: describeCluster(existing, scope) };
  checkProviders(
    input.capacityProviders ?? [],
    input.defaultCapacityProviderStrategy as never,
    scope.ecs.capacity,
  );
  const cluster = createClusterRecord({
    name,
    arn: `arn:aws:ecs:${scope.region}:${scope.accountId}:cluster/${name}`,
    capacityProviders: (input.capacityProviders ?? []).map(shortName),
    defaultCapacityProviderStrategy: input.defaultCapacityProviderStrategy ?? [],
    tags: input.tags ?? [],
    settings: input.settings?.length
      ? input.settings
      : [{ name: 'containerInsights', value: settingFor('containerInsights', scope.principal, scope) }],
    ...(input.configuration ? { configuration: input.configuration as object } : {}),
    ...serviceConnectDefaults(input.serviceConnectDefaults, scope),
  });
  scope.ecs.clusters.set(name, cluster);
  return { cluster: describeCluster(cluster, scope) };
}

export function describeClusters(
  input: Wire<DescribeClustersRequest>,
  scope: EcsScope,
): Wire<DescribeClustersResponse> {
  const names = input.clusters?.length ? input.clusters : ['default'];
  const found: Wire<ClusterShape>[] = [];
  const failures: Wire<DescribeClustersResponse>['failures'] = [];
  for (const name of names) {
    const cluster = scope.ecs.clusters.get(shortName(name));
    if (cluster) found.push(asIncluded(describeCluster(cluster, scope), input.include ?? []));
    else
      failures.push({
        arn: `arn:aws:ecs:${scope.region}:${scope.accountId}:cluster/${shortName(name)}`,
        reason: 'MISSING',
      });
  }
  return { clusters: found, failures };
}

/** What DescribeClusters shows only to those who ask for it with `include` (API reference). */
function asIncluded(
  shown: Wire<ClusterShape>,
  include: NonNullable<Wire<DescribeClustersRequest>['include']>,
): Wire<ClusterShape> {
  const { configuration, ...others } = shown;
  return {
    ...others,
    ...(include.includes('CONFIGURATIONS') && configuration ? { configuration } : {}),
    tags: include.includes('TAGS') ? (shown.tags ?? []) : [],
    settings: include.includes('SETTINGS') ? (shown.settings ?? []) : [],
  };
}

export function listClusters(input: Wire<ListClustersRequest>, scope: EcsScope): Wire<ListClustersResponse> {
  const active = [...scope.ecs.clusters.values()].filter(({ status }) => status === 'ACTIVE');
  const { items, next } = pageOf(active, input);
  return {
    clusterArns: items.map(({ arn }) => arn),
    ...next,
  };
}

export function deleteCluster(
  input: Wire<DeleteClusterRequest>,
  scope: EcsScope,
): Wire<DeleteClusterResponse> {
  const cluster = clusterOf(input.cluster, scope);
  if (cluster.runningTasksCount + cluster.pendingTasksCount > 0) {
    throw new AwsError(
      'ClusterContainsTasksException',
      'The Cluster cannot be deleted while Tasks are active.',
    );
  }
  if (instancesOf(cluster.name, scope).size > 0) {
    throw new AwsError(
      'ClusterContainsContainerInstancesException',
      'The Cluster cannot be deleted while Container Instances are active or draining.',
    );
  }
  if (activeServices(cluster, scope) > 0) {
    throw new AwsError(
      'ClusterContainsServicesException',
      'The Cluster cannot be deleted while Services are active.',
    );
  }
  cluster.status = 'INACTIVE';
  return { cluster: describeCluster(cluster, scope) };
}

function activeServices(cluster: Cluster, { ecs }: EcsScope): number {
  let count = 0;
  for (const service of ecs.services.values())
    if (service.cluster === cluster.name && service.status === 'ACTIVE') count++;
  return count;
}

/** A cluster as the API shows it. */
export function describeCluster(cluster: Cluster, scope: EcsScope): Wire<ClusterShape> {
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: cluster.status,
    registeredContainerInstancesCount: instancesOf(cluster.name, scope).size,
    runningTasksCount: cluster.runningTasksCount,
    pendingTasksCount: cluster.pendingTasksCount,
    activeServicesCount: activeServices(cluster, scope),
    statistics: [],
    tags: cluster.tags,
    settings: cluster.settings as ClusterShape['settings'],
    capacityProviders: cluster.capacityProviders,
    ...(cluster.configuration ? { configuration: cluster.configuration } : {}),
    ...(cluster.serviceConnectDefaults ? { serviceConnectDefaults: cluster.serviceConnectDefaults } : {}),
    defaultCapacityProviderStrategy:
      cluster.defaultCapacityProviderStrategy as ClusterShape['defaultCapacityProviderStrategy'],
  };
}

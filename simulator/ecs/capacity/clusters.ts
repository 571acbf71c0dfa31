import type {
  PutClusterCapacityProvidersRequest,
  PutClusterCapacityProvidersResponse,
  UpdateClusterRequest,
  UpdateClusterResponse,
  UpdateClusterSettingsRequest,
  UpdateClusterSettingsResponse,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import { describeCluster } from '../clusters.ts';
import { serviceConnectDefaults } from '../service-connect-defaults.ts';
import { clusterOf, shortName, type EcsScope } from '../scope.ts';
import { checkProviders } from './providers.ts';

export function putClusterCapacityProviders(
  input: Wire<PutClusterCapacityProvidersRequest>,
  scope: EcsScope,
): Wire<PutClusterCapacityProvidersResponse> {
  const cluster = clusterOf(input.cluster, scope);
  const wanted = (input.capacityProviders ?? []).map(shortName);
  checkProviders(wanted, input.defaultCapacityProviderStrategy as never, scope.ecs.capacity);
  const used = usedIn(cluster.name, scope);
  if (
    cluster.capacityProviders.some((name) => !wanted.includes(shortName(name)) && used.has(shortName(name)))
  )
    throw new AwsError(
      'ResourceInUseException',
      'The specified capacity provider is in use and cannot be removed.',
    );
  cluster.capacityProviders = wanted;
  cluster.defaultCapacityProviderStrategy = input.defaultCapacityProviderStrategy ?? [];
  return { cluster: describeCluster(cluster, scope) };
}

/** The capacity providers that services of a cluster use. */
function usedIn(cluster: string, { ecs }: EcsScope): Set<string> {
  const used = new Set<string>();
  for (const service of ecs.services.values())
    if (service.cluster === cluster && service.status === 'ACTIVE')
      for (const { capacityProviderStrategy = [] } of service.deployments)
        for (const { capacityProvider = '' } of capacityProviderStrategy)
          used.add(shortName(capacityProvider));
  return used;
}

export function updateCluster(
  input: Wire<UpdateClusterRequest>,
  scope: EcsScope,
): Wire<UpdateClusterResponse> {
  const cluster = clusterOf(input.cluster, scope);
  if (input.settings) cluster.settings = merged(cluster.settings, input.settings);
  if (input.configuration) cluster.configuration = input.configuration as object;
  Object.assign(cluster, serviceConnectDefaults(input.serviceConnectDefaults, scope));
  return { cluster: describeCluster(cluster, scope) };
}

export function updateClusterSettings(
  input: Wire<UpdateClusterSettingsRequest>,
  scope: EcsScope,
): Wire<UpdateClusterSettingsResponse> {
  const cluster = clusterOf(input.cluster, scope);
  cluster.settings = merged(cluster.settings, input.settings ?? []);
  return { cluster: describeCluster(cluster, scope) };
}

type Settings = { name?: string; value?: string }[];

function merged(before: Settings, given: Settings): Settings {
  for (const { name, value } of given) {
    if (name !== 'containerInsights')
      throw new AwsError('InvalidParameterException', `Setting name '${name}' is not supported.`);
    if (!['enabled', 'disabled', 'enhanced'].includes(value ?? ''))
      throw new AwsError('InvalidParameterException', `Invalid cluster setting value: ${value}.`);
  }
  return [...before.filter(({ name }) => !given.some((each) => each.name === name)), ...given];
}

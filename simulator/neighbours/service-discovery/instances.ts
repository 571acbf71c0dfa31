import type {
  DeregisterInstanceRequest,
  DeregisterInstanceResponse,
  DiscoverInstancesRequest,
  DiscoverInstancesResponse,
  ListInstancesRequest,
  ListInstancesResponse,
  RegisterInstanceRequest,
  RegisterInstanceResponse,
} from '@aws-sdk/client-servicediscovery';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import type { RegionScope } from '../../region.ts';
import { submit } from './operations.ts';
import { paged } from './pages.ts';
import { discoveryServiceOf, namespaceNamed, servicesIn } from './scope.ts';
import type { Instance } from './state.ts';

export function registerInstance(
  input: Wire<RegisterInstanceRequest>,
  scope: RegionScope,
): Wire<RegisterInstanceResponse> {
  const service = discoveryServiceOf(input.ServiceId, scope);
  const id = input.InstanceId ?? '';
  const attributes = input.Attributes ?? {};
  if (service.dnsConfig && attributes['AWS_INSTANCE_IPV4'] === undefined)
    throw new AwsError(
      'InvalidInput',
      'The attribute AWS_INSTANCE_IPV4 is required for services with A records.',
    );
  service.instances.set(id, {
    id,
    attributes,
    health: attributes['AWS_INIT_HEALTH_STATUS'] === 'UNHEALTHY' ? 'UNHEALTHY' : 'HEALTHY',
  });
  return { OperationId: submit('REGISTER_INSTANCE', { INSTANCE: id, SERVICE: service.id }, scope) };
}

export function deregisterInstance(
  input: Wire<DeregisterInstanceRequest>,
  scope: RegionScope,
): Wire<DeregisterInstanceResponse> {
  const service = discoveryServiceOf(input.ServiceId, scope);
  const id = input.InstanceId ?? '';
  if (!service.instances.delete(id))
    throw new AwsError('InstanceNotFound', `Instance not found. InstanceId: ${id}`);
  return { OperationId: submit('DEREGISTER_INSTANCE', { INSTANCE: id, SERVICE: service.id }, scope) };
}

export function listInstances(
  input: Wire<ListInstancesRequest>,
  scope: RegionScope,
): Wire<ListInstancesResponse> {
  const { instances } = discoveryServiceOf(input.ServiceId, scope);
  const { items, next } = paged([...instances.values()], input);
  return { Instances: items.map(({ id, attributes }) => ({ Id: id, Attributes: attributes })), ...next };
}

/** DiscoverInstances: healthy ones or, where none is, all, unless the request says otherwise. */
export function discoverInstances(
  input: Wire<DiscoverInstancesRequest>,
  scope: RegionScope,
): Wire<DiscoverInstancesResponse> {
  const namespace = namespaceNamed(input.NamespaceName ?? '', scope);
  if (!namespace)
    throw new AwsError('NamespaceNotFound', `Namespace not found. NamespaceName: ${input.NamespaceName}`);
  const service = servicesIn(namespace.id, scope).find(({ name }) => name === input.ServiceName);
  if (!service) throw new AwsError('ServiceNotFound', `Service not found. ServiceName: ${input.ServiceName}`);
  const query = Object.entries(input.QueryParameters ?? {});
  const matching = [...service.instances.values()].filter(({ attributes }) =>
    query.every(([name, value]) => attributes[name] === value),
  );
  const found = withHealth(matching, input.HealthStatus ?? 'HEALTHY_OR_ELSE_ALL');
  return {
    Instances: found.slice(0, input.MaxResults ?? 100).map(({ id, attributes, health }) => ({
      InstanceId: id,
      NamespaceName: namespace.name,
      ServiceName: service.name,
      HealthStatus: health,
      Attributes: attributes,
    })),
  };
}

function withHealth(instances: readonly Instance[], asked: string): Instance[] {
  if (asked === 'ALL') return [...instances];
  const wanted = asked === 'UNHEALTHY' ? 'UNHEALTHY' : 'HEALTHY';
  const found = instances.filter(({ health }) => health === wanted);
  return found.length === 0 && asked === 'HEALTHY_OR_ELSE_ALL' ? [...instances] : found;
}

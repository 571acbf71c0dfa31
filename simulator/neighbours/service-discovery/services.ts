import type {
  CreateServiceRequest,
  CreateServiceResponse,
  DeleteServiceRequest,
  GetServiceRequest,
  ListServicesRequest,
  ListServicesResponse,
  ServiceSummary,
} from '@aws-sdk/client-servicediscovery';
import { AwsError } from '../../api/errors.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { RegionScope } from '../../region.ts';
import { paged } from './pages.ts';
import { discovery, discoveryArn, discoveryServiceOf, namespaceOf, newId, servicesIn } from './scope.ts';
import type { DiscoveryService } from './state.ts';

export function createService(
  input: Wire<CreateServiceRequest>,
  scope: RegionScope,
): Wire<CreateServiceResponse> {
  const namespace = namespaceOf(input.NamespaceId ?? input.DnsConfig?.NamespaceId, scope);
  const name = input.Name ?? '';
  const existing = servicesIn(namespace.id, scope).find((each) => each.name === name);
  if (existing)
    throw new AwsError('ServiceAlreadyExists', `Service with name: ${name} already exists.`, {
      ServiceId: existing.id,
    });
  if (input.DnsConfig && namespace.type === 'HTTP')
    throw new AwsError('InvalidInput', 'DnsConfig cannot be specified for a service in an HTTP namespace.');
  if (input.HealthCheckConfig && input.HealthCheckCustomConfig)
    throw new AwsError(
      'InvalidInput',
      'HealthCheckConfig and HealthCheckCustomConfig cannot be specified at the same time.',
    );
  const service = addService(name, namespace.id, scope, {
    ...(input.Description === undefined ? {} : { description: input.Description }),
    ...(input.DnsConfig ? { dnsConfig: input.DnsConfig as never } : {}),
    ...(input.HealthCheckConfig ? { healthCheckConfig: input.HealthCheckConfig as never } : {}),
    ...(input.HealthCheckCustomConfig
      ? { healthCheckCustomConfig: input.HealthCheckCustomConfig as never }
      : {}),
  });
  return { Service: { ...describe(service), NamespaceId: namespace.id } };
}

/** Makes a service in a namespace, as CreateService does and ECS for Service Connect. */
export function addService(
  name: string,
  namespace: string,
  scope: RegionScope,
  fields: Partial<DiscoveryService> = {},
): DiscoveryService {
  const id = newId('srv', scope);
  const service: DiscoveryService = {
    id,
    arn: discoveryArn(`service/${id}`, scope),
    name,
    namespace,
    instances: new Map(),
    createdAt: scope.context.date,
    ...fields,
  };
  discovery(scope).services.set(id, service);
  return service;
}

export function getService(input: Wire<GetServiceRequest>, scope: RegionScope): Wire<CreateServiceResponse> {
  const service = discoveryServiceOf(input.Id, scope);
  return { Service: { ...describe(service), NamespaceId: service.namespace } };
}

export function listServices(
  input: Wire<ListServicesRequest>,
  scope: RegionScope,
): Wire<ListServicesResponse> {
  const inside = input.Filters?.find(({ Name }) => Name === 'NAMESPACE_ID')?.Values;
  const found = [...discovery(scope).services.values()].filter(
    ({ namespace }) => inside?.includes(namespace) ?? true,
  );
  const { items, next } = paged(found, input);
  return { Services: items.map(describe), ...next };
}

export function deleteService(input: Wire<DeleteServiceRequest>, scope: RegionScope): Record<string, never> {
  const service = discoveryServiceOf(input.Id, scope);
  if (service.instances.size > 0)
    throw new AwsError(
      'ResourceInUse',
      'Service contains registered instances; delete the instances before deleting the service',
    );
  discovery(scope).services.delete(service.id);
  return {};
}

function describe(service: DiscoveryService): Wire<ServiceSummary> {
  return {
    Id: service.id,
    Arn: service.arn,
    Name: service.name,
    Type: service.dnsConfig ? 'DNS_HTTP' : 'HTTP',
    ...(service.description === undefined ? {} : { Description: service.description }),
    InstanceCount: service.instances.size,
    ...(service.dnsConfig ? { DnsConfig: service.dnsConfig as never } : {}),
    ...(service.healthCheckConfig ? { HealthCheckConfig: service.healthCheckConfig as never } : {}),
    ...(service.healthCheckCustomConfig
      ? { HealthCheckCustomConfig: service.healthCheckCustomConfig as never }
      : {}),
    CreateDate: epochSeconds(service.createdAt),
  };
}

import type { ServiceConnectConfiguration, ServiceRegistry } from '@aws-sdk/client-ecs';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import { discovery, namespaceNamed, servicesIn } from '../../neighbours/service-discovery/scope.ts';
import { addService } from '../../neighbours/service-discovery/services.ts';
import type { RegionScope } from '../../region.ts';
import { findTaskDefinition, shortName } from '../scope.ts';
import type { Cluster, Task, TaskDefinition } from '../state.ts';
import type { Group, Service, Template } from './record.ts';

function refuse(message: string): never {
  throw new AwsError('InvalidParameterException', message);
}

/** Service quota: service registries per service. @throws AwsError InvalidParameterException */
export function checkRegistries(
  registries: readonly Wire<ServiceRegistry>[],
  { registered: { containerDefinitions = [] } }: TaskDefinition,
  scope: RegionScope,
): void {
  if (registries.length > 1) refuse('service registries can have at most 1 items.');
  for (const { registryArn = '', containerName, containerPort } of registries) {
    if (!discovery(scope).services.has(shortName(registryArn)))
      refuse(`The service registry with ARN ${registryArn} does not exist.`);
    if (containerName === undefined) continue;
    const container = containerDefinitions.find(({ name }) => name === containerName);
    if (!container) refuse(`The container ${containerName} does not exist in the task definition.`);
    if (!container.portMappings?.some((mapping) => mapping.containerPort === containerPort))
      refuse(`The container ${containerName} did not have a container port ${containerPort} defined.`);
  }
}

/**
 * A Service Connect configuration with the id of its namespace in place of the name or ARN that was given. The texts are
 * worded after the developer guide and unverified, but for NamespaceNotFoundException's.
 * @throws AwsError NamespaceNotFoundException, InvalidParameterException
 */
export function connectOf(
  given: Wire<ServiceConnectConfiguration> | undefined,
  { registered: { containerDefinitions = [] } }: TaskDefinition,
  cluster: Cluster,
  scope: RegionScope,
): Wire<ServiceConnectConfiguration> | undefined {
  if (given?.enabled !== true) return given;
  const asked = given.namespace ?? cluster.serviceConnectDefaults?.namespace;
  if (asked === undefined)
    refuse(
      'A namespace must be specified for Service Connect, or the cluster must have a default namespace.',
    );
  const namespace = discovery(scope).namespaces.get(shortName(asked)) ?? namespaceNamed(asked, scope);
  if (!namespace) throw new AwsError('NamespaceNotFoundException', 'Namespace not found.');
  const mappings = containerDefinitions.flatMap(({ portMappings = [] }) => portMappings);
  const ports = new Set<number>();
  for (const { portName, clientAliases = [] } of given.services ?? []) {
    if (!mappings.some(({ name }) => name === portName))
      refuse(
        `The port name ${portName} of the Service Connect configuration does not exist in the task definition.`,
      );
    for (const { port = 0, dnsName } of clientAliases) {
      if (port < 1 || port > 65_535) refuse('Client alias ports must be between 1 and 65535.');
      if (dnsName === undefined && ports.has(port))
        refuse(`The client alias port ${port} is used more than once.`);
      ports.add(port);
    }
  }
  return { ...given, namespace: namespace.id };
}

/** Makes the Cloud Map services of a deployment's Service Connect endpoints, where they are not there yet. */
export function openEndpoints({ serviceConnectConfiguration: connect }: Template, scope: RegionScope): void {
  if (connect?.enabled !== true) return;
  for (const { portName = '', discoveryName = portName } of connect.services ?? [])
    if (!servicesIn(connect.namespace!, scope).some(({ name }) => name === discoveryName))
      addService(discoveryName, connect.namespace!, scope, { connect: true });
}

/** The endpoints of a deployment as DescribeServices shows them. */
export function endpointsOf(
  { serviceConnectConfiguration: connect }: Template,
  scope: RegionScope,
): { discoveryName: string; discoveryArn: string }[] {
  if (connect?.enabled !== true) return [];
  const inside = servicesIn(connect.namespace ?? '', scope);
  return (connect.services ?? []).flatMap(({ portName, discoveryName = portName }) => {
    const service = inside.find(({ name }) => name === discoveryName);
    return service ? [{ discoveryName: service.name, discoveryArn: service.arn }] : [];
  });
}

/** Registers a task whose containers run with its service registries and Service Connect endpoints. */
export function enlist(task: Task, group: Group, service: Service, scope: RegionScope): void {
  const { serviceRegistries = [], serviceConnectConfiguration: connect } = group;
  if (serviceRegistries.length === 0 && connect?.enabled !== true) return;
  const { services } = discovery(scope);
  const definition = findTaskDefinition(task.definition, scope);
  const add = (id: string, port: number | undefined) => {
    const registry = services.get(id);
    const address = task.networkInterface?.privateIpv4Address;
    if (!registry || address === undefined) return;
    registry.instances.set(shortName(task.arn), {
      id: shortName(task.arn),
      task: task.arn,
      health: 'HEALTHY',
      attributes: {
        AVAILABILITY_ZONE: task.availabilityZone,
        AWS_INIT_HEALTH_STATUS: 'HEALTHY',
        AWS_INSTANCE_IPV4: address,
        ...(port === undefined ? {} : { AWS_INSTANCE_PORT: String(port) }),
        ECS_CLUSTER_NAME: task.cluster,
        ECS_SERVICE_NAME: service.name,
        ECS_TASK_DEFINITION_FAMILY: definition?.family ?? '',
        REGION: scope.region,
      },
    });
    (task.enlisted ??= []).push(id);
  };
  for (const { registryArn = '', port, containerPort } of serviceRegistries)
    add(shortName(registryArn), containerPort ?? port);
  if (connect?.enabled !== true) return;
  const mappings = (definition?.registered.containerDefinitions ?? []).flatMap(
    ({ portMappings = [] }) => portMappings,
  );
  for (const { portName, discoveryName = portName } of connect.services ?? []) {
    const endpoint = servicesIn(connect.namespace!, scope).find(({ name }) => name === discoveryName);
    if (endpoint) add(endpoint.id, mappings.find(({ name }) => name === portName)?.containerPort);
  }
}

/** Takes a task out of service discovery. */
export function delist(task: Task, scope: RegionScope): void {
  for (const id of task.enlisted ?? [])
    discovery(scope).services.get(id)?.instances.delete(shortName(task.arn));
  delete task.enlisted;
}

/** A container's health check has changed its mind: so does service discovery. */
export function markHealth(task: Task, scope: RegionScope): void {
  const sick = task.containers.some(({ essential, health }) => essential && health === 'UNHEALTHY');
  for (const id of task.enlisted ?? []) {
    const instance = discovery(scope).services.get(id)?.instances.get(shortName(task.arn));
    if (instance) instance.health = sick ? 'UNHEALTHY' : 'HEALTHY';
  }
}

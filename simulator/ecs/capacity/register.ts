import type {
  DeregisterContainerInstanceRequest,
  DeregisterContainerInstanceResponse,
  RegisterContainerInstanceRequest,
  RegisterContainerInstanceResponse,
  Resource,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import { attachInterface, type NetworkInterface } from '../../neighbours/vpc.ts';
import { settingFor } from '../account-settings.ts';
import { clusterOf, type EcsScope } from '../scope.ts';
import { capabilitiesOf, currentAgent } from './capabilities.ts';
import { describeInstance } from './describe.ts';
import { activeInstance } from './find.ts';
import { instanceTypeOf, registeredMemory } from './instance-types.ts';
import { leave } from './leave.ts';
import { agentTable, containerInstanceTable } from './machines.ts';
import type { ContainerInstance, HostLaunchType } from './record.ts';
import { noticeStep } from './reserve.ts';

/** What an instance says of itself, signed by EC2 (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-identity-documents.html). */
interface Identity {
  instanceId?: string;
  instanceType?: string;
  availabilityZone?: string;
  imageId?: string;
}

/** Ports that every agent registers as taken: SSH, Docker, and the agent's own (API reference, PortMapping). */
const reserved = [22, 2376, 2375, 51678, 51679];

/**
 * RegisterContainerInstance: what the container agent calls when it starts. An instance whose identity document names no
 * EC2 instance is one of ECS Anywhere (`mi-…`). Resources that the agent does not name come from the instance type.
 */
export function registerContainerInstance(
  input: Wire<RegisterContainerInstanceRequest>,
  scope: EcsScope,
): Wire<RegisterContainerInstanceResponse> {
  const cluster = clusterOf(input.cluster, scope);
  const identity = readIdentity(input.instanceIdentityDocument);
  if (input.containerInstanceArn !== undefined) {
    const known = activeInstance(input.containerInstanceArn, cluster, scope);
    if (
      known.attributes.get('ecs.instance-type') !==
      (identity.instanceType ?? known.attributes.get('ecs.instance-type'))
    )
      throw new AwsError('ClientException', 'Container instance type changes are not supported.');
    return { containerInstance: describeInstance(known, scope, { tags: true }) };
  }
  const { context } = scope;
  const id = context.random.hex(32);
  const launchType = launchTypeOf(identity, input, scope);
  const type = instanceTypeOf(identity.instanceType);
  const given = (name: string) => input.totalResources?.find((resource) => resource.name === name);
  const registered: ContainerInstance['registered'] = {
    cpu: given('CPU')?.integerValue ?? type?.cpu ?? 2048,
    memory: given('MEMORY')?.integerValue ?? (type ? registeredMemory(type) : 3_884),
    ports: portsOf(given('PORTS')) ?? reserved,
    udpPorts: portsOf(given('PORTS_UDP')) ?? [],
  };
  const { networkInterface, zone } = placeOf(identity, launchType, scope);
  const instance: ContainerInstance = {
    id,
    arn: `arn:aws:ecs:${scope.region}:${scope.accountId}:container-instance/${cluster.name}/${id}`,
    cluster: cluster.name,
    hostId: identity.instanceId ?? (launchType === 'EXTERNAL' ? `mi-0${context.random.hex(16)}` : ''),
    launchType,
    status: containerInstanceTable.initial.target,
    agent: agentTable.initial.target,
    agentVersion: input.versionInfo?.agentVersion ?? currentAgent.agentVersion,
    dockerVersion: input.versionInfo?.dockerVersion ?? currentAgent.dockerVersion,
    registered,
    remaining: { cpu: registered.cpu, memory: registered.memory },
    ports: new Set([
      ...registered.ports.map((port) => `tcp/${port}`),
      ...registered.udpPorts.map((port) => `udp/${port}`),
    ]),
    // Its own interface takes one (developer guide, task networking with the awsvpc network mode).
    interfaces: { limit: launchType === 'EXTERNAL' ? 0 : interfacesOf(identity, scope), used: 0 },
    attributes: capabilitiesOf({ external: launchType === 'EXTERNAL' }),
    registeredAt: context.date,
    version: 1,
    tasks: new Set(),
    groups: new Map(),
    held: [],
    networkInterface,
    ...providerOf(identity, scope),
    tags: input.tags ?? [],
  };
  const builtIn: [string, string | undefined][] = [
    ['ecs.availability-zone', launchType === 'EXTERNAL' ? undefined : zone],
    ['ecs.instance-type', identity.instanceType],
    ['ecs.ami-id', identity.imageId],
    ['ecs.os-type', 'linux'],
    ['ecs.os-family', 'LINUX'],
    ['ecs.cpu-architecture', type?.architecture ?? 'x86_64'],
    ['ecs.vpc-id', launchType === 'EXTERNAL' ? undefined : scope.vpc.vpcId],
    ['ecs.subnet-id', launchType === 'EXTERNAL' ? undefined : networkInterface.subnetId],
  ];
  for (const [name, value] of builtIn) if (value !== undefined) instance.attributes.set(name, value);
  for (const { name, value } of input.attributes ?? []) if (name) instance.attributes.set(name, value ?? '');
  const { instances } = scope.ecs.capacity;
  if (!instances.has(cluster.name)) instances.set(cluster.name, new Map());
  instances.get(cluster.name)!.set(id, instance);
  noticeStep(containerInstanceTable.id, instance.arn, '', instance.status, '', context);
  noticeStep(agentTable.id, instance.arn, '', instance.agent, '', context);
  context.schedule(0, { type: 'ecs.capacityCame', subject: cluster.arn });
  context.schedule(0, { type: 'ecs.daemons', subject: instance.arn });
  return { containerInstance: describeInstance(instance, scope, { tags: true }) };
}

/** DeregisterContainerInstance; with tasks on it only when forced, and then they are gone for ECS. */
export function deregisterContainerInstance(
  input: Wire<DeregisterContainerInstanceRequest>,
  scope: EcsScope,
): Wire<DeregisterContainerInstanceResponse> {
  const cluster = clusterOf(input.cluster, scope);
  const instance = activeInstance(input.containerInstance, cluster, scope);
  if (instance.tasks.size > 0 && input.force !== true)
    throw new AwsError('InvalidParameterException', 'Found running tasks on the instance.');
  leave(
    instance,
    { stopCode: 'TerminationNotice', stoppedReason: 'Container instance deregistration forced by user' },
    scope,
  );
  return { containerInstance: describeInstance(instance, scope) };
}

function readIdentity(document: string | undefined): Identity {
  if (document === undefined) return {};
  try {
    const read: unknown = JSON.parse(document);
    return typeof read === 'object' && read !== null ? (read as Identity) : {};
  } catch {
    throw new AwsError('ClientException', 'Invalid identity document.');
  }
}

function launchTypeOf(
  { instanceId }: Identity,
  { attributes }: Wire<RegisterContainerInstanceRequest>,
  { neighbours }: EcsScope,
): HostLaunchType {
  const machine = neighbours.ec2.instances.get(instanceId ?? '');
  if (machine?.tags.some(({ Key }) => Key === 'aws:ecs:capacityProvider')) return 'MANAGED_INSTANCES';
  const external = attributes?.some(({ name }) => name === 'ecs.capability.external') ?? false;
  return external || instanceId?.startsWith('mi-') === true ? 'EXTERNAL' : 'EC2';
}

/** The capacity provider that got the machine. */
function providerOf({ instanceId }: Identity, scope: EcsScope): { capacityProviderName?: string } {
  const machine = scope.neighbours.ec2.instances.get(instanceId ?? '');
  if (!machine) return {};
  const managed = machine.tags.find(({ Key }) => Key === 'aws:ecs:capacityProvider')?.Value;
  if (managed !== undefined) return { capacityProviderName: managed };
  if (machine.autoScalingGroup === undefined) return {};
  for (const { name, group, status } of scope.ecs.capacity.providers.values())
    if (group?.arn === machine.autoScalingGroup && status === 'ACTIVE') return { capacityProviderName: name };
  return {};
}

function portsOf(resource: Wire<Resource> | undefined): number[] | undefined {
  return resource?.stringSetValue?.map(Number);
}

function interfacesOf({ instanceType }: Identity, scope: EcsScope): number {
  const type = instanceTypeOf(instanceType);
  if (type?.trunked !== undefined && settingFor('awsvpcTrunking', scope.principal, scope) === 'enabled')
    return type.trunked;
  return (type?.interfaces ?? 3) - 1;
}

/** Where the host stands in the VPC: as EC2 knows it, or else in a subnet of its zone. */
function placeOf(
  { instanceId, availabilityZone }: Identity,
  launchType: HostLaunchType,
  scope: EcsScope,
): { networkInterface: NetworkInterface; zone: string } {
  const { vpc, context } = scope;
  if (launchType === 'EXTERNAL') return { networkInterface: atHome(scope), zone: '' };
  const machine = instanceId === undefined ? undefined : scope.neighbours.ec2.instances.get(instanceId);
  if (machine) return { networkInterface: machine.networkInterface, zone: machine.availabilityZone };
  const subnet = vpc.subnets.find((one) => one.availabilityZone === availabilityZone) ?? vpc.subnets[0]!;
  const securityGroupIds = vpc.securityGroups
    .filter(({ groupName }) => groupName === 'default')
    .map(({ groupId }) => groupId);
  const networkInterface = attachInterface(subnet, context, { securityGroupIds, publicIp: true });
  if (!networkInterface)
    throw new AwsError('ClientException', `There is no free address in the subnet ${subnet.subnetId}.`);
  return { networkInterface, zone: subnet.availabilityZone };
}

/** An address in somebody's own network. */
function atHome({ context, ecs }: EcsScope): NetworkInterface {
  let hosts = 0;
  for (const instances of ecs.capacity.instances.values()) hosts += instances.size;
  return {
    networkInterfaceId: '',
    macAddress: `0e:${context.random.hex(10).match(/../g)!.join(':')}`,
    privateIpv4Address: `192.168.1.${10 + (hosts % 240)}`,
    subnetId: '',
    securityGroupIds: [],
  };
}

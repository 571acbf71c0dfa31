import type {
  Container as ContainerShape,
  ContainerDefinition,
  ManagedAgent,
  Task as TaskShape,
} from '@aws-sdk/client-ecs';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import { findTaskDefinition, type EcsScope } from '../scope.ts';
import type { Container, Task } from '../state.ts';
import { reportedStatus } from './container-machine.ts';
import { isConnected } from './exec-agent.ts';
import { volumeAttachment } from './managed-volumes.ts';
import { taskHealth } from './health.ts';

/** A task as RunTask, StopTask and DescribeTasks show it. */
export function describeTask(task: Task, scope: EcsScope, { tags = false } = {}): Wire<TaskShape> {
  const { networkInterface: eni, times } = task;
  const definition = findTaskDefinition(task.definition, scope)?.registered;
  const storage = definition?.ephemeralStorage?.sizeInGiB ?? 20;
  const stamps = Object.fromEntries(
    Object.entries(times).map(([name, date]) => [name, epochSeconds(date as number)]),
  );
  const fargate = task.launchType === 'FARGATE';
  return {
    attachments: [
      ...(!task.attachmentId
        ? []
        : [
            {
              id: task.attachmentId,
              type: 'ElasticNetworkInterface',
              status: attachmentStatus(task.status),
              details: [
                { name: 'subnetId', value: eni.subnetId },
                ...(task.status === 'PROVISIONING'
                  ? []
                  : [
                      { name: 'networkInterfaceId', value: eni.networkInterfaceId },
                      { name: 'macAddress', value: eni.macAddress },
                      {
                        name: 'privateDnsName',
                        value: `ip-${eni.privateIpv4Address.replaceAll('.', '-')}.ec2.internal`,
                      },
                      { name: 'privateIPv4Address', value: eni.privateIpv4Address },
                    ]),
              ],
            },
          ]),
      ...(task.managedVolume ? [volumeAttachment(task.managedVolume, attachmentStatus(task.status))] : []),
    ],
    attributes: [
      {
        name: 'ecs.cpu-architecture',
        value: definition?.runtimePlatform?.cpuArchitecture === 'ARM64' ? 'arm64' : 'x86_64',
      },
    ],
    availabilityZone: task.availabilityZone,
    clusterArn: `arn:aws:ecs:${scope.region}:${scope.accountId}:cluster/${task.cluster}`,
    ...(times.connectivityAt === undefined ? {} : { connectivity: 'CONNECTED' as const }),
    ...(task.containerInstance === undefined ? {} : { containerInstanceArn: task.containerInstance }),
    containers: task.containers.map((container) =>
      describeContainer(container, task, definition?.containerDefinitions, scope),
    ),
    cpu: task.cpu,
    createdAt: epochSeconds(task.createdAt),
    desiredStatus: task.desiredStatus,
    enableExecuteCommand: task.enableExecuteCommand,
    ...(fargate
      ? { ephemeralStorage: { sizeInGiB: storage }, fargateEphemeralStorage: { sizeInGiB: storage } }
      : {}),
    group: task.group,
    healthStatus: taskHealth(task),
    lastStatus: task.status,
    launchType: task.launchType,
    memory: task.memory,
    overrides: {
      containerOverrides: task.overrides?.containerOverrides ?? task.containers.map(({ name }) => ({ name })),
      inferenceAcceleratorOverrides: [],
      ...task.overrides,
    },
    ...(fargate
      ? {
          platformVersion: task.platformVersion,
          platformFamily: definition?.runtimePlatform?.operatingSystemFamily?.startsWith('WINDOWS')
            ? definition.runtimePlatform.operatingSystemFamily
            : 'Linux',
        }
      : {}),
    ...(task.capacityProviderName === undefined ? {} : { capacityProviderName: task.capacityProviderName }),
    ...stamps,
    ...(task.startedBy === undefined ? {} : { startedBy: task.startedBy }),
    ...(task.stopCode === undefined
      ? {}
      : { stopCode: task.stopCode as TaskShape['stopCode'], stoppedReason: task.stoppedReason }),
    tags: tags ? (task.tags as never) : [],
    taskArn: task.arn,
    taskDefinitionArn: task.definition,
    version: task.version,
  };
}

function attachmentStatus(status: string): string {
  if (status === 'PROVISIONING') return 'PRECREATED';
  return status === 'DEPROVISIONING' ? 'DETACHING' : status === 'STOPPED' ? 'DELETED' : 'ATTACHED';
}

type Definitions = Wire<ContainerDefinition>[] | undefined;

/** The agent of ECS Exec: it starts with the container, and stops when it gets no connection. */
function execAgent(container: Container, task: Task, scope: EcsScope): Wire<ManagedAgent> {
  const name = 'ExecuteCommandAgent' as const;
  if (container.status !== 'RUNNING')
    return { name, lastStatus: container.status === 'STOPPED' ? 'STOPPED' : 'PENDING' };
  const connected = isConnected(task, scope);
  return {
    ...(connected ? { lastStartedAt: epochSeconds(container.startedAt!) } : {}),
    name,
    lastStatus: connected ? 'RUNNING' : 'STOPPED',
  };
}

function describeContainer(
  container: Container,
  task: Task,
  definitions: Definitions,
  scope: EcsScope,
): Wire<ContainerShape> {
  const definition = definitions?.find(({ name }) => name === container.name);
  const attached = task.times.connectivityAt !== undefined;
  return {
    containerArn: container.arn,
    taskArn: task.arn,
    name: container.name,
    image: container.image,
    ...(container.imageDigest ? { imageDigest: container.imageDigest } : {}),
    ...(container.runtimeId ? { runtimeId: container.runtimeId } : {}),
    lastStatus: reportedStatus(container.status),
    ...(container.exitCode === undefined ? {} : { exitCode: container.exitCode }),
    ...(container.reason === undefined ? {} : { reason: container.reason }),
    networkBindings:
      container.bindings && container.status !== 'NONE'
        ? container.bindings.map((binding) => ({
            bindIP: '0.0.0.0',
            ...binding,
            protocol: binding.protocol as 'tcp',
          }))
        : [],
    networkInterfaces:
      attached && task.attachmentId !== undefined
        ? [{ attachmentId: task.attachmentId, privateIpv4Address: task.networkInterface.privateIpv4Address }]
        : [],
    healthStatus: (container.health ?? 'UNKNOWN') as ContainerShape['healthStatus'],
    ...(task.enableExecuteCommand ? { managedAgents: [execAgent(container, task, scope)] } : {}),
    cpu: String(definition?.cpu ?? 0),
    ...(definition?.memory === undefined ? {} : { memory: String(definition.memory) }),
    ...(definition?.memoryReservation === undefined
      ? {}
      : { memoryReservation: String(definition.memoryReservation) }),
  };
}

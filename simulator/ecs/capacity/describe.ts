import type { Attribute, ContainerInstance as InstanceShape, Resource } from '@aws-sdk/client-ecs';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { RegionScope } from '../../region.ts';
import { currentAgent } from './capabilities.ts';
import type { ContainerInstance } from './record.ts';

const pending = new Set(['PROVISIONING', 'PENDING', 'ACTIVATING']);

/** A container instance as DescribeContainerInstances shows it. */
export function describeInstance(
  instance: ContainerInstance,
  { ecs }: Pick<RegionScope, 'ecs'>,
  { tags = false } = {},
): Wire<InstanceShape> {
  let running = 0;
  let waiting = 0;
  for (const arn of instance.tasks) {
    const status = ecs.tasks.get(arn)?.status ?? '';
    if (status === 'RUNNING') running++;
    else if (pending.has(status)) waiting++;
  }
  const { registered, remaining } = instance;
  return {
    containerInstanceArn: instance.arn,
    ...(instance.launchType === 'MANAGED_INSTANCES' || !instance.hostId
      ? {}
      : { ec2InstanceId: instance.hostId }),
    ...(instance.capacityProviderName === undefined
      ? {}
      : { capacityProviderName: instance.capacityProviderName }),
    version: instance.version,
    versionInfo: {
      agentVersion: instance.agentVersion,
      agentHash: currentAgent.agentHash,
      dockerVersion: instance.dockerVersion,
    },
    remainingResources: resources(remaining, takenPorts(instance, 'tcp'), takenPorts(instance, 'udp')),
    registeredResources: resources(registered, registered.ports, registered.udpPorts),
    status: instance.status,
    agentConnected: instance.agent === 'connected',
    runningTasksCount: running,
    pendingTasksCount: waiting,
    ...(instance.agentUpdate === undefined
      ? {}
      : { agentUpdateStatus: instance.agentUpdate as InstanceShape['agentUpdateStatus'] }),
    attributes: [...instance.attributes].map(([name, value]) => attribute(name, value)),
    registeredAt: epochSeconds(instance.registeredAt),
    attachments: [],
    ...(tags ? { tags: instance.tags } : { tags: [] }),
  };
}

export function attribute(name: string, value: string): Wire<Attribute> {
  return { name, ...(value === '' ? {} : { value }) };
}

function takenPorts({ ports }: ContainerInstance, protocol: string): number[] {
  const found: number[] = [];
  for (const port of ports) {
    const [of, number] = port.split('/');
    if (of === protocol) found.push(Number(number));
  }
  return found;
}

function resources(
  { cpu, memory }: { cpu: number; memory: number },
  ports: number[],
  udpPorts: number[],
): Wire<Resource>[] {
  const whole = (name: string, integerValue: number): Wire<Resource> => ({
    name,
    type: 'INTEGER',
    doubleValue: 0,
    longValue: 0,
    integerValue,
  });
  const set = (name: string, values: number[]): Wire<Resource> => ({
    name,
    type: 'STRINGSET',
    doubleValue: 0,
    longValue: 0,
    integerValue: 0,
    stringSetValue: values.map(String),
  });
  return [whole('CPU', cpu), whole('MEMORY', memory), set('PORTS', ports), set('PORTS_UDP', udpPorts)];
}

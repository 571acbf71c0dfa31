import type { ManagedScaling, PlacementConstraint, PlacementStrategy, Tag } from '@aws-sdk/client-ecs';
import type { Wire } from '../../api/wire.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { NetworkInterface } from '../../neighbours/vpc.ts';

/** What tasks run on besides Fargate, in one Region of an account. */
export interface Capacity {
  /** Container instances by cluster and id, those that have left not included. */
  instances: Map<string, Map<string, ContainerInstance>>;
  /** Container instances that have left, by ARN: ECS shows them as INACTIVE for a while. */
  left: Map<string, ContainerInstance>;
  /** Capacity providers by name; FARGATE and FARGATE_SPOT are not here. */
  providers: Map<string, CapacityProvider>;
  /** ARNs of tasks in PROVISIONING that wait for a host, by cluster. */
  waiting: Map<string, Set<string>>;
  /** Where Fargate has nothing to give: `FARGATE/us-east-1a`, `FARGATE_SPOT/us-east-1b`. */
  exhausted: Set<string>;
  /** The disks of hosts, by `hostId`, or by id where a host has none. They outlive tasks and registrations, not the host. */
  disks: Map<string, Disk>;
  /** How many agents are disconnected: while none is, nobody looks. */
  disconnected: number;
}

/** A host that an agent has registered with a cluster. */
export interface ContainerInstance {
  id: string;
  arn: string;
  cluster: string;
  /** `i-…`, or `mi-…` of a machine that is none of AWS's. */
  hostId: string;
  launchType: HostLaunchType;
  /** A status of the machine `container instance`. */
  status: string;
  /** A status of the machine `agent`. */
  agent: string;
  agentVersion: string;
  dockerVersion: string;
  /** A status of the machine `agent update`; absent before the first update. */
  agentUpdate?: string;
  capacityProviderName?: string;
  /** What the agent registered. */
  registered: Resources & { ports: number[]; udpPorts: number[] };
  remaining: Resources;
  /** Host ports in use, by tasks or from the start: `tcp/80`. */
  ports: Set<string>;
  /** Network interfaces that tasks may have of their own, and how many have one. */
  interfaces: { limit: number; used: number };
  /** By name; an attribute without a value has the empty text. */
  attributes: Map<string, string>;
  /** ms since 1970. */
  registeredAt: number;
  version: number;
  /** ARNs of the tasks on it that have not stopped. */
  tasks: Set<string>;
  /** How many of them each task group has. */
  groups: Map<string, number>;
  /** What falls due for its tasks while its agent is disconnected. */
  held: Effect[];
  networkInterface: NetworkInterface;
  tags: Wire<Tag>[];
}

/** What containers have left on a host. */
export interface Disk {
  /** Text files by absolute path. */
  files: Record<string, string>;
  /** Names of the Docker volumes that tasks share. */
  dockerVolumes: Set<string>;
}

/** How a task is to be placed, kept while it waits. */
export interface Waiting {
  placement: { constraints: Wire<PlacementConstraint>[]; strategies: Wire<PlacementStrategy>[] };
  network?: { subnets: string[]; securityGroupIds: string[]; assignPublicIp: boolean };
}

/** Hosts that ECS gets for itself: from an Auto Scaling group, or managed by ECS altogether. */
export interface CapacityProvider {
  name: string;
  arn: string;
  launchType: 'EC2' | 'MANAGED_INSTANCES';
  /** A status of the machine `capacity provider`. */
  status: string;
  /** Tasks wait for it to get hosts (managed scaling). */
  scales: boolean;
  group?: {
    arn: string;
    scaling: Required<Wire<ManagedScaling>>;
    managedTerminationProtection: 'ENABLED' | 'DISABLED';
    managedDraining: 'ENABLED' | 'DISABLED';
  };
  managed?: { cluster: string; configuration: Record<string, unknown> };
  /** When it is looked at next, in ms since 1970; 0 when nothing is planned. */
  looksAt: number;
  tags: Wire<Tag>[];
}

/** Launch types whose tasks need a host. */
export type HostLaunchType = 'EC2' | 'EXTERNAL' | 'MANAGED_INSTANCES';

/** CPU units and MiB. */
export interface Resources {
  cpu: number;
  memory: number;
}

export function createCapacity(): Capacity {
  return {
    instances: new Map(),
    left: new Map(),
    providers: new Map(),
    waiting: new Map(),
    exhausted: new Set(),
    disks: new Map(),
    disconnected: 0,
  };
}

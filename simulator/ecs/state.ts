import type { RegisterTaskDefinitionRequest, TaskOverride } from '@aws-sdk/client-ecs';
import type { Wire } from '../api/wire.ts';
import { createSequence, type Sequence } from '../kernel/sequence.ts';
import type { NetworkInterface } from '../neighbours/vpc.ts';
import type { Service } from './services/record.ts';

/** Amazon ECS in one Region of an account. */
export interface EcsState {
  clusters: Map<string, Cluster>;
  families: Map<string, Family>;
  /** By ARN, stopped tasks included until ECS forgets them. */
  tasks: Map<string, Task>;
  /** By ARN, deleted ones included. */
  services: Map<string, Service>;
}

export interface Cluster {
  name: string;
  arn: string;
  status: 'ACTIVE' | 'INACTIVE';
  /** Task ARNs by desired status. */
  running: Sequence;
  stopped: Sequence;
  runningTasksCount: number;
  pendingTasksCount: number;
  settings: { name?: string; value?: string }[];
  capacityProviders: string[];
  defaultCapacityProviderStrategy: unknown[];
  tags: ResourceTag[];
}

export interface ResourceTag {
  key?: string;
  value?: string;
}

export interface Family {
  name: string;
  /** Revision 1 first. */
  revisions: TaskDefinition[];
}

export interface TaskDefinition {
  arn: string;
  family: string;
  revision: number;
  status: 'ACTIVE' | 'INACTIVE' | 'DELETE_IN_PROGRESS';
  /** What was registered, with the defaults that ECS fills in. */
  registered: Wire<RegisterTaskDefinitionRequest>;
  compatibilities: string[];
  requiresAttributes: { name: string }[];
  /** ms since 1970. */
  registeredAt: number;
  registeredBy: string;
  deregisteredAt?: number;
  tags: ResourceTag[];
}

/** The times, in ms since 1970, that the task's machine stamps. */
export interface TaskTimes {
  connectivityAt?: number;
  pullStartedAt?: number;
  pullStoppedAt?: number;
  startedAt?: number;
  stoppingAt?: number;
  executionStoppedAt?: number;
  stoppedAt?: number;
}

export interface Task {
  arn: string;
  cluster: string;
  /** ARN of the task definition. */
  definition: string;
  group: string;
  launchType: 'FARGATE';
  platformVersion: string;
  capacityProviderName?: string;
  cpu: string;
  memory: string;
  status: string;
  desiredStatus: 'RUNNING' | 'STOPPED';
  createdAt: number;
  times: TaskTimes;
  version: number;
  availabilityZone: string;
  attachmentId: string;
  networkInterface: NetworkInterface;
  containers: Container[];
  overrides?: Wire<TaskOverride>;
  startedBy?: string;
  stopCode?: string;
  stoppedReason?: string;
  enableExecuteCommand: boolean;
  tags: ResourceTag[];
  /** Where it stands in its cluster's list. */
  position: number;
}

export interface Container {
  name: string;
  arn: string;
  runtimeId?: string;
  image: string;
  imageDigest?: string;
  essential: boolean;
  status: string;
  exitCode?: number;
  reason?: string;
  /** The agent has been told to start it. */
  starting?: boolean;
}

export function createEcs(): EcsState {
  return { clusters: new Map(), families: new Map(), tasks: new Map(), services: new Map() };
}

export function createClusterRecord(fields: Pick<Cluster, 'name' | 'arn'> & Partial<Cluster>): Cluster {
  return {
    status: 'ACTIVE',
    running: createSequence(),
    stopped: createSequence(),
    runningTasksCount: 0,
    pendingTasksCount: 0,
    settings: [{ name: 'containerInsights', value: 'disabled' }],
    capacityProviders: [],
    defaultCapacityProviderStrategy: [],
    tags: [],
    ...fields,
  };
}

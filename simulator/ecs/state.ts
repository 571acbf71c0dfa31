import type { RegisterTaskDefinitionRequest, TaskOverride } from '@aws-sdk/client-ecs';
import type { Wire } from '../api/wire.ts';
import { createSequence, type Sequence } from '../kernel/sequence.ts';
import type { ImageConfig } from '../images/index.ts';
import type { NetworkInterface } from '../neighbours/vpc.ts';
import { createCapacity, type Capacity, type HostLaunchType, type Waiting } from './capacity/record.ts';
import type { Service } from './services/record.ts';

/** Amazon ECS in one Region of an account. */
export interface EcsState {
  clusters: Map<string, Cluster>;
  families: Map<string, Family>;
  /** By ARN, stopped tasks included until ECS forgets them. */
  tasks: Map<string, Task>;
  /** By ARN, deleted ones included. */
  services: Map<string, Service>;
  /** What has been pulled for tasks: an image that is deleted or tagged anew changes nothing for those that run. */
  pulled: Map<string, PulledImage>;
  capacity: Capacity;
  /** By principal, then by name. */
  accountSettings: Map<string, Map<string, string>>;
  /** What RunTask has done for each client token, oldest first. */
  clientTokens: Map<string, TokenUse>;
}

/** An image on the hosts that run tasks. By its digest and the platform that it was pulled for. */
export interface PulledImage {
  config: ImageConfig;
  /** Whether its programs run on the task's processor. */
  runs: boolean;
  /** Its text files by absolute path. */
  files: Record<string, string>;
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
  /** The namespace of services that name none for Service Connect. */
  serviceConnectDefaults?: { namespace: string };
  capacityProviders: string[];
  defaultCapacityProviderStrategy: unknown[];
  configuration?: object;
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
  launchType: 'FARGATE' | HostLaunchType;
  /** Of Fargate. */
  platformVersion?: string;
  /** ARN of the host that it runs on; absent on Fargate, and while it waits for a host. */
  containerInstance?: string;
  capacityProviderName?: string;
  cpu: string;
  memory: string;
  status: string;
  desiredStatus: 'RUNNING' | 'STOPPED';
  createdAt: number;
  times: TaskTimes;
  version: number;
  availabilityZone: string;
  /** Of its own network interface; absent when it has none. */
  attachmentId?: string;
  /** Its own with awsvpc, its host's otherwise. */
  networkInterface: NetworkInterface;
  containers: Container[];
  /** Ids of the Cloud Map services that know it. */
  enlisted?: string[];
  /** The targets that stand for it, once ECS has registered them. */
  registrations?: { targetGroup: string; id: string; port: number }[];
  /** How it is to be placed, while it waits for a host. */
  waitsFor?: Waiting;
  overrides?: Wire<TaskOverride>;
  startedBy?: string;
  stopCode?: string;
  stoppedReason?: string;
  enableExecuteCommand: boolean;
  /** A service may not stop it before then, in ms since 1970. */
  protectedUntil?: number;
  /** The EBS volume that ECS makes for it. */
  managedVolume?: ManagedVolume;
  /** Text files of its own volumes, by the volume's name, then by path. */
  volumes?: Record<string, Record<string, string>>;
  tags: ResourceTag[];
  /** Where it stands in its cluster's list. */
  position: number;
}

/** The volume of one task. */
export interface ManagedVolume {
  /** Of the task definition's volume. */
  name: string;
  /** Of the task's attachment. */
  attachmentId: string;
  /** Of a volume made of a snapshot: the snapshot's, unless it was said. */
  sizeInGiB?: number;
  snapshotId?: string;
  volumeType: string;
  filesystemType: string;
  encrypted: boolean;
  roleArn: string;
  /** Always of a service's tasks (API reference, ServiceManagedEBSVolumeConfiguration has no termination policy). */
  deleteOnTermination: boolean;
  /** Once it has been created. */
  volumeId?: string;
}

export interface Container {
  name: string;
  arn: string;
  runtimeId?: string;
  image: string;
  imageDigest?: string;
  essential: boolean;
  /** Its ports on its host. */
  bindings?: { containerPort: number; hostPort: number; protocol: string }[];
  status: string;
  exitCode?: number;
  reason?: string;
  /** The agent has been told to start it. */
  starting?: boolean;
  /** It has got SIGTERM. */
  stopping?: boolean;
  /** ms since 1970; of the last start where it has been restarted. */
  startedAt?: number;
  finishedAt?: number;
  /** How its process will end, as things stand. */
  ending?: { at: number; exitCode: number; reason?: string };
  /** Only of a container with a health check: a status of the machine `health`. */
  health?: string;
  /** The next change of its health, as things stand. */
  nextHealth?: { at: number; event: string };
  restarts?: number;
  /** What has befallen it, from a moment on (ms after its start). */
  character?: { text: string; since: number };
  /** Secrets that it was given, by the names of their variables. */
  secrets?: Record<string, string>;
  /** Only of a container with mounts: what they held when its process began, by absolute path. */
  mounted?: Record<string, string>;
  /** What was written into its writable layer by hand. */
  written?: Record<string, string>;
}

export function createEcs(): EcsState {
  return {
    clusters: new Map(),
    families: new Map(),
    tasks: new Map(),
    services: new Map(),
    pulled: new Map(),
    capacity: createCapacity(),
    accountSettings: new Map(),
    clientTokens: new Map(),
  };
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

/** A RunTask that named a client token. */
export interface TokenUse {
  /** The request without what may differ between tries. */
  request: string;
  tasks: string[];
  /** ms since 1970. */
  at: number;
}

import type { RunTaskRequest, RunTaskResponse } from '@aws-sdk/client-ecs';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import { append } from '../../kernel/sequence.ts';
import { attachInterface } from '../../neighbours/vpc.ts';
import type { RegionScope } from '../../region.ts';
import { instancesOf } from '../capacity/find.ts';
import { refusalOf, type Placement } from '../capacity/place.ts';
import { requirementOf } from '../capacity/requirement.ts';
import { alarms, lookAt } from '../capacity/scaling.ts';
import { nowhere, patience, seatFor, sit, wordsFor } from '../capacity/seat.ts';
import { nextWay, waysOf, type Way } from '../capacity/strategy.ts';
import { normaliseSize } from '../requirements.ts';
import { shortName, taskArn } from '../scope.ts';
import { serviceOfTask } from '../services/service.ts';
import type { Cluster, ManagedVolume, Task, TaskDefinition } from '../state.ts';
import { beginTask } from './life.ts';
import { volumeAsked, type VolumeConfigurations } from './managed-volumes.ts';
import { networkOf, noAddress, roomiest, type Network } from './network.ts';
import { platformVersionOf } from './platform.ts';

/** A request to launch tasks, checked. */
export interface Plan {
  input: Omit<Wire<RunTaskRequest>, 'cluster' | 'taskDefinition' | 'volumeConfigurations'> & {
    volumeConfigurations?: VolumeConfigurations;
  };
  definition: TaskDefinition;
  cluster: Cluster;
  group: string;
  network: Network | undefined;
  /** The volume that each task gets. */
  volume?: Omit<ManagedVolume, 'attachmentId'>;
  placement: Placement;
  ways: Way[];
  /** How many tasks each capacity provider has. */
  tally: Map<string, number>;
}

/** Why a task was not launched. */
export interface NotLaunched {
  failures: NonNullable<Wire<RunTaskResponse>['failures']>;
  /** What a service says of it, after `(service X) `. */
  event: string;
}

/**
 * Checks a request to launch tasks.
 * @throws AwsError InvalidParameterException, PlatformUnknownException, PlatformTaskDefinitionIncompatibilityException.
 */
export function planLaunch(
  input: Plan['input'],
  definition: TaskDefinition,
  cluster: Cluster,
  scope: RegionScope,
): Plan {
  const ways = waysOf(input, definition, cluster, scope.ecs.capacity);
  const fargate = ways[0]!.launchType === 'FARGATE';
  if (fargate) platformVersionOf(input.platformVersion, definition);
  const network = networkOf(input, definition, scope);
  if (!fargate) checkHosted(input, network);
  else if (input.placementStrategy?.length || input.placementConstraints?.length)
    throw new AwsError(
      'InvalidParameterException',
      'Placement strategies and constraints are not supported with FARGATE launch type.',
    );
  const volume = volumeAsked(input.volumeConfigurations, definition);
  const group = input.group ?? `family:${definition.family}`;
  return {
    input,
    definition,
    cluster,
    group,
    network,
    ...(volume ? { volume } : {}),
    placement: {
      constraints: input.placementConstraints ?? [],
      strategies: input.placementStrategy ?? [],
    },
    ways,
    tally: ways.length > 1 ? tallyOf(group, cluster, scope) : new Map<string, number>(),
  };
}

function checkHosted(input: Plan['input'], network: Network | undefined): void {
  if (network?.assignPublicIp)
    throw new AwsError(
      'InvalidParameterException',
      'Assign public IP is not supported for this launch type.',
    );
  if (input.platformVersion !== undefined)
    throw new AwsError(
      'InvalidParameterException',
      'The platform version must be null when specifying an EC2 launch type.',
    );
  if ((input.placementConstraints?.length ?? 0) > 10)
    throw new AwsError('InvalidParameterException', 'placement constraints can have at most 10 items.');
  if ((input.placementStrategy?.length ?? 0) > 5)
    throw new AwsError('InvalidParameterException', 'placement strategy can have at most 5 items.');
}

/** How many tasks of a service each provider has; nothing for tasks that no service starts. */
function tallyOf(group: string, cluster: Cluster, scope: RegionScope): Map<string, number> {
  const tally = new Map<string, number>();
  const service = serviceOfTask({ group, cluster: cluster.name } as Task, scope);
  for (const arn of service?.tasks ?? []) {
    const task = scope.ecs.tasks.get(arn);
    if (task?.desiredStatus === 'RUNNING') count(tally, task);
  }
  return tally;
}

function count(tally: Map<string, number>, { capacityProviderName: name }: Task): void {
  if (name !== undefined) tally.set(name, (tally.get(name) ?? 0) + 1);
}

/** Launches one task of a plan, the way that the strategy says. */
export function launch(plan: Plan, scope: RegionScope): Task | NotLaunched {
  const way = nextWay(plan.ways, plan.tally);
  const task = way.launchType === 'FARGATE' ? onFargate(plan, way, scope) : onHost(plan, way, scope);
  if ('arn' in task && plan.ways.length > 1) count(plan.tally, task);
  return task;
}

function onFargate(plan: Plan, way: Way, scope: RegionScope): Task | NotLaunched {
  const { context, ecs } = scope;
  const network = plan.network!;
  const { exhausted } = ecs.capacity;
  const subnets =
    exhausted.size === 0
      ? network.subnets
      : network.subnets.filter(
          ({ availabilityZone }) => !exhausted.has(`${way.provider ?? 'FARGATE'}/${availabilityZone}`),
        );
  if (subnets.length === 0) return notLaunched(noCapacity);
  const subnet = roomiest(subnets);
  const { securityGroupIds, assignPublicIp } = network;
  const networkInterface = attachInterface(subnet, context, { securityGroupIds, publicIp: assignPublicIp });
  if (!networkInterface) return notLaunched(noAddress(subnet, network));
  const task = record(plan, way, scope);
  task.networkInterface = networkInterface;
  task.availabilityZone = subnet.availabilityZone;
  task.attachmentId = context.random.uuid();
  task.platformVersion = platformVersionOf(plan.input.platformVersion, plan.definition);
  return begin(task, plan.cluster, scope);
}

/** What RunTask and services say when Fargate has no capacity (ECS developer guide, service event messages). */
const noCapacity =
  'Capacity is unavailable at this time. Please try again later or in a different availability zone';

function notLaunched(reason: string): NotLaunched {
  return { failures: [{ reason }], event: `was unable to place a task. Reason: ${reason}.` };
}

function onHost(plan: Plan, way: Way, scope: RegionScope): Task | NotLaunched {
  const host = seatFor(plan, way, scope);
  if ('refusals' in host) {
    if (way.provider !== undefined) {
      const provider = scope.ecs.capacity.providers.get(way.provider);
      if (provider?.scales) return awaitHost(plan, way, scope);
    }
    return {
      failures: host.refusals.map(({ instance, reason }) => ({ arn: instance.arn, reason })),
      event: wordsFor(host, way),
    };
  }
  const task = record(plan, way, scope);
  const failure = sit(task, host, plan, scope);
  return failure === undefined ? begin(task, plan.cluster, scope) : notLaunched(failure);
}

/** Tasks of a cluster that may wait in PROVISIONING (service quota). */
const mostWaiting = 500;

/** With managed scaling a task waits in PROVISIONING until its capacity provider has got a host for it. */
function awaitHost(plan: Plan, way: Way, scope: RegionScope): Task | NotLaunched {
  const { waiting } = scope.ecs.capacity;
  const { name } = plan.cluster;
  if (!waiting.has(name)) waiting.set(name, new Set());
  const queue = waiting.get(name)!;
  if (queue.size >= mostWaiting)
    return {
      failures: [{ reason: 'PROVISIONING_CAPACITY_LIMIT_EXCEEDED' }],
      event:
        'was unable to place tasks in your cluster because the tasks provisioning capacity limit was exceeded.',
    };
  const task = record(plan, way, scope);
  const { network, placement } = plan;
  task.waitsFor = {
    placement: { constraints: [...placement.constraints], strategies: [...placement.strategies] },
    ...(network ? { network: { ...network, subnets: network.subnets.map(({ subnetId }) => subnetId) } } : {}),
  };
  queue.add(task.arn);
  lookAt(scope.ecs.capacity.providers.get(way.provider!)!, alarms.out, scope);
  scope.context.schedule(patience, { type: 'ecs.capacityLate', subject: task.arn });
  return begin(task, plan.cluster, scope);
}

/** StartTask's launch: on this host, whatever strategies say. */
export function launchOn(plan: Plan, name: string, scope: RegionScope): Task | NotLaunched {
  const host = instancesOf(plan.cluster.name, scope).get(shortName(name));
  const arn = name.startsWith('arn:')
    ? name
    : `arn:aws:ecs:${scope.region}:${scope.accountId}:container-instance/${plan.cluster.name}/${name}`;
  if (!host) return { failures: [{ arn, reason: 'MISSING' }], event: '' };
  const { definition, group } = plan;
  const reason =
    host.status === 'ACTIVE' ? refusalOf(host, requirementOf(definition), group, [], scope) : 'INACTIVE';
  if (reason) return { failures: [{ arn: host.arn, reason }], event: '' };
  const task = record(plan, { launchType: host.launchType, base: 0, weight: 1 }, scope);
  const failure = sit(task, host, plan, scope);
  return failure === undefined ? begin(task, plan.cluster, scope) : notLaunched(failure);
}

/** A task as it is before it has a place. Nothing of the world has changed but its random generator. */
function record(plan: Plan, { launchType, provider }: Way, scope: RegionScope): Task {
  const { input, definition, cluster, group } = plan;
  const { random, date } = scope.context;
  const id = random.hex(32);
  const arn = taskArn(id, cluster, scope);
  const { registered } = definition;
  const size = requirementOf(definition);
  return {
    arn,
    cluster: cluster.name,
    definition: definition.arn,
    group,
    launchType,
    ...(provider === undefined ? {} : { capacityProviderName: provider }),
    cpu: normaliseSize(input.overrides?.cpu) ?? registered.cpu ?? String(size.cpu),
    memory: normaliseSize(input.overrides?.memory) ?? registered.memory ?? String(size.memory),
    status: '',
    desiredStatus: 'RUNNING',
    createdAt: date,
    times: {},
    version: 0,
    availabilityZone: '',
    networkInterface: nowhere,
    containers: (registered.containerDefinitions ?? []).map(({ name, image, essential }) => ({
      name: name!,
      arn: `arn:aws:ecs:${scope.region}:${scope.accountId}:container/${cluster.name}/${id}/${random.uuid()}`,
      image: image!,
      essential: essential ?? true,
      status: 'NONE',
    })),
    ...(plan.volume ? { managedVolume: { ...plan.volume, attachmentId: random.uuid() } } : {}),
    ...(input.overrides ? { overrides: input.overrides } : {}),
    ...(input.startedBy === undefined ? {} : { startedBy: input.startedBy }),
    enableExecuteCommand: input.enableExecuteCommand ?? false,
    tags: [...(input.propagateTags === 'TASK_DEFINITION' ? definition.tags : []), ...(input.tags ?? [])],
    position: 0,
  };
}

function begin(task: Task, cluster: Cluster, scope: RegionScope): Task {
  task.position = append(cluster.running, task.arn);
  scope.ecs.tasks.set(task.arn, task);
  beginTask(task, scope);
  return task;
}

/** The same for a service's scheduler, which has nobody to refuse: what is wrong by now is said in an event. */
export function planForService(
  input: Plan['input'],
  definition: TaskDefinition,
  cluster: Cluster,
  scope: RegionScope,
): Plan | NotLaunched {
  try {
    return planLaunch(input, definition, cluster, scope);
  } catch (error) {
    if (error instanceof AwsError) return notLaunched(error.message.replace(/\.$/, ''));
    throw error;
  }
}

import { step } from '../../kernel/machine.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import { attachInterface, releaseInterface, type Subnet } from '../vpc.ts';
import { instanceTable } from './machines.ts';
import type { Instance, LaunchData } from './state.ts';

/** ms that the steps of an instance take, by event (unverified: some tens of seconds are usual). */
const takes: Readonly<Record<string, number>> = { STARTED: 12_000, STOPPED: 30_000, TERMINATED: 25_000 };

/** ms from `running` until the container agent is up and registers (unverified; AWS speaks of "a few minutes" at most). */
const boot = 38_000;

/** How often an agent that is refused tries again, and after how many ms. */
const tries = { times: 20, every: 60_000 };

export function instanceArn(
  instanceId: string,
  { region, accountId }: Pick<RegionScope, 'region' | 'accountId'>,
): string {
  return `arn:aws:ec2:${region}:${accountId}:instance/${instanceId}`;
}

/** Starts a new machine in `subnet`; undefined when the subnet has no address left. */
export function launchInstance(
  data: LaunchData,
  subnet: Subnet,
  more: Partial<Pick<Instance, 'autoScalingGroup' | 'launchTemplate' | 'tags' | 'reservationId'>>,
  scope: RegionScope,
): Instance | undefined {
  const { context, vpc } = scope;
  const securityGroupIds = data.securityGroupIds.length
    ? data.securityGroupIds
    : vpc.securityGroups.filter(({ groupName }) => groupName === 'default').map(({ groupId }) => groupId);
  const networkInterface = attachInterface(subnet, context, {
    securityGroupIds,
    publicIp: subnet.mapPublicIpOnLaunch,
  });
  if (!networkInterface) return undefined;
  const instance: Instance = {
    ...data,
    securityGroupIds,
    instanceId: `i-0${context.random.hex(16)}`,
    reservationId: more.reservationId ?? `r-0${context.random.hex(16)}`,
    state: '',
    launchedAt: context.date,
    subnetId: subnet.subnetId,
    availabilityZone: subnet.availabilityZone,
    networkInterface,
    tags: [],
    ...more,
  };
  scope.neighbours.ec2.instances.set(instance.instanceId, instance);
  enter(instance, instanceTable.initial.target, '', scope);
  later(instance, 'STARTED', scope);
  return instance;
}

/** Gives an event to an instance's machine; false when the machine does not take it. */
export function fireInstance(instance: Instance, event: string, scope: RegionScope): boolean {
  const next = step(instanceTable, instance.state, event);
  if (!next) return false;
  enter(instance, next.target, event, scope);
  const { context } = scope;
  const subject = instanceArn(instance.instanceId, scope);
  switch (next.target) {
    case 'pending':
      later(instance, 'STARTED', scope);
      break;
    case 'running':
      context.schedule(context.random.around(boot, 0.2), { type: 'ec2.booted', subject, value: tries.times });
      break;
    case 'stopping':
      later(instance, 'STOPPED', scope);
      context.schedule(0, { type: 'ecs.hostAway', subject });
      break;
    case 'shutting-down':
      later(instance, 'TERMINATED', scope);
      context.schedule(0, { type: 'ecs.hostGone', subject });
      if (instance.autoScalingGroup !== undefined)
        context.schedule(0, { type: 'autoscaling.group', subject: instance.autoScalingGroup });
      break;
    case 'terminated': {
      releaseInterface(scope.vpc, instance.networkInterface);
      context.schedule(3_600_000, { type: 'ec2.forget', subject });
    }
  }
  return true;
}

/** Deletes a machine. */
export function terminate(instance: Instance, reason: string, scope: RegionScope): void {
  instance.stateReason = reason;
  fireInstance(instance, 'TERMINATE', scope);
}

function enter(instance: Instance, to: string, event: string, scope: RegionScope): void {
  const { notice, now } = scope.context;
  const subject = instanceArn(instance.instanceId, scope);
  notice({ kind: 'status', at: now, machine: instanceTable.id, subject, from: instance.state, to, event });
  instance.state = to;
}

function later(instance: Instance, event: string, scope: RegionScope): void {
  const { context } = scope;
  context.schedule(context.random.around(takes[event]!, 0.2), {
    type: 'ec2.instance',
    subject: instanceArn(instance.instanceId, scope),
    event,
  });
}

function instanceOf({ subject }: Effect, { neighbours }: RegionScope): Instance | undefined {
  return neighbours.ec2.instances.get(subject.slice(subject.lastIndexOf('/') + 1));
}

/** The effect `ec2.instance`: a step of a machine is over. */
export function instanceEvent(effect: Effect, scope: RegionScope): void {
  const instance = instanceOf(effect, scope);
  if (instance) fireInstance(instance, effect.event!, scope);
}

/**
 * The effect `ec2.booted`: the machine has started; when its user data names an ECS cluster and it has an instance
 * profile, its container agent registers it there, in the role's name. Refused, it tries again each minute.
 */
export function booted(effect: Effect, scope: RegionScope): void {
  const instance = instanceOf(effect, scope);
  if (instance?.state !== 'running') return;
  const cluster = clusterIn(instance.userData);
  if (cluster === undefined || instance.instanceProfile === undefined) return;
  const role = instance.instanceProfile.slice(instance.instanceProfile.lastIndexOf('/') + 1);
  const { instanceId, instanceType, availabilityZone, imageId } = instance;
  const reply = scope.send({
    service: 'ecs',
    operation: 'RegisterContainerInstance',
    input: {
      cluster,
      instanceIdentityDocument: JSON.stringify({ instanceId, instanceType, availabilityZone, imageId }),
    },
    principal: scope.principalExists(`arn:aws:iam::${scope.accountId}:role/${role}`)
      ? `arn:aws:sts::${scope.accountId}:assumed-role/${role}/${instanceId}`
      : `arn:aws:sts::${scope.accountId}:assumed-role/AWSServiceRoleForECS/${instanceId}`,
  });
  const left = effect.value ?? 0;
  if (!reply.ok && left > 0) scope.context.schedule(tries.every, { ...effect, value: left - 1 });
}

/** The cluster that the agent's configuration names (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bootstrap_container_instance.html). */
function clusterIn(userData: string): string | undefined {
  const named = /ECS_CLUSTER\s*=\s*['"]?([\w-]+)/.exec(userData)?.[1];
  return named ?? (/Initialize-ECSAgent[^\n]*-Cluster\s+['"]?([\w-]+)/.exec(userData)?.[1] || undefined);
}

/** The effect `ec2.forget`: a terminated instance is no longer shown. */
export function forget(effect: Effect, scope: RegionScope): void {
  const instance = instanceOf(effect, scope);
  if (instance) scope.neighbours.ec2.instances.delete(instance.instanceId);
}

import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import { launchInstance, terminate } from '../ec2/life.ts';
import { launchTemplateOf } from '../ec2/launch-templates.ts';
import type { Activity, AutoScalingGroup } from './state.ts';

/** ms after which a group acts on a change, and after which it tries again (unverified). */
const times = { act: 5_000, again: 60_000, drained: 15_000 };

/** How long an instance that is to leave may drain: `again` times (lifecycle hooks wait an hour at most by default). */
const drainFor = 3_600_000;

/** Has the group compare what it has with what it wants. */
export function look(group: AutoScalingGroup, scope: RegionScope, ms = times.act): void {
  if (group.awaited) return;
  group.awaited = true;
  scope.context.schedule(ms, { type: 'autoscaling.group', subject: group.arn, event: 'awaited' });
}

/** The effect `autoscaling.group`: replaces what has gone, launches what is missing, terminates what is too much. */
export function balance(effect: Effect, scope: RegionScope): void {
  const { neighbours } = scope;
  const group = neighbours.autoScalingGroups.groups.get(
    effect.subject.slice(effect.subject.lastIndexOf('/') + 1),
  );
  if (!group) return;
  if (effect.event === 'awaited') group.awaited = false;
  for (const id of group.instances.keys()) {
    const state = neighbours.ec2.instances.get(id)?.state;
    if (state === 'pending' || state === 'running') continue;
    group.instances.delete(id);
    // A group replaces an instance that somebody has stopped (EC2 status checks).
    const stopped = neighbours.ec2.instances.get(id);
    if (stopped && (state === 'stopping' || state === 'stopped'))
      terminate(stopped, 'Server.AutoScaling: health check', scope);
  }
  const staying = [...group.instances].filter(([, { leaving }]) => !leaving);
  if (staying.length < group.desired) launch(group, group.desired - staying.length, scope);
  else if (staying.length > group.desired) shrink(group, staying.length - group.desired, scope);
  if (group.deleting && group.instances.size === 0) neighbours.autoScalingGroups.groups.delete(group.name);
}

function launch(group: AutoScalingGroup, count: number, scope: RegionScope): void {
  const { vpc, neighbours } = scope;
  const subnets = vpc.subnets.filter(({ subnetId }) => group.subnetIds.includes(subnetId));
  const { data, named } = launchTemplateOf(
    { LaunchTemplateId: group.launchTemplate.id, Version: group.launchTemplate.version },
    scope,
  );
  for (let index = 0; index < count; index++) {
    const inSubnet = (id: string) =>
      [...group.instances.keys()].filter((each) => neighbours.ec2.instances.get(each)?.subnetId === id)
        .length;
    // The zone with the fewest instances comes first.
    const open = subnets.filter(
      ({ availabilityZone, availableIpAddressCount }) =>
        availableIpAddressCount > 0 && !scope.ecs.capacity.exhausted.has(`EC2/${availabilityZone}`),
    );
    const place = open.sort((one, two) => inSubnet(one.subnetId) - inSubnet(two.subnetId))[0];
    const tags = group.tags
      .filter(({ PropagateAtLaunch }) => PropagateAtLaunch !== false)
      .map(({ Key = '', Value = '' }) => ({ Key, Value }));
    const instance =
      place &&
      launchInstance(
        data,
        place,
        {
          autoScalingGroup: group.arn,
          launchTemplate: named,
          tags: [{ Key: 'aws:autoscaling:groupName', Value: group.name }, ...tags],
        },
        scope,
      );
    if (!instance) {
      // What EC2 says when a zone has no machines of the type left.
      const message = `We currently do not have sufficient ${data.instanceType} capacity in the Availability Zone you requested. Our system will be working on provisioning additional capacity. Launching EC2 instance failed.`;
      note(group, 'Launching a new EC2 instance. Status Reason: Could not launch.', 'Failed', scope, message);
      return look(group, scope, times.again);
    }
    group.instances.set(instance.instanceId, { protected: group.protects, leaving: false });
    note(group, `Launching a new EC2 instance: ${instance.instanceId}`, 'Successful', scope);
  }
}

/** Takes instances that are not protected, in the zone with the most, the oldest first (developer guide, default termination policy). */
function shrink(group: AutoScalingGroup, count: number, scope: RegionScope): void {
  const { ec2 } = scope.neighbours;
  for (let index = 0; index < count; index++) {
    const zones = new Map<string, string[]>();
    for (const [id, { leaving, protected: kept }] of group.instances) {
      if (leaving || (kept && !group.deleting)) continue;
      const zone = ec2.instances.get(id)!.availabilityZone;
      zones.set(zone, [...(zones.get(zone) ?? []), id]);
    }
    const fullest = [...zones.values()].sort((one, two) => two.length - one.length)[0];
    if (!fullest) return;
    const id = fullest[0]!;
    group.instances.get(id)!.leaving = true;
    note(group, `Terminating EC2 instance: ${id}`, 'Successful', scope);
    leave({ type: '', subject: ec2Arn(id, scope), value: scope.context.date + drainFor }, scope);
  }
}

function ec2Arn(id: string, { region, accountId }: RegionScope): string {
  return `arn:aws:ec2:${region}:${accountId}:instance/${id}`;
}

/** The effect `autoscaling.leave`: an instance is terminated once its tasks have gone, or when `value` (a date) has come. */
export function leave(effect: Effect, scope: RegionScope): void {
  const { context, neighbours } = scope;
  const id = effect.subject.slice(effect.subject.lastIndexOf('/') + 1);
  const instance = neighbours.ec2.instances.get(id);
  if (!instance) return;
  if (context.date < (effect.value ?? 0) && drains(id, scope))
    return context.schedule(times.drained, { ...effect, type: 'autoscaling.leave' });
  terminate(instance, 'Server.ScheduledStop: Auto Scaling', scope);
}

/** Whether ECS still moves tasks away from the instance: its capacity provider has managed draining. */
function drains(instanceId: string, scope: RegionScope): boolean {
  const { capacity } = scope.ecs;
  for (const instances of capacity.instances.values())
    for (const instance of instances.values()) {
      if (instance.hostId !== instanceId || instance.tasks.size === 0) continue;
      const provider = capacity.providers.get(instance.capacityProviderName ?? '');
      if (provider?.group?.managedDraining !== 'ENABLED') return false;
      if (instance.status === 'ACTIVE')
        scope.send({
          service: 'ecs',
          operation: 'UpdateContainerInstancesState',
          input: { cluster: instance.cluster, containerInstances: [instance.arn], status: 'DRAINING' },
          principal: `arn:aws:sts::${scope.accountId}:assumed-role/AWSServiceRoleForECS/managed-draining`,
        });
      return true;
    }
  return false;
}

function note(
  group: AutoScalingGroup,
  description: string,
  status: Activity['status'],
  { context }: RegionScope,
  message?: string,
): void {
  const { random, date } = context;
  const at = new Date(date).toISOString().replace(/\.\d+Z$/, 'Z');
  const verb = description.startsWith('Launching') ? 'increasing' : 'shrinking';
  group.activities.unshift({
    id: random.uuid(),
    description,
    cause: `At ${at} an instance was started or stopped in response to a difference between desired and actual capacity, ${verb} the capacity to ${group.desired}.`,
    status,
    ...(message === undefined ? {} : { message }),
    at: date,
  });
  if (group.activities.length > 100) group.activities.length = 100;
}

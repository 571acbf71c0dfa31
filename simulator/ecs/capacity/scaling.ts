import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import { launchTemplateOf } from '../../neighbours/ec2/launch-templates.ts';
import type { AutoScalingGroup } from '../../neighbours/autoscaling-groups/state.ts';
import { findTaskDefinition, shortName } from '../scope.ts';
import { instanceTypeOf, registeredMemory } from './instance-types.ts';
import type { CapacityProvider, ContainerInstance, Resources } from './record.ts';
import { requirementOf } from './requirement.ts';

/**
 * Managed scaling: how many instances a capacity provider should have
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-auto-scaling.html; AWS containers blog, "Deep dive
 * on Amazon ECS cluster auto scaling"). The metric is CapacityProviderReservation = M / N x 100: M instances needed, N there.
 */

/** ms from a change to the scaling action: the alarms of target tracking need 1 minute out, 15 minutes in. */
export const alarms = { out: 60_000, in: 15 * 60_000 };

/** Has a provider looked at in `ms`, unless it is looked at before. */
export function lookAt(
  provider: CapacityProvider,
  ms: number,
  { context }: Pick<RegionScope, 'context'>,
): void {
  const at = context.date + ms;
  if (provider.looksAt > context.date && provider.looksAt <= at) return;
  provider.looksAt = at;
  context.schedule(ms, { type: 'ecs.scale', subject: provider.arn });
}

/** The effect `ecs.scale`: compares what a provider has with what it needs, and sets its group's size. */
export function scale({ subject }: Effect, scope: RegionScope): void {
  const provider = scope.ecs.capacity.providers.get(shortName(subject));
  if (!provider?.scales || provider.looksAt !== scope.context.date) return;
  provider.looksAt = 0;
  if (provider.managed) return manage(provider, scope);
  const group = groupOf(provider, scope);
  if (!group || !provider.group) return;
  const { scaling } = provider.group;
  const hosts = hostsOf(provider, scope);
  protect(provider, group, hosts);
  const there = [...group.instances.values()].filter(({ leaving }) => !leaving).length;
  const needed = neededInstances(hosts, waitingFor(provider, scope), unitOf(group, hosts, scope), there);
  const wanted = Math.ceil((needed * 100) / scaling.targetCapacity);
  const steps = Math.abs(wanted - group.desired);
  if (steps === 0) return;
  if (wanted > group.desired) {
    const by = Math.min(scaling.maximumScalingStepSize, Math.max(scaling.minimumScalingStepSize, steps));
    resize(group, Math.min(group.max, group.desired + by), scope);
    // What has just been launched counts after its warm-up.
    lookAt(provider, scaling.instanceWarmupPeriod * 1000 + alarms.out, scope);
  } else {
    const by = Math.min(scaling.maximumScalingStepSize, steps);
    resize(group, Math.max(group.min, group.desired - by), scope);
  }
}

function groupOf({ group }: CapacityProvider, { neighbours }: RegionScope): AutoScalingGroup | undefined {
  return neighbours.autoScalingGroups.groups.get(shortName(group?.arn ?? ''));
}

/** The container instances that a provider has, whatever cluster they are in. */
function hostsOf({ name }: CapacityProvider, { ecs }: RegionScope): ContainerInstance[] {
  return [...ecs.capacity.instances.values()].flatMap((instances) =>
    [...instances.values()].filter(({ capacityProviderName }) => capacityProviderName === name),
  );
}

/** What tasks that wait for the provider need. */
function waitingFor({ name }: CapacityProvider, { ecs }: RegionScope): Resources[] {
  const found: Resources[] = [];
  for (const arns of ecs.capacity.waiting.values())
    for (const arn of arns) {
      const task = ecs.tasks.get(arn);
      const definition = task && findTaskDefinition(task.definition, { ecs });
      if (task?.capacityProviderName === name && task.desiredStatus === 'RUNNING' && definition)
        found.push(requirementOf(definition));
    }
  return found;
}

/** What one more instance of the group would have. */
function unitOf(group: AutoScalingGroup, hosts: readonly ContainerInstance[], scope: RegionScope): Resources {
  const [host] = hosts;
  if (host) return host.registered;
  const { instanceType } = launchTemplateOf(
    { LaunchTemplateId: group.launchTemplate.id, Version: group.launchTemplate.version },
    scope,
  ).data;
  const type = instanceTypeOf(instanceType);
  return { cpu: type?.cpu ?? 2048, memory: type ? registeredMemory(type) : 3_884 };
}

/** Instances with tasks, and as many more as the tasks that wait fill (first fit, the largest first). */
function neededInstances(
  hosts: readonly ContainerInstance[],
  waiting: readonly Resources[],
  unit: Resources,
  there: number,
): number {
  const busy = hosts.filter(({ tasks }) => tasks.size > 0).length;
  if (waiting.length === 0) return busy;
  const bins: Resources[] = [];
  for (const { cpu, memory } of [...waiting].sort(
    (one, two) => two.memory - one.memory || two.cpu - one.cpu,
  )) {
    if (cpu > unit.cpu || memory > unit.memory) continue;
    let bin = bins.find((each) => each.cpu >= cpu && each.memory >= memory);
    if (!bin) bins.push((bin = { ...unit }));
    bin.cpu -= cpu;
    bin.memory -= memory;
  }
  // Instances that are on their way have registered nothing yet: the bins are for them first.
  return Math.max(busy, hosts.length > 0 || there === 0 ? busy : 0) + bins.length;
}

/** Managed termination protection: only instances without tasks may be taken when the group scales in. */
function protect(
  { group: settings }: CapacityProvider,
  group: AutoScalingGroup,
  hosts: readonly ContainerInstance[],
): void {
  if (settings?.managedTerminationProtection !== 'ENABLED') return;
  for (const { hostId, tasks } of hosts) {
    const member = group.instances.get(hostId);
    if (member) member.protected = tasks.size > 0;
  }
}

function resize(group: AutoScalingGroup, desired: number, scope: RegionScope): void {
  if (desired === group.desired) return;
  scope.send({
    service: 'autoscaling',
    operation: 'SetDesiredCapacity',
    input: { AutoScalingGroupName: group.name, DesiredCapacity: desired },
    principal: `arn:aws:sts::${scope.accountId}:assumed-role/AWSServiceRoleForECS/ecs-managed-scaling`,
  });
}

/** Managed instances: ECS starts a machine that the waiting tasks fit on, and lets idle ones go. */
function manage(provider: CapacityProvider, scope: RegionScope): void {
  const waiting = waitingFor(provider, scope);
  const principal = `arn:aws:sts::${scope.accountId}:assumed-role/AWSServiceRoleForECS/ecs-managed-instances`;
  if (waiting.length > 0) {
    const cpu = waiting.reduce((sum, each) => sum + each.cpu, 0);
    const memory = waiting.reduce((sum, each) => sum + each.memory, 0);
    const instanceType =
      ['m5.large', 'm5.xlarge', 'm5.2xlarge'].find((name) => {
        const type = instanceTypeOf(name)!;
        return type.cpu >= cpu && registeredMemory(type) >= memory;
      }) ?? 'm5.2xlarge';
    scope.send({
      service: 'ec2',
      operation: 'RunInstances',
      input: {
        ImageId: 'resolve:ssm:/aws/service/bottlerocket/ecs-managed-instances',
        InstanceType: instanceType,
        MinCount: 1,
        MaxCount: 1,
        SubnetId: subnetFor(provider, scope),
        UserData: `ECS_CLUSTER=${provider.managed!.cluster}`,
        IamInstanceProfile: { Name: 'AWSServiceRoleForECS' },
        TagSpecifications: [
          { ResourceType: 'instance', Tags: [{ Key: 'aws:ecs:capacityProvider', Value: provider.name }] },
        ],
      },
      principal,
    });
    return lookAt(provider, 3 * alarms.out, scope);
  }
  const idle = hostsOf(provider, scope).filter(({ tasks }) => tasks.size === 0);
  if (idle.length > 0)
    scope.send({
      service: 'ec2',
      operation: 'TerminateInstances',
      input: { InstanceIds: idle.map(({ hostId }) => hostId) },
      principal,
    });
}

/** The first subnet of a provider of managed instances that is there. */
function subnetFor({ managed }: CapacityProvider, { vpc }: RegionScope): string | undefined {
  const { instanceLaunchTemplate } = (managed?.configuration ?? {}) as {
    instanceLaunchTemplate?: { networkConfiguration?: { subnets?: string[] } };
  };
  const asked = instanceLaunchTemplate?.networkConfiguration?.subnets;
  return vpc.subnets.find(({ subnetId }) => !asked || asked.includes(subnetId))?.subnetId;
}

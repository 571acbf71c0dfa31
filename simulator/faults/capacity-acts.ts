import { connect, disconnect } from '../ecs/capacity/agent.ts';
import { leave, loseTask } from '../ecs/capacity/leave.ts';
import { stop } from '../ecs/tasks/life.ts';
import { terminate } from '../neighbours/ec2/life.ts';
import type { RegionScope } from '../region.ts';
import { refuse, type Act } from './act.ts';
import type { ActiveFault } from './state.ts';
import { instancesMeant, tasksMeant, zonesMeant } from './targets.ts';

const providers = ['FARGATE', 'FARGATE_SPOT', 'EC2'];

/** Marks what is exhausted; answers with what has been marked now. */
function exhaust(names: readonly string[], zones: readonly string[], { ecs }: RegionScope): string[] {
  const { exhausted } = ecs.capacity;
  const marked = names
    .flatMap((name) => zones.map((zone) => `${name}/${zone}`))
    .filter((each) => !exhausted.has(each));
  for (const each of marked) exhausted.add(each);
  return marked;
}

function restore({ undo }: ActiveFault, { ecs, context }: RegionScope): void {
  for (const each of undo['exhausted'] as string[]) ecs.capacity.exhausted.delete(each);
  for (const { arn } of ecs.clusters.values())
    context.schedule(0, { type: 'ecs.capacityCame', subject: arn });
}

/** Faults of what tasks run on. */
export const capacityActs: Readonly<Record<string, Act>> = {
  'zone-outage': {
    inject(parameters, scope) {
      const zones = zonesMeant(parameters, scope);
      const exhausted = exhaust(providers, zones, scope);
      const cause = {
        stopCode: 'InfrastructureHealth' as const,
        // Our own words: what AWS says of tasks in a zone that fails has not been recorded.
        stoppedReason: `The infrastructure of ${zones.join(', ')} is not available.`,
      };
      for (const machine of scope.neighbours.ec2.instances.values())
        if (zones.includes(machine.availabilityZone))
          terminate(machine, 'Server.InternalError: zone outage', scope);
      for (const instances of scope.ecs.capacity.instances.values())
        for (const instance of [...instances.values()])
          if (zones.includes(instance.attributes.get('ecs.availability-zone') ?? ''))
            leave(instance, cause, scope);
      for (const task of [...scope.ecs.tasks.values()])
        if (zones.includes(task.availabilityZone) && task.status !== 'STOPPED') loseTask(task, cause, scope);
      return { exhausted };
    },
    clear: restore,
  },
  'no-capacity': {
    inject(parameters, scope) {
      const provider = parameters['provider'] ?? 'FARGATE';
      if (!providers.includes(provider))
        refuse(`provider is one of ${providers.join(', ')}, not ${provider}.`);
      return { exhausted: exhaust([provider], zonesMeant(parameters, scope), scope) };
    },
    clear: restore,
  },
  'spot-interruption': {
    inject(parameters, scope) {
      const { instance: id } = parameters;
      if (id !== undefined) {
        const machine = scope.neighbours.ec2.instances.get(id);
        if (!machine?.spot) refuse(`There is no Spot instance ${id}.`);
        // The notice comes two minutes before (EC2 user guide, Spot Instance interruption notices).
        scope.context.schedule(120_000, {
          type: 'ec2.instance',
          subject: `arn:aws:ec2:${scope.region}:${scope.accountId}:instance/${id}`,
          event: 'TERMINATE',
        });
        return;
      }
      const spot = tasksMeant(parameters, scope).filter(
        ({ capacityProviderName }) => capacityProviderName === 'FARGATE_SPOT',
      );
      if (spot.length === 0) refuse('No task runs on FARGATE_SPOT.');
      for (const task of spot)
        stop(task, { stopCode: 'SpotInterruption', stoppedReason: 'Your Spot Task was interrupted.' }, scope);
    },
  },
  'instance-loss': {
    inject(parameters, scope) {
      const [instance] = instancesMeant(parameters, scope);
      const machine = scope.neighbours.ec2.instances.get(instance!.hostId);
      const stoppedReason = `Host EC2 (instance ${instance!.hostId || instance!.id}) terminated.`;
      leave(instance!, { stopCode: 'TerminationNotice', stoppedReason }, scope);
      if (machine) terminate(machine, 'Server.InternalError: the host has failed', scope);
    },
  },
  'agent-disconnected': {
    inject(parameters, scope) {
      const [instance] = instancesMeant(parameters, scope);
      disconnect(instance!, scope);
      return { cluster: instance!.cluster, instance: instance!.id };
    },
    clear({ undo }, scope) {
      const instance = scope.ecs.capacity.instances
        .get(String(undo['cluster']))
        ?.get(String(undo['instance']));
      if (instance) connect(instance, scope);
    },
  },
  'port-clash': {
    inject(parameters, scope) {
      const port = Number(parameters['port'] ?? '80');
      if (!Number.isInteger(port) || port < 1 || port > 65_535) refuse('port is a number from 1 to 65535.');
      const taken = instancesMeant(parameters, scope).filter(({ ports }) => !ports.has(`tcp/${port}`));
      if (taken.length === 0) refuse(`Port ${port} is taken already.`);
      for (const { ports } of taken) ports.add(`tcp/${port}`);
      return { port, instances: taken.map(({ arn }) => arn) };
    },
    clear({ undo }, { ecs }) {
      for (const instances of ecs.capacity.instances.values())
        for (const { arn, ports } of instances.values())
          if ((undo['instances'] as string[]).includes(arn)) ports.delete(`tcp/${undo['port'] as number}`);
    },
  },
  'no-addresses-left': {
    inject({ subnet: id }, { vpc }) {
      const meant = vpc.subnets.filter(({ subnetId }) => id === undefined || subnetId === id);
      if (meant.length === 0) refuse(`There is no subnet ${id}.`);
      const undo: Record<string, number> = {};
      for (const subnet of meant) {
        undo[subnet.subnetId] = subnet.availableIpAddressCount;
        subnet.availableIpAddressCount = 0;
      }
      return undo;
    },
    clear({ undo }, { vpc }) {
      for (const subnet of vpc.subnets) subnet.availableIpAddressCount += Number(undo[subnet.subnetId] ?? 0);
    },
  },
};

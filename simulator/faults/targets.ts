import { instancesOf } from '../ecs/capacity/find.ts';
import type { ContainerInstance } from '../ecs/capacity/record.ts';
import type { Task } from '../ecs/state.ts';
import type { RegionScope } from '../region.ts';
import { refuse } from './act.ts';

type Parameters = Readonly<Record<string, string>>;

/** The tasks that are to run, of the cluster and the service that a fault names. */
export function tasksMeant({ cluster, service }: Parameters, { ecs }: RegionScope): Task[] {
  const found: Task[] = [];
  for (const task of ecs.tasks.values())
    if (
      task.desiredStatus === 'RUNNING' &&
      (cluster === undefined || task.cluster === cluster) &&
      (service === undefined || task.group === `service:${service}`)
    )
      found.push(task);
  return found;
}

/** The container instances that a fault names. @throws AwsError when there are none */
export function instancesMeant({ cluster, instance }: Parameters, scope: RegionScope): ContainerInstance[] {
  const { ecs } = scope;
  const clusters = cluster === undefined ? [...ecs.capacity.instances.keys()] : [cluster];
  const found = clusters
    .flatMap((name) => [...instancesOf(name, scope).values()])
    .filter(({ id, arn, hostId }) => instance === undefined || [id, arn, hostId].includes(instance));
  if (found.length > 0) return found;
  return refuse(
    instance === undefined
      ? 'There is no container instance to break: register one first.'
      : `There is no container instance ${instance}: aws ecs list-container-instances shows those that are there.`,
  );
}

/** The zones of the VPC, or the one named. @throws AwsError */
export function zonesMeant({ zone }: Parameters, { vpc }: RegionScope): string[] {
  const zones = [...new Set(vpc.subnets.map(({ availabilityZone }) => availabilityZone))];
  if (zone === undefined) return zones;
  if (!zones.includes(zone))
    refuse(`There is no subnet in the zone ${zone}. Zones with subnets: ${zones.join(', ')}.`);
  return [zone];
}

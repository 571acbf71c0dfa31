import type { Bench } from '../../../learner/bench/index.ts';
import type { RegionState } from '../../../simulator/index.ts';
import { statusSign, taskSign, type Sign } from '../../status/signs.ts';
import { TaskIndex } from './task-index.ts';

/** What the map shows of a Region, read off the world's state. */
export interface RegionMap {
  region: string;
  repositories: { name: string; images: { digest: string; tags: string[]; megabytes: number }[] }[];
  families: { name: string; revision: number; size: string }[];
  vpc: { id: string; cidr: string };
  /** Each with its subnets: id and block. */
  zones: { name: string; subnets: string[] }[];
  clusters: ClusterEntry[];
  targetGroups: { name: string; arn: string; port: number; targets: Readonly<Record<string, number>> }[];
  empty: boolean;
}

export interface ClusterEntry {
  name: string;
  /** What runs its tasks: `Fargate`, `2 instances`. */
  capacity: string;
  services: ServiceEntry[];
  instances: { id: string; arn: string; status: string; sign: Sign }[];
  /** Tasks on their way or running, by zone, and those that have stopped. */
  places: { place: string; arns: readonly string[]; counts: ReadonlyMap<string, number> }[];
}

export interface ServiceEntry {
  name: string;
  status: string;
  sign: Sign;
  running: number;
  desired: number;
  /** Roll-outs under way, failed ones included. */
  rollout: string;
}

export interface TaskEntry {
  arn: string;
  /** The task's id as far as it is shown. */
  name: string;
  /** Family and revision. */
  definition: string;
  status: string;
  sign: Sign;
  containers: { name: string; status: string; exitCode: number | undefined }[];
  stopCode: string | undefined;
}

const failures = new Set(['TaskFailedToStart', 'ServiceSchedulerInitiated']);

function signOf(task: { status: string; stopCode?: string; containers: { exitCode?: number }[] }): Sign {
  const sign = taskSign[task.status] ?? 'stopped';
  if (sign !== 'stopped') return sign;
  const crashed =
    task.stopCode === 'EssentialContainerExited' &&
    task.containers.some(({ exitCode }) => (exitCode ?? 0) !== 0);
  return crashed || failures.has(task.stopCode ?? '') ? 'failed' : 'stopped';
}

const last = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** One task as the map shows it; undefined when ECS has forgotten it. */
export function taskEntry(arn: string, { ecs }: RegionState): TaskEntry | undefined {
  const task = ecs.tasks.get(arn);
  return (
    task && {
      arn,
      name: last(arn).slice(0, 6),
      definition: last(task.definition),
      status: task.status,
      sign: signOf(task),
      containers: task.containers.map(({ name, status, exitCode }) => ({ name, status, exitCode })),
      stopCode: task.stopCode,
    }
  );
}

/** The Region of a bench as the map shows it. */
export function mapOf({ world, region }: Pick<Bench, 'world' | 'region'>): RegionMap {
  const state = world.state.regions.get(region);
  if (!state) {
    const vpc = { id: '', cidr: '' };
    return {
      region,
      repositories: [],
      families: [],
      vpc,
      zones: [],
      clusters: [],
      targetGroups: [],
      empty: true,
    };
  }
  const { ecr, ecs, vpc, neighbours } = state;
  const repositories = [...ecr.repositories.values()].map(({ name, images }) => ({
    name,
    images: [...images.values()].map(({ digest, tags, sizeInBytes }) => ({
      digest,
      tags: [...tags],
      megabytes: sizeInBytes / 1_000_000,
    })),
  }));
  const families = [...ecs.families.values()].flatMap(({ name, revisions }) => {
    const newest = revisions.findLast(({ status }) => status === 'ACTIVE');
    if (!newest) return [];
    const { cpu, memory } = newest.registered;
    return [{ name, revision: newest.revision, size: cpu && memory ? `${cpu} CPU, ${memory} MiB` : '' }];
  });
  const zones = [...new Set(vpc.subnets.map(({ availabilityZone }) => availabilityZone))].map((name) => ({
    name,
    subnets: vpc.subnets
      .filter(({ availabilityZone }) => availabilityZone === name)
      .map(({ subnetId, cidrBlock }) => `${subnetId}, ${cidrBlock}`),
  }));
  const index = TaskIndex.of(world, state);
  const names = [...zones.map(({ name }) => name), 'waiting', 'stopped'];
  const clusters = [...ecs.clusters.values()]
    .filter(({ status }) => status === 'ACTIVE')
    .map((cluster): ClusterEntry => {
      const instances = instancesOf(cluster.name, state);
      return {
        name: cluster.name,
        capacity: instances.length === 0 ? 'Fargate' : `${instances.length} instances`,
        services: servicesOf(cluster.name, state),
        instances,
        places: names.map((place) => {
          const group = index.group(cluster.name, place);
          return { place, arns: group?.arns ?? [], counts: group?.counts ?? new Map() };
        }),
      };
    });
  const targetGroups = [...neighbours.loadBalancing.targetGroups.values()].map(
    ({ name, arn, port, targets }) => {
      const counts: Record<string, number> = {};
      for (const { status } of targets.values()) counts[status] = (counts[status] ?? 0) + 1;
      return { name, arn, port, targets: counts };
    },
  );
  return {
    region,
    repositories,
    families,
    vpc: { id: vpc.vpcId, cidr: vpc.cidrBlock },
    zones,
    clusters,
    targetGroups,
    empty: repositories.length + families.length + clusters.length + targetGroups.length === 0,
  };
}

function servicesOf(cluster: string, { ecs }: RegionState): ServiceEntry[] {
  return [...ecs.services.values()]
    .filter((service) => service.cluster === cluster && service.status !== 'INACTIVE')
    .map(({ name, status, desiredCount, deployments }) => {
      const [primary] = deployments;
      const rollout = primary?.rolloutState ?? '';
      return {
        name,
        status,
        sign: statusSign(status === 'ACTIVE' && rollout !== '' ? rollout : status),
        running: deployments.reduce((sum, { running }) => sum + running, 0),
        desired: desiredCount,
        rollout,
      };
    });
}

function instancesOf(cluster: string, { ecs }: RegionState): ClusterEntry['instances'] {
  return [...(ecs.capacity.instances.get(cluster)?.values() ?? [])].map(
    ({ id, arn, status, agent, hostId }) => ({
      id: hostId || id,
      arn,
      status,
      sign: agent === 'CONNECTED' || agent === '' ? statusSign(status) : statusSign('UNHEALTHY'),
    }),
  );
}

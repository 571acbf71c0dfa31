import type { Bench } from '../../learner/bench/index.ts';
import { taskSign, type Sign } from '../status/signs.ts';

/** What the map shows of a Region, read off the world's state. */
export interface RegionMap {
  region: string;
  repositories: { name: string; images: { digest: string; tags: string[]; megabytes: number }[] }[];
  families: { name: string; revision: number; size: string }[];
  zones: string[];
  clusters: { name: string; tasks: TaskEntry[] }[];
  empty: boolean;
}

export interface TaskEntry {
  arn: string;
  /** The task's id as far as it is shown. */
  name: string;
  /** Family and revision. */
  definition: string;
  zone: string;
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

/** The Region of a bench as the map shows it. */
export function mapOf({ world, region }: Bench): RegionMap {
  const state = world.state.regions.get(region);
  if (!state) return { region, repositories: [], families: [], zones: [], clusters: [], empty: true };
  const { ecr, ecs, vpc } = state;
  const tasks = [...ecs.tasks.values()];
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
  const clusters = [...ecs.clusters.values()]
    .filter(({ status }) => status === 'ACTIVE')
    .map(({ name, arn }) => ({
      name,
      tasks: tasks
        .filter((task) => task.cluster === arn || task.cluster === name)
        .map((task) => ({
          arn: task.arn,
          name: last(task.arn).slice(0, 6),
          definition: last(task.definition),
          zone: task.availabilityZone,
          status: task.status,
          sign: signOf(task),
          containers: task.containers.map((container) => ({
            name: container.name,
            status: container.status,
            exitCode: container.exitCode,
          })),
          stopCode: task.stopCode,
        })),
    }));
  return {
    region,
    repositories,
    families,
    zones: vpc.subnets.map(({ availabilityZone }) => availabilityZone),
    clusters,
    empty: repositories.length + families.length + clusters.length === 0,
  };
}

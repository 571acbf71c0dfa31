import type { Container, Task } from '../state.ts';
import { definitionsOf, registeredOf } from './containers.ts';
import type { TaskScope } from './life.ts';

/** Text files by path. */
export type Files = Record<string, string>;

interface Mount {
  /** Where the container sees it. */
  path: string;
  /** The files of the volume, by their paths below the mount. */
  files: Files;
  readOnly: boolean;
}

/**
 * What is mounted in a container: volumes that live as long as the task (bind mounts on ephemeral storage), and Amazon EFS
 * file systems, which outlive it (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_data_volumes.html).
 */
function mountsOf(
  task: Task,
  name: string,
  scope: TaskScope,
  seen: ReadonlySet<string> = new Set(),
): Mount[] {
  const definition = definitionsOf(task, scope).get(name);
  const { volumes = [] } = registeredOf(task, scope);
  const own = (definition?.mountPoints ?? []).flatMap(({ sourceVolume = '', containerPath, readOnly }) => {
    if (!containerPath) return [];
    const volume = volumes.find((each) => each.name === sourceVolume);
    const { fileSystemId, rootDirectory, authorizationConfig } = volume?.efsVolumeConfiguration ?? {};
    const files = fileSystemId
      ? shared(`${fileSystemId}:${authorizationConfig?.accessPointId ?? rootDirectory ?? '/'}`, scope)
      : ownVolume(task, sourceVolume);
    return [{ path: containerPath.replace(/\/+$/, ''), files, readOnly: readOnly ?? false }];
  });
  const others = (definition?.volumesFrom ?? []).flatMap(({ sourceContainer = '', readOnly }) =>
    seen.has(sourceContainer)
      ? []
      : mountsOf(task, sourceContainer, scope, new Set([...seen, name])).map((mount) => ({
          ...mount,
          readOnly: mount.readOnly || (readOnly ?? false),
        })),
  );
  return [...own, ...others];
}

function shared(key: string, { ecs }: TaskScope): Files {
  const known = ecs.sharedFiles.get(key);
  if (known) return known;
  const created: Files = {};
  ecs.sharedFiles.set(key, created);
  return created;
}

function ownVolume(task: Task, name: string): Files {
  task.volumes ??= {};
  return (task.volumes[name] ??= {});
}

/** Whether a container has any mounts: those without cost nothing. */
export function hasMounts(task: Task, { name }: Container, scope: TaskScope): boolean {
  const definition = definitionsOf(task, scope).get(name);
  return Boolean(definition?.mountPoints?.length) || Boolean(definition?.volumesFrom?.length);
}

/** The files that a container's mounts show it now, by absolute path. */
export function mountedFiles(task: Task, container: Container, scope: TaskScope): Files {
  const seen: Files = {};
  for (const { path, files } of mountsOf(task, container.name, scope))
    for (const [name, content] of Object.entries(files)) seen[`${path}/${name}`] = content;
  return seen;
}

/**
 * Keeps what a container has written: into the volumes that it mounts, the rest into its writable layer, which goes with
 * the container.
 * @param files the container's files after it wrote, by absolute path
 * @param before the same as they were before
 */
export function keepWrites(
  task: Task,
  container: Container,
  { files, before }: { files: ReadonlyMap<string, string>; before: Files },
  scope: TaskScope,
): void {
  const mounts = mountsOf(task, container.name, scope);
  const holder = (path: string) => mounts.find((mount) => path.startsWith(`${mount.path}/`));
  for (const [path, content] of files) {
    if (before[path] === content) continue;
    const mount = holder(path);
    if (!mount) container.written = { ...container.written, [path]: content };
    else if (!mount.readOnly) mount.files[path.slice(mount.path.length + 1)] = content;
  }
  for (const path of Object.keys(before)) {
    if (files.has(path)) continue;
    const mount = holder(path);
    if (mount && !mount.readOnly) delete mount.files[path.slice(mount.path.length + 1)];
    else if (!mount && container.written) delete container.written[path];
  }
}

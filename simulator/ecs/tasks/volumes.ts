import type { Volume } from '@aws-sdk/client-ecs';
import type { Wire } from '../../api/wire.ts';
import { diskOf } from '../capacity/disk.ts';
import { hostOf } from '../capacity/find.ts';
import type { Container, Task } from '../state.ts';
import { definitionsOf, registeredOf } from './containers.ts';
import { dockerVolumePath } from './docker-volumes.ts';
import type { TaskScope } from './life.ts';
import { efsFolder } from './mount.ts';

/** Text files by path; a path that ends in `/` is a folder, which has to be said only where it is empty. */
export type Files = Record<string, string>;

interface Mount {
  /** Where the container sees it. */
  path: string;
  place: Place;
  readOnly: boolean;
}

/** A folder that holds the files of a volume: its path among the files, empty for all of them. */
interface Place {
  files: Files;
  folder: string;
}

/**
 * What is mounted in a container
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_data_volumes.html).
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
    const volume = volumes.find((each) => each.name === sourceVolume) ?? { name: sourceVolume };
    const place = placeOf(task, volume, scope);
    return [{ path: withoutEnd(containerPath), place, readOnly: readOnly ?? false }];
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

const withoutEnd = (path: string) => path.replace(/\/+$/, '');

/**
 * Where a volume's files lie: on the file system or the disk that it names, on the task's host, or with the task, which is
 * where all others are (on Fargate, in its ephemeral storage; on a host, in a folder that the agent gives to the task).
 */
function placeOf(task: Task, volume: Wire<Volume>, scope: TaskScope): Place {
  const { name = '', host, dockerVolumeConfiguration, efsVolumeConfiguration: efs } = volume;
  const { storage } = scope.neighbours;
  const disk = storage.volumes.get(task.managedVolume?.volumeId ?? '');
  if (volume.configuredAtLaunch && disk) return { files: disk.files, folder: '' };
  const fileSystem = storage.fileSystems.get(efs?.fileSystemId ?? '');
  if (efs && fileSystem) return { files: fileSystem.files, folder: efsFolder(efs, storage) };
  const folder =
    dockerVolumeConfiguration?.scope === 'shared' ? dockerVolumePath(name) : (host?.sourcePath ?? '');
  const instance = folder === '' ? undefined : hostOf(task, scope);
  if (instance) return { files: diskOf(instance, scope).files, folder: withoutEnd(folder) };
  task.volumes ??= {};
  return { files: (task.volumes[name] ??= {}), folder: '' };
}

/** Whether a container has any mounts: those without cost nothing. */
export function hasMounts(task: Task, { name }: Container, scope: TaskScope): boolean {
  const definition = definitionsOf(task, scope).get(name);
  return Boolean(definition?.mountPoints?.length) || Boolean(definition?.volumesFrom?.length);
}

/** What a container's mounts show it now, by absolute path: the files, and a folder for each mount. */
export function mountedFiles(task: Task, container: Container, scope: TaskScope): Files {
  const seen: Files = {};
  for (const { path, place } of mountsOf(task, container.name, scope)) {
    seen[`${path}/`] = '';
    for (const [name, content] of Object.entries(place.files))
      if (name.startsWith(`${place.folder}/`)) seen[path + name.slice(place.folder.length)] = content;
  }
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
  const within = ({ path: at, place }: Mount, path: string) => place.folder + path.slice(at.length);
  for (const [path, content] of files) {
    if (before[path] === content) continue;
    const mount = holder(path);
    if (!mount) container.written = { ...container.written, [path]: content };
    else if (!mount.readOnly) mount.place.files[within(mount, path)] = content;
  }
  for (const path of Object.keys(before)) {
    if (files.has(path)) continue;
    const mount = holder(path);
    // What is mounted cannot be removed.
    if (mount && path === `${mount.path}/`) continue;
    if (mount && !mount.readOnly) delete mount.place.files[within(mount, path)];
    else if (!mount && container.written) delete container.written[path];
  }
}

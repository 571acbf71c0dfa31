import { diskOf } from '../capacity/disk.ts';
import { hostOf } from '../capacity/find.ts';
import type { Task } from '../state.ts';
import { registeredOf } from './containers.ts';
import type { TaskScope } from './life.ts';
import type { Problem } from './problem.ts';

/** Where Docker keeps the volumes of the driver `local` on a host. */
export function dockerVolumePath(name: string): string {
  return `/var/lib/docker/volumes/${name}/_data`;
}

/**
 * Finds the Docker volumes that a task shares with others on its host, or makes those that may be made. What is said when
 * one is not there is the agent's (`agent/api/task/task.go`, addSharedVolumes); what Docker adds to it is unverified.
 * @returns why it cannot be done
 */
export function provisionDockerVolumes(task: Task, scope: TaskScope): Problem | undefined {
  const host = hostOf(task, scope);
  if (!host) return undefined;
  for (const { name = '', dockerVolumeConfiguration } of registeredOf(task, scope).volumes ?? []) {
    if (dockerVolumeConfiguration?.scope !== 'shared') continue;
    const { dockerVolumes } = diskOf(host, scope);
    if (dockerVolumes.has(name)) continue;
    if (dockerVolumeConfiguration.autoprovision !== true)
      return {
        reason: `initialize volume: volume detection failed, volume '${name}' does not exist and autoprovision is set to false: Error response from daemon: get ${name}: no such volume`,
        after: 0,
      };
    dockerVolumes.add(name);
  }
  return undefined;
}

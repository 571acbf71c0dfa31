import type { RegionScope } from '../../region.ts';
import type { ContainerInstance, Disk } from './record.ts';

/** By what the disk of a container instance's host is known: a machine that registers again finds its own. */
export function diskId({ hostId, id }: ContainerInstance): string {
  return hostId || id;
}

/** The disk of a container instance's host; empty at first. */
export function diskOf(instance: ContainerInstance, { ecs }: Pick<RegionScope, 'ecs'>): Disk {
  const { disks } = ecs.capacity;
  const id = diskId(instance);
  let disk = disks.get(id);
  if (!disk) disks.set(id, (disk = { files: {}, dockerVolumes: new Set() }));
  return disk;
}

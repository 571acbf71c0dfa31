/** Task sizes: how they are written, and which pairs Fargate has. */

/** CPU units of a task's `cpu`: an integer of units, or vCPUs as in `.25 vCPU`; nothing when it is neither. */
export function cpuUnits(cpu: string): number | undefined {
  if (/^\d+$/.test(cpu)) return Number(cpu);
  const vcpus = /^(\d+|\d*\.\d+)\s*vcpu$/i.exec(cpu);
  return vcpus ? Math.round(Number(vcpus[1]) * 1024) : undefined;
}

/** MiB of a task's `memory`: an integer of MiB, or GB as in `0.5 GB`; nothing when it is neither. */
export function memoryMiB(memory: string): number | undefined {
  if (/^\d+$/.test(memory)) return Number(memory);
  const gigabytes = /^(\d+|\d*\.\d+)\s*gb$/i.exec(memory);
  return gigabytes ? Math.round(Number(gigabytes[1]) * 1024) : undefined;
}

const gigabytes = (from: number, to: number, step: number) =>
  Array.from({ length: (to - from) / step + 1 }, (_, index) => (from + index * step) * 1024);

/** The memory sizes, in MiB, that Fargate offers with each number of CPU units. */
export const fargateSizes: ReadonlyMap<number, readonly number[]> = new Map([
  [256, [512, 1024, 2048]],
  [512, gigabytes(1, 4, 1)],
  [1024, gigabytes(2, 8, 1)],
  [2048, gigabytes(4, 16, 1)],
  [4096, gigabytes(8, 30, 1)],
  [8192, gigabytes(16, 60, 4)],
  [16384, gigabytes(32, 120, 8)],
  [32768, [60, 120, 244].map((size) => size * 1024)],
]);

/** The CPU units that Fargate offers to Windows containers. */
export const fargateWindowsCpu: readonly number[] = [1024, 2048, 4096];

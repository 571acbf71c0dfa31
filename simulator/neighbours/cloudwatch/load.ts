import type { RegionScope } from '../../region.ts';
import { sampleAt } from './history.ts';
import type { Load } from './state.ts';

/** Seconds of one vCPU that a request takes, and MiB that one a second keeps in memory (chosen by us). */
export const costOfRequest = { cpuSeconds: 0.02, mebibytes: 0.5 };

/** Sets what a service has to do from now on; what is left out stays as it was. */
export function setLoad(
  serviceArn: string,
  load: Partial<Omit<Load, 'at'>>,
  { neighbours, context }: Pick<RegionScope, 'neighbours' | 'context'>,
): void {
  const { loads } = neighbours.cloudwatch;
  const before = loads.get(serviceArn) ?? [];
  const last = before.at(-1) ?? { requestsPerSecond: 0, cpuPercent: 0 };
  const next = { ...last, ...load, at: context.date };
  loads.set(serviceArn, [...before.filter(({ at }) => at < context.date), next]);
}

/** What a service had to do at a moment, in ms since 1970. */
export function loadAt(
  serviceArn: string,
  date: number,
  { neighbours }: Pick<RegionScope, 'neighbours'>,
): Load {
  return (
    sampleAt(neighbours.cloudwatch.loads.get(serviceArn), date) ?? {
      at: 0,
      requestsPerSecond: 0,
      cpuPercent: 0,
    }
  );
}

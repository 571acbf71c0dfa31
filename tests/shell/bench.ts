import { createShell, type Shell } from '../../shell/index.ts';
import { createCloud, identifyKey, type Call, type Cloud } from '../../simulator/index.ts';

export interface Bench {
  shell: Shell;
  cloud: Cloud;
  /** Calls that went through the host, in order. */
  calls: Call[];
  /** Files that the host was told of, in order; undefined content for a removal. */
  files: [string, string | undefined][];
  /** ms of virtual time that have passed. */
  now(): number;
}

/** A shell over a new cloud, with a host that writes down what passes through it. */
export async function openBench(files: Record<string, string> = {}): Promise<Bench> {
  const cloud = createCloud();
  const calls: Call[] = [];
  const told: Bench['files'] = [];
  const shell = await createShell({
    files,
    host: {
      send: (call) => {
        calls.push(call);
        return cloud.apply({ type: 'call', at: cloud.now, call });
      },
      look: (call) => cloud.apply({ type: 'call', at: cloud.now, call }),
      identify: (key) => identifyKey(cloud.state, key, cloud.startsAt + cloud.now),
      date: () => cloud.startsAt + cloud.now,
      wind: (ms) => void cloud.apply({ type: 'clock', at: cloud.now + Math.round(ms) }),
      onFile: (path, content) => told.push([path, content]),
    },
  });
  return { shell, cloud, calls, files: told, now: () => cloud.now };
}

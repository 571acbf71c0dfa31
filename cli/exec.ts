import { readFile } from 'node:fs/promises';
import { environmentOf } from '../learner/bench/index.ts';
import { createCloud, defaultRegion, identifyKey } from '../simulator/index.ts';
import { createShell } from '../shell/index.ts';

/**
 * Runs a script in the lab's shell over a cloud of its own; prints what the terminal would.
 * @returns the script's exit status; 2 when there is no script to run.
 */
export async function exec({
  file,
  c,
  seed,
}: {
  file?: string | undefined;
  c?: string;
  seed?: string;
}): Promise<number> {
  if ((file === undefined) === (c === undefined)) {
    process.stderr.write("drydock exec: give either a script file or -c '<commands>'.\n");
    return 2;
  }
  let script = c;
  if (script === undefined) {
    try {
      script = await readFile(file === '-' ? '/dev/stdin' : file!, 'utf8');
    } catch {
      process.stderr.write(`drydock exec: cannot read ${file}.\n`);
      return 2;
    }
  }
  const cloud = createCloud(seed === undefined ? {} : { seed });
  const shell = await createShell({
    env: environmentOf({ world: cloud, region: defaultRegion }),
    host: {
      send: (call) => cloud.apply({ type: 'call', at: cloud.now, call }),
      identify: (key) => identifyKey(cloud.state, key, cloud.startsAt + cloud.now),
      date: () => cloud.startsAt + cloud.now,
      wind: (ms) => void cloud.apply({ type: 'clock', at: cloud.now + Math.max(0, Math.round(ms)) }),
    },
  });
  const { stdout, stderr, exitCode } = await shell.run(script);
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  return exitCode;
}

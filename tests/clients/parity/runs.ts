import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { serve } from '../../../cli/serve.ts';
import { initialFiles } from '../../../shell/aws/config.ts';
import { createShell, type Output } from '../../../shell/index.ts';
import { createCloud, identifyKey } from '../../../simulator/index.ts';
import type { Group } from './corpus.ts';

const execute = promisify(execFile);
const home = '/home/learner';

/** The real AWS CLI, each line in a bash of its own, against a server with the group's world. */
export async function byTheAwsCli({ name, files, lines }: Group, cli: string): Promise<Output[]> {
  const serving = await serve({ port: 0, speed: 0, seed: name });
  const folder = await mkdtemp(join(tmpdir(), 'drydock-parity-'));
  try {
    for (const [path, content] of Object.entries({ ...initialFiles, ...files })) {
      const at = join(folder, path.replace(`${home}/`, ''));
      await mkdir(dirname(at), { recursive: true });
      await writeFile(at, content);
    }
    const outputs: Output[] = [];
    for (const { line, wind } of lines) {
      if (wind !== undefined) {
        const body = JSON.stringify({ advance: wind });
        await fetch(`${serving.url}/_drydock/clock`, { method: 'POST', body });
      }
      outputs.push(await bash(`aws() { ${cli} --endpoint-url ${serving.url} "$@"; }\n${line}`, folder));
    }
    return outputs;
  } finally {
    await serving.close();
    await rm(folder, { recursive: true });
  }
}

async function bash(script: string, folder: string): Promise<Output> {
  const options = {
    cwd: folder,
    // A waiter that waits for what never comes, as time stands still.
    timeout: 60_000,
    env: { PATH: process.env['PATH'], HOME: folder, LANG: 'C.UTF-8', TZ: 'UTC', AWS_PAGER: '' },
  };
  try {
    const { stdout, stderr } = await execute('bash', ['-c', script], options);
    return { stdout, stderr, exitCode: 0 };
  } catch (error) {
    const { stdout, stderr, code } = error as { stdout: string; stderr: string; code: number };
    return { stdout, stderr, exitCode: code };
  }
}

/** Our own shell over the same world. */
export async function byOurShell({ name, files, lines }: Group): Promise<Output[]> {
  const cloud = createCloud({ seed: name });
  const wind = (ms: number) => void cloud.apply({ type: 'clock', at: cloud.now + ms });
  const shell = await createShell({
    files,
    host: {
      send: (call) => cloud.apply({ type: 'call', at: cloud.now, call }),
      identify: (key) => identifyKey(cloud.state, key, cloud.startsAt + cloud.now),
      date: () => cloud.startsAt + cloud.now,
      wind,
    },
  });
  const outputs: Output[] = [];
  for (const { line, wind: seconds } of lines) {
    if (seconds !== undefined) wind(seconds * 1000);
    outputs.push(await shell.run(line));
  }
  return outputs;
}

/** Runs at most so many at once: the AWS CLI takes most of a second to start, on one core. */
export async function inTurns<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < items.length) {
        const index = next++;
        results[index] = await work(items[index]!);
      }
    }),
  );
  return results;
}

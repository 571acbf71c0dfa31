import { readFile } from 'node:fs/promises';
import type { Output } from '../shell/index.ts';
import { createCloud } from '../simulator/index.ts';
import { openShell } from './shell.ts';

/**
 * Runs a script in the lab's shell, over a cloud of its own or over the one served at `url`; prints what the terminal would.
 * @returns the script's exit status; 2 when there is no script to run.
 */
export async function exec({
  file,
  c,
  seed,
  url,
}: {
  file?: string | undefined;
  c?: string;
  seed?: string;
  url?: string;
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
  if (url !== undefined) return execAt(url, script);
  const cloud = createCloud(seed === undefined ? {} : { seed });
  const shell = await openShell(() => cloud);
  return report(await shell.run(script));
}

/** Runs the script in the shell of a cloud that `drydock serve` offers. @throws Error when nothing answers there */
async function execAt(url: string, script: string): Promise<number> {
  const response = await fetch(new URL('/_drydock/exec', url), { method: 'POST', body: script });
  if (!response.ok)
    throw new Error(`${url} answers ${response.status}: is it the address that drydock serve printed?`);
  return report((await response.json()) as Output);
}

function report({ stdout, stderr, exitCode }: Output): number {
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  return exitCode;
}

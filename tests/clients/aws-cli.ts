import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** An AWS CLI on this machine: its path, and its version such as `2.9.19`. */
export interface AwsCli {
  path: string;
  version: string;
}

/** The first AWS CLI of version 2 on the PATH; undefined where there is none: `npm test` installs it where it can. */
export const awsCli: AwsCli | undefined = (process.env['PATH'] ?? '')
  .split(':')
  .map((folder) => join(folder, 'aws'))
  .filter((path) => existsSync(path))
  .map((path) => ({ path, version: versionOf(path) }))
  .find(({ version }) => version.startsWith('2.'));

function versionOf(path: string): string {
  try {
    return /^aws-cli\/(\S+)/.exec(execFileSync(path, ['--version'], { encoding: 'utf8' }))?.[1] ?? '';
  } catch {
    return '';
  }
}

let warm: Promise<string> | undefined;

/** The path of a program that is the AWS CLI, loaded already where it is a Python script (see `warm-aws-cli.py`). */
export function awsCommand(): Promise<string> {
  return (warm ??= warmUp(awsCli!.path));
}

async function warmUp(path: string): Promise<string> {
  const text = readFileSync(path, 'latin1');
  const python = /^#!\s*(\/\S*python[\d.]*)\s/.exec(text)?.[1];
  if (!python || !text.includes('awscli.clidriver')) return path;
  const folder = await mkdtemp(join(tmpdir(), 'drydock-aws-cli-'));
  const [script, socket, command] = [
    join(import.meta.dirname, 'warm-aws-cli.py'),
    join(folder, 'socket'),
    join(folder, 'aws'),
  ];
  const server = spawn(python, [script, socket], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(server.stdout, 'data');
  // It ends with this process, and does not keep it.
  server.unref();
  for (const pipe of [server.stdin, server.stdout]) (pipe as unknown as Socket).unref();
  await writeFile(command, `#!/bin/sh\nexec ${python} -SE '${script}' --run '${socket}' "$@"\n`, {
    mode: 0o755,
  });
  return command;
}

/** How a command line of the AWS CLI is run against a server. */
export interface AwsRun {
  url: string;
  words: readonly string[];
  cwd?: string;
  env?: Readonly<Record<string, string>>;
}

/** What the AWS CLI printed, trimmed. @throws what it printed to standard error, as `stderr`, when it failed. */
export async function aws({ url, words, cwd, env }: AwsRun): Promise<string> {
  const { stdout } = await execute(
    await awsCommand(),
    ['--endpoint-url', url, '--region', 'us-east-1', ...words],
    {
      cwd,
      env: {
        ...process.env,
        AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_PAGER: '',
        AWS_CONFIG_FILE: '/dev/null',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
        ...env,
      },
    },
  );
  return stdout.trim();
}

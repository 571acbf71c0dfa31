import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** An AWS CLI on this machine: its path, and its version such as `2.9.19`. */
export interface AwsCli {
  path: string;
  version: string;
}

/** The first AWS CLI of version 2 on the PATH; undefined where there is none. */
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

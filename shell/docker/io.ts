import type { IFileSystem } from 'just-bash/browser';
import type { Reply } from '../../simulator/kernel/journal.ts';
import type { AwsIo } from '../aws/index.ts';
import { learner } from '../../simulator/cloud.ts';

/** What the `docker` command needs of the shell round it. */
export interface DockerIo extends AwsIo {
  fs: IFileSystem;
  cwd: string;
  stdin: string;
  /** The same, byte for byte. */
  stdinBytes(): Uint8Array;
}

/** What a command printed. */
export interface Printed {
  stdout: string;
  stderr: string;
  exitCode: number;
  /** Standard output is bytes, one a character, rather than text. */
  stdoutKind?: 'bytes';
}

export const printed = (stdout: string, stderr = '', exitCode = 0): Printed => ({ stdout, stderr, exitCode });

/** One call to the learner's Docker engine. */
export function attempt(io: DockerIo, operation: string, input: Record<string, unknown>): Reply {
  return io.send({ service: 'docker', operation, input, region: 'us-east-1', principal: learner });
}

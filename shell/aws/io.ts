import type { Identified } from '../../simulator/iam/credentials.ts';
import type { Call, Reply } from '../../simulator/kernel/journal.ts';

/** What the `aws` command needs of the shell round it. */
export interface AwsIo {
  send(call: Call): Reply;
  /** Whose an access key is; undefined when nobody has it. */
  identify(accessKeyId: string): Identified | undefined;
  /** ms since 1970. */
  date(): number;
  wind(ms: number): void;
  /** Exported variables. */
  env: Readonly<Record<string, string>>;
  /** Text of a file, by a path relative to the working folder or absolute; undefined when there is none. */
  readFile(path: string): Promise<string | undefined>;
  /** Bytes of a file, as base64 text. */
  readBase64(path: string): Promise<string | undefined>;
  writeFile(path: string, content: string): Promise<void>;
  signal?: AbortSignal | undefined;
}

export interface AwsOutput {
  stdout: string;
  stderr: string;
  exitCode: number;
}

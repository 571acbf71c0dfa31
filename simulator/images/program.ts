import type { Answer } from './answer.ts';
import type { ImageConfig } from './config.ts';

/** Where a process runs. `files` changes as the process writes. */
export interface Surroundings {
  /** Runs another command line in the same place, as `sh -c` and wrappers do. */
  run(argv: readonly string[], surroundings: Surroundings): Outcome;
  config: ImageConfig;
  files: Map<string, string>;
  /** True within `sh -c`: the program is not the container's first process and never sees SIGTERM. */
  wrapped?: boolean;
  /** More programs than those that every image has, such as the tools of a build. */
  programs?: Readonly<Record<string, Program>>;
  /** What answers on the network that the process is in; absent where the network is not simulated (a build): requests then succeed with nothing. */
  fetch?(url: { host: string; port: number; path: string }): Answer;
}

export type Program = (args: readonly string[], surroundings: Surroundings) => Outcome;

/** What a process did or, where `ends` is absent, goes on doing. Times are ms. */
export interface Outcome {
  logs: string[];
  ends?: { after: number; exitCode: number };
  startsAfter?: number;
  ports?: number[];
  page?: string;
  /** What it serves beside the page, by path: absent of an application, which knows its own paths. */
  pages?: Readonly<Record<string, string>>;
  /** Absent: the process has no handler, and as a container's first process it ignores the signal. */
  onSigterm?: { exitCode: number; after: number };
  cannotStart?: string;
}

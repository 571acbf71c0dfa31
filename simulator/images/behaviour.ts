import { commandLine, type ImageConfig } from './config.ts';
import { run } from './process.ts';
import type { Surroundings } from './program.ts';

/** What a container does, as far as anyone outside can see it. Times are ms of virtual time. */
export interface Behaviour {
  /** `serves`: runs until it is stopped; `finishes`: ends by itself with exit code 0; `crashes`: ends with another. */
  kind: 'serves' | 'finishes' | 'crashes';
  /** TCP ports that it listens on. */
  ports?: number[];
  /** From the start of the process until it listens. */
  startsAfter: number;
  /** From the start of the process until it ends; absent when it does not end by itself. */
  runsFor?: number;
  exitCode?: number;
  /** `ignored`: only SIGKILL ends it (exit code 137). */
  onSigterm: { exitCode: number; after: number } | 'ignored';
  /** Lines that it writes, in order. */
  logs: string[];
  /** The page that it serves at `/`. */
  page?: string;
  /** The container runtime's reason why the process cannot be started at all; the exit code is then 127. */
  cannotStart?: string;
}

/**
 * Reads the command line of a container and says what it will do.
 * @param config the image's configuration
 * @param command overrides CMD
 * @param entryPoint overrides ENTRYPOINT; the image's CMD is then dropped
 * @param files the image's text files by absolute path, where known: the page of a web server is read from them
 */
export function behaviourOf(
  config: ImageConfig,
  command?: readonly string[],
  entryPoint?: readonly string[],
  files?: Readonly<Record<string, string>>,
): Behaviour {
  const surroundings: Surroundings = { run, config, files: new Map(Object.entries(files ?? {})) };
  const ended = run(commandLine(config, command, entryPoint), surroundings);
  const common = {
    startsAfter: ended.startsAfter ?? 50,
    logs: ended.logs,
    ...(ended.cannotStart === undefined ? {} : { cannotStart: ended.cannotStart }),
  };
  if (ended.ends === undefined) {
    return {
      kind: 'serves',
      ...(ended.ports?.length ? { ports: ended.ports } : {}),
      ...common,
      onSigterm: ended.onSigterm ?? 'ignored',
      ...(ended.page === undefined ? {} : { page: ended.page }),
    };
  }
  return {
    kind: ended.ends.exitCode === 0 ? 'finishes' : 'crashes',
    ...common,
    runsFor: ended.ends.after,
    exitCode: ended.ends.exitCode,
    onSigterm: ended.onSigterm ?? 'ignored',
  };
}

/**
 * What a container does whose programs are made for another processor: the kernel refuses to run the first of them, and
 * runc's init process ends with 255 (https://github.com/opencontainers/runc/blob/main/init.go).
 */
export function wrongPlatform(
  config: ImageConfig,
  command?: readonly string[],
  entryPoint?: readonly string[],
): Behaviour {
  const program = commandLine(config, command, entryPoint)[0] ?? '';
  const path = program.includes('/') ? program : `/usr/local/bin/${program}`;
  return {
    kind: 'crashes',
    startsAfter: 0,
    runsFor: 50,
    exitCode: 255,
    onSigterm: 'ignored',
    logs: [`exec ${path}: exec format error`],
  };
}

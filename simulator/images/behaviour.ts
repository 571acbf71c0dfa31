import { behaviourLabel, behaviourVariable, later, parseCharacter, type Character } from './character.ts';
import { commandLine, environmentValue, type ImageConfig } from './config.ts';
import { run } from './process.ts';
import type { Outcome, Surroundings } from './program.ts';

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
  /** What it serves beside the page, by path: absent of an application, which knows its own paths. */
  pages?: Readonly<Record<string, string>>;
  /** HTTP statuses from a moment on; 200 where none is said. */
  answers?: { status: number; from: number }[];
  /** For an answer. */
  latency?: number;
  /** It answers nothing any more from then on. */
  hangsAfter?: number;
  memory?: Memory;
  /** Per cent of its CPU from a moment on. */
  cpu?: { percent: number; from: number }[];
  /** Lines that it writes again and again. */
  says?: { every: number; line: string }[];
  /** Text files that it writes as it starts, by absolute path. */
  writes?: Readonly<Record<string, string>>;
  /** The container runtime's reason why the process cannot be started at all; the exit code is then 127. */
  cannotStart?: string;
}

/** MiB that a process takes, and what it takes more each minute from a moment on. */
export interface Memory {
  mebibytes: number;
  perMinute: number;
  from: number;
}

/** Whether a container's image or environment brings a character of its own. */
function characterOf(config: ImageConfig): Character {
  const text = environmentValue(config, behaviourVariable) ?? config.Labels?.[behaviourLabel];
  if (text === undefined) return {};
  try {
    return parseCharacter(text);
  } catch {
    // An image can carry any text: what cannot be read says nothing.
    return {};
  }
}

/**
 * The behaviour with a character laid over it.
 * @param since ms after the start of the process at which the character begins to count
 */
export function withCharacter(behaviour: Behaviour, given: Character, since = 0): Behaviour {
  const { listens, starts, exits, memory, leaks, cpu, answers, slow, hangs, sigterm, says, page } = later(
    given,
    since,
  );
  return {
    ...behaviour,
    ...(listens ? { ports: listens } : {}),
    ...(starts === undefined ? {} : { startsAfter: starts }),
    ...(exits
      ? {
          kind: exits.exitCode === 0 ? ('finishes' as const) : ('crashes' as const),
          runsFor: exits.after,
          exitCode: exits.exitCode,
        }
      : {}),
    ...(memory === undefined && leaks === undefined
      ? {}
      : {
          memory: {
            mebibytes: memory ?? behaviour.memory?.mebibytes ?? 20,
            perMinute: leaks ?? 0,
            from: since,
          },
        }),
    ...(cpu ? { cpu: [...(behaviour.cpu ?? []), ...cpu] } : {}),
    ...(answers ? { answers: [...(behaviour.answers ?? []), ...answers] } : {}),
    ...(slow === undefined ? {} : { latency: slow }),
    ...(hangs === undefined ? {} : { hangsAfter: hangs }),
    ...(sigterm === undefined
      ? {}
      : {
          onSigterm: sigterm === 'ignored' ? ('ignored' as const) : { exitCode: 0, after: sigterm },
        }),
    ...(says ? { says: [...(behaviour.says ?? []), ...says] } : {}),
    ...(page === undefined ? {} : { page }),
  };
}

/** MiB that a container takes `elapsed` ms after its start. */
export function memoryUsed({ memory }: Behaviour, elapsed: number): number {
  if (!memory) return 20;
  return memory.mebibytes + (Math.max(0, elapsed - memory.from) / 60_000) * memory.perMinute;
}

/** When, in ms after its start, a container has taken `limit` MiB; undefined when it never will. */
export function reachesLimit({ memory }: Behaviour, limit: number): number | undefined {
  if (!memory) return undefined;
  if (memory.mebibytes >= limit) return memory.from;
  if (memory.perMinute <= 0) return undefined;
  return memory.from + ((limit - memory.mebibytes) / memory.perMinute) * 60_000;
}

/** Per cent of its CPU that a container uses `elapsed` ms after its start. */
export function cpuUsed({ cpu }: Behaviour, elapsed: number): number {
  return cpu?.findLast(({ from }) => elapsed >= from)?.percent ?? 1;
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
  const behaviour = bare(run(commandLine(config, command, entryPoint), surroundings));
  const written = [...surroundings.files].filter(([path, content]) => files?.[path] !== content);
  return withCharacter(
    written.length > 0 ? { ...behaviour, writes: Object.fromEntries(written) } : behaviour,
    characterOf(config),
  );
}

function bare(ended: Outcome): Behaviour {
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
      ...(ended.pages === undefined ? {} : { pages: ended.pages }),
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

import type { Outcome, Surroundings } from './program.ts';
import { programs } from './programs.ts';
import { runScript } from './script.ts';

const shells = new Set(['sh', 'bash', 'ash', 'dash']);

/** Runs a command line as far as it matters: its output, its end, its ports. */
export function run(argv: readonly string[], surroundings: Surroundings): Outcome {
  const [path, ...rest] = argv;
  if (path === undefined) return failed('no command specified');
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (shells.has(name)) return runShell(rest, surroundings);
  const program = surroundings.programs?.[name] ?? programs[path] ?? programs[name];
  if (program) return program(rest, surroundings);
  // A word with blanks in it is the classic mistake of a shell line in exec form: no such file can exist.
  if (/\s/.test(path)) return notFound(path, path.includes('/'));
  if (path.includes('/')) return ownProgram(surroundings);
  return notFound(path, false);
}

function runShell(args: readonly string[], surroundings: Surroundings): Outcome {
  const at = args.findIndex((arg) => /^-[a-z]*c$/.test(arg));
  // A shell without a script reads standard input, which is empty in a container that nobody is attached to.
  if (at === -1)
    return args.length ? ownProgram(surroundings) : { logs: [], ends: { after: 20, exitCode: 0 } };
  return runScript(args[at + 1] ?? '', surroundings);
}

/** A program that the image brought along and that Drydock knows nothing of: the ports that it exposes say what it is. */
function ownProgram({ config, wrapped }: Surroundings): Outcome {
  const ports = Object.keys(config.ExposedPorts ?? {}).map((port) => Number.parseInt(port, 10));
  return {
    logs: [],
    startsAfter: 500,
    ports,
    ...(wrapped ? {} : { onSigterm: { exitCode: 143, after: 20 } }),
  };
}

/** runc's words for a program that is not there (libcontainer, `exec: "x": executable file not found in $PATH`). */
function notFound(path: string, isPath: boolean): Outcome {
  const reason = isPath ? `stat ${path}: no such file or directory` : 'executable file not found in $PATH';
  return failed(`exec: ${JSON.stringify(path)}: ${reason}`);
}

function failed(reason: string): Outcome {
  return {
    logs: [],
    ends: { after: 0, exitCode: 127 },
    cannotStart: reason,
  };
}

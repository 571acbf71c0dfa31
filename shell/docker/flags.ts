import { DockerCliError } from './errors.ts';

/** A flag of a command: `value` takes a text, `list` may come several times, `flag` stands alone. */
export interface Flag {
  name: string;
  short?: string;
  kind: 'value' | 'list' | 'flag';
}

export interface Command {
  /** As usage shows it, such as `docker tag SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]`. */
  usage: string;
  about: string;
  flags: readonly Flag[];
  /** How many arguments it takes, at least and at most. */
  takes: readonly [number, number];
  /** Flags end at the first argument: the rest belongs to the container's command. */
  stopsAtArgument?: boolean;
}

export interface Arguments {
  positional: string[];
  value(name: string): string | undefined;
  list(name: string): string[];
  has(name: string): boolean;
}

/** Reads flags as Docker's pflag does: `--name value`, `--name=value`, `-abc`, `-n value`. @throws DockerCliError */
export function readFlags(name: string, command: Command, args: readonly string[]): Arguments {
  const found = new Map<string, string[]>();
  const positional: string[] = [];
  const add = (flag: Flag, value: string) => found.set(flag.name, [...(found.get(flag.name) ?? []), value]);
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]!;
    if (arg === '--') {
      positional.push(...args.slice(index + 1));
      break;
    }
    if (arg.startsWith('--')) {
      const at = arg.indexOf('=');
      const flag = command.flags.find((each) => `--${each.name}` === (at === -1 ? arg : arg.slice(0, at)));
      if (!flag) throw refuse(name, command, `unknown flag: ${at === -1 ? arg : arg.slice(0, at)}`);
      if (flag.kind === 'flag') add(flag, at === -1 ? 'true' : arg.slice(at + 1));
      else {
        const value = at === -1 ? args[++index] : arg.slice(at + 1);
        if (value === undefined) throw refuse(name, command, `flag needs an argument: --${flag.name}`);
        add(flag, value);
      }
    } else if (arg.startsWith('-') && arg.length > 1) {
      for (let at = 1; at < arg.length; at++) {
        const flag = command.flags.find(({ short }) => short === arg[at]);
        if (!flag) throw refuse(name, command, `unknown shorthand flag: '${arg[at]}' in ${arg}`);
        if (flag.kind === 'flag') {
          add(flag, 'true');
          continue;
        }
        const value = at + 1 < arg.length ? arg.slice(at + 1).replace(/^=/, '') : args[++index];
        if (value === undefined)
          throw refuse(name, command, `flag needs an argument: '${arg[at]}' in ${arg}`);
        add(flag, value);
        break;
      }
    } else {
      positional.push(arg);
      if (command.stopsAtArgument) {
        positional.push(...args.slice(index + 1));
        break;
      }
    }
  }
  const [least, most] = command.takes;
  if (positional.length < least || positional.length > most) {
    const count =
      least === most
        ? `requires ${least} argument${least === 1 ? '' : 's'}`
        : positional.length < least
          ? `requires at least ${least} argument${least === 1 ? '' : 's'}`
          : `requires at most ${most} argument${most === 1 ? '' : 's'}`;
    const shown = least === 0 && most === 0 ? 'accepts no arguments' : count;
    throw new DockerCliError(
      `${name.includes('build') ? 'ERROR: ' : ''}docker: '${name}' ${shown}\n\n${tail(name, command)}`,
      1,
    );
  }
  return {
    positional,
    value: (flag) => found.get(flag)?.at(-1),
    list: (flag) => found.get(flag) ?? [],
    has: (flag) => (found.get(flag)?.at(-1) ?? 'false') !== 'false',
  };
}

function refuse(name: string, command: Command, message: string): DockerCliError {
  return new DockerCliError(`${message}\n\n${tail(name, command)}`, 125);
}

function tail(name: string, { usage }: Command): string {
  return `Usage:  ${usage}\n\nRun '${name} --help' for more information`;
}

/** `docker <command> --help`. */
export function helpOf({ usage, about, flags }: Command): string {
  const lines = flags.map(
    ({ name, short, kind }) =>
      `  ${short ? `-${short},` : '   '} --${name}${kind === 'flag' ? '' : kind === 'list' ? ' list' : ' string'}`,
  );
  return `Usage:  ${usage}\n\n${about}\n${lines.length ? `\nOptions:\n${lines.join('\n')}\n` : ''}`;
}

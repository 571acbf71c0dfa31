import { commands, groups, help, leftOut } from './commands.ts';
import { DockerCliError } from './errors.ts';
import { helpOf, readFlags } from './flags.ts';
import { printed, type DockerIo, type Printed } from './io.ts';

export { commands, groups } from './commands.ts';
export type { DockerIo } from './io.ts';

/**
 * Runs one `docker` command line (without the word `docker`), over the learner's simulated engine. Texts, streams and
 * exit codes are those of Docker 28 with its classic image store. Never throws for what a learner can type.
 */
export async function runDocker(args: readonly string[], io: DockerIo): Promise<Printed> {
  try {
    return await dispatch(args, io);
  } catch (error) {
    if (error instanceof DockerCliError) return printed(error.stdout, `${error.message}\n`, error.exitCode);
    throw error;
  }
}

async function dispatch(args: readonly string[], io: DockerIo): Promise<Printed> {
  const [first, second] = args;
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') return help();
  if (first === '--version' || first === '-v') return printed('Docker version 28.5.2, build ecc6942\n');
  const isGroup = groups.includes(first);
  if (isGroup && (second === undefined || second === '--help')) return groupHelp(first);
  const name = isGroup ? `${first} ${second}` : first;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw unknown(name, isGroup);
  const rest = args.slice(isGroup ? 2 : 1);
  const before = command.stopsAtArgument
    ? rest.slice(
        0,
        Math.max(
          0,
          rest.findIndex((word) => !word.startsWith('-')),
        ),
      )
    : rest;
  if (before.includes('--help') || (rest.length === 1 && rest[0] === '--help'))
    return printed(helpOf(command));
  return command.run(readFlags(`docker ${name === 'build' ? 'buildx build' : name}`, command, rest), io);
}

function groupHelp(group: string): Printed {
  const lines = Object.entries(commands)
    .filter(([name]) => name.startsWith(`${group} `))
    .map(([name, { about }]) => `  ${name.slice(group.length + 1).padEnd(12)}${about}`);
  return printed(
    `Usage:  docker ${group} COMMAND\n\nCommands:\n${lines.join('\n')}\n\nRun 'docker ${group} COMMAND --help' for more information on a command.\n`,
  );
}

function unknown(name: string, isGroup: boolean): DockerCliError {
  if (isGroup || leftOut.includes(name))
    return new DockerCliError(
      `docker: Drydock does not simulate 'docker ${name}'. Run 'docker help' for the commands that it has.`,
    );
  if (name.startsWith('-'))
    return new DockerCliError(
      `unknown ${name.startsWith('--') ? 'flag' : 'shorthand flag'}: ${name}\n\nUsage:  docker [OPTIONS] COMMAND [ARG...]\n\nRun 'docker --help' for more information`,
      125,
    );
  return new DockerCliError(
    `docker: unknown command: docker ${name}\n\nRun 'docker --help' for more information`,
  );
}

import { AwsCliError, usageError } from './errors.ts';
import { columns } from './choices.ts';

/** Options that every command takes (awscli/data/cli.json). */
export interface Globals {
  region?: string;
  profile?: string;
  query?: string;
  output?: string;
  paginate: boolean;
}

/** `value` options take one argument, the others none. */
const options: Readonly<Record<string, 'value' | 'flag'>> = {
  '--debug': 'flag',
  '--endpoint-url': 'value',
  '--no-verify-ssl': 'flag',
  '--no-paginate': 'flag',
  '--output': 'value',
  '--query': 'value',
  '--profile': 'value',
  '--region': 'value',
  '--color': 'value',
  '--no-sign-request': 'flag',
  '--ca-bundle': 'value',
  '--cli-read-timeout': 'value',
  '--cli-connect-timeout': 'value',
  '--cli-binary-format': 'value',
  '--no-cli-pager': 'flag',
  '--cli-auto-prompt': 'flag',
  '--no-cli-auto-prompt': 'flag',
};

const choices: Readonly<Record<string, readonly string[]>> = {
  '--output': ['json', 'text', 'table', 'yaml', 'yaml-stream', 'off'],
  '--color': ['on', 'off', 'auto'],
};

export const globalOptions: readonly string[] = Object.keys(options);

/** Takes the global options out of a command line, wherever they stand. @throws AwsCliError */
export function takeGlobals(args: readonly string[]): { globals: Globals; rest: string[] } {
  const globals: Globals = { paginate: true };
  const rest: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]!;
    const at = arg.startsWith('--') ? arg.indexOf('=') : -1;
    const name = at === -1 ? arg : arg.slice(0, at);
    const kind = Object.hasOwn(options, name) ? options[name] : undefined;
    if (kind === undefined) {
      rest.push(arg);
      continue;
    }
    if (name === '--debug') throw new AwsCliError('Drydock does not simulate --debug: leave it out.', 252);
    if (kind === 'flag') {
      if (at !== -1) throw usageError(`argument ${name}: ignored explicit argument '${arg.slice(at + 1)}'`);
      if (name === '--no-paginate') globals.paginate = false;
      continue;
    }
    const value = at === -1 ? args[++index] : arg.slice(at + 1);
    if (value === undefined || (at === -1 && value.startsWith('--')))
      throw usageError(`argument ${name}: expected one argument`);
    if (choices[name] && !choices[name].includes(value)) {
      throw usageError(`argument ${name}: Invalid choice, valid choices are:\n\n${columns(choices[name])}`);
    }
    if (name === '--region') globals.region = value;
    else if (name === '--profile') globals.profile = value;
    else if (name === '--query') globals.query = value;
    else if (name === '--output') globals.output = value;
  }
  return { globals, rest };
}

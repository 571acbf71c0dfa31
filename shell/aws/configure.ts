import {
  configPath,
  credentialsPath,
  keysOf,
  readIni,
  readProfile,
  type Keys,
  type Profile,
} from './config.ts';
import { AwsCliError, usageError } from './errors.ts';
import type { Globals } from './globals.ts';
import type { AwsIo } from './io.ts';
import { invalidChoice } from './choices.ts';

/** `aws configure list|get|set|list-profiles`. Gives what it prints. @throws AwsCliError */
export async function configure(args: readonly string[], io: AwsIo, globals: Globals): Promise<string> {
  const [verb, ...rest] = args;
  switch (verb) {
    case undefined:
      throw new AwsCliError(
        'Drydock does not ask questions: use aws configure set <name> <value>, or edit ~/.aws/config.',
        252,
      );
    case 'list':
      return list(io, globals, await readProfile(io, globals));
    case 'list-profiles': {
      const config = [...readIni((await io.readFile(configPath(io))) ?? '').keys()].map((name) =>
        name.replace(/^profile /, ''),
      );
      const credentials = [...readIni((await io.readFile(credentialsPath(io))) ?? '').keys()];
      return [...new Set([...config, ...credentials])].map((name) => `${name}\n`).join('');
    }
    case 'get': {
      const [name] = rest;
      if (name === undefined) throw usageError('the following arguments are required: varname');
      const profile = await readProfile(io, globals);
      const value = profile.credentials.get(name) ?? profile.config.get(name);
      if (value === undefined) throw new Quiet();
      return `${value}\n`;
    }
    case 'set': {
      const [name, value] = rest;
      if (name === undefined) throw usageError('the following arguments are required: varname, value');
      if (value === undefined) throw usageError('the following arguments are required: value');
      await set(name, value, io, globals);
      return '';
    }
    default:
      throw invalidChoice('subcommand', verb, ['list', 'list-profiles', 'get', 'set']);
  }
}

/** Exit code 1 without a word, as `aws configure get` ends for a name without a value. */
export class Quiet extends Error {
  override readonly name = 'Quiet';
}

async function set(name: string, value: string, io: AwsIo, globals: Globals): Promise<void> {
  const profile = globals.profile ?? io.env['AWS_PROFILE'] ?? 'default';
  const secret = ['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token'].includes(name);
  const path = secret ? credentialsPath(io) : configPath(io);
  const section = secret || profile === 'default' ? profile : `profile ${profile}`;
  const sections = readIni((await io.readFile(path)) ?? '');
  sections.set(section, (sections.get(section) ?? new Map<string, string>()).set(name, value));
  const text = [...sections]
    .map(([title, pairs]) => `[${title}]\n${[...pairs].map(([key, each]) => `${key} = ${each}\n`).join('')}`)
    .join('');
  await io.writeFile(path, text);
}

function list(io: AwsIo, globals: Globals, profile: Profile): string {
  const row = (name: string, value: string, type: string, location: string) =>
    `${name.padStart(10)} ${value.padStart(24)} ${type.padStart(16)}    ${location}\n`;
  const named = globals.profile ?? io.env['AWS_PROFILE'];
  let keys: Keys | undefined;
  try {
    const found = keysOf(io.env, profile);
    keys = 'arn' in found ? { ...found.source, source: 'assume-role' } : found;
  } catch (error) {
    if (!(error instanceof AwsCliError)) throw error;
  }
  const masked = (text: string) => `****************${text.slice(-4)}`;
  const region = io.env['AWS_REGION'] || io.env['AWS_DEFAULT_REGION'];
  return [
    row('Name', 'Value', 'Type', 'Location'),
    row('----', '-----', '----', '--------'),
    named === undefined
      ? row('profile', '<not set>', 'None', 'None')
      : row(
          'profile',
          named,
          globals.profile === undefined ? 'env' : 'manual',
          globals.profile === undefined ? "['AWS_PROFILE', 'AWS_DEFAULT_PROFILE']" : '--profile',
        ),
    keys
      ? row('access_key', masked(keys.id), keys.source, '')
      : row('access_key', '<not set>', 'None', 'None'),
    keys
      ? row('secret_key', masked(keys.secret), keys.source, '')
      : row('secret_key', '<not set>', 'None', 'None'),
    region
      ? row('region', region, 'env', "['AWS_REGION', 'AWS_DEFAULT_REGION']")
      : profile.config.get('region')
        ? row('region', profile.config.get('region')!, 'config-file', '~/.aws/config')
        : row('region', '<not set>', 'None', 'None'),
  ].join('');
}

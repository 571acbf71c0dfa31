import { AwsCliError } from './errors.ts';
import type { Globals } from './globals.ts';
import type { AwsIo } from './io.ts';

/** The AWS documentation's example keys, which the learner's credentials file holds. */
export const exampleKeys = {
  id: 'AKIAIOSFODNN7EXAMPLE',
  secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
} as const;

/** Who the example keys belong to. */
export const learner = 'arn:aws:iam::123456789012:user/learner';

export const initialFiles: Readonly<Record<string, string>> = {
  '/home/learner/.aws/config': '[default]\nregion = us-east-1\n',
  '/home/learner/.aws/credentials': `[default]\naws_access_key_id = ${exampleKeys.id}\naws_secret_access_key = ${exampleKeys.secret}\n`,
};

export type Sections = Map<string, Map<string, string>>;

/** Reads an INI file: sections of `name = value` lines. */
export function readIni(text: string): Sections {
  const sections: Sections = new Map();
  let section: Map<string, string> | undefined;
  for (const line of text.split(/\r?\n/)) {
    const head = /^\s*\[\s*(.+?)\s*\]\s*$/.exec(line);
    const pair = /^\s*([^#;=\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line);
    if (head) sections.set(head[1]!, (section = sections.get(head[1]!) ?? new Map<string, string>()));
    else if (pair && section) section.set(pair[1]!, pair[2]!);
  }
  return sections;
}

/** What the configuration files and the environment say. */
export interface Profile {
  name: string;
  config: ReadonlyMap<string, string>;
  credentials: ReadonlyMap<string, string>;
}

/** @throws AwsCliError when a profile is named that is in neither file */
export async function readProfile(io: AwsIo, globals: Globals): Promise<Profile> {
  const named = globals.profile ?? io.env['AWS_PROFILE'] ?? io.env['AWS_DEFAULT_PROFILE'];
  const name = named ?? 'default';
  const config = readIni((await io.readFile(configPath(io))) ?? '');
  const credentials = readIni((await io.readFile(credentialsPath(io))) ?? '');
  const section =
    config.get(name === 'default' ? 'default' : `profile ${name}`) ??
    (name === 'default' ? config.get('profile default') : undefined);
  if (named !== undefined && !section && !credentials.has(name)) {
    throw new AwsCliError(`The config profile (${name}) could not be found`, 255);
  }
  return { name, config: section ?? new Map(), credentials: credentials.get(name) ?? new Map() };
}

export function configPath({ env }: AwsIo): string {
  return env['AWS_CONFIG_FILE'] ?? `${env['HOME'] ?? '/home/learner'}/.aws/config`;
}

export function credentialsPath({ env }: AwsIo): string {
  return env['AWS_SHARED_CREDENTIALS_FILE'] ?? `${env['HOME'] ?? '/home/learner'}/.aws/credentials`;
}

/** `--region`, then `AWS_REGION`, `AWS_DEFAULT_REGION`, then the profile. @throws AwsCliError when none says one */
export function regionOf(io: AwsIo, globals: Globals, profile: Profile): string {
  const region =
    globals.region ?? (io.env['AWS_REGION'] || io.env['AWS_DEFAULT_REGION'] || profile.config.get('region'));
  if (!region)
    throw new AwsCliError(
      'You must specify a region. You can also configure your region by running "aws configure".',
      253,
    );
  return region;
}

/** The key id that signs: from the environment or the profile. @throws AwsCliError when there is none */
export function keyIdOf(
  io: AwsIo,
  profile: Profile,
): { id: string; secret: string; source: 'env' | 'shared-credentials-file' | 'config-file' } {
  const { env } = io;
  if (env['AWS_ACCESS_KEY_ID'])
    return { id: env['AWS_ACCESS_KEY_ID'], secret: env['AWS_SECRET_ACCESS_KEY'] ?? '', source: 'env' };
  for (const [from, source] of [
    [profile.credentials, 'shared-credentials-file'],
    [profile.config, 'config-file'],
  ] as const) {
    const id = from.get('aws_access_key_id');
    if (id) return { id, secret: from.get('aws_secret_access_key') ?? '', source };
  }
  throw new AwsCliError(
    'Unable to locate credentials. You can configure credentials by running "aws configure".',
    253,
  );
}

export function outputOf(io: AwsIo, globals: Globals, profile: Profile): string {
  return globals.output ?? (io.env['AWS_DEFAULT_OUTPUT'] || profile.config.get('output') || 'json');
}

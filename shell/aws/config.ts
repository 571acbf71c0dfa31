import { exampleKeys } from '../../simulator/iam/state.ts';
import { AwsCliError } from './errors.ts';
import type { Globals } from './globals.ts';
import type { AwsIo } from './io.ts';

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
  /** Named by `--profile`: then keys in the environment do not count (botocore, credentials.py). */
  explicit: boolean;
  files: ConfigFiles;
}

/** @throws AwsCliError when a profile is named that is in neither file */
export async function readProfile(io: AwsIo, globals: Globals): Promise<Profile> {
  return profileIn(io.env, globals.profile, {
    config: readIni((await io.readFile(configPath(io))) ?? ''),
    credentials: readIni((await io.readFile(credentialsPath(io))) ?? ''),
  });
}

/** Both configuration files, read. */
export interface ConfigFiles {
  config: Sections;
  credentials: Sections;
}

/**
 * The profile that the files and the environment give.
 * @param named by `--profile`
 * @throws AwsCliError when a profile is named that is in neither file
 */
export function profileIn(
  env: Readonly<Record<string, string>>,
  named: string | undefined,
  files: ConfigFiles,
): Profile {
  const asked = named ?? (env['AWS_PROFILE'] || env['AWS_DEFAULT_PROFILE'] || undefined);
  const found = sectionOf(asked ?? 'default', files);
  if (asked !== undefined && !found)
    throw new AwsCliError(`The config profile (${asked}) could not be found`, 255);
  const none = { name: 'default', config: new Map<string, string>(), credentials: new Map<string, string>() };
  return { ...(found ?? none), explicit: named !== undefined, files };
}

function sectionOf(
  name: string,
  { config, credentials }: ConfigFiles,
): Pick<Profile, 'name' | 'config' | 'credentials'> | undefined {
  const section =
    config.get(name === 'default' ? 'default' : `profile ${name}`) ??
    (name === 'default' ? config.get('profile default') : undefined);
  const keys = credentials.get(name);
  if (!section && !keys) return undefined;
  return { name, config: section ?? new Map(), credentials: keys ?? new Map() };
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

/** Keys, and where they came from. */
export interface Keys {
  id: string;
  secret: string;
  /** Of temporary credentials. */
  token?: string;
  source: 'env' | 'shared-credentials-file' | 'config-file' | 'assume-role';
}

/** A role that a profile is to assume, with the keys to do so. */
export interface RoleToAssume {
  arn: string;
  sessionName: string | undefined;
  /** Seconds. */
  duration: number | undefined;
  source: Keys;
}

/**
 * The keys that sign: the environment's, or the profile's; or the role that the profile names.
 * @throws AwsCliError when there are none
 */
export function keysOf(env: Readonly<Record<string, string>>, profile: Profile): Keys | RoleToAssume {
  if (env['AWS_ACCESS_KEY_ID'] && !profile.explicit)
    return keysIn(
      'env',
      env['AWS_ACCESS_KEY_ID'],
      env['AWS_SECRET_ACCESS_KEY'],
      env['AWS_SESSION_TOKEN'],
      'AWS_SECRET_ACCESS_KEY',
    );
  const role = profile.config.get('role_arn') ?? profile.credentials.get('role_arn');
  if (role !== undefined) return { ...assumedBy(env, profile), arn: role };
  return (
    storedKeys(profile.credentials, 'shared-credentials-file') ??
    storedKeys(profile.config, 'config-file') ??
    noCredentials()
  );
}

function storedKeys(from: ReadonlyMap<string, string>, source: Keys['source']): Keys | undefined {
  const id = from.get('aws_access_key_id');
  if (id === undefined) return undefined;
  return keysIn(
    source,
    id,
    from.get('aws_secret_access_key'),
    from.get('aws_session_token'),
    'aws_secret_access_key',
  );
}

function keysIn(
  source: Keys['source'],
  id: string,
  secret: string | undefined,
  token: string | undefined,
  secretName: string,
): Keys {
  if (!secret) throw new AwsCliError(`Partial credentials found in ${source}, missing: ${secretName}`, 255);
  return { id, secret, source, ...(token ? { token } : {}) };
}

function noCredentials(): never {
  throw new AwsCliError(
    'Unable to locate credentials. You can configure credentials by running "aws configure".',
    253,
  );
}

/** What a profile with `role_arn` says (botocore, credentials.py, `AssumeRoleProvider`). @throws AwsCliError */
function assumedBy(
  env: Readonly<Record<string, string>>,
  { name, config, credentials, files }: Profile,
): Omit<RoleToAssume, 'arn'> {
  const value = (key: string) => config.get(key) ?? credentials.get(key);
  const [source, environment] = [value('source_profile'), value('credential_source')];
  const duration = value('duration_seconds');
  const rest = {
    sessionName: value('role_session_name'),
    duration: duration === undefined ? undefined : Number(duration),
  };
  if (environment === 'Environment' && env['AWS_ACCESS_KEY_ID']) {
    const keys = keysIn(
      'env',
      env['AWS_ACCESS_KEY_ID'],
      env['AWS_SECRET_ACCESS_KEY'],
      env['AWS_SESSION_TOKEN'],
      'AWS_SECRET_ACCESS_KEY',
    );
    return { ...rest, source: keys };
  }
  if (source === undefined) {
    throw new AwsCliError(
      `Partial credentials found in assume-role, missing: source_profile or credential_source`,
      255,
    );
  }
  const found = sectionOf(source, files);
  const keys =
    found &&
    (storedKeys(found.credentials, 'shared-credentials-file') ?? storedKeys(found.config, 'config-file'));
  if (keys) return { ...rest, source: keys };
  throw new AwsCliError(
    found
      ? `The source profile "${source}" must have credentials.`
      : `The source_profile "${source}" referenced in the profile "${name}" does not exist.`,
    255,
  );
}

export function outputOf(io: AwsIo, globals: Globals, profile: Profile): string {
  return globals.output ?? (io.env['AWS_DEFAULT_OUTPUT'] || profile.config.get('output') || 'json');
}

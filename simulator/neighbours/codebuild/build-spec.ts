import { parse } from 'yaml';
import type { BuildSpec } from './state.ts';

/** Why a buildspec cannot be read. The words after `YAML_FILE_ERROR` are CodeBuild's where people have recorded them. */
export class BuildSpecFault extends Error {}

/** Phases in the buildspec, by their API names. */
const phaseNames: Readonly<Record<string, string>> = {
  install: 'INSTALL',
  pre_build: 'PRE_BUILD',
  build: 'BUILD',
  post_build: 'POST_BUILD',
};

type Mapping = Readonly<Record<string, unknown>>;

/** @throws BuildSpecFault */
export function readBuildSpec(text: string): BuildSpec {
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    throw new BuildSpecFault(`error parsing YAML: ${(error as Error).message.split('\n')[0]}`);
  }
  const file = mapping(document, 'buildspec');
  if (!['0.1', '0.2'].includes(String(file['version'] ?? '')))
    throw new BuildSpecFault(`unknown version: ${String(file['version'] ?? '')}`);
  const env = mapping(file['env'] ?? {}, 'env');
  const phases: BuildSpec['phases'] = {};
  for (const [name, value] of Object.entries(mapping(file['phases'] ?? {}, 'phases'))) {
    const phase = Object.hasOwn(phaseNames, name) ? phaseNames[name]! : undefined;
    if (phase === undefined)
      throw new BuildSpecFault(`unknown phase ${name}: there are ${Object.keys(phaseNames).join(', ')}`);
    const { commands = [], finally: last = [], 'on-failure': onFailure } = mapping(value ?? {}, name);
    if (onFailure !== undefined && onFailure !== 'ABORT' && onFailure !== 'CONTINUE')
      throw new BuildSpecFault(`${name}: on-failure is ABORT or CONTINUE, not ${String(onFailure)}`);
    phases[phase] = {
      commands: list(commands, `${name}: commands`),
      finally: list(last, `${name}: finally`),
      ...(onFailure && { onFailure }),
    };
  }
  if (Object.keys(phases).length === 0) throw new BuildSpecFault('phases is missing or empty');
  const artifacts = mapping(file['artifacts'] ?? {}, 'artifacts');
  return {
    variables: texts(env['variables'], 'env: variables'),
    parameters: texts(env['parameter-store'], 'env: parameter-store'),
    secrets: texts(env['secrets-manager'], 'env: secrets-manager'),
    exported: list(env['exported-variables'] ?? [], 'env: exported-variables'),
    phases,
    artifacts: {
      files: list(artifacts['files'] ?? [], 'artifacts: files'),
      folder: String(artifacts['base-directory'] ?? '.'),
    },
  };
}

function mapping(value: unknown, what: string): Mapping {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Mapping;
  throw new BuildSpecFault(`${what} should be of the type !!map`);
}

function texts(value: unknown, what: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(mapping(value ?? {}, what)).map(([name, each]) => [name, String(each)]),
  );
}

/** CodeBuild's own words for the fault that everybody makes once: `key: value` in a command that is not quoted. */
function list(value: unknown, what: string): string[] {
  if (!Array.isArray(value)) throw new BuildSpecFault(`${what} should be a list`);
  return value.map((item, index) => {
    if (typeof item === 'string' || typeof item === 'number') return String(item);
    throw new BuildSpecFault(
      `Expected Commands[${index}] to be of string type: found subkeys instead at ${what}, value of the key tag on line ${index + 1} might be empty`,
    );
  });
}

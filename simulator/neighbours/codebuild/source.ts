import type { RegionScope } from '../../region.ts';
import { commitOf } from '../git/state.ts';
import { BuildSpecFault, readBuildSpec } from './build-spec.ts';
import type { Build, BuildSpec } from './state.ts';

/** Why a phase fails: code and words of its context. */
export interface Fault {
  statusCode: string;
  message: string;
}

/** A source's files, the folder they are put into, and the commit where there is one. */
export interface Source {
  files: Record<string, string>;
  version?: string;
}

/** The files of a build's source. */
export function sourceOf(build: Build, { neighbours }: RegionScope): Source | Fault {
  const { type, location = '' } = build.source;
  if (type === 'NO_SOURCE') return { files: {} };
  if (type === 'CODEPIPELINE')
    return {
      files: build.input ?? {},
      ...(build.sourceVersion === undefined ? {} : { version: build.sourceVersion }),
    };
  const branch = (build.sourceVersion ?? 'main').replace(/^refs\/heads\//, '');
  const commit = commitOf(neighbours.git, location, branch);
  if (commit) return { files: commit.files, version: commit.id };
  return {
    statusCode: 'CLIENT_ERROR',
    message: `repository not found for primary source and source version ${branch}`,
  };
}

/** The buildspec of a build: given in full, or a file of its source. */
export function specOf({ source: { buildspec } }: Build, files: Record<string, string>): BuildSpec | Fault {
  const inline = buildspec !== undefined && /\n|^\s*\{|^version:/.test(buildspec);
  const text = inline ? buildspec : files[(buildspec || 'buildspec.yml').replace(/^\.?\//, '')];
  if (text === undefined) return { statusCode: 'YAML_FILE_ERROR', message: 'YAML file does not exist' };
  try {
    return readBuildSpec(text);
  } catch (error) {
    if (error instanceof BuildSpecFault) return { statusCode: 'YAML_FILE_ERROR', message: error.message };
    throw error;
  }
}

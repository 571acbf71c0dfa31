import { cleanPath, resolvePath } from '../../images/path.ts';
import { DockerfileError, type Instruction } from '../dockerfile/parse.ts';
import { hasWildcard, patternToRegExp } from '../dockerfile/patterns.ts';
import type { StageState } from './stage.ts';

/** Where COPY takes files from: the build context, or another stage or image. */
export interface Source {
  /** By absolute path. */
  files: ReadonlyMap<string, string>;
  folders?: ReadonlySet<string>;
  /** Any path may be there. */
  opaque: boolean;
  /** Names what the source is made of: what it may hold without our knowing changes with it. */
  key?: string;
  /** A base image holds more than is known of it: paths below these folders count as there. */
  system: boolean;
}

/** A source that COPY names and that is not there; `path` is absolute. */
export class MissingSource extends Error {
  override readonly name = 'MissingSource';
  readonly path: string;

  constructor(path: string) {
    super(`"${path}": not found`);
    this.path = path;
  }
}

const systemFolders = /^\/(usr|etc|bin|sbin|lib|lib64|opt|var|root|go|home|tmp|docker-entrypoint|hello)/;

/** What COPY and ADD copy and where to. @throws DockerfileError when there is too little, or a list goes to a file */
export function copyArguments(
  { keyword, line, endLine }: Instruction,
  words: readonly string[],
): { sources: readonly string[]; destination: string } {
  const refuse = (message: string) =>
    new DockerfileError(`dockerfile parse error on line ${line}: ${message}`, line, endLine);
  const destination = words.at(-1)!;
  const sources = words.slice(0, -1);
  if (sources.length === 0)
    throw refuse(
      `${keyword} requires at least two arguments, but only ${words.length} was provided. Destination could not be determined`,
    );
  if (sources.length > 1 && !/(^|\/)\.{0,2}$/.test(destination))
    throw refuse(
      `When using ${keyword} with more than one source file, the destination must be a directory and end with a /`,
    );
  return { sources, destination };
}

/**
 * What COPY and ADD put where: files by absolute path of the stage.
 * @throws MissingSource, DockerfileError
 */
export function copied(
  instruction: Instruction,
  words: readonly string[],
  source: Source,
  stage: StageState,
): Map<string, string> {
  const { heredocs } = instruction;
  const { sources, destination } = copyArguments(instruction, words);
  const target = resolvePath(stage.config.WorkingDir || '/', destination);
  const isFolder =
    /(^|\/)\.{0,2}$/.test(destination) ||
    stage.folders.has(target) ||
    [...stage.files.keys()].some((path) => path.startsWith(`${target}/`));
  const into = (name: string) => resolvePath(target, name);
  const result = new Map<string, string>();
  for (const each of sources) {
    const heredoc = /^<<-?["']?(\w+)["']?$/.exec(each);
    if (heredoc) {
      result.set(
        isFolder ? into(heredoc[1]!) : target,
        heredocs.find(({ name }) => name === heredoc[1])?.content ?? '',
      );
      continue;
    }
    if (/^(https?|git):\/\//.test(each)) {
      result.set(isFolder ? into(each.split('/').at(-1)!) : target, '');
      continue;
    }
    const path = resolvePath('/', each);
    for (const [found, content] of filesAt(path, source)) {
      const isFile = found === path;
      const name = found.slice(found.lastIndexOf('/') + 1);
      if (hasWildcard(path)) result.set(into(relativeToMatch(path, found)), content);
      else if (isFile) result.set(isFolder ? into(name) : target, content);
      else result.set(into(cleanPath(found.slice(path === '/' ? 0 : path.length))), content);
    }
  }
  return result;
}

/** Files that a source path stands for: itself, or all that lies below it. */
function filesAt(path: string, source: Source): [string, string][] {
  if (hasWildcard(path)) {
    const pattern = patternToRegExp(path);
    const matches = [...source.files].filter(([file]) =>
      prefixes(file).some((prefix) => pattern.test(prefix)),
    );
    if (matches.length === 0 && !source.opaque) throw new MissingSource(path);
    return matches;
  }
  const exact = source.files.get(path);
  if (exact !== undefined) return [[path, exact]];
  const below = [...source.files].filter(([file]) => path === '/' || file.startsWith(`${path}/`));
  if (below.length > 0 || path === '/' || source.folders?.has(path)) return below;
  if (source.opaque) return [[path, source.key ?? '']];
  if (source.system && systemFolders.test(path)) return [[path, '']];
  throw new MissingSource(path);
}

function prefixes(file: string): string[] {
  const parts = file.split('/').slice(1);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
}

/** The path below the folder that the last part of the pattern stands in; a matched folder is emptied into the target. */
function relativeToMatch(pattern: string, file: string): string {
  const depth = pattern.split('/').length;
  const parts = file.split('/');
  return parts.length > depth ? parts.slice(depth).join('/') : parts.at(-1)!;
}

/**
 * Reads a Dockerfile into its instructions: parser directives, comments, line continuations and here-documents
 * (https://docs.docker.com/reference/dockerfile/#format; moby/buildkit, frontend/dockerfile/parser/parser.go).
 */
export interface Instruction {
  /** Upper case, such as `COPY`. */
  keyword: string;
  /** `--name=value` before the arguments; a flag without a value has the value `true`. */
  flags: { name: string; value: string }[];
  /** Everything after the flags, with continuation lines joined. */
  rest: string;
  /** The arguments of the JSON form, `["a", "b"]`. */
  json?: string[];
  heredocs: { name: string; content: string; expand: boolean }[];
  /** As written, continuation lines joined: the name of the build step. */
  original: string;
  /** Lines of the file, from 1. */
  line: number;
  endLine: number;
}

/** A Dockerfile that cannot be read. `line` counts from 1 and is absent where the whole file is meant. */
export class DockerfileError extends Error {
  override readonly name = 'DockerfileError';
  readonly line: number | undefined;
  readonly endLine: number | undefined;

  constructor(message: string, line?: number, endLine = line) {
    super(message);
    this.line = line;
    this.endLine = endLine;
  }
}

const keywords = [
  'ADD', 'ARG', 'CMD', 'COPY', 'ENTRYPOINT', 'ENV', 'EXPOSE', 'FROM', 'HEALTHCHECK', 'LABEL', 'MAINTAINER', 'ONBUILD',
  'RUN', 'SHELL', 'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR',
]; // prettier-ignore
const withFlags = new Set(['ADD', 'COPY', 'FROM', 'HEALTHCHECK', 'RUN']);
const withHeredocs = new Set(['ADD', 'COPY', 'RUN']);
const withJson = new Set(['ADD', 'CMD', 'COPY', 'ENTRYPOINT', 'RUN', 'SHELL', 'VOLUME']);

/** @throws DockerfileError with BuildKit's text */
export function parseDockerfile(text: string): Instruction[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const escape = escapeOf(lines);
  const instructions: Instruction[] = [];
  for (let index = 0; index < lines.length; index++) {
    const start = index;
    let joined = lines[index]!.trimStart();
    if (joined === '' || joined.startsWith('#')) continue;
    const continued = new RegExp(`${escape === '\\' ? '\\\\' : '`'}[ \\t]*$`);
    while (continued.test(joined)) {
      joined = joined.replace(continued, '');
      index++;
      // Comments and empty lines inside a continued instruction are passed over.
      while (index < lines.length && /^\s*(#|$)/.test(lines[index]!)) index++;
      if (index >= lines.length) break;
      joined += lines[index]!;
    }
    if (joined.trim() === '') continue;
    const instruction = readInstruction(joined.trim(), start + 1, Math.min(index, lines.length - 1) + 1);
    if (withHeredocs.has(instruction.keyword)) {
      for (const [, dash, quote, name] of instruction.rest.matchAll(
        /(?<!\S)\d?<<(-?)(["']?)([A-Za-z_]\w*)\2(?!\S)/g,
      )) {
        const body: string[] = [];
        for (index++; ; index++) {
          if (index >= lines.length) throw new DockerfileError('unterminated heredoc', start + 1);
          const line = dash ? lines[index]!.replace(/^\t+/, '') : lines[index]!;
          if (line === name) break;
          body.push(line);
        }
        instruction.heredocs.push({
          name: name!,
          content: body.map((line) => `${line}\n`).join(''),
          expand: !quote,
        });
      }
      instruction.endLine = index + 1;
    }
    instructions.push(instruction);
  }
  if (instructions.length === 0) throw new DockerfileError('file with no instructions');
  return instructions;
}

/** The escape character: a backslash unless the first lines say `# escape=` and a backtick. */
function escapeOf(lines: readonly string[]): string {
  for (const line of lines) {
    const directive = /^\s*#\s*([a-zA-Z]+)\s*=\s*(\S+)/.exec(line);
    if (!directive) return '\\';
    if (directive[1]!.toLowerCase() === 'escape') {
      if (directive[2] !== '`' && directive[2] !== '\\')
        throw new DockerfileError(`invalid ESCAPE '${directive[2]}'. Must be ' or \\`);
      return directive[2];
    }
  }
  return '\\';
}

function readInstruction(original: string, line: number, endLine: number): Instruction {
  const [, word, after] = /^(\S+)\s*(.*)$/s.exec(original) as unknown as [string, string, string];
  const keyword = word.toUpperCase();
  if (!keywords.includes(keyword)) {
    const [near] = keywords
      .filter((known) => distance(known, keyword) < 3)
      .sort((one, other) => distance(one, keyword) - distance(other, keyword));
    throw new DockerfileError(
      `dockerfile parse error on line ${line}: unknown instruction: ${word}${near ? ` (did you mean ${near}?)` : ''}`,
      line,
      endLine,
    );
  }
  const flags: Instruction['flags'] = [];
  let rest = after;
  if (withFlags.has(keyword)) {
    for (
      let flag = /^--([a-z-]+)(?:=(\S*))?\s*/.exec(rest);
      flag;
      flag = /^--([a-z-]+)(?:=(\S*))?\s*/.exec(rest)
    ) {
      flags.push({ name: flag[1]!, value: flag[2] ?? 'true' });
      rest = rest.slice(flag[0].length);
    }
  }
  if (rest === '' && keyword !== 'ENTRYPOINT' && keyword !== 'CMD' && keyword !== 'MAINTAINER') {
    throw new DockerfileError(
      `dockerfile parse error on line ${line}: ${requirement(keyword)}`,
      line,
      endLine,
    );
  }
  const json = withJson.has(keyword) ? jsonForm(rest) : undefined;
  return { keyword, flags, rest, ...(json ? { json } : {}), heredocs: [], original, line, endLine };
}

/** BuildKit's words when an instruction has too few arguments. */
function requirement(keyword: string): string {
  if (keyword === 'COPY' || keyword === 'ADD')
    return `${keyword} requires at least two arguments, but only 0 were provided. Destination could not be determined`;
  if (keyword === 'FROM') return 'FROM requires either one or three arguments';
  if (['WORKDIR', 'USER', 'STOPSIGNAL'].includes(keyword)) return `${keyword} requires exactly one argument`;
  return `${keyword} requires at least one argument`;
}

function jsonForm(rest: string): string[] | undefined {
  if (!rest.startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(rest);
    return Array.isArray(value) && value.every((item) => typeof item === 'string')
      ? (value as string[])
      : undefined;
  } catch {
    return undefined;
  }
}

/** Levenshtein's distance. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[other.length]!;
}

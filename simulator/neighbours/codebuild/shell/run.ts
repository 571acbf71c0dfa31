import type { BuildHost } from '../state.ts';
import { expand, tokensOf, type Token } from './words.ts';

/** What a program of the build machine gets. */
export interface ProgramScope {
  host: BuildHost;
  stdin: string;
}

export interface Outcome {
  output: string;
  status: number;
  /** ms of virtual time. */
  took: number;
}

export type Program = (args: readonly string[], scope: ProgramScope) => Partial<Outcome>;
export type Programs = Readonly<Record<string, Program>>;

/** Words that begin what this shell does not have. */
const controls = new Set(['if', 'for', 'while', 'until', 'case', 'function', '{', '(']);

/**
 * Runs a command of a buildspec: lists with `;`, `&&` and `||`, pipes, redirections, here-documents, variables and `$(…)`.
 * Both streams are one log, as CodeBuild writes them. Control structures are refused in a sentence of ours.
 */
export function runCommand(script: string, host: BuildHost, programs: Programs): Outcome {
  const all: Outcome = { output: '', status: 0, took: 0 };
  let pipe: { token: Token[]; stdin?: string }[] = [{ token: [] }];
  let when: 'always' | '&&' | '||' = 'always';
  const flush = (next: typeof when) => {
    const skipped = (when === '&&' && all.status !== 0) || (when === '||' && all.status === 0);
    if (!skipped && pipe.some(({ token }) => token.length > 0)) {
      let stdin = '';
      for (const { token } of pipe) {
        const outcome = simple(token, stdin, all.status, host, programs);
        stdin = outcome.output;
        all.status = outcome.status;
        all.took += outcome.took;
      }
      all.output += stdin;
    }
    pipe = [{ token: [] }];
    when = next;
  };
  for (const token of tokensOf(script)) {
    if ('operator' in token && [';', '\n', '&'].includes(token.operator)) flush('always');
    else if ('operator' in token && (token.operator === '&&' || token.operator === '||'))
      flush(token.operator);
    else if ('operator' in token && token.operator === '|') pipe.push({ token: [] });
    else pipe.at(-1)!.token.push(token);
  }
  flush('always');
  return all;
}

function simple(
  tokens: readonly Token[],
  piped: string,
  status: number,
  host: BuildHost,
  programs: Programs,
): Outcome {
  let took = 0;
  const around = {
    variable: (name: string) => (name === '?' ? String(status) : host.env[name]),
    output(script: string) {
      const outcome = runCommand(script, { ...host, env: { ...host.env } }, programs);
      took += outcome.took;
      return outcome.output;
    },
  };
  const words: string[] = [];
  const assigned: [string, string][] = [];
  let writes: { path: string; append: boolean } | undefined;
  let stdin = piped;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!;
    if ('operator' in token) {
      const next = tokens[++index];
      const [text = ''] = next && 'word' in next ? expand(next.word, around) : [];
      if (token.operator === '<<') stdin = text;
      else if (token.operator === '<') stdin = host.files[pathOf(text, host)] ?? '';
      else if (!token.operator.startsWith('2')) writes = { path: text, append: token.operator === '>>' };
      continue;
    }
    const set = words.length === 0 ? /^([A-Za-z_]\w*)=(.*)$/s.exec(token.word) : null;
    if (set) assigned.push([set[1]!, expand(set[2]!, around).join(' ')]);
    else words.push(...expand(token.word, around));
  }
  const [name, ...args] = words;
  if (name === undefined) {
    for (const [variable, value] of assigned) host.env[variable] = value;
    if (writes) host.files[pathOf(writes.path, host)] ??= '';
    return { output: '', status: 0, took };
  }
  const env = { ...host.env };
  for (const [variable, value] of assigned) host.env[variable] = value;
  const outcome = call(name, args, { host, stdin }, programs);
  for (const [variable] of assigned) restore(host.env, variable, env[variable]);
  const { output = '', status: code = 0 } = outcome;
  const ms = took + (outcome.took ?? 20);
  if (!writes) return { output, status: code, took: ms };
  const path = pathOf(writes.path, host);
  if (path !== '/dev/null') host.files[path] = (writes.append ? (host.files[path] ?? '') : '') + output;
  return { output: '', status: code, took: ms };
}

function restore(env: Record<string, string>, name: string, value: string | undefined): void {
  if (value === undefined) delete env[name];
  else env[name] = value;
}

function call(
  name: string,
  args: readonly string[],
  scope: ProgramScope,
  programs: Programs,
): Partial<Outcome> {
  if (controls.has(name))
    return {
      output: `sh: ${name}: Drydock's build machine knows simple commands, pipes, && and ||, and no ${name}.\n`,
      status: 2,
    };
  const program = Object.hasOwn(programs, name) ? programs[name] : undefined;
  return program ? program(args, scope) : { output: `sh: ${name}: command not found\n`, status: 127 };
}

/** An absolute path. */
export function pathOf(path: string, { folder }: Pick<BuildHost, 'folder'>): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${folder}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

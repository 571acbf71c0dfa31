import { readFile } from 'node:fs/promises';
import { checkFile } from '../learner/editor/files/check.ts';
import { kindOf, type FileKind } from '../learner/editor/files/kind.ts';
import type { Problem } from '../simulator/ecs/task-definition/index.ts';

export interface LintOptions {
  format: 'text' | 'json' | 'github';
  /** What all files are; without it, each file's name and content decide. */
  kind?: FileKind;
}

/** Where the report goes. */
export interface LintOutput {
  stdout(text: string): void;
  stderr(text: string): void;
}

interface Linted {
  file: string;
  kind: FileKind;
  /** No problem of severity `error`. */
  valid: boolean;
  problems: Pick<
    Problem,
    'rule' | 'severity' | 'pointer' | 'message' | 'line' | 'column' | 'endLine' | 'endColumn'
  >[];
}

/**
 * `drydock lint`: checks files as the editor and the simulated AWS do: task definitions, Dockerfiles, policies, AppSpec
 * files. What cannot be told from a file's name and content is taken for a task definition.
 * @returns 0 when all files are valid, 1 when any is not, 2 when one cannot be read (the others are reported all the same).
 */
export async function lint(
  files: readonly string[],
  { format, kind }: LintOptions,
  output: LintOutput,
): Promise<number> {
  const linted: Linted[] = [];
  let unread = 0;
  for (const file of files) {
    try {
      linted.push(
        lintText(
          file === '-' ? '<stdin>' : file,
          await readFile(file === '-' ? '/dev/stdin' : file, 'utf8'),
          kind,
        ),
      );
    } catch (error) {
      unread++;
      output.stderr(`drydock lint: cannot read ${file}: ${reasonOf(error)}.\n`);
    }
  }
  output.stdout(reports[format](linted));
  if (unread > 0) return 2;
  return linted.every(({ valid }) => valid) ? 0 : 1;
}

function lintText(file: string, text: string, wanted: FileKind | undefined): Linted {
  const kind = wanted ?? kindOf(file, text) ?? 'task definition';
  const problems = checkFile(kind, text);
  return {
    file,
    kind,
    valid: problems.every(({ severity }) => severity !== 'error'),
    problems: problems.map(({ rule, severity, pointer, message, line, column, endLine, endColumn }) => ({
      rule,
      severity,
      pointer,
      message,
      line,
      column,
      endLine,
      endColumn,
    })),
  };
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder, and lint takes files',
  EACCES: 'this user may not read it',
};

function reasonOf(error: unknown): string {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return reasons[code] ?? message;
}

/** `file:line:column severity message (rule)`, a line a problem, and a summary. */
function textOf(linted: readonly Linted[]): string {
  const lines = linted.flatMap(({ file, problems }) =>
    problems.map(
      ({ line, column, severity, message, rule }) =>
        `${file}:${line}:${column} ${severity} ${message} (${rule})`,
    ),
  );
  const invalid = linted.filter(({ valid }) => !valid).length;
  const many = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
  const problems = linted.reduce((sum, one) => sum + one.problems.length, 0);
  return [
    ...lines,
    `${many(linted.length, 'file')} checked, ${invalid} invalid, ${many(problems, 'problem')}.`,
    '',
  ].join('\n');
}

/** Annotations of a GitHub Actions run (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands). */
function annotationsOf(linted: readonly Linted[]): string {
  const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  return linted
    .flatMap(({ file, problems }) =>
      problems.map(({ severity, line, column, endLine, endColumn, rule, message }) => {
        const place = `line=${line},col=${column},endLine=${endLine},endColumn=${endColumn}`;
        return `::${severity} file=${property(file)},${place},title=${property(rule)}::${data(message)}\n`;
      }),
    )
    .join('');
}

const reports: Readonly<Record<LintOptions['format'], (linted: readonly Linted[]) => string>> = {
  text: textOf,
  json: (linted) => `${JSON.stringify(linted, undefined, 2)}\n`,
  github: annotationsOf,
};

import { readFile } from 'node:fs/promises';
import { validateTaskDefinition, type Problem } from '../simulator/ecs/task-definition/index.ts';

export interface LintOptions {
  format: 'text' | 'json';
}

/** Where the report goes. */
export interface LintOutput {
  stdout(text: string): void;
  stderr(text: string): void;
}

interface Linted {
  file: string;
  /** No problem of severity `error`. */
  valid: boolean;
  problems: Pick<Problem, 'rule' | 'severity' | 'pointer' | 'message' | 'line' | 'column'>[];
}

/**
 * `drydock lint`: validates task definitions as the editor and RegisterTaskDefinition do.
 * @returns 0 when all files are valid, 1 when any is not, 2 when one cannot be read (the others are reported all the same).
 */
export async function lint(
  files: readonly string[],
  { format }: LintOptions,
  output: LintOutput,
): Promise<number> {
  const linted: Linted[] = [];
  let unread = 0;
  for (const file of files) {
    try {
      linted.push(
        lintText(file === '-' ? '<stdin>' : file, await readFile(file === '-' ? '/dev/stdin' : file, 'utf8')),
      );
    } catch (error) {
      unread++;
      output.stderr(`drydock lint: cannot read ${file}: ${reasonOf(error)}.\n`);
    }
  }
  output.stdout(format === 'json' ? `${JSON.stringify(linted, undefined, 2)}\n` : textOf(linted));
  if (unread > 0) return 2;
  return linted.every(({ valid }) => valid) ? 0 : 1;
}

function lintText(file: string, text: string): Linted {
  const problems = validateTaskDefinition(text);
  return {
    file,
    valid: problems.every(({ severity }) => severity !== 'error'),
    problems: problems.map(({ rule, severity, pointer, message, line, column }) => ({
      rule,
      severity,
      pointer,
      message,
      line,
      column,
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

/** The course as it stands in its files: lessons with what they place, and banks with their keys. For tests. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Lab } from '../../learner/bench/index.ts';
import { readBank } from '../../learner/checks/read-bank.ts';

export const root = join(import.meta.dirname, '..', '..');

export interface Lesson {
  /** Below `content/`: `ecr/push-and-run.mdx`. */
  readonly path: string;
  readonly front: {
    id: string;
    title: string;
    minutes?: number;
    objectives?: { id: string; can: string; practised: string[]; tested: string[] }[];
  };
  /** Without frontmatter. */
  readonly body: string;
  readonly labs: readonly string[];
  readonly banks: readonly string[];
}

function readLesson(path: string): Lesson {
  const text = readFileSync(join(root, 'content', path), 'utf8');
  const [, front = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
  const all = (pattern: RegExp) => [...body.matchAll(pattern)].map(([, name]) => name!);
  return {
    path,
    front: parse(front) as Lesson['front'],
    body,
    labs: all(/<Lab\s[^>]*\bid="([^"]+)"/g),
    banks: all(/<Check\s[^>]*\bbank="([^"]+)"/g),
  };
}

/** Paths of all pages below `content/`, in alphabetical order. */
export const paths = readdirSync(join(root, 'content'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.mdx'))
  .sort();
export const pages: readonly Lesson[] = paths.map(readLesson);
export const lessons = pages.filter(({ path }) => !path.startsWith('reference/'));

/** Banks by their names. */
export const banks = new Map(
  readdirSync(join(root, 'quizzes'))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => {
      const bank = readBank(`quizzes/${file}`, readFileSync(join(root, 'quizzes', file), 'utf8'));
      return [bank.name, bank] as const;
    }),
);

/** A lab that stands beside a lesson. */
export async function labAt(lesson: Lesson, id: string): Promise<Lab> {
  const folder = lesson.path.slice(0, lesson.path.lastIndexOf('/'));
  return ((await import(join(root, 'content', folder, `${id}.lab.ts`))) as { default: Lab }).default;
}

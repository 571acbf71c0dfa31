/**
 * Writes `content/reference/coverage.mdx`: each fact of the syllabus (`coverage.yaml` beside it), the lesson, the lab's
 * step and the question where it is taught, practised and tested. A test holds the page to the course.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const folder = join(import.meta.dirname, '..', 'content', 'reference');
export const page = join(folder, 'coverage.mdx');

export interface Fact {
  /** Permanent. */
  readonly id: string;
  readonly fact: string;
  /** A lesson: `ecr/logging-in`. */
  readonly taught: string;
  /** Words of the lesson; one of them at least is in its text. */
  readonly says: readonly string[];
  /** A lab and one of its steps: `ecr-logging-in/log-in`. */
  readonly practised: string;
  /** A question's id. */
  readonly tested: string;
}

export interface Topic {
  readonly topic: string;
  readonly facts: readonly Fact[];
}

/** The syllabus, in the order of the course. */
export const topics = parse(readFileSync(join(folder, 'coverage.yaml'), 'utf8')) as readonly Topic[];

/** What the table needs to know of the course. */
export interface Course {
  /** Title of a lesson. @throws when there is none */
  lesson(id: string): string;
  /** Title of a lab's step, and the lesson that places the lab. @throws when there is none */
  step(id: string): { title: string; lesson: string };
  /** The lesson whose check asks a question; undefined: the final assessment. @throws when nobody asks it */
  question(id: string): string | undefined;
}

/** The page's text. */
export function courseCoveragePage(course: Course): string {
  const row = ({ fact, taught, practised, tested }: Fact): string => {
    const step = course.step(practised);
    const asked = course.question(tested);
    return `| ${fact}. | [${course.lesson(taught)}](/${taught}/) | [${step.title}](/${step.lesson}/) | [${tested}](/${asked ?? 'assessment'}/) |`;
  };
  const count = topics.reduce((sum, { facts }) => sum + facts.length, 0);
  return `${[
    '---',
    'id: reference-coverage',
    'title: What is taught where',
    'description: Each fact of the syllabus, the lesson that teaches it, the step that practises it and the question that tests it.',
    '---',
    '',
    '{/* Written by scripts/generate-course-coverage.ts from coverage.yaml: run it again instead of editing this page. */}',
    '',
    `${count} facts, each with its lesson, its practice and its question.`,
    ...topics.flatMap(({ topic, facts }) => [
      '',
      `## ${topic}`,
      '',
      '| Fact | Taught in | Practised in | Tested by |',
      '| --- | --- | --- | --- |',
      ...facts.map(row),
    ]),
  ].join('\n')}\n`;
}

/** The course as it stands in its files. */
export async function readCourse(): Promise<Course> {
  const { banks, labAt, lessons } = await import('../tests/content/course-files.ts');
  const idOf = (path: string) => path.replace('.mdx', '');
  const titles = new Map(lessons.map(({ path, front }) => [idOf(path), front.title]));
  const steps = new Map<string, { title: string; lesson: string }>();
  const asked = new Map<string, string | undefined>();
  for (const lesson of lessons) {
    for (const id of lesson.labs)
      for (const step of (await labAt(lesson, id)).steps)
        steps.set(`${id}/${step.id}`, { title: step.title, lesson: idOf(lesson.path) });
    for (const name of lesson.banks)
      for (const { id } of banks.get(name)?.questions ?? []) asked.set(id, idOf(lesson.path));
  }
  for (const { id } of banks.get('final-assessment')!.questions) asked.set(id, undefined);
  const found = <Value>(map: ReadonlyMap<string, Value>, id: string, what: string): Value => {
    if (!map.has(id))
      throw new Error(`coverage.yaml names the ${what} ${id}, which the course does not have.`);
    return map.get(id)!;
  };
  return {
    lesson: (id) => found(titles, id, 'lesson'),
    step: (id) => found(steps, id, 'step'),
    question: (id) => found(asked, id, 'question'),
  };
}

if (import.meta.main) writeFileSync(page, courseCoveragePage(await readCourse()));

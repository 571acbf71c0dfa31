/** The course as the server needs it: which lesson has which lab and checks, the labs, the banks, the plans. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  isChoice,
  withoutKey,
  type Bank,
  type Question,
  type ShownQuestion,
} from '../../learner/checks/index.ts';
import { readBank } from '../../learner/checks/read-bank.ts';
import type { Lab } from '../../learner/bench/index.ts';
import { faults } from '../../simulator/faults/catalogue.ts';
import type { Column, Known, Plan } from '../room/plan.ts';
import { readPlan } from './read-plan.ts';

const root = join(import.meta.dirname, '..', '..');
const LAB = /<Lab\s[^>]*\bid="([^"]+)"/g;
const CHECK = /<Check\s[^>]*\bbank="([^"]+)"/g;

interface Lesson {
  readonly title: string;
  readonly labs: readonly string[];
  readonly checks: readonly string[];
}

export interface Course {
  /** By id: `ecr/push-and-run`. */
  readonly lessons: ReadonlyMap<string, Lesson>;
  /** @throws Error when there is none of this id. */
  lab(id: string): Promise<Lab>;
  /** @throws Error when there is none of this name, or it cannot be read. */
  bank(name: string): Bank;
  /** The plans that come with the course, by name. @throws PlanError when one cannot be used. */
  plans(): Map<string, Plan>;
  /** Reads a plan of one's own. @throws PlanError with all that is wrong with it. */
  readPlan(file: string): Plan;
  /** What the board shows for a plan. */
  columnsOf(plan: Plan): Promise<Column[]>;
  /** The questions of a plan's polls, with their keys. */
  pollsOf(plan: Plan): Record<string, Question>;
}

/** Reads what there is. Labs and banks are read when they are asked for. */
export async function openCourse(): Promise<Course> {
  const content = join(root, 'content');
  const files = readdirSync(content, { recursive: true, encoding: 'utf8' });
  const labFiles = new Map(
    files
      .filter((file) => file.endsWith('.lab.ts'))
      .map((file) => [basename(file, '.lab.ts'), join(content, file)]),
  );
  const lessons = new Map(
    files
      .filter((file) => file.endsWith('.mdx'))
      .map((file) => [file.slice(0, -4).replaceAll('\\', '/'), lessonOf(join(content, file))]),
  );
  const quizzes = join(root, 'quizzes');
  const banks = new Map<string, Bank>();
  const bankFile = (name: string) => join(quizzes, `${name}.yaml`);
  const course: Course = {
    lessons,
    async lab(id) {
      const file = labFiles.get(id);
      if (!file) throw new Error(`There is no lab ${id} in this course.`);
      return ((await import(pathToFileURL(file).href)) as { default: Lab }).default;
    },
    bank(name) {
      let bank = banks.get(name);
      if (!bank) {
        if (!/^[a-z0-9-]+$/.test(name) || !existsSync(bankFile(name)))
          throw new Error(`There is no bank ${name} in this course.`);
        banks.set(
          name,
          (bank = readBank(relative(root, bankFile(name)), readFileSync(bankFile(name), 'utf8'))),
        );
      }
      return bank;
    },
    plans() {
      const folder = join(root, 'workshops');
      if (!existsSync(folder)) return new Map();
      return new Map(
        readdirSync(folder)
          .filter((file) => file.endsWith('.yaml'))
          .sort()
          .map((file) => [basename(file, '.yaml'), course.readPlan(join(folder, file))]),
      );
    },
    readPlan: (file) => readPlan(relative(process.cwd(), file) || file, readFileSync(file, 'utf8'), known()),
    async columnsOf({ parts }) {
      const columns: Column[] = [];
      const seen = new Set<string>();
      for (const part of parts) {
        if (!('lesson' in part) || seen.has(part.lesson)) continue;
        seen.add(part.lesson);
        const { labs, checks } = lessons.get(part.lesson)!;
        for (const lab of labs)
          for (const { id, title, typicalMinutes, optional } of (await course.lab(lab)).steps)
            columns.push({
              kind: 'step',
              lesson: part.lesson,
              lab,
              step: id,
              title,
              typicalMinutes,
              ...(optional ? { optional } : {}),
            });
        for (const bank of checks) {
          const { title, questions } = course.bank(bank);
          columns.push({ kind: 'check', lesson: part.lesson, bank, title, questions: questions.length });
        }
      }
      return columns;
    },
    pollsOf({ parts }) {
      const polls: Record<string, Question> = {};
      for (const part of parts)
        if ('poll' in part)
          polls[part.poll] = course.bank(part.bank).questions.find(({ id }) => id === part.question)!;
      return polls;
    },
  };
  function known(): Known {
    const questions = new Map<string, ReadonlySet<string>>();
    for (const file of readdirSync(quizzes).filter((each) => each.endsWith('.yaml'))) {
      const name = basename(file, '.yaml');
      questions.set(
        name,
        new Set(
          course
            .bank(name)
            .questions.filter(isChoice)
            .map(({ id }) => id),
        ),
      );
    }
    return {
      lessons: new Set(lessons.keys()),
      labs: new Set(labFiles.keys()),
      faults: new Set(faults.map(({ id }) => id)),
      questions,
    };
  }
  return course;
}

/** The halves of questions that may be seen. */
export const shownPolls = (polls: Readonly<Record<string, Question>>): Record<string, ShownQuestion> =>
  Object.fromEntries(Object.entries(polls).map(([id, question]) => [id, withoutKey(question)]));

function lessonOf(file: string): Lesson {
  const text = readFileSync(file, 'utf8');
  const title = /^title: *(.+)$/m.exec(text)?.[1]?.replace(/^(['"])(.*)\1$/, '$2') ?? basename(file, '.mdx');
  const found = (pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, id]) => id!))];
  return { title, labs: found(LAB), checks: found(CHECK) };
}

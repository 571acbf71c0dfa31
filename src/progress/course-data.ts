/** Reads from the journal where the learner stands in the course. */
import { foldCheck, readyFor, withKey, type CheckState } from '../../learner/checks/index.ts';
import {
  foldAssessment,
  reviewItems,
  standingOf,
  type AssessmentState,
  type ModuleParts,
  type ModuleStanding,
  type ReviewItem,
} from '../../learner/course/index.ts';
import type { JournalStore } from '../../learner/journal/index.ts';
import { loadKey, loadQuestions } from '../checks/banks.ts';
import { finalBank, type CourseIndex, type Place } from '../work/course-index.ts';
import { readKept, type Kept } from '../work/kept.ts';
import { progressOf } from '../work/progress.ts';

export interface CourseData {
  readonly modules: readonly (ModuleStanding & { readonly href: string })[];
  readonly review: readonly ReviewItem[];
  readonly assessment: AssessmentState;
}

/** The modules of the course with their banks and labs, in teaching order. */
function modulesOf(course: CourseIndex): (ModuleParts & { href: string })[] {
  const places = (of: 'checks' | 'labs') => Object.entries(course[of]).filter(([id]) => id !== finalBank);
  const first = new Map<string, Place>();
  const all = [...places('checks'), ...places('labs')].map(([, place]) => place);
  for (const place of all.sort((a, b) => a.order - b.order))
    if (!first.has(place.module)) first.set(place.module, place);
  const idsIn = (of: 'checks' | 'labs', module: string) =>
    places(of).flatMap(([id, place]) => (place.module === module ? [id] : []));
  return [...first].map(([title, { href }]) => ({
    title,
    href,
    checks: idsIn('checks', title),
    labs: idsIn('labs', title),
  }));
}

/** The questions of a bank with their key, ready to be graded; none when there is no such bank. */
export async function questionsOf(bank: string) {
  const shown = await loadQuestions(bank);
  if (!shown) return [];
  const questions = withKey(shown.questions, await loadKey(bank));
  await readyFor(questions);
  return questions;
}

/** Where a check stands, and what of it is to be reviewed. */
async function readCheck({ id, entries }: Kept): Promise<[state: CheckState, review: ReviewItem[]]> {
  const questions = await questionsOf(id);
  return [foldCheck(questions, entries), reviewItems(id, questions, entries)];
}

/** Reads it all. Never rejects for what is kept; a lab brings the simulator with it. */
export async function readCourse(store: JournalStore, course: CourseIndex): Promise<CourseData> {
  const kept = await readKept(store, course);
  const checks = new Map<string, CheckState>();
  const review: ReviewItem[] = [];
  const done = new Set<string>();
  for (const one of kept) {
    if (one.entries.length === 0 || one.id === finalBank) continue;
    if (one.kind === 'check') {
      const [state, items] = await readCheck(one);
      checks.set(one.id, state);
      review.push(...items);
    } else if (one.kind === 'lab' && (await progressOf(one)).sign === 'right') done.add(one.id);
  }
  return {
    modules: modulesOf(course).map(({ href, ...parts }) => ({
      href,
      ...standingOf(
        parts,
        (bank) => checks.get(bank),
        (lab) => done.has(lab),
      ),
    })),
    review,
    assessment: foldAssessment(await questionsOf(finalBank), await store.read(`check:${finalBank}`)),
  };
}

/** What is missing for the certificate, in sentences; none when the course is complete. */
export function missingFor({ modules, assessment }: CourseData): string[] {
  return [
    ...modules.flatMap(({ title, mastered, score, labs, labsDone }) => [
      ...(mastered ? [] : [`${title}: the checks stand at ${percent(score)}, and 80% are asked for.`]),
      ...(labsDone < labs ? [`${title}: ${labsDone} of ${labs} labs are done.`] : []),
    ]),
    ...(assessment.passedAt === null ? ['The final assessment has not been passed.'] : []),
  ];
}

export const percent = (share: number): string => `${Math.floor(share * 100)}%`;

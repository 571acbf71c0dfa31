/** How far a lab or a check has come: the same folds that the lesson's own page runs. */
import type { Lab } from '../../learner/bench/lab.ts';
import { foldCheck, readyFor, withKey } from '../../learner/checks/index.ts';
import { foldAssessment } from '../../learner/course/index.ts';
import { loadKey, loadQuestions } from '../checks/banks.ts';
import { finalBank } from './course-index.ts';
import type { Kept } from './kept.ts';

export interface Progress {
  readonly sign: 'right' | 'partly' | 'none';
  /** `2 of 3 right, score 50%`. */
  readonly text: string;
  /** Whether the check has answers that count. */
  readonly answered?: boolean;
}

const labs = import.meta.glob<Lab>('/content/**/*.lab.ts', { import: 'default' });

const UNKNOWN: Progress = { sign: 'none', text: 'no longer in this course' };
const UNREAD: Progress = { sign: 'none', text: 'could not be worked out; open the lesson to see it' };

async function checkProgress({ id, entries }: Kept): Promise<Progress> {
  const bank = await loadQuestions(id);
  if (!bank) return UNKNOWN;
  const questions = withKey(bank.questions, await loadKey(id));
  await readyFor(questions);
  if (id === finalBank) {
    const { best, passedAt, attempt } = foldAssessment(questions, entries);
    if (best === 0 && attempt) return { sign: 'partly', text: 'an attempt has begun' };
    return { sign: passedAt === null ? 'partly' : 'right', text: `best score ${Math.floor(best * 100)}%` };
  }
  const state = foldCheck(questions, entries);
  if (state.tried === 0) return { sign: 'none', text: 'started over, no answers yet', answered: false };
  const score = `${state.solved} of ${state.total} right, score ${Math.round(state.score * 100)}%`;
  return { sign: state.solved === state.total ? 'right' : 'partly', text: score, answered: true };
}

async function labProgress({ id, entries }: Kept): Promise<Progress> {
  if (id.includes('/line/')) return { sign: 'none', text: 'another course of events, kept for “what if”' };
  if (entries.length === 0) return { sign: 'none', text: 'reset, nothing done yet' };
  const load = Object.entries(labs).find(([file]) => file.endsWith(`/${id}.lab.ts`))?.[1];
  if (!load) return UNKNOWN;
  const [lab, { foldBench }, { isBenchEvent }] = await Promise.all([
    load(),
    import('../../learner/bench/standing.ts'),
    import('../../learner/bench/events.ts'),
  ]);
  const events = entries.map(({ event }) => event as unknown);
  if (!events.every(isBenchEvent)) return UNREAD;
  const { reached } = foldBench(lab, events);
  if (lab.steps.length === 0) return { sign: 'none', text: 'a sandbox, without steps' };
  const wanted = lab.steps.filter(({ optional }) => !optional);
  const done = wanted.filter((step) => reached.has(step.id)).length;
  return {
    sign: done === wanted.length ? 'right' : done > 0 ? 'partly' : 'none',
    text: `${done} of ${wanted.length} steps done`,
  };
}

/** Works out the progress of what is kept. Never rejects. A lab brings the simulator with it. */
export async function progressOf(kept: Kept): Promise<Progress> {
  try {
    if (kept.kind === 'lab') return await labProgress(kept);
    if (kept.kind === 'check') return await checkProgress(kept);
    return { sign: 'none', text: 'pages read and settings' };
  } catch {
    return UNREAD;
  }
}

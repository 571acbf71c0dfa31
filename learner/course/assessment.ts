/**
 * The final assessment: questions drawn from a bank, each answered once and without a word about it until all are handed
 * in. A fold over its stream; each attempt draws anew. Pure.
 */
import { answerProblem, grade, type Answer, type Grade, type Question } from '../checks/index.ts';
import { meanScore } from '../checks/score.ts';
import { shuffled } from '../checks/shuffle.ts';
import { isRecord } from '../journal/envelope.ts';
import type { Envelope } from '../journal/index.ts';

/** How many questions an attempt draws. */
export const DRAWN = 40;

/** The score, 0 to 1, from which a check, a module and the assessment count as mastered. */
export const MASTERY = 0.8;

/** An attempt begins. */
export interface Drawn {
  readonly type: 'drawn';
  readonly questions: readonly string[];
}

/** An answer, or another one in its place. */
export interface Given {
  readonly type: 'given';
  readonly question: string;
  readonly answer: Answer;
}

/** No answer can be changed any more. */
export interface HandedIn {
  readonly type: 'handed-in';
}

export type AssessmentEvent = Drawn | Given | HandedIn;

export interface Attempt {
  readonly questions: readonly Question[];
  /** By question id. */
  readonly answers: Readonly<Record<string, Answer>>;
  /** ms since the epoch; null while it goes on. */
  readonly handedInAt: number | null;
  /** By question id, once handed in; a question without an answer has none. */
  readonly grades: Readonly<Record<string, Grade>>;
  /** 0 to 1, once handed in. */
  readonly score: number;
}

export interface AssessmentState {
  /** The attempt that goes on, or the last one. */
  readonly attempt: Attempt | null;
  /** When it was first passed, ms since the epoch; null when never. */
  readonly passedAt: number | null;
  readonly best: number;
}

/**
 * Draws an attempt: questions that the last attempts did not have come first, so that a second one is no repetition.
 * @param seed any text, another one for each attempt
 */
export function draw(
  questions: readonly Question[],
  seen: ReadonlySet<string>,
  seed: string,
  count = DRAWN,
): Drawn {
  const mixed = shuffled(
    questions.map(({ id }) => id),
    seed,
  );
  const fresh = mixed.filter((id) => !seen.has(id));
  const known = mixed.filter((id) => seen.has(id));
  return { type: 'drawn', questions: shuffled([...fresh, ...known].slice(0, count), `${seed}/order`) };
}

/** Folds the assessment's stream. Events that do not fit are passed over. */
export function foldAssessment(
  questions: readonly Question[],
  entries: readonly Pick<Envelope, 'event' | 'at'>[],
): AssessmentState & { readonly seen: ReadonlySet<string> } {
  const byId = new Map(questions.map((question) => [question.id, question]));
  const seen = new Set<string>();
  let attempt: Attempt | null = null;
  let passedAt: number | null = null;
  let best = 0;
  for (const { event, at } of entries) {
    const {
      type,
      questions: ids,
      question: id,
      answer,
    } = event as unknown as Readonly<Record<string, unknown>>;
    if (type === 'drawn' && Array.isArray(ids)) {
      const drawn = ids.flatMap((each) => byId.get(each as string) ?? []);
      for (const each of drawn) seen.add(each.id);
      attempt = { questions: drawn, answers: {}, handedInAt: null, grades: {}, score: 0 };
    }
    if (!attempt || attempt.handedInAt !== null) continue;
    if (type === 'given' && typeof id === 'string' && isRecord(answer)) {
      const question = attempt.questions.find((each) => each.id === id);
      if (question && answerProblem(question, answer) === null)
        attempt = { ...attempt, answers: { ...attempt.answers, [id]: answer as Answer } };
    }
    if (type === 'handed-in') {
      const handed: Attempt = attempt;
      const grades = Object.fromEntries(
        handed.questions.flatMap((question) => {
          const given = handed.answers[question.id];
          return given ? [[question.id, grade(question, given)]] : [];
        }),
      );
      const score = meanScore(handed.questions.map((question) => grades[question.id]?.score ?? 0));
      attempt = { ...handed, grades, score, handedInAt: at };
      best = Math.max(best, score);
      if (score >= MASTERY) passedAt ??= at;
    }
  }
  return { attempt, passedAt, best, seen };
}

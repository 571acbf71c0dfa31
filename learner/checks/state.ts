/** Where a learner stands in a check: a fold over the events of its stream. Pure. */
import type { Envelope } from '../journal/envelope.ts';
import { isCheckEvent } from './events.ts';
import type { Grade } from './grader.ts';
import { answerProblem, grade, sameAnswer } from './grade.ts';
import type { Answer, Question, ShownQuestion } from './question.ts';
import { meanScore, questionScore } from './score.ts';

export interface Try {
  readonly answer: Answer;
  readonly grade: Grade;
  /** Real time, ms since the epoch. */
  readonly at: number;
}

export interface QuestionState {
  readonly tries: readonly Try[];
  /** The last try was fully right; later answers count no more. */
  readonly solved: boolean;
  /** 0 to 1, with the penalty for later tries. */
  readonly score: number;
}

export interface CheckState {
  /** By question id; every question of the bank is there. */
  readonly questions: Readonly<Record<string, QuestionState>>;
  readonly tried: number;
  readonly solved: number;
  readonly total: number;
  /** Mean of the questions' scores, 0 to 1. */
  readonly score: number;
}

const UNTRIED: QuestionState = { tries: [], solved: false, score: 0 };

/** The try in which a question was answered so, if any. */
export function tryWith(
  question: ShownQuestion,
  state: QuestionState | undefined,
  answer: Answer,
): Try | undefined {
  return state?.tries.find((earlier) => sameAnswer(question, earlier.answer, answer));
}

/** The state of a question after one more answer. An answer that was given before counts as no new try. */
function afterTry(question: Question, state: QuestionState, next: Try): QuestionState {
  if (state.solved || tryWith(question, state, next.answer)) return state;
  const tries = [...state.tries, next];
  return {
    tries,
    solved: next.grade.correct,
    score: questionScore(tries.map((one) => one.grade.score)),
  };
}

/**
 * Folds a stream. Events that do not fit are passed over: unknown types, questions and options that the bank no longer
 * has. Answers are graded by today's key, so a mended key mends the scores.
 */
export function foldCheck(
  questions: readonly Question[],
  entries: readonly Pick<Envelope, 'event' | 'at'>[],
): CheckState {
  const byId = new Map(questions.map((question) => [question.id, question]));
  const states = new Map<string, QuestionState>();
  for (const { event, at } of entries) {
    if (!isCheckEvent(event)) continue;
    if (event.type === 'started-over') {
      states.clear();
      continue;
    }
    const question = byId.get(event.question);
    if (!question || answerProblem(question, event.answer) !== null) continue;
    const before = states.get(question.id) ?? UNTRIED;
    states.set(
      question.id,
      afterTry(question, before, { answer: event.answer, grade: grade(question, event.answer), at }),
    );
  }
  const all = questions.map(({ id }) => [id, states.get(id) ?? UNTRIED] as const);
  return {
    questions: Object.fromEntries(all),
    tried: all.filter(([, state]) => state.tries.length > 0).length,
    solved: all.filter(([, state]) => state.solved).length,
    total: all.length,
    score: meanScore(all.map(([, state]) => state.score)),
  };
}

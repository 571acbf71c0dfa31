/** Grading: a pure function of question and answer, the same in the page, in tests and on a workshop's server. */
import { choiceGrader } from './choice.ts';
import { isRecord } from '../journal/envelope.ts';
import type { Answer, Question, QuestionKind, ShownQuestion } from './question.ts';

/** What is to be said about one option. */
export interface Explanation {
  readonly option: string;
  readonly chosen: boolean;
  /** Whether the option belongs to the right answer. */
  readonly correct: boolean;
  readonly why: string;
}

export interface Grade {
  /** All right options and no other were chosen. */
  readonly correct: boolean;
  /** 0 to 1, before any penalty for later tries (see `score.ts`). */
  readonly score: number;
  /** One for each option, in the author's order. */
  readonly explanations: readonly Explanation[];
}

/** How one kind of question is graded. */
export interface Grader<K extends QuestionKind> {
  /** A sentence for the learner about an answer that cannot be graded, or null. The answer may be anything. */
  readonly problem: (question: ShownQuestion<K>, answer: Readonly<Partial<Answer<K>>>) => string | null;
  /** Grades an answer in which there is no problem. */
  readonly grade: (question: Question<K>, answer: Answer<K>) => Grade;
}

const GRADERS: { readonly [K in QuestionKind]: Grader<K> } = {
  single: choiceGrader(1),
  multiple: choiceGrader(Infinity),
  'true-false': choiceGrader(1),
};

/** Why an answer cannot be graded. Its message is a sentence for the learner. */
export class AnswerError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AnswerError';
  }
}

/** A sentence about what is wrong with an answer's form (nothing chosen, an unknown option), or null. Needs no key. */
export function answerProblem(question: ShownQuestion, answer: unknown): string | null {
  if (!isRecord(answer)) return 'There is no answer.';
  return GRADERS[question.kind].problem(question as never, answer);
}

/**
 * Grades an answer.
 *
 * @throws AnswerError when the answer's form is wrong (see `answerProblem`).
 */
export function grade(question: Question, answer: Answer): Grade {
  const problem = answerProblem(question, answer);
  if (problem !== null) throw new AnswerError(problem);
  return GRADERS[question.kind].grade(question as never, answer);
}

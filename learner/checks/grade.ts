/** Grading: a pure function of question and answer, the same in the page, in tests and on a workshop's server. */
import { choiceGrader } from './choice.ts';
import type { Grade, Grader } from './grader.ts';
import { isRecord } from '../journal/envelope.ts';
import type { Answer, Question, QuestionKind, ShownQuestion } from './question.ts';

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

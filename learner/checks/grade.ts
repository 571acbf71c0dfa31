/** Grading: a pure function of question and answer, the same in the page, in tests and on a workshop's server. */
import { isRecord } from '../journal/envelope.ts';
import type { Grade, Grader } from './grader.ts';
import { choiceGrader } from './kinds/choice.ts';
import { matchingGrader } from './kinds/matching.ts';
import { orderingGrader } from './kinds/ordering.ts';
import { numericGrader, textGrader } from './kinds/written.ts';
import type { Answer, Question, QuestionKind, ShownQuestion } from './question.ts';

let simulated: typeof import('./kinds/simulated.ts') | undefined;

/** Loads what the grading of these questions needs; `grade` of a question that needs the simulator throws before. */
export async function readyFor(questions: readonly ShownQuestion[]): Promise<void> {
  if (questions.some(({ kind }) => kind === 'mend' || kind === 'reach'))
    simulated ??= await import('./kinds/simulated.ts');
}

function loaded(): typeof import('./kinds/simulated.ts') {
  if (!simulated) throw new Error('This question is graded by the simulator: await readyFor() first.');
  return simulated;
}

const GRADERS: { readonly [K in QuestionKind]: Grader<K> } = {
  single: choiceGrader(1),
  multiple: choiceGrader(Infinity),
  'true-false': choiceGrader(1),
  predict: choiceGrader(1),
  ordering: orderingGrader,
  matching: matchingGrader,
  numeric: numericGrader,
  text: textGrader,
  mend: {
    problem: ({ document }, { text }) =>
      typeof text !== 'string'
        ? 'An answer to this question is a task definition.'
        : text.trim() === document.trim()
          ? 'Change the task definition first.'
          : null,
    grade: (question, { text }) => loaded().gradeMend(question, text),
  },
  reach: {
    problem(_, { lines, events }) {
      if (typeof lines !== 'string' || lines.trim() === '') return 'Write your commands first.';
      if (!Array.isArray(events)) return 'Run the commands first: what they do is what counts.';
      return events.length === 0 ? 'These commands change nothing. Write commands that do.' : null;
    },
    grade: (question, { events }) => loaded().gradeReach(question, events),
    same: (one, other) => one.lines.trim() === other.lines.trim(),
  },
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
 * @throws AnswerError when the answer's form is wrong (see `answerProblem`); Error when `readyFor` was not awaited.
 */
export function grade(question: Question, answer: Answer): Grade {
  const problem = answerProblem(question, answer);
  if (problem !== null) throw new AnswerError(problem);
  return GRADERS[question.kind].grade(question as never, answer as never);
}

/** Whether two answers to a question say the same. Both are of the right form. */
export function sameAnswer({ kind }: ShownQuestion, one: Answer, other: Answer): boolean {
  const { same } = GRADERS[kind];
  return same ? same(one as never, other as never) : JSON.stringify(one) === JSON.stringify(other);
}

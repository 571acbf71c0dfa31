/** What a kind of question brings to grading, and what grading answers. */
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

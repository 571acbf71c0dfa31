/** What a kind of question brings to grading, and what grading answers. */
import type { Answer, Question, QuestionKind, ShownQuestion } from './question.ts';

/** What is to be said about one option, one item of an order, one prompt of a matching. */
export interface Explanation {
  readonly option: string;
  /** Whether the answer has it at all. */
  readonly chosen: boolean;
  /** Whether the option belongs to the right answer, the item stands where it should, the match is the right one. */
  readonly correct: boolean;
  readonly why: string;
}

export interface Grade {
  /** All right options and no other were chosen. */
  readonly correct: boolean;
  /** 0 to 1, before any penalty for later tries (see `score.ts`). */
  readonly score: number;
  /** One for each option, in the author's order; none for a question without parts. */
  readonly explanations: readonly Explanation[];
  /** What is to be said about the answer as a whole: why it is right, or what is missing. */
  readonly remarks?: readonly string[];
}

/** How one kind of question is graded. */
export interface Grader<K extends QuestionKind> {
  /** A sentence for the learner about an answer that cannot be graded, or null. The answer may be anything. */
  readonly problem: (question: ShownQuestion<K>, answer: Readonly<Partial<Answer<K>>>) => string | null;
  /** Grades an answer in which there is no problem. */
  readonly grade: (question: Question<K>, answer: Answer<K>) => Grade;
  /** Whether two answers say the same; without it, when they are equal as JSON. */
  readonly same?: (one: Answer<K>, other: Answer<K>) => boolean;
}

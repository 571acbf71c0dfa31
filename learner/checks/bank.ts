/** A bank of questions, as `quizzes/*.yaml` holds them (see `quizzes/bank.schema.json`). */
import type { BankKey, Question, ShownQuestion } from './question.ts';
import { withoutKey } from './question.ts';

/** Who may see a bank. Those for workshops and exams never enter the static site. */
export type Audience = 'everyone' | 'workshop' | 'exam';

export interface Bank {
  /** Name of the file without its extension, and of the stream (`check:<name>`) with a learner's answers. Permanent. */
  readonly name: string;
  readonly title: string;
  readonly audience: Audience;
  readonly questions: readonly Question[];
}

/** What a page may hold of a bank. */
export interface ShownBank {
  readonly name: string;
  readonly title: string;
  readonly questions: readonly ShownQuestion[];
}

/** The half of a bank that a page may hold. */
export function shownBank({ name, title, questions }: Bank): ShownBank {
  return { name, title, questions: questions.map(withoutKey) };
}

/** The other half. */
export function keyOf(bank: Bank): BankKey {
  return Object.fromEntries(bank.questions.map((question) => [question.id, question.key]));
}

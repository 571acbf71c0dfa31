/** What the questions of a room say, without their keys. */
import type { Bank, ShownQuestion } from '../../learner/checks/index.ts';
import type { Column } from '../room/plan.ts';

/** A question in words. Texts may hold `code` in backticks. */
export interface Wording {
  readonly stem: string;
  /** Text of each option, of each item to put in order, of each prompt to match, by its id. */
  readonly options: Readonly<Record<string, string>>;
}

export function wordingOf(question: ShownQuestion): Wording {
  const parts =
    'options' in question
      ? question.options
      : 'items' in question
        ? question.items
        : 'prompts' in question
          ? question.prompts
          : [];
  return { stem: question.stem, options: Object.fromEntries(parts.map(({ id, text }) => [id, text])) };
}

/** The questions of a board's checks, by their ids. A bank that this course does not have any more is passed over. */
export function wordingsOf(
  columns: readonly Column[],
  bankOf: (name: string) => Bank,
): Record<string, Wording> {
  const wordings: Record<string, Wording> = {};
  for (const column of columns) {
    if (column.kind !== 'check') continue;
    try {
      for (const question of bankOf(column.bank).questions) wordings[question.id] = wordingOf(question);
    } catch {
      // Then their ids have to do.
    }
  }
  return wordings;
}

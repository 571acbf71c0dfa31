/** Grading of what is written in: a number, a short text. Pure. */
import type { Grader } from '../grader.ts';

const verdict = (correct: boolean, why: string) => ({
  correct,
  score: correct ? 1 : 0,
  explanations: [],
  remarks: why === '' ? [] : [why],
});

export const numericGrader: Grader<'numeric'> = {
  problem: (_, { value }) =>
    typeof value === 'number' && Number.isFinite(value) ? null : 'Write a number first.',
  grade({ key }, { value }) {
    const close = (to: number) => Math.abs(value - to) <= key.tolerance;
    if (close(key.value)) return verdict(true, key.why);
    return verdict(false, key.near.find((each) => close(each.value))?.why ?? '');
  },
};

/** A text as it is compared: case, outer quotes and backticks, and spaces beyond one do not count. */
export function comparable(text: string): string {
  return text
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replace(/^(["'`])(.*)\1$/, '$2')
    .toLowerCase();
}

export const textGrader: Grader<'text'> = {
  problem: (_, { text }) =>
    typeof text === 'string' && text.trim() !== '' ? null : 'Write an answer first.',
  grade({ key }, { text }) {
    const like = (other: string) => comparable(other) === comparable(text);
    if (key.accept.some(like)) return verdict(true, key.why);
    return verdict(false, key.near.find((each) => like(each.text))?.why ?? '');
  },
  same: (one, other) => comparable(one.text) === comparable(other.text),
};

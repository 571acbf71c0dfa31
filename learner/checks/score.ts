/** What a try is worth, and what a question and a check are worth. Pure. */

/**
 * The share of its score that a try keeps: all at the first, and half as much at each one after (1/2, 1/4, …). A right
 * answer always earns something, and the first thought counts most.
 *
 * @param number of the try, from 1.
 */
export function tryShare(number: number): number {
  return 1 / 2 ** (number - 1);
}

/** The score of a question: the best of its tries, each with its share. 0 without a try. */
export function questionScore(scores: readonly number[]): number {
  return scores.reduce((best, score, i) => Math.max(best, score * tryShare(i + 1)), 0);
}

/** The mean score of a number of questions, 0 to 1; questions not tried yet count as 0. */
export function meanScore(scores: readonly number[]): number {
  return scores.length === 0 ? 0 : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** Grading of an order: command lines, parts of a task definition (Parsons problems). Pure. */
import type { Grader } from '../grader.ts';

/** Length of the longest common subsequence of two lists: the items that need not move. */
function commonLength(one: readonly string[], other: readonly string[]): number {
  let above = Array.from({ length: other.length + 1 }, () => 0);
  for (const item of one) {
    const row = [0];
    for (let j = 1; j <= other.length; j++)
      row.push(item === other[j - 1] ? above[j - 1]! + 1 : Math.max(above[j]!, row[j - 1]!));
    above = row;
  }
  return above[other.length]!;
}

/**
 * Score of an order: the share of items that stand in the right order among themselves, beyond the one that any order
 * has; each item that belongs nowhere takes one such share away.
 */
export function orderScore(given: readonly string[], right: readonly string[]): number {
  const strangers = given.filter((id) => !right.includes(id)).length;
  const kept = commonLength(given, right);
  if (kept === right.length && strangers === 0) return 1;
  return Math.max(0, kept - 1 - strangers) / right.length;
}

export const orderingGrader: Grader<'ordering'> = {
  problem({ items }, { order }) {
    if (!Array.isArray(order)) return 'An answer to this question is a list of items.';
    const given: readonly unknown[] = order;
    if (given.length === 0) return 'Put the items into order first.';
    if (new Set(given).size < given.length) return 'Put each item in once only.';
    const unknown = given.find((id) => !items.some((item) => item.id === id));
    return unknown === undefined ? null : `This question has no item "${String(unknown)}".`;
  },
  grade({ items, key }, { order }) {
    const score = orderScore(order, key.order);
    return {
      correct: score === 1,
      score,
      explanations: items.map(({ id }) => ({
        option: id,
        chosen: order.includes(id),
        correct: order.indexOf(id) === key.order.indexOf(id),
        why: key.why[id] ?? '',
      })),
    };
  },
};

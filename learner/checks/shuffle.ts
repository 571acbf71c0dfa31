/** Putting options into an order that depends on a seed only. Pure. */
import type { ChoiceKind, Option, ShownQuestion } from './question.ts';

/** 32-bit FNV-1a of a text's UTF-16 code units. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/**
 * Numbers from a seed, each a whole one from 0 to 2^32 - 1 (mulberry32). For the order of options and the veil over
 * keys; the simulator has its own source.
 */
export function numbersFrom(seed: string): () => number {
  let state = hash(seed);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
}

/** A copy of a list in the order that the seed gives (Fisher and Yates). */
export function shuffled<T>(list: readonly T[], seed: string): T[] {
  const copy = [...list];
  const next = numbersFrom(seed);
  for (let i = copy.length - 1; i > 0; i -= 1) {
    const j = next() % (i + 1);
    [copy[i], copy[j]] = [copy[j]!, copy[i]!];
  }
  return copy;
}

/** The options of a question as they are to be shown. True and false, and options with an order of their own, stay. */
export function shownOptions(question: ShownQuestion<ChoiceKind>, seed: string): readonly Option[] {
  const stay = question.kind === 'true-false' || question.keepOrder === true;
  return stay ? question.options : shuffled(question.options, `${seed}/${question.id}`);
}

/** Grading of a matching: each prompt with the one match that belongs to it. Pure. */
import { isRecord } from '../../journal/envelope.ts';
import type { Grader } from '../grader.ts';

export const matchingGrader: Grader<'matching'> = {
  problem({ prompts, matches }, { pairs }) {
    if (!isRecord(pairs)) return 'An answer to this question is a match for each prompt.';
    if (prompts.some(({ id }) => !Object.hasOwn(pairs, id))) return 'Give every line its match first.';
    const known = new Set(matches.map(({ id }) => id));
    const unknown = Object.values(pairs).find((id) => typeof id !== 'string' || !known.has(id));
    return unknown === undefined ? null : `This question has no match "${String(unknown)}".`;
  },
  grade({ prompts, key }, { pairs }) {
    const right = prompts.filter(({ id }) => pairs[id] === key.pairs[id]);
    return {
      correct: right.length === prompts.length,
      score: right.length / prompts.length,
      // Why the right match is right would give it away.
      explanations: prompts.map(({ id }) => {
        const correct = pairs[id] === key.pairs[id];
        return {
          option: id,
          chosen: true,
          correct,
          why: correct ? (key.why[id] ?? '') : 'Another one belongs here.',
        };
      }),
    };
  },
};

/** Grading of questions with options: single choice, multiple choice, true or false, what happens next. Pure. */
import type { Grader } from '../grader.ts';
import type { ChoiceKind } from '../question.ts';

/**
 * Score of a choice: each right option that was chosen earns an equal share of 1, each wrong one takes such a share
 * away, and it never falls below 0. So choosing everything earns nothing that choosing well would not.
 */
export function choiceScore(chosen: ReadonlySet<string>, correct: readonly string[]): number {
  const hits = correct.filter((id) => chosen.has(id)).length;
  const wrong = chosen.size - hits;
  return Math.max(0, hits - wrong) / correct.length;
}

/**
 * @param most how many options an answer may choose.
 */
export function choiceGrader(most: number): Grader<ChoiceKind> {
  return {
    problem(question, answer) {
      const ids = new Set(question.options.map((option) => option.id));
      if (!Array.isArray(answer.options)) return 'An answer to this question is a list of options.';
      const chosen: readonly unknown[] = answer.options;
      if (chosen.length === 0)
        return most === 1 ? 'Choose an option first.' : 'Choose one or more options first.';
      if (new Set(chosen).size < chosen.length) return 'Choose each option once only.';
      if (chosen.length > most) return 'Choose one option only.';
      const unknown = chosen.find((id) => typeof id !== 'string' || !ids.has(id));
      return unknown === undefined ? null : `This question has no option "${String(unknown)}".`;
    },
    grade({ options, key }, answer) {
      const chosen = new Set(answer.options);
      const score = choiceScore(chosen, key.correct);
      return {
        correct: score === 1,
        score,
        explanations: options.map(({ id }) => ({
          option: id,
          chosen: chosen.has(id),
          correct: key.correct.includes(id),
          why: key.why[id] ?? '',
        })),
      };
    },
    same: (one, other) =>
      one.options.length === other.options.length && one.options.every((id) => other.options.includes(id)),
  };
}

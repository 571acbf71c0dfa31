/** What is said about an answer, to the eye and to the ear. Pure. */
import type { Option, QuestionState, ShownQuestion } from '../../learner/checks/index.ts';
import { isChoice, tryShare } from '../../learner/checks/index.ts';

export interface Verdict {
  readonly sign: 'right' | 'partly' | 'wrong' | 'none';
  /** "Right.", "Not right.": the verdict itself. */
  readonly word: string;
  /** What it means for the score and what to do next. */
  readonly text: string;
  /** Said to screen readers besides, when the answer was just given: the explanations that the eye finds elsewhere. */
  readonly spoken: string;
}

const percent = (share: number): string => `${Math.round(share * 100)}%`;
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];

/** The verdict on a question's last try. The question has been tried. */
export function verdictOf({ tries, solved, score }: QuestionState): Omit<Verdict, 'spoken'> {
  if (solved) {
    const ordinal = ORDINALS[tries.length - 1];
    const how = ordinal ? `At the ${ordinal} try` : `After ${tries.length} tries`;
    return { sign: 'right', word: 'Right.', text: `${how}: ${percent(score)} of the score.` };
  }
  const next = `Try again: a right answer now earns ${percent(tryShare(tries.length + 1))} of the score.`;
  return (tries.at(-1)?.grade.score ?? 0) > 0
    ? { sign: 'partly', word: 'Partly right.', text: next }
    : { sign: 'wrong', word: 'Not right.', text: next };
}

/** The parts of a question that explanations speak of. */
export function partsOf(question: ShownQuestion): readonly Option[] {
  if (isChoice(question)) return question.options;
  if (question.kind === 'ordering') return question.items;
  return question.kind === 'matching' ? question.prompts : [];
}

/** The chosen options with their explanations, and what is to be said of the whole, in one text. */
export function spokenVerdict(question: ShownQuestion, { tries }: QuestionState): string {
  const { explanations = [], remarks = [] } = tries.at(-1)?.grade ?? {};
  const parts = explanations
    .filter(({ chosen }) => chosen)
    .map(({ option, correct, why }) => {
      const text = partsOf(question).find(({ id }) => id === option)?.text ?? '';
      return `${text}: ${correct ? 'right' : 'not right'}. ${why}`;
    });
  return [...parts, ...remarks].join(' ');
}

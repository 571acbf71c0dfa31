/** Grades a participant's knowledge check. */
import { foldCheck, type Bank } from '../../../learner/checks/index.ts';
import type { Envelope } from '../../../learner/journal/index.ts';
import type { CheckGrade } from '../../room/board.ts';

/** @param stream the whole of it; await `readyFor` of the bank's questions first */
export function gradeCheck(bank: Bank, stream: readonly Envelope[]): CheckGrade {
  const state = foldCheck(bank.questions, stream);
  const wrong: Record<string, string[]> = {};
  for (const [question, { tries }] of Object.entries(state.questions)) {
    const options = tries.flatMap(({ grade }) =>
      grade.explanations.filter(({ chosen, correct }) => chosen && !correct).map(({ option }) => option),
    );
    if (options.length > 0) wrong[question] = [...new Set(options)];
  }
  return {
    tried: state.tried,
    solved: state.solved,
    score: state.score,
    wrong,
    lastAt: stream.at(-1)?.at ?? 0,
  };
}

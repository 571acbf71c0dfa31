/** What every kind of question's fields are given. */
import type { Explanation, QuestionKind, ShownQuestion } from '../../learner/checks/index.ts';
import type { CheckModel } from './model.ts';

export interface FieldProps<K extends QuestionKind> {
  readonly question: ShownQuestion<K>;
  readonly model: CheckModel;
  /** The question is solved: nothing can be changed any more. */
  readonly locked: boolean;
  /** Of the last try; none before. */
  readonly explanations: readonly Explanation[];
}

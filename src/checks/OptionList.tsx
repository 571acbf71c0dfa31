/** The options of a choice. */
import type { ChoiceKind } from '../../learner/checks/index.ts';
import { shownOptions } from '../../learner/checks/index.ts';
import { OptionRow } from './OptionRow.tsx';
import type { FieldProps } from './field-props.ts';

export function OptionList({ question, model, locked, explanations }: FieldProps<ChoiceKind>) {
  const chosen = model.drafts.value[question.id]?.options ?? [];
  return shownOptions(question, model.bank.name).map((option) => (
    <OptionRow
      key={option.id}
      question={question}
      option={option}
      checked={chosen.includes(option.id)}
      locked={locked}
      explanation={explanations.find((one) => one.option === option.id && one.chosen)}
      onChoose={(on) => model.choose(question.id, option.id, on)}
    />
  ));
}

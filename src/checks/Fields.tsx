/** What the learner fills in, by kind of question. */
import type { QuestionKind, ShownQuestion } from '../../learner/checks/index.ts';
import type { FieldProps } from './field-props.ts';
import { MatchList } from './MatchList.tsx';
import { MendField } from './MendField.tsx';
import { OptionList } from './OptionList.tsx';
import { OrderList } from './OrderList.tsx';
import { ReachField } from './ReachField.tsx';
import { WrittenField } from './WrittenField.tsx';

/** What stands behind the stem. */
export const HINTS: Partial<Record<ShownQuestion['kind'], string>> = {
  multiple: ' Choose all that apply.',
  ordering: ' Put them into order; leave out what does not belong.',
  matching: ' Choose one for each.',
};

export function Fields({ question, ...rest }: FieldProps<QuestionKind>) {
  switch (question.kind) {
    case 'ordering':
      return <OrderList question={question} {...rest} />;
    case 'matching':
      return <MatchList question={question} {...rest} />;
    case 'numeric':
    case 'text':
      return <WrittenField question={question} {...rest} />;
    case 'mend':
      return <MendField question={question} {...rest} />;
    case 'reach':
      return <ReachField question={question} {...rest} />;
    default:
      return <OptionList question={question} {...rest} />;
  }
}

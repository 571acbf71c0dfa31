/** One option of a question, with its explanation once it has been tried. */
import type { Explanation, Option, ShownQuestion } from '../../learner/checks/index.ts';
import { Prose } from './Prose.tsx';
import { Why } from './Why.tsx';

interface Props {
  readonly question: ShownQuestion;
  readonly option: Option;
  readonly checked: boolean;
  readonly locked: boolean;
  /** Shown when the option was part of the last try. */
  readonly explanation: Explanation | undefined;
  readonly onChoose: (on: boolean) => void;
}

export function OptionRow({ question, option, checked, locked, explanation, onChoose }: Props) {
  const id = `${question.id}-${option.id}`;
  return (
    <div class="dd-check-option" data-option={option.id}>
      <label class="dd-check-label" for={id}>
        <input
          type={question.kind === 'multiple' ? 'checkbox' : 'radio'}
          id={id}
          name={question.id}
          value={option.id}
          checked={checked}
          disabled={locked}
          aria-describedby={explanation ? `${id}-why` : undefined}
          onChange={(event) => onChoose(event.currentTarget.checked)}
        />
        <span>
          <Prose text={option.text} />
        </span>
      </label>
      <Why id={`${id}-why`} explanation={explanation} />
    </div>
  );
}

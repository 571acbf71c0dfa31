/** A field for what is written in: a number or a short text. */
import type { FieldProps } from './field-props.ts';

export function WrittenField({ question, model, locked }: FieldProps<'numeric' | 'text'>) {
  const { id, kind } = question;
  const draft = model.drafts.value[id];
  const label = kind === 'numeric' ? 'Your number' : 'Your answer';
  return (
    <div class="dd-check-written">
      <label for={`${id}-field`}>{label}</label>
      <input
        id={`${id}-field`}
        type="text"
        inputMode={kind === 'numeric' ? 'decimal' : 'text'}
        autocapitalize="off"
        spellcheck={false}
        readOnly={locked}
        value={kind === 'numeric' ? (draft?.value ?? '') : (draft?.text ?? '')}
        onInput={({ currentTarget: { value } }) =>
          model.write(id, kind === 'numeric' ? numberIn(value) : { text: value })
        }
      />
      {question.kind === 'numeric' && question.unit && <span>{question.unit}</span>}
    </div>
  );
}

/** What a text says as a number: `1,024`, ` 0.5 `. */
export function numberIn(text: string): { value?: number } {
  const plain = text.replaceAll(/[\s,_]/g, '');
  return plain === '' || Number.isNaN(Number(plain)) ? {} : { value: Number(plain) };
}

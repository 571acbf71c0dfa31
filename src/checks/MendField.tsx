/** A broken task definition to be mended in place. */
import type { FieldProps } from './field-props.ts';

export function MendField({ question, model, locked }: FieldProps<'mend'>) {
  const { id, document } = question;
  const text = model.drafts.value[id]?.text ?? document;
  return (
    <div class="dd-check-code">
      <label for={`${id}-field`}>The task definition</label>
      <textarea
        id={`${id}-field`}
        rows={Math.min(24, text.split('\n').length + 1)}
        spellcheck={false}
        autocapitalize="off"
        readOnly={locked}
        value={text}
        onInput={({ currentTarget }) => model.write(id, { text: currentTarget.value })}
      />
      {!locked && text !== document && (
        <button type="button" class="dd-check-over" onClick={() => model.write(id, { text: document })}>
          Begin again
        </button>
      )}
    </div>
  );
}

/** Prompts, each with a menu of the matches. */
import type { FieldProps } from './field-props.ts';
import { Prose } from './Prose.tsx';
import { Why } from './Why.tsx';

export function MatchList({ question, model, locked, explanations }: FieldProps<'matching'>) {
  const { id, prompts, matches } = question;
  const pairs = model.drafts.value[id]?.pairs ?? {};
  return prompts.map((prompt) => {
    const base = `${id}-${prompt.id}`;
    return (
      <div class="dd-check-option" key={prompt.id}>
        <div class="dd-check-label dd-check-match">
          <label class="dd-check-grow" for={base}>
            <Prose text={prompt.text} />
          </label>
          <select
            id={base}
            value={pairs[prompt.id] ?? ''}
            disabled={locked}
            aria-describedby={explanations.length > 0 ? `${base}-why` : undefined}
            onChange={(event) =>
              model.write(id, { pairs: { ...pairs, [prompt.id]: event.currentTarget.value } })
            }
          >
            <option value="" disabled hidden>
              Choose
            </option>
            {matches.map((match) => (
              <option key={match.id} value={match.id}>
                {match.text.replaceAll('`', '')}
              </option>
            ))}
          </select>
        </div>
        <Why id={`${base}-why`} explanation={explanations.find((one) => one.option === prompt.id)} />
      </div>
    );
  });
}

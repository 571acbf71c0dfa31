import { Complaint } from './Complaint.tsx';
import type { Field } from './form.ts';

/** One field of a form, with what AWS says about it. */
export function FieldRow(props: {
  field: Field;
  options: readonly { value: string; label: string }[];
  value: string;
  trouble: { code: string; message: string } | undefined;
  onChange: (value: string) => void;
}) {
  const { field, options, value, trouble, onChange } = props;
  const { id, label, kind, hint, none } = field;
  const told = {
    name: id,
    'aria-invalid': trouble !== undefined,
    'aria-describedby': trouble ? `bench-trouble-${id}` : undefined,
  };
  const complaint = trouble && (
    <div id={`bench-trouble-${id}`}>
      <Complaint trouble={trouble} />
    </div>
  );
  if (kind === 'check') {
    return (
      <div>
        <label class="bench-check">
          <input
            type="checkbox"
            {...told}
            checked={value === 'yes'}
            onChange={({ currentTarget }) => onChange(currentTarget.checked ? 'yes' : '')}
          />{' '}
          {label}
        </label>
        {complaint}
      </div>
    );
  }
  if (kind === 'several') {
    const chosen = value.split(',').filter(Boolean);
    return (
      <fieldset class="bench-several">
        <legend>{label}</legend>
        {options.map((option) => (
          <label key={option.value} class="bench-check">
            <input
              type="checkbox"
              {...told}
              checked={chosen.includes(option.value)}
              onChange={({ currentTarget }) => {
                const others = chosen.filter((one) => one !== option.value);
                onChange((currentTarget.checked ? [...others, option.value] : others).join(','));
              }}
            />{' '}
            {option.label}
          </label>
        ))}
        {complaint}
      </fieldset>
    );
  }
  return (
    <div>
      <label class="bench-field">
        <span>{label}</span>
        {kind === 'choice' && options.length === 0 ? (
          <span class="bench-muted">{none}</span>
        ) : kind === 'choice' ? (
          <select {...told} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        ) : (
          <input
            type="text"
            inputMode={kind === 'number' ? 'numeric' : undefined}
            {...told}
            value={value}
            autocapitalize="off"
            autocomplete="off"
            spellcheck={false}
            onInput={({ currentTarget }) => onChange(currentTarget.value)}
          />
        )}
        {hint && <span class="bench-muted bench-hint-text">{hint}</span>}
      </label>
      {complaint}
    </div>
  );
}

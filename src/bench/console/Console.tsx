import { signal, useComputed, useSignal, type Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Bench } from '../../../learner/bench/index.ts';
import { goTo } from '../acts.ts';
import type { BenchUi } from '../ui.ts';
import { Complaint } from './Complaint.tsx';
import { Equivalents } from './Equivalents.tsx';
import { FieldRow } from './FieldRow.tsx';
import { fieldOfError, fieldsOf, initialValues, type Form, type Surroundings, type Values } from './form.ts';
import { forms } from './forms.ts';
import './console.css';

interface Trouble {
  field: string | undefined;
  code: string;
  message: string;
}

/** What is filled in stays while the learner looks at another panel. */
const drafts = new WeakMap<Bench, Signal<Readonly<Record<string, Values>>>>();

function draftsOf(bench: Bench): Signal<Readonly<Record<string, Values>>> {
  const known = drafts.get(bench) ?? signal({});
  drafts.set(bench, known);
  return known;
}

/** The acts of AWS's console as forms; each shows what it will do in three other languages before it acts. */
export function Console({ ui }: { ui: BenchUi }) {
  const chosen = useSignal(forms[0]!.id);
  const form = forms.find(({ id }) => id === chosen.value)!;
  return (
    <div class="bench-console">
      <label class="bench-field">
        <span>What to do</span>
        <select
          data-first
          value={form.id}
          onChange={({ currentTarget }) => (chosen.value = currentTarget.value)}
        >
          {forms.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <OneForm key={form.id} ui={ui} form={form} />
    </div>
  );
}

function OneForm({ ui, form }: { ui: BenchUi; form: Form }) {
  const { bench } = ui;
  const kept = draftsOf(bench);
  const trouble = useSignal<Trouble | undefined>(undefined);
  const done = useSignal<string | undefined>(undefined);
  const busy = useSignal(false);
  const place = useRef<HTMLFormElement>(null);
  const around = useComputed(() => {
    void ui.version.value;
    return surroundingsOf(bench);
  }).value;
  const values = { ...initialValues(form, around), ...withoutGone(form, around, kept.value[form.id]) };
  const fields = fieldsOf(form, values);
  const deed = form.deed(values, around);
  const set = (id: string, value: string) => {
    kept.value = { ...kept.value, [form.id]: { ...kept.value[form.id], [id]: value } };
    done.value = undefined;
    if (trouble.value?.field === id) trouble.value = undefined;
  };

  return (
    <form
      class="bench-console-form"
      ref={place}
      noValidate
      aria-label={form.title}
      onSubmit={(event) => {
        event.preventDefault();
        void act();
      }}
    >
      <p class="bench-muted">{form.intro}</p>
      {fields.map((field) => (
        <FieldRow
          key={field.id}
          field={field}
          options={field.options?.(around) ?? []}
          value={values[field.id] ?? ''}
          trouble={trouble.value?.field === field.id ? trouble.value : undefined}
          onChange={(value) => set(field.id, value)}
        />
      ))}
      <Equivalents deed={deed} region={around.region} />
      {trouble.value && trouble.value.field === undefined && <Complaint trouble={trouble.value} />}
      <div class="bench-row">
        <button type="submit" class="bench-primary" aria-disabled={busy.value || bench.past !== undefined}>
          {busy.value ? 'Working…' : form.act}
        </button>
        {bench.past !== undefined && <span class="bench-muted">The past is read only.</span>}
      </div>
      <p role="status" class="bench-done">
        {done.value && (
          <>
            {done.value}{' '}
            <button type="button" onClick={() => goTo(ui, 'map')}>
              See the map
            </button>
          </>
        )}
      </p>
    </form>
  );

  async function act(): Promise<void> {
    if (busy.value || bench.past !== undefined) return;
    busy.value = true;
    done.value = undefined;
    const failure =
      deed.kind === 'call'
        ? await callFails(() => bench.send({ ...deed.call, input: deed.call.input }))
        : await linesFail(bench, deed.lines);
    busy.value = false;
    trouble.value = failure && { ...failure, field: fieldOfError(form, values, failure.message) };
    if (!failure) done.value = form.done(values);
    else if (trouble.value?.field !== undefined)
      place.current?.querySelector<HTMLElement>(`[name="${trouble.value.field}"]`)?.focus();
  }
}

type Failure = Pick<Trouble, 'code' | 'message'>;

async function callFails(send: () => ReturnType<Bench['send']>): Promise<Failure | undefined> {
  const reply = await send();
  if (!reply.ok) return reply.error;
  // RunTask answers with failures of its own.
  const [failure] = (reply.output as { failures?: { arn?: string; reason?: string }[] }).failures ?? [];
  return failure && { code: failure.reason ?? 'failure', message: failure.arn ?? '' };
}

async function linesFail(bench: Bench, lines: readonly string[]): Promise<Failure | undefined> {
  for (const line of lines) {
    const { exitCode, stderr } = await bench.run(line);
    if (exitCode !== 0) return { code: `exit code ${exitCode}`, message: stderr.trim() };
  }
  return undefined;
}

function surroundingsOf({ world, region }: Bench): Surroundings {
  const { docker, accountId, regions } = world.state;
  const localImages = [...docker.references.keys()];
  return { region, accountId, state: regions.get(region), localImages };
}

/** A draft without choices that are no longer there: undo, or a command, may have taken them away. */
function withoutGone(form: Form, around: Surroundings, draft: Values | undefined): Values {
  if (!draft) return {};
  const isThere = ([id, value]: [string, string]) => {
    const field = form.fields.find((one) => one.id === id);
    if (field?.kind !== 'choice') return true;
    return field.options!(around).some((option) => option.value === value);
  };
  return Object.fromEntries(Object.entries(draft).filter(isThere));
}

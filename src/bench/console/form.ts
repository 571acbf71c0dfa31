import type { Said } from '../../../shell/equivalents/index.ts';
import type { RegionState } from '../../../simulator/index.ts';

/** What the learner has filled in, by field. */
export type Values = Readonly<Record<string, string>>;

/** What a form can offer to choose from. */
export interface Surroundings {
  region: string;
  accountId: string;
  state: RegionState | undefined;
  /** Tags of the local images of Docker. */
  localImages: readonly string[];
}

export interface Field {
  id: string;
  label: string;
  kind: 'text' | 'number' | 'choice' | 'check' | 'several';
  /** The first value; `check` knows `yes` and the empty text, `several` a list with commas. */
  initial?: string | ((around: Surroundings) => string);
  options?: (around: Surroundings) => readonly { value: string; label: string }[];
  /** What to write here, in a few words. */
  hint?: string;
  /** AWS's error messages that are about this field. */
  complaint?: RegExp;
  /** The field counts only when this holds. */
  when?: (values: Values) => boolean;
  /** What to say when there is nothing to choose from. */
  none?: string;
}

/** What a form does: one call, or command lines where Docker has a part in it. */
export type Deed =
  | { kind: 'call'; call: Said }
  | { kind: 'lines'; lines: readonly string[]; powershell: readonly string[]; sdk?: Said };

export interface Form {
  id: string;
  title: string;
  /** What comes of it, in a sentence. */
  intro: string;
  /** The button's word. */
  act: string;
  fields: readonly Field[];
  deed(values: Values, around: Surroundings): Deed;
  /** The good news. */
  done(values: Values): string;
}

/** The first values of a form. */
export function initialValues({ fields }: Form, around: Surroundings): Values {
  return Object.fromEntries(
    fields.map(({ id, kind, initial, options }) => {
      const given = typeof initial === 'function' ? initial(around) : initial;
      const first = kind === 'choice' ? options?.(around)[0]?.value : undefined;
      return [id, given ?? first ?? ''];
    }),
  );
}

/** The fields that count. */
export function fieldsOf({ fields }: Form, values: Values): Field[] {
  return fields.filter(({ when }) => when?.(values) ?? true);
}

/** Without what is left empty: a form says only what was filled in. */
export function filled<Input extends object>(input: Input): Input {
  const kept = Object.entries(input).filter(
    ([, value]) =>
      value !== '' &&
      value !== undefined &&
      !(Array.isArray(value) && value.length === 0) &&
      !Number.isNaN(value),
  );
  return Object.fromEntries(kept) as Input;
}

/** The field that an error is about; undefined when it is about the whole. */
export function fieldOfError(form: Form, values: Values, message: string): string | undefined {
  return fieldsOf(form, values).find(({ complaint }) => complaint?.test(message))?.id;
}

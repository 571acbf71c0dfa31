/**
 * The form of what comes over the wire: an act is made anew from the fields that it may have, so that nothing else gets
 * into the log. Whether it may be done is asked in `refusal.ts`.
 */
import type { Act, ActType } from './acts.ts';
import { counts, lengths } from './limits.ts';

type Read<T> = (value: unknown) => T | undefined;
type Fields = Readonly<Record<string, Read<unknown>>>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Characters that make text lie about itself: controls, and those that turn the direction of writing. */
// oxlint-disable-next-line no-misleading-character-class
const unseen =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text without characters that nobody sees; undefined when it is none or too long. */
export function textOf(value: unknown, longest: number): string | undefined {
  return typeof value === 'string' && value.length <= longest ? value.replaceAll(unseen, '') : undefined;
}

/** A name of one line with something in it. */
export function nameOf(value: unknown, longest: number = lengths.name): string | undefined {
  const name = textOf(value, longest)?.replaceAll(/\s+/g, ' ').trim();
  return name ? name : undefined;
}

const name: Read<string> = (value) => nameOf(value);
const text: Read<string> = (value) => textOf(value, lengths.text);
const said: Read<string> = (value) => {
  const found = text(value)?.trim();
  return found ? found : undefined;
};
const line: Read<string> = (value) => textOf(value, lengths.line);
const label: Read<string> = (value) => textOf(value, lengths.label);
const group: Read<string> = (value) => (value === '' ? '' : nameOf(value, lengths.group));
/** Ids are the house's own: letters, digits and a few marks. */
const id: Read<string> = (value) =>
  typeof value === 'string' && value.length <= lengths.id && /^[A-Za-z0-9][A-Za-z0-9._/:-]*$/.test(value)
    ? value
    : undefined;
const flag: Read<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);
const whole =
  (most: number): Read<number> =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most
      ? (value as number)
      : undefined;
const number = whole(Number.MAX_SAFE_INTEGER);
const hours = (count: number) => whole(count * 3_600_000);
const listOf =
  <T>(read: Read<T>, most: number): Read<T[]> =>
  (value) => {
    if (!Array.isArray(value) || value.length > most) return undefined;
    const list = value.map(read);
    return list.every((one) => one !== undefined) ? (list as T[]) : undefined;
  };
const people = listOf(id, counts.people);
const oneOf =
  <T extends string>(...words: readonly T[]): Read<T> =>
  (value) =>
    words.find((word) => word === value);
const parameters: Read<Record<string, string>> = (value) => {
  if (!isRecord(value) || Object.keys(value).length > 20) return undefined;
  const entries = Object.entries(value).map(
    ([key, one]) => [id(key), textOf(one, lengths.parameter)] as const,
  );
  return entries.every(([key, one]) => key !== undefined && one !== undefined)
    ? (Object.fromEntries(entries) as Record<string, string>)
    : undefined;
};
const audience: Read<unknown> = (value) => {
  if (value === 'all') return 'all';
  if (!isRecord(value)) return undefined;
  const [toGroup, toPeople] = [nameOf(value.group, lengths.group), people(value.people)];
  return toGroup ? { group: toGroup } : toPeople && toPeople.length > 0 ? { people: toPeople } : undefined;
};
const lessonOrNone: Read<string | null> = (value) => (value === null ? null : id(value));

const kind = oneOf('watch', 'keyboard');
const person = { person: id };
const consent = { staff: id, kind };
const ask = { ask: number };
const steps = { lab: id, steps: listOf(id, 200) };

/** Fields by act; those in `optional` may be missing. Acts that only the server makes are not here. */
const forms: { readonly [T in ActType]?: { readonly fields: Fields; readonly optional?: Fields } } = {
  renamed: { fields: { name } },
  left: { fields: {} },
  placed: { fields: { lesson: lessonOrNone } },
  followed: { fields: { follows: flag } },
  moved: { fields: { lesson: id }, optional: { part: whole(1000) } },
  'steps-closed': { fields: steps },
  'steps-opened': { fields: steps },
  timer: { fields: { ms: hours(12) }, optional: { label } },
  attention: { fields: { on: flag }, optional: { text } },
  message: { fields: { to: audience, text: said } },
  grouped: { fields: { group, people } },
  'hand-raised': { fields: { question: text }, optional: { lab: id, step: id } },
  'hand-claimed': { fields: { hand: number } },
  'hand-done': { fields: { hand: number } },
  'hand-lowered': { fields: {} },
  'question-opened': { fields: { poll: id } },
  'question-closed': { fields: ask },
  'question-reopened': { fields: ask },
  voted: { fields: { ask: number, options: listOf(id, 50) } },
  'question-revealed': { fields: ask },
  fault: { fields: { to: audience, fault: id, parameters, lab: id }, optional: { inMs: hours(24) } },
  'fault-cleared': { fields: { of: number } },
  'consent-asked': { fields: { person: id, kind } },
  'consent-given': { fields: consent },
  'consent-refused': { fields: consent },
  'consent-taken-back': { fields: consent },
  'keyboard-taken': { fields: person },
  'keyboard-returned': { fields: person },
  typed: { fields: { person: id, lab: id, line } },
  annotated: { fields: { person: id, text: said, stream: id, seq: number } },
  removed: { fields: person },
  ended: { fields: {} },
};

/**
 * The act in a value, and nothing else of it.
 * @returns a sentence when there is none.
 */
export function checkAct(value: unknown): Act | string {
  if (!isRecord(value) || typeof value.type !== 'string' || !Object.hasOwn(forms, value.type))
    return 'There is no such act. Reload the page to get the present version.';
  const { fields, optional = {} } = forms[value.type as ActType]!;
  const act: Record<string, unknown> = { type: value.type };
  for (const [field, read] of Object.entries({ ...fields, ...optional })) {
    if (value[field] === undefined && Object.hasOwn(optional, field)) continue;
    const found = read(value[field]);
    if (found === undefined) return `The ${field} of this is missing, too long, or not what it should be.`;
    act[field] = found;
  }
  return act as unknown as Act;
}

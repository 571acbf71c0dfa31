/** An object as PowerShell's pipeline carries it: a .NET type's name and its properties in order. */
export class PsObject {
  readonly type: string;
  readonly properties: ReadonlyMap<string, PsValue>;

  constructor(type: string, properties: Iterable<readonly [string, PsValue]>) {
    this.type = type;
    this.properties = new Map(properties);
  }

  /** A property by name, in any case; undefined when there is none. */
  get(name: string): PsValue | undefined {
    const found = [...this.properties.keys()].find((each) => same(each, name));
    return found === undefined ? undefined : this.properties.get(found);
  }
}

/** A moment, ms since 1970. */
export class PsDate {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
}

export type PsValue = null | string | number | boolean | PsDate | PsObject | PsValue[];

/** The type of `@{…}`, of which AWS's cmdlets take any structure. */
export const hashtable = 'System.Collections.Hashtable';

/** PowerShell compares names without their case. */
export function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Objects of a pipeline: a list gives its items, nothing gives none. */
export function itemsOf(value: PsValue): PsValue[] {
  return Array.isArray(value) ? value : value === null ? [] : [value];
}

/** What comes out of a pipeline as one value: nothing, the one object, or all of them. */
export function collapse(items: readonly PsValue[]): PsValue {
  return items.length === 0 ? null : items.length === 1 ? items[0]! : [...items];
}

/** A value as text: in a string, as a native command's argument, in a table. */
export function textOf(value: PsValue): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value instanceof PsDate) return dateText(value.ms);
  if (Array.isArray(value)) return value.map(textOf).join(' ');
  if (value instanceof PsObject)
    return value.type === 'System.Management.Automation.PSCustomObject'
      ? `@{${[...value.properties].map(([name, each]) => `${name}=${textOf(each)}`).join('; ')}}`
      : value.type;
  return String(value);
}

/** `1/5/2026 9:00:00 AM`, as the invariant and the American culture write a moment. */
function dateText(ms: number): string {
  const date = new Date(ms);
  const hours = date.getUTCHours();
  const two = (number: number) => String(number).padStart(2, '0');
  return `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()} ${hours % 12 || 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${hours < 12 ? 'AM' : 'PM'}`;
}

/** PowerShell's truth: nothing, zero, no text and an empty list are false. */
export function isTrue(value: PsValue): boolean {
  return Array.isArray(value)
    ? value.length > 1 || (value.length === 1 && isTrue(value[0]!))
    : Boolean(value);
}

/** A member of a value; of a list, the member of each item, as PowerShell enumerates members. */
export function memberOf(value: PsValue, name: string): PsValue {
  if (Array.isArray(value)) {
    if (same(name, 'count') || same(name, 'length')) return value.length;
    return collapse(value.flatMap((item) => itemsOf(memberOf(item, name))));
  }
  if (value instanceof PsObject) return value.get(name) ?? null;
  if (typeof value === 'string' && same(name, 'length')) return value.length;
  if (same(name, 'count')) return value === null ? 0 : 1;
  return null;
}

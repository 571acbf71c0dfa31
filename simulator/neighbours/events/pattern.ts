import { holds } from '../network/cidr.ts';

/**
 * Event patterns (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html). A pattern
 * is checked once, when it is set; `matches` then takes it as it is.
 */
export type Pattern = { readonly [field: string]: unknown };

/** Why a pattern is not one, in the words of AWS's own matcher (https://github.com/aws/event-ruler). */
export class InvalidPattern extends Error {}

/** @throws InvalidPattern */
export function readPattern(text: string): Pattern {
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch {
    throw new InvalidPattern('Filter is not valid JSON');
  }
  if (!isObject(pattern)) throw new InvalidPattern('Filter is not an object');
  if (Object.keys(pattern).length === 0) throw new InvalidPattern('Empty event pattern is not allowed');
  check(pattern);
  return pattern;
}

function check(pattern: Pattern): void {
  for (const [field, wanted] of Object.entries(pattern)) {
    if (field === '$or') {
      if (!Array.isArray(wanted) || wanted.length < 2 || !wanted.every(isObject))
        throw new InvalidPattern('There must have at least 2 Objects in $or relationship.');
      for (const each of wanted) check(each);
    } else if (Array.isArray(wanted)) {
      if (wanted.length === 0) throw new InvalidPattern('Empty arrays are not allowed');
      for (const each of wanted) checkMatch(each);
    } else if (isObject(wanted)) {
      if (Object.keys(wanted).length === 0) throw new InvalidPattern('Empty objects are not allowed');
      check(wanted);
    } else throw new InvalidPattern(`"${field}" must be an object or an array`);
  }
}

/** What each kind of match takes as its value. */
const kinds: Readonly<Record<string, (value: unknown) => string | undefined>> = {
  prefix: textOrIgnoreCase('prefix'),
  suffix: textOrIgnoreCase('suffix'),
  'equals-ignore-case': text('equals-ignore-case'),
  wildcard: (value) =>
    text('wildcard')(value) ??
    (/\*\*/.test(String(value).replace(/\\./g, ''))
      ? 'Consecutive wildcard characters are not allowed'
      : undefined),
  exists: (value) =>
    typeof value === 'boolean' ? undefined : 'exists match pattern must be either true or false.',
  cidr: (value) =>
    typeof value === 'string' && ipv4Block.test(value) ? undefined : `Malformed CIDR, one '/' required`,
  numeric: (value) => (readNumeric(value) ? undefined : 'Invalid numeric match'),
  'anything-but': anythingBut,
};

function text(kind: string): (value: unknown) => string | undefined {
  return (value) => (typeof value === 'string' ? undefined : `${kind} match pattern must be a string`);
}

function textOrIgnoreCase(kind: string): (value: unknown) => string | undefined {
  return (value) =>
    isObject(value) && Object.keys(value).join() === 'equals-ignore-case'
      ? text(kind)(value['equals-ignore-case'])
      : text(kind)(value);
}

function anythingBut(value: unknown): string | undefined {
  if (isObject(value)) {
    const [kind = '', ...more] = Object.keys(value);
    if (more.length > 0 || !['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(kind))
      return `Unsupported anything-but pattern: ${kind}`;
    const list = Array.isArray(value[kind]) ? value[kind] : [value[kind]];
    return list.length === 0
      ? 'Empty arrays are not allowed'
      : list.map((each: unknown) => kinds[kind]!(each)).find((each) => each !== undefined);
  }
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const one = typeof list[0];
  return list.length > 0 &&
    (one === 'string' || one === 'number') &&
    list.every((each) => typeof each === one)
    ? undefined
    : 'Inside anything-but list, either all values are number or string, mixed type is not supported';
}

function checkMatch(match: unknown): void {
  if (match === null || ['string', 'number', 'boolean'].includes(typeof match)) return;
  if (!isObject(match)) throw new InvalidPattern('Match value must be String, number, true, false, or null');
  const [kind = '', ...more] = Object.keys(match);
  if (more.length > 0) throw new InvalidPattern('Only one key allowed in match expression');
  if (!Object.hasOwn(kinds, kind)) throw new InvalidPattern(`Unrecognized match type ${kind}`);
  const wrong = kinds[kind]!(match[kind]);
  if (wrong !== undefined) throw new InvalidPattern(wrong);
}

/** Whether every field of the pattern finds its match in the event. */
export function matches(pattern: Pattern, event: unknown): boolean {
  // An object in a list counts by itself: its fields must all match in the same item.
  if (Array.isArray(event)) return event.some((item) => matches(pattern, item));
  const fields = isObject(event) ? event : {};
  return Object.entries(pattern).every(([field, wanted]) => {
    if (field === '$or') return (wanted as Pattern[]).some((each) => matches(each, event));
    const given = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (isObject(wanted)) return matches(wanted, given);
    return (wanted as unknown[]).some((match) => matchesField(match, given));
  });
}

function matchesField(match: unknown, given: unknown): boolean {
  const leaves = (Array.isArray(given) ? given.flat(Infinity) : [given]).filter(
    (leaf) => leaf !== undefined && !isObject(leaf),
  );
  if (isObject(match) && 'exists' in match) return match['exists'] === leaves.length > 0;
  return leaves.some((leaf) => matchesLeaf(match, leaf));
}

function matchesLeaf(match: unknown, leaf: unknown): boolean {
  if (!isObject(match)) return match === leaf;
  const [kind = '', value] = Object.entries(match)[0]!;
  const text = typeof leaf === 'string' ? leaf : undefined;
  switch (kind) {
    case 'anything-but':
      return !isObject(value)
        ? !(Array.isArray(value) ? value : [value]).includes(leaf)
        : !Object.entries(value).some(([inner, list]) =>
            (Array.isArray(list) ? list : [list]).some((each: unknown) =>
              matchesLeaf({ [inner]: each }, leaf),
            ),
          );
    case 'numeric':
      return typeof leaf === 'number' && readNumeric(value)!.every((test) => test(leaf));
    case 'cidr':
      return text !== undefined && ipv4.test(text) && holds(value as string, text);
    case 'wildcard':
      return text !== undefined && wildcard(value as string).test(text);
    case 'equals-ignore-case':
      return text?.toLowerCase() === (value as string).toLowerCase();
    default: {
      const ignore = isObject(value);
      const wanted = ignore ? String(value['equals-ignore-case']).toLowerCase() : (value as string);
      const seen = ignore ? text?.toLowerCase() : text;
      return (kind === 'prefix' ? seen?.startsWith(wanted) : seen?.endsWith(wanted)) ?? false;
    }
  }
}

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** `[">", 0, "<=", 5]`: one comparison or two. */
function readNumeric(value: unknown): ((number: number) => boolean)[] | undefined {
  if (!Array.isArray(value) || (value.length !== 2 && value.length !== 4)) return undefined;
  const tests: ((number: number) => boolean)[] = [];
  for (let at = 0; at < value.length; at += 2) {
    const compare = comparisons[String(value[at])];
    const bound: unknown = value[at + 1];
    if (!compare || typeof bound !== 'number') return undefined;
    tests.push((number) => compare(number, bound));
  }
  return tests;
}

/** `*` stands for any characters, `\*` for a star. */
function wildcard(pattern: string): RegExp {
  const parts = pattern.match(/\\.|\*|[^\\*]+/gs) ?? [];
  const source = parts.map((part) =>
    part === '*'
      ? '.*'
      : (part.startsWith('\\') ? part.slice(1) : part).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  return new RegExp(`^${source.join('')}$`, 's');
}

const address = String.raw`(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}`;
const ipv4 = new RegExp(`^${address}$`);
const ipv4Block = new RegExp(`^${address}/(?:3[0-2]|[12]?\\d)$`);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads JSON text as the AWS CLI does (Python's `json.loads`), keeping where everything stands. The first fault is
 * reported in Python's words and place, so that a learner sees here what `--cli-input-json` would answer.
 */
interface Span {
  /** Offset of the first UTF-16 unit, and of the one after the last. */
  start: number;
  end: number;
}
export interface JsonMember {
  key: string;
  keySpan: Span;
  node: JsonNode;
}
export type JsonNode = Span &
  (
    | { kind: 'object'; members: JsonMember[]; value: Record<string, unknown> }
    | { kind: 'array'; items: JsonNode[]; value: unknown[] }
    | { kind: 'string'; value: string }
    /** `float`: written with a fraction or an exponent, which Python reads as a float and no integer member takes. */
    | { kind: 'number'; value: number; float: boolean }
    | { kind: 'boolean'; value: boolean }
    | { kind: 'null'; value: null }
  );

/*
 * The nodes are made by constructors, and their lists cut from one stack, rather than written as literals: V8 counts
 * how long the objects of a literal live and, after a few long documents, lays them among the old ones, where a
 * discarded document keeps all later ones alive until the next full collection (30 ms in the middle of typing).
 */
class Range implements Span {
  start: number;
  end: number;
  constructor(start: number, end: number) {
    this.start = start;
    this.end = end;
  }
}
class Member implements JsonMember {
  key: string;
  keySpan: Span;
  node: JsonNode;
  constructor(key: string, keySpan: Span, node: JsonNode) {
    this.key = key;
    this.keySpan = keySpan;
    this.node = node;
  }
}
class Leaf<Kind extends 'string' | 'boolean' | 'null', Value> extends Range {
  kind: Kind;
  value: Value;
  constructor(kind: Kind, value: Value, start: number, end: number) {
    super(start, end);
    this.kind = kind;
    this.value = value;
  }
}
class NumberNode extends Range {
  kind = 'number' as const;
  value: number;
  float: boolean;
  constructor(value: number, float: boolean, start: number, end: number) {
    super(start, end);
    this.value = value;
    this.float = float;
  }
}
class ObjectNode extends Range {
  kind = 'object' as const;
  members: JsonMember[];
  value: Record<string, unknown>;
  constructor(members: JsonMember[], value: Record<string, unknown>, start: number, end: number) {
    super(start, end);
    this.members = members;
    this.value = value;
  }
}
class ArrayNode extends Range {
  kind = 'array' as const;
  items: JsonNode[];
  value: unknown[];
  constructor(items: JsonNode[], value: unknown[], start: number, end: number) {
    super(start, end);
    this.items = items;
    this.value = value;
  }
}

export interface JsonFault {
  /** Python's sentence without the place, e.g. `Expecting value`. */
  reason: string;
  offset: number;
}
export interface JsonDocument {
  root: JsonNode | undefined;
  fault: JsonFault | undefined;
  /** Members whose key stands again later in the same object (JSON keeps the last), with their pointers. */
  duplicates: { pointer: string; member: JsonMember }[];
}

/** Deeper nesting than this is refused (Python gives up near 1,000). */
const deepest = 400;

class Fault extends Error {
  reason: string;
  offset: number;
  constructor(reason: string, offset: number) {
    super(reason);
    this.reason = reason;
    this.offset = offset;
  }
}

const number = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y;
const plainRun = /[^"\\\u0000-\u001f]*/y;
const blank = /[ \t\n\r]*/y;
const hex = /^[0-9a-fA-F]{4}$/;
const escapes: Record<string, string> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
const words: [string, unknown][] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
];

/** Escapes a key as one step of a JSON pointer (RFC 6901). */
export function pointerStep(key: string | number): string {
  if (typeof key === 'number' || !/[~/]/.test(key)) return `/${key}`;
  return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Parses `text` as strictly as Python does; never throws. */
export function parseJson(text: string): JsonDocument {
  const duplicates: JsonDocument['duplicates'] = [];
  let at = 0;

  const skipBlank = () => {
    blank.lastIndex = at;
    blank.test(text);
    at = blank.lastIndex;
  };

  const readString = (): string => {
    const opening = at;
    at += 1;
    let result = '';
    for (;;) {
      plainRun.lastIndex = at;
      plainRun.test(text);
      if (plainRun.lastIndex > at) result += text.slice(at, plainRun.lastIndex);
      at = plainRun.lastIndex;
      const next = text[at];
      if (next === undefined) throw new Fault('Unterminated string starting at', opening);
      if (next === '"') {
        at += 1;
        return result;
      }
      if (next !== '\\') throw new Fault('Invalid control character at', at);
      const escape = text[at + 1];
      if (escape === undefined) throw new Fault('Unterminated string starting at', opening);
      if (escape === 'u') {
        const digits = text.slice(at + 2, at + 6);
        if (!hex.test(digits) || at + 6 >= text.length) throw new Fault('Invalid \\uXXXX escape', at + 1);
        result += String.fromCharCode(Number.parseInt(digits, 16));
        at += 6;
        continue;
      }
      const meant = escapes[escape];
      if (meant === undefined) throw new Fault('Invalid \\escape', at);
      result += meant;
      at += 2;
    }
  };

  // Members and items of the objects and arrays that are still open.
  const openMembers: JsonMember[] = [];
  const openItems: JsonNode[] = [];

  const readObject = (pointer: string, depth: number): JsonNode => {
    const start = at;
    const from = openMembers.length;
    const value: Record<string, unknown> = {};
    at += 1;
    skipBlank();
    if (text[at] === '}') {
      at += 1;
      return new ObjectNode(openMembers.splice(from), value, start, at);
    }
    for (;;) {
      if (text[at] !== '"') throw new Fault('Expecting property name enclosed in double quotes', at);
      const keyStart = at;
      const key = readString();
      const keySpan = new Range(keyStart, at);
      skipBlank();
      if (text[at] !== ':') throw new Fault("Expecting ':' delimiter", at);
      at += 1;
      skipBlank();
      const here = pointer + pointerStep(key);
      const member = new Member(key, keySpan, readValue(here, depth + 1));
      if (Object.hasOwn(value, key)) {
        const earlier = openMembers.findLast((other, index) => index >= from && other.key === key)!;
        duplicates.push({ pointer: here, member: earlier });
      }
      openMembers.push(member);
      if (key === '__proto__')
        Object.defineProperty(value, key, {
          value: member.node.value,
          enumerable: true,
          configurable: true,
          writable: true,
        });
      else value[key] = readable(member.node);
      skipBlank();
      const next = text[at];
      if (next === '}') {
        at += 1;
        return new ObjectNode(openMembers.splice(from), value, start, at);
      }
      if (next !== ',') throw new Fault("Expecting ',' delimiter", at);
      at += 1;
      skipBlank();
    }
  };

  const readArray = (pointer: string, depth: number): JsonNode => {
    const start = at;
    const from = openItems.length;
    at += 1;
    skipBlank();
    if (text[at] === ']') {
      at += 1;
      const items = openItems.splice(from);
      return new ArrayNode(items, items.map(readable), start, at);
    }
    for (;;) {
      openItems.push(readValue(`${pointer}/${openItems.length - from}`, depth + 1));
      skipBlank();
      const next = text[at];
      if (next === ']') {
        at += 1;
        const items = openItems.splice(from);
        return new ArrayNode(items, items.map(readable), start, at);
      }
      if (next !== ',') throw new Fault("Expecting ',' delimiter", at);
      at += 1;
      skipBlank();
    }
  };

  const readValue = (pointer: string, depth: number): JsonNode => {
    if (depth > deepest) throw new Fault(`The text is nested deeper than ${deepest} levels`, at);
    const start = at;
    const first = text[at];
    if (first === '"') {
      const value = readString();
      return new Leaf('string', value, start, at);
    }
    if (first === '{') return readObject(pointer, depth);
    if (first === '[') return readArray(pointer, depth);
    number.lastIndex = at;
    const match = number.exec(text);
    if (match) {
      at = number.lastIndex;
      const float = match[1] !== undefined || match[2] !== undefined;
      return new NumberNode(Number(match[0]), float, start, at);
    }
    for (const [word, value] of words) {
      if (!text.startsWith(word, at)) continue;
      at += word.length;
      if (value === null) return new Leaf('null', null, start, at);
      if (typeof value === 'boolean') return new Leaf('boolean', value, start, at);
      return new NumberNode(value as number, true, start, at);
    }
    throw new Fault('Expecting value', at);
  };

  try {
    if (text.startsWith('\ufeff')) throw new Fault('Unexpected UTF-8 BOM (decode using utf-8-sig)', 0);
    skipBlank();
    const root = readValue('', 0);
    skipBlank();
    if (at !== text.length) throw new Fault('Extra data', at);
    return { root, fault: undefined, duplicates };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { root: undefined, fault: { reason: error.reason, offset: error.offset }, duplicates: [] };
  }
}

/** A node's value for type checks: a float that happens to be whole must not pass for an integer. */
function readable(node: JsonNode): unknown {
  return node.kind === 'number' && node.float && Number.isInteger(node.value) ? NaN : node.value;
}

/** Python's own sentence for a fault: places are counted in characters, not in UTF-16 units. */
export function describeFault(text: string, { reason, offset }: JsonFault): string {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  const line = before.split('\n').length;
  const column = characters(before.slice(lineStart)) + 1;
  return `${reason}: line ${line} column ${column} (char ${characters(before)})`;
}

/** How many characters `text` has, where a pair of surrogates is one. */
function characters(text: string): number {
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}

/** The node and, for an object's member, its key at `pointer`; nothing when the document has no such place. */
export function find(root: JsonNode, pointer: string): { node: JsonNode; key?: Span } | undefined {
  let found: { node: JsonNode; key?: Span } = { node: root };
  if (pointer === '') return found;
  for (const step of pointer.slice(1).split('/')) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    const { node } = found;
    if (node.kind === 'object') {
      const member = node.members.findLast((member) => member.key === key);
      if (!member) return undefined;
      found = { node: member.node, key: member.keySpan };
    } else if (node.kind === 'array') {
      const item = /^\d+$/.test(key) ? node.items[Number(key)] : undefined;
      if (!item) return undefined;
      found = { node: item };
    } else return undefined;
  }
  return found;
}

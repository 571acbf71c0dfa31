/**
 * Reads JSON that somebody is typing: whatever is there gets its place in a tree, whatever is missing is passed over.
 * For completion, hover and the outline; the strict reader, with Python's words, is
 * `simulator/ecs/task-definition/json.ts`.
 */
export interface Span {
  /** Offset of the first UTF-16 unit, and of the one after the last. */
  start: number;
  end: number;
}

export interface Member {
  key: string;
  keySpan: Span;
  /** Offset after the colon; absent while there is none. */
  colon?: number;
  node?: Node;
}

export type Node = Span &
  (
    | { kind: 'object'; members: Member[]; closed: boolean }
    | { kind: 'array'; items: Node[]; closed: boolean }
    | { kind: 'string'; value: string; closed: boolean }
    | { kind: 'word'; value: number | boolean | null | undefined }
  );

const blank = /(?:\s|\/\/.*|\/\*[^]*?\*\/)*/y;
const word = /[^\s"{}[\],:]+/y;
const string = /"((?:[^"\\\n]|\\.)*)("?)/y;
const deepest = 400;

/** The tree of `text`; nothing when it is blank. Never throws. */
export function readTree(text: string): Node | undefined {
  let at = 0;
  const skip = () => {
    blank.lastIndex = at;
    blank.test(text);
    at = blank.lastIndex;
  };
  const readString = (): Node & { kind: 'string' } => {
    string.lastIndex = at;
    const match = string.exec(text)!;
    const start = at;
    at = string.lastIndex;
    return { kind: 'string', start, end: at, value: unescaped(match[1]!), closed: match[2] === '"' };
  };
  const readWord = (): Node => {
    word.lastIndex = at;
    const start = at;
    const found = word.exec(text)?.[0] ?? '';
    at += Math.max(1, found.length);
    return { kind: 'word', start, end: at, value: meaning(found) };
  };
  /** Whether a string at `at` is followed by a colon: a key, and no value. */
  const isKey = () => {
    string.lastIndex = at;
    string.test(text);
    blank.lastIndex = string.lastIndex;
    blank.test(text);
    return text[blank.lastIndex] === ':';
  };
  const readValue = (depth: number): Node => {
    const next = text[at];
    if (depth > deepest) return readWord();
    if (next === '{') return readObject(depth);
    if (next === '[') return readArray(depth);
    return next === '"' ? readString() : readWord();
  };
  const readMember = (depth: number): Member => {
    const name = text[at] === '"' ? readString() : readWord();
    const key = name.kind === 'string' ? name.value : text.slice(name.start, name.end);
    const member: Member = { key, keySpan: { start: name.start, end: name.end } };
    skip();
    if (text[at] !== ':') return member;
    at += 1;
    member.colon = at;
    const after = at;
    skip();
    const next = text[at];
    if (next === undefined || '},]:'.includes(next) || (next === '"' && isKey())) {
      if (next === '"') at = after;
      return member;
    }
    member.node = readValue(depth);
    return member;
  };
  const readObject = (depth: number): Node => {
    const start = at;
    const members: Member[] = [];
    at += 1;
    for (;;) {
      skip();
      const next = text[at];
      if (next === undefined || next === ']')
        return { kind: 'object', start, end: at, members, closed: false };
      if (next === '}') {
        at += 1;
        return { kind: 'object', start, end: at, members, closed: true };
      }
      if (next === ',' || next === ':' || next === '{' || next === '[') at += 1;
      else members.push(readMember(depth + 1));
    }
  };
  const readArray = (depth: number): Node => {
    const start = at;
    const items: Node[] = [];
    at += 1;
    for (;;) {
      skip();
      const next = text[at];
      if (next === undefined || next === '}') return { kind: 'array', start, end: at, items, closed: false };
      if (next === ']') {
        at += 1;
        return { kind: 'array', start, end: at, items, closed: true };
      }
      if (next === ',' || next === ':') at += 1;
      else items.push(readValue(depth + 1));
    }
  };
  skip();
  return at < text.length ? readValue(0) : undefined;
}

function unescaped(inner: string): string {
  if (!inner.includes('\\')) return inner;
  try {
    return JSON.parse(`"${inner}"`) as string;
  } catch {
    return inner;
  }
}

function meaning(found: string): number | boolean | null | undefined {
  const words: Record<string, boolean | null> = { true: true, false: false, null: null };
  if (Object.hasOwn(words, found)) return words[found];
  return /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(found) ? Number(found) : undefined;
}

/** The value that a node stands for, as far as it can be read. */
export function valueOf(node: Node | undefined): unknown {
  switch (node?.kind) {
    case 'object':
      return Object.fromEntries(node.members.map(({ key, node }) => [key, valueOf(node)]));
    case 'array':
      return node.items.map(valueOf);
    default:
      return node?.value;
  }
}

/** The value of `key` in an object. */
export function member(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === 'object' ? node.members.findLast((each) => each.key === key)?.node : undefined;
}

/** The node at `path`, keys and indices from the root. */
export function nodeAt(root: Node | undefined, path: readonly (string | number)[]): Node | undefined {
  return path.reduce<Node | undefined>(
    (node, step) =>
      typeof step === 'number' ? (node?.kind === 'array' ? node.items[step] : undefined) : member(node, step),
    root,
  );
}

/** A string's text at `path`; nothing when there is another thing. */
export function textAt(root: Node | undefined, path: readonly (string | number)[]): string | undefined {
  const node = nodeAt(root, path);
  return node?.kind === 'string' ? node.value : undefined;
}

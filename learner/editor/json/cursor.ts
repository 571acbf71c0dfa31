/** Where in a JSON text a cursor stands: in which object or list, at a key or at a value. */
import type { Member, Node, Span } from './tree.ts';

export type Path = readonly (string | number)[];

export interface Cursor {
  /** At a key of the object at `path`, or at the value at `path`. */
  at: 'key' | 'value';
  path: Path;
  /** What is there already and would be replaced: a whole token, quotes included; empty between tokens. */
  token: Span;
  /** The node of the token, where there is one. */
  node?: Node;
  /** Keys that the object has, the one at the cursor left out. */
  taken: readonly string[];
  /** The list or object around the cursor. */
  around?: Node;
  /** Of a key: whether a colon stands behind it already. */
  hasValue?: true;
}

const within = ({ start, end }: Span, offset: number) => offset >= start && offset <= end;

/** The cursor's place at `offset`; nothing outside the root. */
export function cursorAt(root: Node | undefined, offset: number): Cursor | undefined {
  if (!root || offset < root.start || offset > root.end) return undefined;
  if (root.kind === 'object' || root.kind === 'array') return inside(root, [], offset);
  return { at: 'value', path: [], token: root, node: root, taken: [] };
}

function inside(node: Node, path: Path, offset: number): Cursor | undefined {
  if (node.kind === 'object') return inObject(node.members, node, path, offset);
  if (node.kind === 'array') return inArray(node.items, node, path, offset);
  return { at: 'value', path, token: node, node, taken: [] };
}

/** Whether the cursor stands between the brackets of `node`. */
const isInside = (node: Node, offset: number) =>
  offset > node.start &&
  (offset < node.end || ((node.kind === 'object' || node.kind === 'array') && !node.closed));

function inObject(members: readonly Member[], around: Node, path: Path, offset: number): Cursor | undefined {
  const taken = (but?: Member) => members.filter((each) => each !== but).map(({ key }) => key);
  for (const [index, each] of members.entries()) {
    if (within(each.keySpan, offset) && offset > each.keySpan.start) {
      const hasValue = each.colon === undefined ? {} : { hasValue: true as const };
      return { at: 'key', path, token: each.keySpan, taken: taken(each), around, ...hasValue };
    }
    const here = [...path, each.key];
    if (each.node && within(each.node, offset)) {
      if (each.node.kind === 'object' || each.node.kind === 'array') {
        if (isInside(each.node, offset)) return inside(each.node, here, offset);
        continue;
      }
      return { at: 'value', path: here, token: each.node, node: each.node, taken: [], around };
    }
    const next = members[index + 1]?.keySpan.start ?? Infinity;
    if (each.colon !== undefined && !each.node && offset >= each.colon && offset <= next)
      return { at: 'value', path: here, token: { start: offset, end: offset }, taken: [], around };
    // Between the colon and the value: a plain value is replaced, blanks and all; an object or a list stays.
    if (each.colon !== undefined && each.node && offset >= each.colon && offset < each.node.start) {
      if (each.node.kind === 'object' || each.node.kind === 'array') return undefined;
      const token = { start: offset, end: each.node.end };
      return { at: 'value', path: here, token, node: each.node, taken: [], around };
    }
  }
  return { at: 'key', path, token: { start: offset, end: offset }, taken: taken(), around };
}

function inArray(items: readonly Node[], around: Node, path: Path, offset: number): Cursor | undefined {
  for (const [index, item] of items.entries()) {
    if (!within(item, offset)) continue;
    const here = [...path, index];
    if (item.kind === 'object' || item.kind === 'array') {
      if (isInside(item, offset)) return inside(item, here, offset);
    } else return { at: 'value', path: here, token: item, node: item, taken: [], around };
  }
  const index = items.filter(({ end }) => end <= offset).length;
  return { at: 'value', path: [...path, index], token: { start: offset, end: offset }, taken: [], around };
}

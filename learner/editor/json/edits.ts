/** Changes of a JSON text that leave the rest of it as it was written. */
import { find, type JsonNode } from '../../../simulator/ecs/task-definition/json.ts';
import type { Span } from './tree.ts';

/** One place of a text and what shall stand there. */
export interface Edit extends Span {
  text: string;
}

/** `text` with all edits made; they must not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = text;
  for (const { start, end, text: put } of edits.toSorted((a, b) => b.start - a.start || b.end - a.end))
    result = result.slice(0, start) + put + result.slice(end);
  return result;
}

/** The blanks that the line of `offset` begins with. */
export function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1);
  return /^[ \t]*/.exec(line)![0];
}

/** One step deeper than an object's line: as its own members are indented, or two blanks more. */
function indentInside(text: string, node: JsonNode): string {
  const first = childrenOf(node)[0];
  if (first && text.slice(node.start, first.start).includes('\n')) return indentAt(text, first.start);
  return `${indentAt(text, node.start)}  `;
}

/** Members or items with all that belongs to them: of a member, its key too. */
function childrenOf(node: JsonNode): Span[] {
  if (node.kind === 'object')
    return node.members.map(({ keySpan, node: { end } }) => ({ start: keySpan.start, end }));
  return node.kind === 'array' ? node.items : [];
}

/** Writes `value` for a place whose line is indented by `indent`. */
export function written(value: unknown, indent: string): string {
  return JSON.stringify(value, undefined, 2).replaceAll('\n', `\n${indent}`);
}

/** Takes some children of one object or list out, each with its comma. */
export function without(owner: JsonNode, remove: (index: number) => boolean): Edit[] {
  const children = childrenOf(owner);
  const gone = children.map((_, index) => remove(index));
  if (!gone.includes(true)) return [];
  if (!gone.includes(false)) {
    const last = children.at(-1)!.end;
    return [{ start: owner.start + 1, end: Math.max(last, owner.end - 1), text: '' }];
  }
  const edits: Edit[] = [];
  const lastKept = gone.lastIndexOf(false);
  for (const [index, child] of children.entries()) {
    if (!gone[index]) continue;
    // From here to the next child, or, behind the last one kept, from the end of the child before.
    if (index < lastKept) edits.push({ start: child.start, end: children[index + 1]!.start, text: '' });
    else edits.push({ start: children[index - 1]!.end, end: child.end, text: '' });
  }
  return edits;
}

/** Takes what stands at `pointer` out. */
export function removal(root: JsonNode, pointer: string): Edit[] {
  const cut = pointer.lastIndexOf('/');
  const owner = find(root, pointer.slice(0, cut))?.node;
  const key = stepOf(pointer);
  if (owner?.kind === 'object') return without(owner, (index) => owner.members[index]!.key === key);
  return owner?.kind === 'array' ? without(owner, (index) => index === Number(key)) : [];
}

/** The last step of a pointer, as a key. */
export function stepOf(pointer: string): string {
  return pointer
    .slice(pointer.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
}

/** Puts `value` at `pointer`: in place of what is there, or as a new member or item of what should hold it. */
export function setting(text: string, root: JsonNode, pointer: string, value: unknown): Edit[] {
  const found = find(root, pointer);
  if (found) {
    const { start, end } = found.node;
    return [{ start, end, text: written(value, indentAt(text, found.key?.start ?? start)) }];
  }
  const cut = pointer.lastIndexOf('/');
  const owner = find(root, pointer.slice(0, cut))?.node;
  const key = stepOf(pointer);
  if (!owner)
    return cut < 0
      ? []
      : setting(text, root, pointer.slice(0, cut), /^\d+$|^-$/.test(key) ? [value] : { [key]: value });
  if (owner.kind !== 'object' && owner.kind !== 'array') return [];
  const indent = indentInside(text, owner);
  const put = (owner.kind === 'object' ? `${JSON.stringify(key)}: ` : '') + written(value, indent);
  const last = childrenOf(owner).at(-1);
  const inline = !text.slice(owner.start, owner.end).includes('\n');
  if (last) return [{ start: last.end, end: last.end, text: `,${inline ? ' ' : `\n${indent}`}${put}` }];
  const outer = indentAt(text, owner.start);
  return [{ start: owner.start + 1, end: owner.end - 1, text: `\n${indent}${put}\n${outer}` }];
}

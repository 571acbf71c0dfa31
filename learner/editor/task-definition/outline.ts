import { member, nodeAt, readTree, textAt, type Node, type Span } from '../json/tree.ts';
import { wrapping } from './shape-at.ts';

/** A thing in a file that one may want to go to. */
export interface OutlineItem {
  name: string;
  /** More about it: an image, a port's protocol. */
  detail: string;
  kind: 'definition' | 'container' | 'list' | 'volume' | 'member';
  span: Span;
  children: OutlineItem[];
}

/** The outline of a task definition: its containers with what they have, its volumes; also of one that is being typed. */
export function outlineOf(text: string): OutlineItem[] {
  const root = readTree(text);
  const body = wrapping(root) === 1 ? nodeAt(root, ['taskDefinition']) : root;
  if (body?.kind !== 'object') return [];
  return body.members.flatMap(({ key, keySpan, node }) => {
    if (!node) return [];
    const span = { start: keySpan.start, end: node.end };
    if (key === 'containerDefinitions') return items(node).map(containerItem);
    if (key === 'volumes') return items(node).map(volumeItem);
    return [{ name: key, detail: brief(text, node), kind: 'member' as const, span, children: [] }];
  });
}

const items = (node: Node) => (node.kind === 'array' ? node.items : []);

function containerItem(node: Node): OutlineItem {
  const children = (node.kind === 'object' ? node.members : [])
    .filter(({ node: value }) => value && (value.kind === 'object' || value.kind === 'array'))
    .map(({ key, keySpan, node: value }) => ({
      name: key,
      detail: value!.kind === 'array' ? String(value!.items.length) : '',
      kind: 'list' as const,
      span: { start: keySpan.start, end: value!.end },
      children: [],
    }));
  return {
    name: textAt(node, ['name']) ?? 'a container without a name',
    detail: textAt(node, ['image']) ?? '',
    kind: 'container',
    span: node,
    children,
  };
}

function volumeItem(node: Node): OutlineItem {
  const kind = ['efsVolumeConfiguration', 'dockerVolumeConfiguration', 'host'].find((key) =>
    member(node, key),
  );
  const names: Record<string, string> = {
    efsVolumeConfiguration: 'EFS volume',
    dockerVolumeConfiguration: 'Docker volume',
    host: 'bind mount',
  };
  return {
    name: textAt(node, ['name']) ?? 'a volume without a name',
    detail: kind ? names[kind]! : 'volume',
    kind: 'volume',
    span: node,
    children: [],
  };
}

function brief(text: string, node: Node): string {
  if (node.kind === 'string') return node.value;
  if (node.kind === 'word') return text.slice(node.start, node.end);
  return node.kind === 'array' ? `${node.items.length}` : '';
}

import { parseJson, type JsonNode } from '../../../simulator/ecs/task-definition/json.ts';

/** Lists of plain values stay on one line up to this column. */
const width = 80;

/**
 * A JSON text with one member a line, indented by two blanks; numbers and strings stay as they are written.
 * @returns undefined when the text is not JSON.
 */
export function formatJson(text: string): string | undefined {
  const { root } = parseJson(text);
  if (!root) return undefined;
  const write = (node: JsonNode, indent: string, column: number): string => {
    const inner = `${indent}  `;
    const block = (open: string, parts: string[], close: string) =>
      parts.length === 0
        ? open + close
        : `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${indent}${close}`;
    if (node.kind === 'object') {
      const parts = node.members.map(({ keySpan, node: value }) => {
        const key = `${text.slice(keySpan.start, keySpan.end)}: `;
        return key + write(value, inner, inner.length + key.length);
      });
      return block('{', parts, '}');
    }
    if (node.kind === 'array') {
      const parts = node.items.map((item) => write(item, inner, inner.length));
      const line = `[${parts.join(', ')}]`;
      const plain = node.items.every(({ kind }) => kind !== 'object' && kind !== 'array');
      return plain && column + line.length <= width ? line : block('[', parts, ']');
    }
    return text.slice(node.start, node.end);
  };
  return `${write(root, '', 0)}\n`;
}

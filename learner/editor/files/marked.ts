/** Problems of files other than task definitions: the same shape, so that editor and lint show all alike. */
import type { Problem } from '../../../simulator/ecs/task-definition/index.ts';
import { find, parseJson, type JsonNode } from '../../../simulator/ecs/task-definition/json.ts';
import { lineStarts, placeOf } from '../../../simulator/ecs/task-definition/positions.ts';
import type { Span } from '../json/tree.ts';

export interface Mark extends Span {
  rule: string;
  message: string;
  severity?: 'warning';
  pointer?: string;
  documentation?: string;
}

/** Marks as problems, in document order. The first error is what AWS, or Docker, would answer. */
export function problemsOf(text: string, marks: readonly Mark[]): Problem[] {
  const starts = lineStarts(text);
  const answered = marks.find(({ severity }) => severity === undefined);
  return marks
    .toSorted((a, b) => a.start - b.start)
    .map((mark) => {
      const { rule, message, severity = 'error', pointer = '', documentation } = mark;
      const from = placeOf(starts, mark.start);
      const to = placeOf(starts, Math.max(mark.end, mark.start));
      return {
        rule,
        severity,
        pointer,
        message,
        line: from.line,
        column: from.column,
        endLine: to.line,
        endColumn: to.column,
        ...(documentation ? { documentation } : {}),
        ...(mark === answered ? { answered: true as const } : {}),
      };
    });
}

/** Where to mark what stands at `pointer`: a key, a value, or the beginning of an object or list. */
export function spanAt(root: JsonNode, pointer: string, key = false): Span {
  for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
    const found = find(root, at);
    if (!found) {
      if (at === '') return { start: 0, end: 1 };
      continue;
    }
    const { start, end } = found.node;
    if (found.node.kind !== 'object' && found.node.kind !== 'array')
      return key && found.key ? found.key : { start, end };
    return found.key ?? { start, end: start + 1 };
  }
}

/** Reads JSON for a check; text that is none becomes a mark. */
export function readJson(text: string): { root: JsonNode } | { fault: Span & { reason: string } } {
  const { root, fault } = parseJson(text);
  if (root) return { root };
  const start = Math.min(fault!.offset, Math.max(0, text.length - 1));
  return { fault: { start, end: start + 1, reason: fault!.reason } };
}

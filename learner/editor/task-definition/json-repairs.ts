import { parseJson } from '../../../simulator/ecs/task-definition/json.ts';
import type { Edit } from '../json/edits.ts';
import { applyEdits } from '../json/edits.ts';
import type { Fix } from './fix.ts';

/** Mends the place where the reader stopped, one thing at a time. */
function step(text: string): { edit: Edit; what: string } | undefined {
  const { fault } = parseJson(text);
  if (!fault) return undefined;
  const { offset, reason } = fault;
  const rest = text.slice(offset);
  const before = text.slice(0, offset);
  const put = (start: number, end: number, put: string, what: string) => ({
    edit: { start, end, text: put },
    what,
  });
  const comment = /^(?:\/\/[^\n]*|\/\*[^]*?\*\/)\s*/.exec(rest);
  if (comment) return put(offset, offset + comment[0].length, '', 'comments');
  if (text.startsWith('\ufeff')) return put(0, 1, '', 'the byte order mark');
  const trailing = /,\s*$/.exec(before);
  if (trailing && /^[}\]]/.test(rest)) return put(trailing.index, trailing.index + 1, '', 'trailing commas');
  if (reason === "Expecting ',' delimiter" && /^["{[\d\-tfn]/.test(rest)) {
    const end = before.trimEnd().length;
    return put(end, end, ',', 'missing commas');
  }
  const single = /^'((?:[^'\\\n]|\\.)*)'/.exec(rest);
  if (single)
    return put(
      offset,
      offset + single[0].length,
      JSON.stringify(single[1]!.replaceAll("\\'", "'")),
      'single quotes',
    );
  const placeholder = /^(?:<[^<>\n]+>|\$\{[^}\n]+\}|\{\{[^{}\n]+\}\}|\$?[A-Za-z_][\w.-]*)/.exec(rest);
  if (placeholder)
    return put(
      offset,
      offset + placeholder[0].length,
      JSON.stringify(placeholder[0]),
      'missing quotation marks',
    );
  return undefined;
}

/** Fixes of text that is not JSON: comments, commas, quotation marks. */
export function* repairsOf(text: string): Generator<Fix> {
  let mended = text;
  const mends = new Set<string>();
  for (let round = 0; round < 500; round++) {
    const next = step(mended);
    if (!next) break;
    mended = applyEdits(mended, [next.edit]);
    mends.add(next.what);
  }
  if (mends.size === 0 || !parseJson(mended).root) return;
  yield {
    title: `Mend the JSON: ${[...mends].join(', ')}`,
    edits: [{ start: 0, end: text.length, text: mended }],
  };
}

import { stringify } from 'yaml';
import { formatTable } from './table.ts';
import { formatText } from './text.ts';

export { formatText } from './text.ts';

/**
 * Data in one of the AWS CLI's output formats. An empty answer prints nothing.
 * @param operation API name, the title of a table
 */
export function format(output: string, operation: string, data: unknown): string {
  const isEmpty =
    typeof data === 'object' && data !== null && !Array.isArray(data) && Object.keys(data).length === 0;
  switch (output) {
    case 'text':
      return formatText(data);
    case 'table':
      return formatTable(operation, data);
    case 'yaml':
      return isEmpty ? '' : yaml(data);
    case 'yaml-stream':
      return isEmpty ? '' : yaml([data]);
    case 'off':
      return '';
    default:
      return isEmpty ? '' : `${JSON.stringify(data, undefined, 4)}\n`;
  }
}

/** Sorted keys, lists at the level of their key, as ruamel.yaml's safe dumper writes them. */
function yaml(data: unknown): string {
  if (typeof data !== 'object' || data === null) return `${JSON.stringify(data)}\n`;
  const text = stringify(data, {
    sortMapEntries: true,
    indentSeq: false,
    lineWidth: 0,
    singleQuote: true,
    // A text that looks like a date is quoted, because YAML 1.1 readers would take it for one.
    customTags: ['timestamp'],
  });
  return text.split('\n').map(fold).join('\n');
}

/** Goes on in the next line at the first single blank after column 80 (ruamel.yaml, emitter.py, `write_plain`). */
function fold(line: string): string {
  const [lead] = /^ *(?:- )*/.exec(line)!;
  const [key] = /^[\w./:-]+: /.exec(line.slice(lead.length)) ?? [''];
  if (line.length <= 80 || /^[|>]/.test(line.slice(lead.length + key.length))) return line;
  const indent = ' '.repeat(lead.length + (key === '' ? 0 : 2));
  const [lines, rest] = [[] as string[], { text: line, from: lead.length + key.length }];
  for (;;) {
    const blank = /(?<! ) (?! )/g;
    blank.lastIndex = Math.max(81, rest.from);
    const found = blank.exec(rest.text);
    if (!found || found.index === rest.text.length - 1) return [...lines, rest.text].join('\n');
    lines.push(rest.text.slice(0, found.index));
    rest.text = indent + rest.text.slice(found.index + 1);
    rest.from = indent.length;
  }
}

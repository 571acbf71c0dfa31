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
  return stringify(data, {
    sortMapEntries: true,
    indentSeq: false,
    lineWidth: 80,
    singleQuote: true,
    // A text that looks like a date is quoted, because YAML 1.1 readers would take it for one.
    customTags: ['timestamp'],
  });
}

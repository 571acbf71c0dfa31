import { columns, template } from './format.ts';

/** A column of a list: its heading and the field of a row that it shows. */
export type Column = readonly [heading: string, field: string];

/**
 * Rows as a table, or as `--format` says: a Go template, `table` and a template, or `json`.
 * @param rows fields by Docker's own names, such as `Repository`
 */
export function listing(
  rows: readonly Record<string, string>[],
  shown: readonly Column[],
  headings: Readonly<Record<string, string>>,
  format: string | undefined,
): string {
  if (format === undefined || format === 'table') {
    return columns([
      shown.map(([heading]) => heading),
      ...rows.map((row) => shown.map(([, field]) => row[field] ?? '')),
    ]);
  }
  // Go writes the members of a map in order.
  if (format === 'json')
    return rows.map((row) => `${JSON.stringify(Object.fromEntries(Object.entries(row).sort()))}\n`).join('');
  const isTable = format.startsWith('table ');
  const lines = rows.map((row) => template(isTable ? format.slice(6) : format, row));
  if (!isTable) return lines.map((line) => `${line}\n`).join('');
  const heading = template(format.slice(6), headings);
  return columns([heading, ...lines].map((line) => line.split('\t')));
}

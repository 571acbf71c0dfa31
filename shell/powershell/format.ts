import { hashtable, PsObject, textOf, type PsValue } from './value.ts';

/** Objects with more properties than this are shown as lists, the others as tables (about_Format.ps1xml). */
const mostColumns = 4;
/** Items of a list that are shown (`$FormatEnumerationLimit`). */
const mostItems = 4;

/** What the console shows of a pipeline's objects: texts as they are, objects as a table or a list. */
export function show(items: readonly PsValue[]): string {
  const text: string[] = [];
  for (let at = 0; at < items.length;) {
    const item = items[at]!;
    if (!(item instanceof PsObject)) {
      text.push(`${textOf(item)}\n`);
      at++;
      continue;
    }
    const run = [item];
    while (items[at + run.length] instanceof PsObject) run.push(items[at + run.length] as PsObject);
    at += run.length;
    text.push(item.type !== hashtable && item.properties.size > mostColumns ? list(run) : table(run));
  }
  return text.join('');
}

/** `Format-List`. @param names the properties to show; all of them by default */
export function list(items: readonly PsValue[], names?: readonly string[]): string {
  const shown = items.map((item) => {
    const pairs = pairsOf(item, names);
    const width = Math.max(0, ...pairs.map(([name]) => name.length));
    return pairs.map(([name, value]) => `${name.padEnd(width)} : ${cell(value)}\n`).join('');
  });
  return shown.length === 0 ? '' : `\n${shown.join('\n')}\n`;
}

/** `Format-Table`. @param names the properties to show; those of the first object by default */
export function table(items: readonly PsValue[], names?: readonly string[]): string {
  if (items.length === 0) return '';
  const rows = items.flatMap((item) =>
    item instanceof PsObject && item.type === hashtable && !names
      ? [...item.properties].map(([name, value]) => [['Name', name] as const, ['Value', value] as const])
      : [pairsOf(item, names)],
  );
  const headers = (rows[0] ?? []).map(([name]) => name);
  const cells = rows.map((row) => {
    const values = new Map(row);
    return headers.map((name) => values.get(name) ?? null);
  });
  const widths = headers.map((name, column) =>
    Math.max(name.length, ...cells.map((row) => cell(row[column]!).length)),
  );
  const isNumber = headers.map((_, column) => cells.every((row) => typeof row[column] === 'number'));
  const line = (texts: readonly string[]) =>
    `${texts
      .map((text, column) =>
        isNumber[column] ? text.padStart(widths[column]!) : text.padEnd(widths[column]!),
      )
      .join(' ')
      .trimEnd()}\n`;
  return `\n${line(headers)}${line(headers.map((name) => '-'.repeat(name.length)))}${cells.map((row) => line(row.map(cell))).join('')}\n`;
}

function pairsOf(item: PsValue, names?: readonly string[]): (readonly [string, PsValue])[] {
  if (!(item instanceof PsObject)) return [['Value', item]];
  if (!names) return [...item.properties];
  return names.map((name) => {
    const own = [...item.properties.keys()].find((each) => each.toLowerCase() === name.toLowerCase());
    return [own ?? name, item.get(name) ?? null] as const;
  });
}

/** A value inside a list or a table. */
function cell(value: PsValue): string {
  if (Array.isArray(value)) {
    const shown = value.slice(0, mostItems).map(textOf);
    return `{${[...shown, ...(value.length > mostItems ? ['…'] : [])].join(', ')}}`;
  }
  if (value instanceof PsObject && value.type === hashtable)
    return `{${[...value.properties].map(([key, each]) => `[${key}, ${textOf(each)}]`).join(', ')}}`;
  return textOf(value);
}

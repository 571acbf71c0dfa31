import { pythonStr } from '../python.ts';

type Record_ = Record<string, unknown>;

/** `--output text`: tab-separated, lists of structures under their upper-case names (awscli, text.py). */
export function formatText(data: unknown): string {
  const lines: string[] = [];
  any(data, undefined, undefined, lines);
  return lines.map((line) => `${line}\n`).join('');
}

const isRecord = (value: unknown): value is Record_ =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isScalar = (value: unknown) => typeof value !== 'object' || value === null;

function any(
  item: unknown,
  identifier: string | undefined,
  scalarKeys: readonly string[] | undefined,
  lines: string[],
): void {
  if (Array.isArray(item)) list(item, identifier, lines);
  else if (isRecord(item)) record(item, identifier, scalarKeys, lines);
  else lines.push(pythonStr(item));
}

function list(items: readonly unknown[], identifier: string | undefined, lines: string[]): void {
  if (items.length === 0) return;
  if (items.some(isRecord)) {
    const keys = new Set<string>();
    for (const item of items) {
      if (isRecord(item)) for (const [key, value] of Object.entries(item)) if (isScalar(value)) keys.add(key);
    }
    for (const item of items) any(item, identifier, [...keys].sort(), lines);
  } else if (items.some((item) => Array.isArray(item))) {
    const scalars = items.filter(isScalar);
    if (scalars.length > 0) scalarList(scalars, identifier, lines);
    for (const item of items) if (!isScalar(item)) any(item, identifier, undefined, lines);
  } else scalarList(items, identifier, lines);
}

function scalarList(items: readonly unknown[], identifier: string | undefined, lines: string[]): void {
  if (identifier === undefined) lines.push(items.map(pythonStr).join('\t'));
  else for (const item of items) lines.push(`${identifier.toUpperCase()}\t${pythonStr(item)}`);
}

function record(
  item: Record_,
  identifier: string | undefined,
  scalarKeys: readonly string[] | undefined,
  lines: string[],
): void {
  const keys = Object.keys(item).sort();
  const scalars = scalarKeys
    ? scalarKeys.map((key) => (Object.hasOwn(item, key) ? pythonStr(item[key]) : ''))
    : keys.filter((key) => isScalar(item[key])).map((key) => pythonStr(item[key]));
  if (scalars.length > 0)
    lines.push([...(identifier === undefined ? [] : [identifier.toUpperCase()]), ...scalars].join('\t'));
  const others = scalarKeys
    ? keys.filter((key) => !scalarKeys.includes(key))
    : keys.filter((key) => !isScalar(item[key]));
  for (const key of others) any(item[key], key, undefined, lines);
}

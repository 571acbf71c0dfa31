import { DockerCliError } from './errors.ts';

/** Rows in columns as Go's tabwriter lays them out for Docker: at least 10 wide, 3 blanks between. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, index) =>
    Math.max(10, ...rows.map((row) => (row[index] ?? '').length + 3)),
  );
  return rows
    .map(
      (row) =>
        `${row.map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index]!))).join('')}\n`,
    )
    .join('');
}

/** Bytes with three significant digits, as `docker images` shows them (docker/go-units, `HumanSizeWithPrecision`). */
export function humanSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${Number(value.toPrecision(3))}${units[unit]}`;
}

/** A span of time in words (docker/go-units, `HumanDuration`). @param ms */
export function humanDuration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.floor(seconds / 60);
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.round(seconds / 3600);
  if (hours === 1) return 'About an hour';
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.floor(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.floor(hours / 24 / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.floor(hours / 24 / 30)} months`;
  return `${Math.floor(hours / 24 / 365)} years`;
}

/** `2 minutes ago`, of a moment before `now`, both ms since 1970. */
export function ago(then: number, now: number): string {
  return `${humanDuration(Math.max(0, now - then))} ago`;
}

/** Cuts a text to `length` characters, the last an ellipsis. */
export function ellipsis(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/**
 * Fills a Go template as far as people use them with Docker: `{{.Name}}`, `{{.A.B}}`, `{{json .A}}`,
 * `{{index .List 0}}`, `{{len .List}}`, `{{upper .A}}`, `{{lower .A}}`. @throws DockerCliError
 */
export function template(text: string, data: Record<string, unknown>): string {
  return text
    .replaceAll('\\t', '\t')
    .replaceAll('\\n', '\n')
    .replaceAll(/\{\{-?\s*(.*?)\s*-?\}\}/g, (_, expression: string) => evaluate(expression, data, text));
}

function evaluate(expression: string, data: Record<string, unknown>, whole: string): string {
  const [first = '', ...rest] = expression.split(/\s+/);
  const argument = () => at(rest[0] ?? '.', data, whole);
  switch (first) {
    case 'json':
      return JSON.stringify(argument() ?? null);
    case 'len':
      return String((argument() as unknown[] | string | undefined)?.length ?? 0);
    case 'upper':
      return show(argument()).toUpperCase();
    case 'lower':
      return show(argument()).toLowerCase();
    case 'index':
      return show((argument() as Record<string, unknown> | undefined)?.[(rest[1] ?? '').replaceAll('"', '')]);
    default:
      if (!first.startsWith('.'))
        throw new DockerCliError(`template parsing error: template: :1: function "${first}" not defined`, 64);
      return show(at(first, data, whole));
  }
}

function at(path: string, data: Record<string, unknown>, whole: string): unknown {
  let value: unknown = data;
  for (const key of path.split('.').filter(Boolean)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) {
      if (value === data)
        throw new DockerCliError(
          `template: :1:${whole.indexOf(path) + 1}: executing "" at <${path}>: can't evaluate field ${key} in type interface {}`,
          1,
        );
      return undefined;
    }
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** A value as Go's `fmt` prints it. */
function show(value: unknown): string {
  if (value === undefined || value === null) return '<no value>';
  if (Array.isArray(value)) return `[${value.map(show).join(' ')}]`;
  if (typeof value === 'object')
    return `map[${Object.entries(value)
      .map(([key, each]) => `${key}:${show(each)}`)
      .join(' ')}]`;
  return String(value);
}

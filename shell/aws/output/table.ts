import { pythonStr } from '../python.ts';

/** A part of a table: a title, a row of headers, rows of equal length. */
interface Section {
  title: string;
  indent: number;
  headers: string[];
  rows: string[][];
  widths: number[];
}

/** Columns of the terminal that the table is fitted to: a wider one is turned on its side. */
const terminalWidth = 80;

type Record_ = Record<string, unknown>;
const isRecord = (value: unknown): value is Record_ =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isScalar = (value: unknown) => typeof value !== 'object' || value === null;

/**
 * `--output table` (awscli, formatter.py and table.py).
 * @param title the operation's name, which stands over the table
 */
export function formatTable(title: string, data: unknown): string {
  const sections: Section[] = [];
  if (!build(sections, title, data, 0)) return '';
  return render(sections);
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === 0 || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function newSection(sections: Section[], title: string, indent: number): void {
  sections.push({ title, indent, headers: [], rows: [], widths: [] });
}

function addRow(sections: Section[], cells: readonly unknown[], isHeader = false): void {
  const section = sections.at(-1)!;
  const texts = cells.map(pythonStr);
  if (isHeader) section.headers = texts;
  else section.rows.push(texts);
  texts.forEach((text, index) => {
    section.widths[index] = Math.max(section.widths[index] ?? 0, widthOf(text));
  });
}

function build(sections: Section[], title: string | undefined, current: unknown, indent: number): boolean {
  if (isEmpty(current)) return false;
  if (title !== undefined) newSection(sections, title, indent);
  if (Array.isArray(current)) {
    if (isRecord(current[0])) buildFromList(sections, current as Record_[], indent, title ?? '');
    else {
      for (const item of current as unknown[]) {
        if (isScalar(item)) addRow(sections, [item]);
        else if (Array.isArray(item) && item.every(isScalar)) addRow(sections, item);
        else build(sections, undefined, item, 0);
      }
    }
  } else if (isRecord(current)) buildFromRecord(sections, current, indent);
  else addRow(sections, [current]);
  return true;
}

function group(current: Record_): { headers: string[]; more: string[] } {
  const keys = Object.keys(current).sort();
  return {
    headers: keys.filter((key) => isScalar(current[key])),
    more: keys.filter((key) => !isScalar(current[key])),
  };
}

function buildFromRecord(sections: Section[], current: Record_, indent: number): void {
  const { headers, more } = group(current);
  if (headers.length === 1) addRow(sections, [headers[0], current[headers[0]!]]);
  else if (headers.length > 1) {
    addRow(sections, headers, true);
    addRow(
      sections,
      headers.map((key) => current[key]),
    );
  }
  for (const key of more) build(sections, key, current[key], indent + 1);
}

function buildFromList(sections: Section[], list: readonly Record_[], indent: number, title: string): void {
  const groups = list.filter(isRecord).map(group);
  const headers = [...new Set(groups.flatMap((each) => each.headers))].sort();
  const more = [...new Set(groups.flatMap((each) => each.more))].sort();
  addRow(sections, headers, true);
  list.forEach((element, index) => {
    if (index > 0 && more.length > 0) {
      newSection(sections, title, indent);
      addRow(sections, headers, true);
    }
    addRow(
      sections,
      headers.map((key) => (Object.hasOwn(element, key) ? element[key] : '')),
    );
    for (const key of more) if (Object.hasOwn(element, key)) build(sections, key, element[key], indent + 1);
  });
}

/** East Asian wide characters take two columns. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text)
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(
        character,
      )
        ? 2
        : 1;
  return width;
}

function totalWidth({ widths, title, indent }: Section): number {
  const columns = widths.reduce((sum, width) => sum + width + 4, 0);
  return Math.max(widthOf(title) + 2 + 2 * indent, columns + 2 + 2 * indent);
}

function render(sections: Section[]): string {
  let width = Math.max(...sections.map(totalWidth));
  if (width > terminalWidth) {
    sections = sections.map(onItsSide);
    width = Math.max(...sections.map(totalWidth));
  }
  const lines = ['-'.repeat(width)];
  for (const section of sections) {
    const edge = '|'.repeat(section.indent);
    for (const line of renderSection(section, width - section.indent * 2))
      lines.push(`${edge}${line}${edge}`);
  }
  return `${lines.join('\n')}\n`;
}

/** A section with one row becomes a list of headers and values. */
function onItsSide(section: Section): Section {
  if (section.rows.length !== 1 || section.headers.length === 0) return section;
  const turned: Section[] = [
    { title: section.title, indent: section.indent, headers: [], rows: [], widths: [] },
  ];
  section.headers.forEach((header, index) => addRow(turned, [header, section.rows[0]![index]]));
  return turned[0]!;
}

function renderSection(section: Section, width: number): string[] {
  const lines: string[] = [];
  const widths = scaled(section.widths, width);
  const breakLine = widths
    .map((each, index) => (index === 0 ? `+${'-'.repeat(each - 2)}+` : `${'-'.repeat(each - 1)}+`))
    .join('');
  if (section.title !== '') {
    lines.push(center(section.title, width, '|'));
    if (section.headers.length === 0 && section.rows.length === 0) lines.push(`+${'-'.repeat(width - 2)}+`);
  }
  if (section.headers.length > 0) {
    lines.push(
      breakLine,
      section.headers.map((header, index) => center(header, widths[index]!, index === 0 ? '|' : '')).join(''),
    );
  }
  if (section.rows.length > 0 && widths.length > 0) {
    lines.push(
      breakLine,
      ...section.rows.map((row) =>
        row.map((cell, index) => left(cell, widths[index]!, index === 0 ? '|' : '')).join(''),
      ),
      breakLine,
    );
  }
  return lines;
}

function center(text: string, length: number, edge: string): string {
  const before = Math.max(0, Math.floor(length / 2) - Math.floor(widthOf(text) / 2) - 1);
  const after = Math.max(0, length - 1 - (edge.length + before + widthOf(text)));
  return `${edge}${' '.repeat(before)}${text}${' '.repeat(after)}|`;
}

function left(text: string, length: number, edge: string): string {
  const padding = length - (widthOf(text) + 2 + edge.length + 1) >= 0 ? 2 : 0;
  return `${edge}${' '.repeat(padding)}${text}${' '.repeat(Math.max(0, length - (edge.length + padding + widthOf(text)) - 1))}|`;
}

/** Column widths that add up to the table's. */
function scaled(widths: readonly number[], total: number): number[] {
  const unscaled = widths.map((width) => width + 4);
  const sum = unscaled.reduce((all, width) => all + width, 0);
  if (sum === 0) return [];
  const result = unscaled.map((width) => roundHalfEven((total / sum) * width));
  let off = result.reduce((all, width) => all + width, 0) - total;
  while (off !== 0) {
    const order = result.map((_, index) => index);
    for (const index of off < 0 ? order.reverse() : order) {
      result[index]! += off > 0 ? -1 : 1;
      off += off > 0 ? -1 : 1;
      if (off === 0) break;
    }
  }
  return result;
}

/** Python's `round`. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

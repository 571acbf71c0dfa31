/** A report as files for a spreadsheet. */
import { earned, type Report } from './report.ts';

/** One cell. A name that begins like a formula must not become one in a spreadsheet. */
function cell(value: string | number): string {
  const text = String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const table = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');

const percent = (share: number | undefined): number | string =>
  share === undefined ? '' : Math.round(share * 100);

export function peopleCsv({ people }: Report): string {
  return table([
    [
      'name',
      'group',
      'joined',
      'progress %',
      'steps done',
      'steps',
      'score %',
      'hands',
      'votes',
      'faults recovered',
    ],
    ...people.map((one) => [
      one.name,
      one.group,
      new Date(one.joinedAt).toISOString(),
      percent(one.progress),
      one.stepsDone,
      one.steps,
      percent(one.score),
      one.hands,
      one.votes,
      Object.values(one.faults).filter(({ recoveredAt }) => recoveredAt !== undefined).length,
    ]),
  ]);
}

export function questionsCsv({ questions }: Report): string {
  return table([
    [
      'kind',
      'question',
      'stem',
      'right in the first vote %',
      'right in the second vote %',
      'missed by',
      'wrong options, and how many chose them',
    ],
    ...questions.map(({ kind, id, stem, first, second, missed, wrong }) => [
      kind,
      id,
      stem,
      percent(first),
      percent(second),
      missed ?? '',
      wrong.map(({ text, people }) => `${text}: ${people}`).join('; '),
    ]),
  ]);
}

/** Who has earned a certificate, with their names as they gave them. */
export function certificatesCsv(report: Report): string {
  return table([
    ['name', 'group', 'workshop', 'progress %', 'steps done', 'steps', 'score %'],
    ...earned(report).map((one) => [
      one.name,
      one.group,
      report.title,
      percent(one.progress),
      one.stepsDone,
      one.steps,
      percent(one.score),
    ]),
  ]);
}

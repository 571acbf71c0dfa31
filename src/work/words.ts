/** Counts, lists and days in plain English. Pure. */
import type { Kept } from './kept.ts';

/** `1 entry`, `2 entries`. */
export function count(n: number, one: string, many: string): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}

export const entriesOf = (n: number): string => count(n, 'entry', 'entries');

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const dayOf = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const timeOf = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** `a, b and c`, as English lists things. */
export function listed(items: readonly string[]): string {
  return list.format(items);
}

/** `today, 09:12`, `yesterday, 18:40`, `3 Nov 2026, 07:05`, in the learner's own time zone. */
export function dayAndTime(at: number, now: number): string {
  const midnight = (time: number): number => new Date(time).setHours(0, 0, 0, 0);
  // A day of 23 or 25 hours is a day as well.
  const days = Math.round((midnight(now) - midnight(at)) / 86_400_000);
  const day = days === 0 ? 'today' : days === 1 ? 'yesterday' : dayOf.format(at);
  return `${day}, ${timeOf.format(at)}`;
}

/** `1 lab and 2 checks with 34 entries`, `2 records set aside`, or both. */
export function summaryOf(kept: readonly Kept[], aside = 0): string {
  const of = (kind: Kept['kind']): number => kept.filter((one) => one.kind === kind).length;
  const [labs, checks, site] = [of('lab'), of('check'), of('site')];
  const parts = [
    ...(labs > 0 ? [count(labs, 'lab', 'labs')] : []),
    ...(checks > 0 ? [count(checks, 'check', 'checks')] : []),
    ...(site > 0 ? ['notes on the course as a whole'] : []),
  ];
  const entries = kept.reduce((sum, one) => sum + one.entries.length + one.archived, 0);
  return [
    ...(parts.length > 0 ? [`${listed(parts)} with ${entriesOf(entries)}`] : []),
    ...(aside > 0 ? [`${count(aside, 'record', 'records')} set aside`] : []),
  ].join(', and ');
}

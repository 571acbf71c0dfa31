/** The board: where everyone stands. Pure functions of what the server has graded, who is there, and the time. */
import type { Column } from './plan.ts';

/** A lab of one participant, as the server graded it. Real times in ms since the epoch. */
export interface LabGrade {
  /** When each step was reached, by its id. */
  readonly reached: Readonly<Record<string, number>>;
  /** The first step not reached that has to be; undefined when the lab is done. */
  readonly step?: string;
  /** What that step still misses, in its own words. */
  readonly missing?: string;
  /** When the learner came to that step: the lab's beginning, or the step before. */
  readonly since: number;
  /** Command lines and other acts in a row since then that left the same thing missing. */
  readonly tries: number;
  /** The last act. */
  readonly lastAt: number;
}

/** A knowledge check of one participant. */
export interface CheckGrade {
  readonly tried: number;
  readonly solved: number;
  /** Mean score, 0 to 1. */
  readonly score: number;
  /** Wrong options that were chosen, by question. */
  readonly wrong: Readonly<Record<string, readonly string[]>>;
  readonly lastAt: number;
}

/** How a participant's cloud bore a fault. */
export interface FaultGrade {
  /** When their bench carried it out. */
  readonly at: number;
  /** When something was missing for the first time after; undefined when nothing ever was. */
  readonly hurtAt?: number;
  /** When all was well again. */
  readonly recoveredAt?: number;
}

/** One row of the board. */
export interface PersonBoard {
  readonly here: boolean;
  /** Since when they are here, or away; ms since the epoch. */
  readonly since: number;
  /** By lab id. */
  readonly labs: Readonly<Record<string, LabGrade>>;
  /** By bank name. */
  readonly checks: Readonly<Record<string, CheckGrade>>;
  /** By the number of the room's `fault` event. */
  readonly faults: Readonly<Record<string, FaultGrade>>;
}

export const emptyRow: PersonBoard = { here: false, since: 0, labs: {}, checks: {}, faults: {} };

/** `working` is the step that somebody is at; `open` one that they have not come to. */
export type CellState = 'done' | 'working' | 'stuck' | 'away' | 'open';

/** So many acts in a row that leave the same thing missing make somebody stuck. */
export const stuckAfterTries = 5;
/** A step may take this many times its typical minutes before somebody counts as stuck. */
export const patienceFactor = 1.5;

/** One cell. @param now ms since the epoch, by the server's clock */
export function cellOf(row: PersonBoard, column: Column, now: number): CellState {
  if (column.kind === 'check') {
    const check = row.checks[column.bank];
    if (!check || check.tried === 0) return 'open';
    if (check.tried >= column.questions) return 'done';
    return row.here ? 'working' : 'away';
  }
  const lab = row.labs[column.lab];
  if (!lab) return 'open';
  if (lab.reached[column.step] !== undefined) return 'done';
  if (lab.step !== column.step) return 'open';
  if (!row.here) return 'away';
  const slow = now - lab.since > column.typicalMinutes * patienceFactor * 60_000;
  return slow || lab.tries >= stuckAfterTries ? 'stuck' : 'working';
}

/** The state of a whole row, for sorting and filtering: the state of the cell that was worked at last. */
export function rowState(row: PersonBoard, columns: readonly Column[], now: number): CellState {
  if (!row.here) return 'away';
  const cells = columns.map((column) => cellOf(row, column, now));
  const last = lastLab(row);
  const at = columns.findIndex(
    (column) => column.kind === 'step' && column.lab === last && row.labs[last]?.step === column.step,
  );
  if (at >= 0) return cells[at]!;
  if (cells.length > 0 && cells.every((cell, index) => cell === 'done' || isOptional(columns[index]!)))
    return 'done';
  return 'working';
}

const isOptional = (column: Column) => column.kind === 'step' && column.optional === true;

/** The lab that was worked at last. */
export function lastLab({ labs }: PersonBoard): string | undefined {
  return Object.entries(labs).sort(([, a], [, b]) => b.lastAt - a.lastAt)[0]?.[0];
}

/** How much of the board somebody has done, 0 to 1; what is optional does not count. */
export function progressOf(row: PersonBoard, columns: readonly Column[]): number {
  const counted = columns.filter((column) => !isOptional(column));
  if (counted.length === 0) return 0;
  return counted.filter((column) => cellOf(row, column, 0) === 'done').length / counted.length;
}

/** What most people miss now, most frequent first. */
export function commonMissing(
  rows: Iterable<PersonBoard>,
): { lab: string; step: string; missing: string; people: number }[] {
  const found = new Map<string, { lab: string; step: string; missing: string; people: number }>();
  for (const row of rows)
    for (const [lab, { step, missing, tries }] of Object.entries(row.labs)) {
      if (step === undefined || missing === undefined || tries === 0) continue;
      const key = JSON.stringify([lab, step, missing]);
      const one = found.get(key) ?? { lab, step, missing, people: 0 };
      one.people++;
      found.set(key, one);
    }
  return [...found.values()].sort((a, b) => b.people - a.people);
}

/** The wrong options that most people chose, most frequent first. */
export function commonWrong(
  rows: Iterable<PersonBoard>,
): { bank: string; question: string; option: string; people: number }[] {
  const found = new Map<string, { bank: string; question: string; option: string; people: number }>();
  for (const row of rows)
    for (const [bank, { wrong }] of Object.entries(row.checks))
      for (const [question, options] of Object.entries(wrong))
        for (const option of options) {
          const key = JSON.stringify([bank, question, option]);
          const one = found.get(key) ?? { bank, question, option, people: 0 };
          one.people++;
          found.set(key, one);
        }
  return [...found.values()].sort((a, b) => b.people - a.people);
}

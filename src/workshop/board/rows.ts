/** What the board shows: rows, sorted and filtered. Pure. */
import {
  cellOf,
  emptyRow,
  lastLab,
  progressOf,
  rowState,
  type CellState,
  type PersonBoard,
} from '../../../workshop/room/board.ts';
import type { Column } from '../../../workshop/room/plan.ts';
import { handOf, participantsOf, type Hand, type Person, type Room } from '../../../workshop/room/room.ts';

export interface Row {
  readonly person: Person;
  readonly board: PersonBoard;
  readonly state: CellState;
  readonly hand: Hand | undefined;
  /** 0 to 1. */
  readonly progress: number;
  /** What the step that they are at still misses. */
  readonly missing: string | undefined;
  /** Since when they are at it, ms since the epoch. */
  readonly since: number | undefined;
  readonly cells: readonly CellState[];
}

export const sortings = {
  help: 'Who needs help first',
  name: 'By name',
  progress: 'Furthest first',
  behind: 'Furthest behind first',
} as const;
export type Sorting = keyof typeof sortings;

export const filters = {
  all: 'Everyone',
  stuck: 'Stuck',
  hand: 'Hand raised',
  working: 'Working',
  done: 'Done',
  away: 'Away',
} as const;
export type Filter = keyof typeof filters;

const need: Readonly<Record<CellState, number>> = { stuck: 0, working: 2, open: 2, away: 3, done: 4 };
const needOf = ({ hand, state }: Row) => (hand?.status === 'raised' ? -1 : need[state]);

const byName = (a: Row, b: Row) => a.person.name.localeCompare(b.person.name);
const orders: Readonly<Record<Sorting, (a: Row, b: Row) => number>> = {
  help: (a, b) => needOf(a) - needOf(b) || (a.since ?? Infinity) - (b.since ?? Infinity) || byName(a, b),
  name: byName,
  progress: (a, b) => b.progress - a.progress || byName(a, b),
  behind: (a, b) => a.progress - b.progress || byName(a, b),
};

/** @param shown the columns whose cells are drawn @param now ms since the epoch, by the server's clock */
export function rowsOf(
  room: Room,
  board: ReadonlyMap<string, PersonBoard>,
  shown: readonly Column[],
  now: number,
): Row[] {
  return participantsOf(room).map((person) => {
    const row = board.get(person.id) ?? emptyRow;
    const lab = row.labs[lastLab(row) ?? ''];
    return {
      person,
      board: row,
      state: rowState(row, room.columns, now),
      hand: handOf(room, person.id),
      progress: progressOf(row, room.columns),
      missing: lab?.missing,
      since: lab?.since,
      cells: shown.map((column) => cellOf(row, column, now)),
    };
  });
}

export function arrange(
  rows: readonly Row[],
  { sorting, filter, text }: { sorting: Sorting; filter: Filter; text: string },
): Row[] {
  const wanted = text.trim().toLowerCase();
  return rows
    .filter(
      ({ state, hand, person }) =>
        (filter === 'all' ||
          (filter === 'hand' ? hand !== undefined : filter === state) ||
          (filter === 'working' && state === 'open')) &&
        (!wanted || `${person.name} ${person.group}`.toLowerCase().includes(wanted)),
    )
    .sort(orders[sorting]);
}

/** The words of a state, as screen readers and the legend say them. */
export const stateWords: Readonly<Record<CellState, string>> = {
  done: 'done',
  working: 'working',
  stuck: 'stuck',
  away: 'away',
  open: 'not begun',
};

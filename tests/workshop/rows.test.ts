/** What the board shows: rows in the order in which help is needed, and as chosen. */
import { describe, expect, test } from 'vitest';
import { arrange, rowsOf, type Filter, type Sorting } from '../../src/workshop/board/rows.ts';
import type { Act } from '../../workshop/room/acts.ts';
import type { PersonBoard } from '../../workshop/room/board.ts';
import { foldRoom } from '../../workshop/room/fold.ts';
import type { Column } from '../../workshop/room/plan.ts';

const now = 10_000_000;
const minute = 60_000;
const columns: Column[] = ['one', 'two'].map((step) => ({
  kind: 'step',
  lesson: 'ecr/push-and-run',
  lab: 'push-and-run',
  step,
  title: step,
  typicalMinutes: 2,
}));

/** A row of somebody who reached `steps` and came to the next one `ago` ms ago. */
const at = (steps: readonly string[], ago: number, more: Partial<PersonBoard> = {}): PersonBoard => {
  const step = ['one', 'two'].find((one) => !steps.includes(one));
  return {
    here: true,
    since: now - ago,
    labs: {
      'push-and-run': {
        reached: Object.fromEntries(steps.map((one) => [one, now - ago])),
        ...(step ? { step, missing: `no ${step} yet` } : {}),
        since: now - ago,
        tries: 0,
        lastAt: now - ago,
      },
    },
    checks: {},
    faults: {},
    ...more,
  };
};

const names = ['Ana', 'Bo', 'Cy', 'Di', 'Ed'];
const acts: [by: string, act: Act][] = [
  [
    '',
    {
      type: 'created',
      title: 'Room',
      plan: { workshop: 'a', title: 'A', about: '', parts: [] },
      columns,
      polls: {},
    },
  ],
  ...names.map((name): [string, Act] => ['', { type: 'joined', person: name, role: 'participant', name }]),
  ['', { type: 'joined', person: 'i', role: 'instructor', name: 'Instructor' }],
  ['Ed', { type: 'hand-raised', question: 'How?' }],
  ['i', { type: 'grouped', group: 'red', people: ['Bo'] }],
];
const room = foldRoom(acts.map(([by, act], index) => ({ n: index + 1, at: index, by, act })));
const board = new Map<string, PersonBoard>([
  ['Ana', at(['one'], minute)],
  ['Bo', at([], 9 * minute)],
  ['Cy', at(['one', 'two'], minute)],
  ['Di', at(['one'], minute, { here: false })],
  ['Ed', at([], minute)],
]);
const rows = rowsOf(room, board, columns, now);
const shown = (sorting: Sorting, filter: Filter, text = '') =>
  arrange(rows, { sorting, filter, text }).map(({ person }) => person.name);

test('a row says the state, what is missing, how much is done, and each cell; staff have none', () => {
  expect(
    rows.map(({ person, state, missing, progress, cells }) => [
      person.name,
      state,
      missing,
      progress,
      ...cells,
    ]),
  ).toEqual([
    ['Ana', 'working', 'no two yet', 0.5, 'done', 'working'],
    ['Bo', 'stuck', 'no one yet', 0, 'stuck', 'open'],
    ['Cy', 'done', undefined, 1, 'done', 'done'],
    ['Di', 'away', 'no two yet', 0.5, 'done', 'away'],
    ['Ed', 'working', 'no one yet', 0, 'working', 'open'],
  ]);
});

describe('sorting', () => {
  test.each<[Sorting, string[]]>([
    ['help', ['Ed', 'Bo', 'Ana', 'Di', 'Cy']],
    ['name', names],
    ['progress', ['Cy', 'Ana', 'Di', 'Bo', 'Ed']],
    ['behind', ['Bo', 'Ed', 'Ana', 'Di', 'Cy']],
  ])('%s', (sorting, expected) => expect(shown(sorting, 'all')).toEqual(expected));
});

describe('filters', () => {
  test.each<[Filter, string[]]>([
    ['stuck', ['Bo']],
    ['hand', ['Ed']],
    ['working', ['Ana', 'Ed']],
    ['done', ['Cy']],
    ['away', ['Di']],
  ])('%s', (filter, expected) => expect(shown('name', filter)).toEqual(expected));

  test('a name or a group is found by a part of it', () => {
    expect(shown('name', 'all', ' A')).toEqual(['Ana']);
    expect(shown('name', 'all', 'RED')).toEqual(['Bo']);
  });
});

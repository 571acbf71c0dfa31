import { describe, expect, test } from 'vitest';
import {
  cellOf,
  commonMissing,
  commonWrong,
  emptyRow,
  progressOf,
  rowState,
  type LabGrade,
  type PersonBoard,
} from '../../workshop/room/board.ts';
import {
  planProblems,
  streamsOf,
  minutesOf,
  type Column,
  type Known,
  type Plan,
} from '../../workshop/room/plan.ts';

const minute = 60_000;
const step = (id: string, optional?: true): Column => ({
  kind: 'step',
  lesson: 'ecr/push-and-run',
  lab: 'push-and-run',
  step: id,
  title: id,
  typicalMinutes: 2,
  ...(optional ? { optional } : {}),
});
const columns: Column[] = [
  step('build'),
  step('push'),
  step('extra', true),
  { kind: 'check', lesson: 'ecr/push-and-run', bank: 'module-2', title: 'Check', questions: 2 },
];
const row = (lab: Partial<LabGrade>, more: Partial<PersonBoard> = {}): PersonBoard => ({
  ...emptyRow,
  here: true,
  labs: {
    'push-and-run': {
      reached: { build: 1 },
      step: 'push',
      missing: 'no image is pushed',
      since: 0,
      tries: 0,
      lastAt: 0,
      ...lab,
    },
  },
  ...more,
});
const cells = (one: PersonBoard, now = minute) => columns.map((column) => cellOf(one, column, now)).join(' ');

describe('the cells of a row', () => {
  test.each<[string, PersonBoard, number, string]>([
    ['somebody who has not begun', { ...emptyRow, here: true }, minute, 'open open open open'],
    ['somebody at work', row({}), 2.9 * minute, 'done working open open'],
    ['longer than the step takes', row({}), 3.1 * minute, 'done stuck open open'],
    ['the same thing missing five times', row({ tries: 5 }), minute, 'done stuck open open'],
    ['away', row({}, { here: false }), 9 * minute, 'done away open open'],
    [
      'the lab is done',
      row({ reached: { build: 1, push: 2 }, step: undefined }),
      9 * minute,
      'done done open open',
    ],
    [
      'half of the check',
      row({}, { checks: { 'module-2': { tried: 1, solved: 0, score: 0, wrong: {}, lastAt: 0 } } }),
      minute,
      'done working open working',
    ],
  ])('%s', (_, one, now, expected) => {
    expect(cells(one, now)).toBe(expected);
  });

  test('a row has the state of what was worked at last, and a share of what counts', () => {
    const done = row(
      { reached: { build: 1, push: 2 }, step: undefined },
      { checks: { 'module-2': { tried: 2, solved: 2, score: 1, wrong: {}, lastAt: 0 } } },
    );
    expect([
      rowState(row({ tries: 9 }), columns, 0),
      rowState(done, columns, 0),
      rowState(emptyRow, columns, 0),
    ]).toEqual(['stuck', 'done', 'away']);
    expect([progressOf(row({}), columns), progressOf(done, columns)]).toEqual([1 / 3, 1]);
  });
});

test('what most people miss, and choose wrongly, comes first', () => {
  const wrong = (question: string, option: string) => ({
    checks: { 'module-2': { tried: 1, solved: 0, score: 0, wrong: { [question]: [option] }, lastAt: 0 } },
  });
  const rows = [
    row({ tries: 1 }, wrong('q1', 'a')),
    row({ tries: 2 }, wrong('q1', 'b')),
    row({ tries: 1, missing: 'other' }, wrong('q1', 'b')),
    row({}),
  ];
  expect(commonMissing(rows)).toEqual([
    { lab: 'push-and-run', step: 'push', missing: 'no image is pushed', people: 2 },
    { lab: 'push-and-run', step: 'push', missing: 'other', people: 1 },
  ]);
  expect(commonWrong(rows)).toEqual([
    { bank: 'module-2', question: 'q1', option: 'b', people: 2 },
    { bank: 'module-2', question: 'q1', option: 'a', people: 1 },
  ]);
});

describe('a plan', () => {
  const known: Known = {
    lessons: new Set(['ecr/push-and-run']),
    labs: new Set(['push-and-run']),
    faults: new Set(['zone-outage']),
    questions: new Map([['module-2', new Set(['m2-tags'])]]),
  };
  const plan: Plan = {
    workshop: 'short',
    title: 'Short',
    about: 'A short one.',
    parts: [
      { lesson: 'ecr/push-and-run', minutes: 20 },
      { poll: 'tags', bank: 'module-2', question: 'm2-tags', minutes: 5 },
      { incident: 'dark', title: 'Dark', fault: 'zone-outage', lab: 'push-and-run', minutes: 10 },
    ],
  };

  test('says how long it takes and which streams it needs', () => {
    expect([minutesOf(plan), streamsOf(columns), planProblems(plan, 'short', known)]).toEqual([
      35,
      ['lab:push-and-run', 'check:module-2'],
      [],
    ]);
  });

  test('names each thing that is not there', () => {
    const wrong: Plan = {
      ...plan,
      parts: [
        { lesson: 'ecr/nowhere', minutes: 1 },
        { poll: 'tags', bank: 'module-9', question: 'x', minutes: 1 },
        { poll: 'tags', bank: 'module-2', question: 'x', minutes: 1 },
        { incident: 'dark', title: 'Dark', fault: 'flood', lab: 'nowhere', minutes: 1 },
      ],
    };
    expect(
      planProblems(wrong, 'long', known).map(({ path, message }) => `${path.join('.')}: ${message}`),
    ).toEqual([
      'workshop: The workshop is called "short" in a file called "long". Give both the same name.',
      'parts.0.lesson: There is no lesson "ecr/nowhere". Write module/lesson, as in its address.',
      'parts.1.bank: There is no bank "module-9" in quizzes/.',
      'parts.2.poll: Two parts are called "tags". Give each an id of its own.',
      'parts.2.question: The bank "module-2" has no choice with the id "x".',
      'parts.3.fault: There is no fault "flood". drydock fault list names them all.',
      'parts.3.lab: There is no lab "nowhere".',
    ]);
  });
});

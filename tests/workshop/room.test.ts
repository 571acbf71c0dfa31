import { describe, expect, test } from 'vitest';
import type { Act, ActType } from '../../workshop/room/acts.ts';
import { countVotes } from '../../workshop/room/ask.ts';
import { checkAct } from '../../workshop/room/check-act.ts';
import { callKey, dueCalls, nextDue } from '../../workshop/room/duty.ts';
import { visibleTo, type RoomEvent } from '../../workshop/room/events.ts';
import { foldRoom } from '../../workshop/room/fold.ts';
import type { Role, Who } from '../../workshop/room/people.ts';
import { permissions } from '../../workshop/room/permissions.ts';
import type { Column, Plan } from '../../workshop/room/plan.ts';
import { refusal } from '../../workshop/room/refusal.ts';

const plan: Plan = {
  workshop: 'short',
  title: 'Short',
  about: 'A short one.',
  parts: [
    { lesson: 'ecr/push-and-run', minutes: 20, notes: 'Go slowly.' },
    { poll: 'tags', bank: 'module-2', question: 'm2-tags', minutes: 5 },
    { incident: 'dark', title: 'A zone goes dark', fault: 'zone-outage', lab: 'push-and-run', minutes: 10 },
    { pause: 'Coffee', minutes: 15, notes: 'Downstairs.' },
  ],
};
const columns: Column[] = [
  {
    kind: 'step',
    lesson: 'ecr/push-and-run',
    lab: 'push-and-run',
    step: 'push',
    title: 'Push',
    typicalMinutes: 2,
  },
];
const question = {
  id: 'm2-tags',
  kind: 'single' as const,
  stem: 'Which?',
  options: [
    { id: 'a', text: 'One' },
    { id: 'b', text: 'Two' },
  ],
};
const ivy: Who = { id: 'i1', role: 'instructor' };
const hal: Who = { id: 'h1', role: 'helper' };
const ann: Who = { id: 'p1', role: 'participant' };
const bob: Who = { id: 'p2', role: 'participant' };

/** A log out of acts and who did them, a second apart. */
function log(...acts: [by: string, act: Act][]): RoomEvent[] {
  return acts.map(([by, act], index) => ({ n: index + 1, at: (index + 1) * 1000, by, act }));
}

const begun: [string, Act][] = [
  ['', { type: 'created', title: 'Monday', plan, columns, polls: { tags: question } }],
  ['', { type: 'joined', person: 'i1', role: 'instructor', name: 'Ivy' }],
  ['', { type: 'joined', person: 'h1', role: 'helper', name: 'Hal' }],
  ['', { type: 'joined', person: 'p1', role: 'participant', name: 'Ann' }],
  ['', { type: 'joined', person: 'p2', role: 'participant', name: 'Bob' }],
];

const refused = (events: RoomEvent[], who: Who, act: Act) =>
  refusal(foldRoom(events), act, who)?.message ?? null;

describe('what a person sees of the log', () => {
  const events = log(
    ...begun,
    ['i1', { type: 'message', to: { group: 'red', people: ['p2'] }, text: 'to the reds' }],
    ['p1', { type: 'hand-raised', question: 'How?' }],
    ['i1', { type: 'moved', lesson: 'ecr/push-and-run', part: 0 }],
  );
  const seenBy = (who: Who) => events.filter((event) => visibleTo(event, who)).map(({ n }) => n);

  test('staff see everything; participants what is for all and for them', () => {
    expect({ ivy: seenBy(ivy), hal: seenBy(hal), ann: seenBy(ann), bob: seenBy(bob) }).toEqual({
      ivy: [1, 2, 3, 4, 5, 6, 7, 8],
      hal: [1, 2, 3, 4, 5, 6, 7, 8],
      ann: [1, 2, 3, 4, 7, 8],
      bob: [1, 2, 3, 5, 6, 8],
    });
  });

  test('participants see no notes, and not what will be asked and broken', () => {
    expect(visibleTo(events[0]!, ann)!.act).toEqual({
      type: 'created',
      title: 'Monday',
      columns,
      polls: {},
      plan: {
        ...plan,
        parts: [
          { lesson: 'ecr/push-and-run', minutes: 20 },
          { pause: 'Coffee', minutes: 15 },
        ],
      },
    });
    expect(visibleTo(events[0]!, hal)!.act).toEqual(events[0]!.act);
  });
});

describe('who may do what', () => {
  const acts: Record<ActType, Act | null> = {
    created: null,
    joined: null,
    'watching-began': null,
    'watching-ended': null,
    renamed: { type: 'renamed', name: 'Anna' },
    left: { type: 'left' },
    placed: { type: 'placed', lesson: null },
    followed: { type: 'followed', follows: false },
    moved: { type: 'moved', lesson: 'ecr/push-and-run' },
    'steps-closed': { type: 'steps-closed', lab: 'push-and-run', steps: ['push'] },
    'steps-opened': { type: 'steps-opened', lab: 'push-and-run', steps: ['push'] },
    timer: { type: 'timer', ms: 60_000, label: 'Break' },
    attention: { type: 'attention', on: true, text: 'Look here' },
    message: { type: 'message', to: 'all', text: 'Hello' },
    grouped: { type: 'grouped', group: 'red', people: ['p1'] },
    'hand-raised': { type: 'hand-raised', question: 'How?', lab: 'push-and-run', step: 'push' },
    'hand-claimed': { type: 'hand-claimed', hand: 6 },
    'hand-done': { type: 'hand-done', hand: 6 },
    'hand-lowered': { type: 'hand-lowered' },
    'question-opened': { type: 'question-opened', poll: 'tags' },
    'question-closed': { type: 'question-closed', ask: 7 },
    'question-reopened': { type: 'question-reopened', ask: 7 },
    voted: { type: 'voted', ask: 7, options: ['a'] },
    'question-revealed': { type: 'question-revealed', ask: 7 },
    fault: {
      type: 'fault',
      to: { people: ['p1'] },
      fault: 'zone-outage',
      parameters: { zone: 'us-east-1a' },
      lab: 'push-and-run',
      inMs: 5,
    },
    'fault-cleared': { type: 'fault-cleared', of: 8 },
    'consent-asked': { type: 'consent-asked', person: 'p1', kind: 'watch' },
    'consent-given': { type: 'consent-given', staff: 'i1', kind: 'keyboard' },
    'consent-refused': { type: 'consent-refused', staff: 'i1', kind: 'watch' },
    'consent-taken-back': { type: 'consent-taken-back', staff: 'i1', kind: 'watch' },
    'keyboard-taken': { type: 'keyboard-taken', person: 'p1' },
    'keyboard-returned': { type: 'keyboard-returned', person: 'p1' },
    typed: { type: 'typed', person: 'p1', lab: 'push-and-run', line: 'aws ecs list-clusters' },
    annotated: { type: 'annotated', person: 'p1', text: 'Here', stream: 'lab:push-and-run', seq: 4 },
    removed: { type: 'removed', person: 'p1' },
    ended: { type: 'ended' },
  };

  test.each(Object.entries(acts))('%s has a form exactly when somebody may do it', (type, act) => {
    const allowed = permissions[type as ActType];
    if (act)
      expect([checkAct({ ...act, by: 'i1', people: ['x'] }), allowed.length > 0]).toEqual([
        'people' in act ? { ...act, people: ['x'] } : act,
        true,
      ]);
    else expect([typeof checkAct({ type }), allowed]).toEqual(['string', []]);
  });

  test.each(Object.entries(acts).flatMap(([type, act]) => (act ? [[type, act] as const] : [])))(
    '%s is refused to every other role',
    (type, act) => {
      const room = foldRoom(log(...begun));
      for (const who of [ivy, hal, ann])
        if (!permissions[type as ActType].includes(who.role as Role))
          expect(refusal(room, act, who)).toEqual({
            code: 'forbidden',
            message: `This is not for a ${who.role} to do.`,
          });
        else expect(refusal(room, act, who)?.code).not.toBe('forbidden');
    },
  );

  test('nothing but leaving is left once it is over, or to who was put out', () => {
    const over = log(...begun, ['i1', { type: 'ended' }]);
    expect(refused(over, ann, { type: 'hand-raised', question: '' })).toBe(
      'This workshop is over. What you did is kept in your browser.',
    );
    expect(refused(over, ann, { type: 'left' })).toBeNull();
    const out = log(...begun, ['i1', { type: 'removed', person: 'p1' }]);
    expect(refused(out, ann, { type: 'left' })).toBe('You are not in this room any more.');
  });
});

describe('a live question', () => {
  const ask = begun.length + 1;
  const opened: [string, Act] = ['i1', { type: 'question-opened', poll: 'tags', question }];
  const vote = (by: string, ...options: string[]): [string, Act] => [by, { type: 'voted', ask, options }];
  const turn = (type: 'question-closed' | 'question-reopened'): [string, Act] => ['i1', { type, ask }];

  test('is voted on twice and revealed, and the last vote of a round counts', () => {
    const room = foldRoom(
      log(
        ...begun,
        opened,
        vote('p1', 'a'),
        vote('p2', 'a'),
        vote('p2', 'b'),
        turn('question-closed'),
        vote('p1', 'b'),
        turn('question-reopened'),
        vote('p1', 'b'),
        turn('question-closed'),
        [
          'i1',
          {
            type: 'question-revealed',
            ask,
            first: { a: 1, b: 1 },
            second: { a: 0, b: 1 },
            correct: ['b'],
            why: { a: 'No.', b: 'Yes.' },
          },
        ],
      ),
    );
    const found = room.asks.get(ask)!;
    expect([found.status, countVotes(found, 'first'), countVotes(found, 'second'), found.answer]).toEqual([
      'revealed',
      { a: 1, b: 1 },
      { a: 0, b: 1 },
      { first: { a: 1, b: 1 }, second: { a: 0, b: 1 }, correct: ['b'], why: { a: 'No.', b: 'Yes.' } },
    ]);
  });

  test.each<[string, [string, Act][], Who, Act, string]>([
    [
      'no vote when it is closed',
      [opened, turn('question-closed')],
      ann,
      vote('p1', 'a')[1],
      'The vote on this question is closed.',
    ],
    [
      'no option of another question',
      [opened],
      ann,
      vote('p1', 'z')[1],
      'One of these options does not belong to the question. Reload the page.',
    ],
    ['not two of a single choice', [opened], ann, vote('p1', 'a', 'b')[1], 'Choose one option only.'],
    [
      'no answer while the vote is open',
      [opened],
      ivy,
      { type: 'question-revealed', ask },
      'Close the vote first, or it is revealed already.',
    ],
    [
      'no second question beside it',
      [opened],
      ivy,
      { type: 'question-opened', poll: 'tags' },
      'Another question is still open. Reveal its answer first.',
    ],
    [
      'no question that the plan has not',
      [],
      ivy,
      { type: 'question-opened', poll: 'other' },
      'The plan has no such question.',
    ],
  ])('%s', (_, after, who, act, message) => {
    expect(refused(log(...begun, ...after), who, act)).toBe(message);
  });
});

describe('a hand', () => {
  const raised: [string, Act] = ['p1', { type: 'hand-raised', question: 'How?' }];
  test('is up once, claimed once, and done', () => {
    const hand = begun.length + 1;
    const claimed: [string, Act] = ['h1', { type: 'hand-claimed', hand, person: 'p1' }];
    expect(refused(log(...begun, raised), ann, raised[1])).toBe(
      'Your hand is up already. Take it down to ask something else.',
    );
    expect(refused(log(...begun, raised, claimed), ivy, claimed[1])).toBe(
      'Somebody takes care of this hand already.',
    );
    const done = foldRoom(log(...begun, raised, claimed, ['h1', { type: 'hand-done', hand, person: 'p1' }]));
    expect([...done.hands.values()]).toEqual([
      { hand, person: 'p1', at: 6000, question: 'How?', status: 'done', claimedBy: 'h1', endedAt: 8000 },
    ]);
  });
});

describe('consent', () => {
  const given: [string, Act] = ['p1', { type: 'consent-given', staff: 'h1', kind: 'keyboard' }];
  const taken: [string, Act] = ['h1', { type: 'keyboard-taken', person: 'p1' }];
  const typed: Act = { type: 'typed', person: 'p1', lab: 'push-and-run', line: 'ls' };
  const ask = 'This participant has not given you the keyboard. Ask them first.';

  test('lets one person type, and nobody else', () => {
    expect(refused(log(...begun), hal, taken[1])).toBe(ask);
    expect(refused(log(...begun, given), hal, typed)).toBe('Take the keyboard first.');
    expect(refused(log(...begun, given, taken), hal, typed)).toBeNull();
    expect(refused(log(...begun, given, taken), ivy, typed)).toBe(ask);
  });

  test('can be taken back, and the keyboard with it', () => {
    const back: [string, Act] = ['p1', { type: 'consent-taken-back', staff: 'h1', kind: 'watch' }];
    const room = foldRoom(log(...begun, given, taken, back));
    expect([room.consents.get('p1'), room.keyboards]).toEqual([
      { watch: new Set(), keyboard: new Set() },
      new Map(),
    ]);
  });
});

describe('a fault of the room', () => {
  const fault: [string, Act] = [
    'i1',
    {
      type: 'fault',
      to: 'all',
      fault: 'zone-outage',
      parameters: { zone: 'us-east-1a' },
      lab: 'push-and-run',
      inMs: 60_000,
    },
  ];
  const n = begun.length + 1;
  const call = {
    service: 'drydock',
    operation: 'InjectFault',
    input: { id: 'zone-outage', parameters: { zone: 'us-east-1a' }, workshop: n },
  };
  const due = (events: RoomEvent[], now: number, ...done: string[]) =>
    dueCalls(foldRoom(events), 'p1', 'push-and-run', new Set(done), now);

  test('is due at its time, once, in the lab that is meant', () => {
    const events = log(...begun, fault);
    const at = n * 1000 + 60_000;
    expect(nextDue(foldRoom(events), 'p1', 'push-and-run', 0)).toBe(at);
    expect([due(events, at - 1), due(events, at), due(events, at, `InjectFault ${n}`)]).toEqual([
      [],
      [call],
      [],
    ]);
    expect(dueCalls(foldRoom(events), 'p1', 'another-lab', new Set(), at)).toEqual([]);
  });

  test('is mended where it was done, and does not happen where it was not', () => {
    const events = log(...begun, fault, ['i1', { type: 'fault-cleared', of: n, to: 'all' }]);
    expect(due(events, 1e9)).toEqual([]);
    const clear = due(events, 1e9, `InjectFault ${n}`);
    expect(clear).toEqual([
      { service: 'drydock', operation: 'ClearFault', input: { id: 'zone-outage', workshop: n } },
    ]);
    expect(due(events, 1e9, `InjectFault ${n}`, callKey(clear[0]!))).toEqual([]);
  });
});

describe('the form of what comes over the wire', () => {
  test.each<[string, unknown]>([
    ['nothing', null],
    ['an unknown act', { type: 'promoted', person: 'p1' }],
    ['a name of Object', { type: 'constructor' }],
    ['a message without text', { type: 'message', to: 'all', text: '   ' }],
    ['a message to nobody', { type: 'message', to: { people: [] }, text: 'Hi' }],
    ['a text that is too long', { type: 'message', to: 'all', text: 'x'.repeat(2001) }],
    ['a timer that never ends', { type: 'timer', ms: 1e12 }],
    ['a number that is none', { type: 'voted', ask: '7', options: ['a'] }],
    [
      'parameters that are no texts',
      { type: 'fault', to: 'all', fault: 'x', lab: 'y', parameters: { zone: 1 } },
    ],
  ])('%s is refused with a sentence', (_, value) => {
    expect(checkAct(value)).toMatch(/\.$/);
  });

  test('text stays text: markup is kept as it is, what nobody sees is taken out', () => {
    expect(checkAct({ type: 'renamed', name: ' <b>Ann</b>\u202E\u0000\n\tX ' })).toEqual({
      type: 'renamed',
      name: '<b>Ann</b> X',
    });
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bench } from '../../learner/bench/index.ts';
import type { JournalStore } from '../../learner/journal/index.ts';
import { countVotes } from '../../workshop/room/ask.ts';
import { cellOf } from '../../workshop/room/board.ts';
import { callKey, dueCalls } from '../../workshop/room/duty.ts';
import type { WorkshopClient } from '../../workshop/client/index.ts';
import { benchAt, openHouse, plan, solve, until, type House } from './house.ts';

/** One workshop, walked by an instructor, a helper and two participants, each over a connection of their own. */
describe('a workshop', () => {
  let house: House;
  let ivy: WorkshopClient;
  let hal: WorkshopClient;
  let ann: WorkshopClient;
  let bob: WorkshopClient;
  let bench: Bench;
  let journal: JournalStore;

  beforeAll(async () => {
    house = await openHouse();
    ({ bench, journal } = await benchAt('push-and-run'));
    ivy = await house.connect(house.instructor);
    hal = await house.invite('helper', 'Hal');
    ann = await house.join('Ann', { journal });
    bob = await house.join('Bob');
  });
  afterAll(() => house.close());

  test('everyone is in the room, and knows who they are', async () => {
    await until(() => ivy.room.people.size === 4, ivy);
    expect([...ivy.room.people.values()].map(({ id, name, role }) => [id, name, role])).toEqual([
      ['i1', 'Ivy', 'instructor'],
      ['h2', 'Hal', 'helper'],
      ['p3', 'Ann', 'participant'],
      ['p4', 'Bob', 'participant'],
    ]);
    expect([ann.you, ann.code, ann.room.title]).toEqual([
      { id: 'p3', role: 'participant' },
      house.code,
      'Trial',
    ]);
    expect([...bob.room.people.keys()]).toEqual(['i1', 'h2', 'p4']);
  });

  test('participants see nothing of notes and polls to come', () => {
    expect([ann.room.plan?.parts, ann.room.polls]).toEqual([
      [{ lesson: 'ecr/push-and-run', minutes: 20 }],
      {},
    ]);
    expect([ivy.room.plan, Object.keys(ivy.room.polls)]).toEqual([plan, ['tags']]);
  });

  test('the instructor leads, and all follow', async () => {
    await ivy.act({ type: 'moved', lesson: 'ecr/push-and-run', part: 0 });
    await ivy.act({ type: 'message', to: { people: ['p4'] }, text: 'Only for Bob' });
    await ivy.act({ type: 'timer', ms: 60_000, label: 'Go' });
    await until(() => bob.room.timer !== null && ann.room.timer !== null, ann, bob);
    expect([ann.room.place?.lesson, ann.room.messages, bob.room.messages.map(({ text }) => text)]).toEqual([
      'ecr/push-and-run',
      [],
      ['Only for Bob'],
    ]);
  });

  test('a hand goes up, is claimed by the helper, and done', async () => {
    const { n } = await ann.act({ type: 'hand-raised', question: 'How do I push?', lab: 'push-and-run' });
    await until(() => hal.room.hands.has(n), hal);
    await hal.act({ type: 'hand-claimed', hand: n });
    await until(() => ann.room.hands.get(n)?.claimedBy === 'h2', ann);
    await expect(ivy.act({ type: 'hand-claimed', hand: n })).rejects.toThrow(
      'Somebody takes care of this hand already.',
    );
    await hal.act({ type: 'hand-done', hand: n });
    await until(() => ann.room.hands.get(n)?.status === 'done', ann);
    expect(bob.room.hands.size).toBe(0);
  });

  test('work is mirrored and graded by the server, and stands on the board', async () => {
    await solve(bench, 1);
    await bench.run('docker push nowhere/at:all');
    await bench.idle();
    await until(() => ivy.rowOf('p3').labs['push-and-run']?.tries === 2, ivy);
    const row = ivy.rowOf('p3');
    const [first, second] = ivy.room.columns;
    expect([cellOf(row, first!, ivy.now), cellOf(row, second!, ivy.now), row.here]).toEqual([
      'done',
      'working',
      true,
    ]);
    expect(row.labs['push-and-run']!.missing).toBe(
      bench.steps.find(({ missing }) => missing.length > 0)!.missing[0]!.is,
    );
  });

  test('what was taken back is taken back at the server too', async () => {
    await bench.undo();
    await bench.idle();
    await until(() => ivy.rowOf('p3').labs['push-and-run']?.tries === 1, ivy);
    expect(ann.isMirrored).toBe(true);
  });

  test('a closed step is not counted, and nobody is at it; what was done counts when it is opened', async () => {
    const [first, second] = bench.lab.steps.map(({ id }) => id) as [string, string];
    const labOf = () => ivy.rowOf('p3').labs['push-and-run']!;
    await ivy.act({ type: 'steps-closed', lab: 'push-and-run', steps: [second] });
    await until(() => labOf().step !== second && ann.room.closedSteps.size === 1, ivy, ann);
    const { lastAt } = labOf();
    for (const line of bench.lab.steps[1]!.solution) await bench.run(line as string);
    await bench.idle();
    await until(() => labOf().lastAt > lastAt && ann.isMirrored, ivy, ann);
    expect(Object.keys(labOf().reached)).toEqual([first]);
    // One reached before its step is closed stays reached.
    await ivy.act({ type: 'steps-closed', lab: 'push-and-run', steps: [first] });
    await ivy.act({ type: 'steps-opened', lab: 'push-and-run', steps: [second] });
    await until(() => labOf().reached[second] !== undefined, ivy);
    expect(Object.keys(labOf().reached)).toEqual([first, second]);
    await ivy.act({ type: 'steps-opened', lab: 'push-and-run', steps: [first] });
    await until(() => ann.room.closedSteps.size === 0, ann);
  });

  test('nobody looks over a shoulder without consent; with it, they see what happens', async () => {
    await expect(ivy.watch('p3')).rejects.toThrow(
      'This participant has not let you look over their shoulder. Ask them first.',
    );
    await ivy.act({ type: 'consent-asked', person: 'p3', kind: 'watch' });
    await until(() => ann.room.requests.size === 1, ann);
    await ann.act({ type: 'consent-given', staff: 'i1', kind: 'watch' });
    const watched = await ivy.watch('p3');
    expect(watched.streams.get('lab:push-and-run')).toEqual(await journal.read('lab:push-and-run'));
    await until(() => ann.room.watchers.get('p3')?.has('i1') === true, ann);
    const { n } = watched;
    await bench.run('echo here');
    await bench.idle();
    await until(() => watched.n > n, ivy);
    expect(watched.streams.get('lab:push-and-run')).toEqual(await journal.read('lab:push-and-run'));
    await ann.act({ type: 'consent-taken-back', staff: 'i1', kind: 'watch' });
    const before = watched.n;
    await bench.run('echo unseen');
    await bench.idle();
    await until(() => ann.isMirrored, ann);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([watched.n, ann.room.watchers.get('p3')?.size]).toEqual([before, 0]);
  });

  test('a live question: two votes, then the answer with both histograms', async () => {
    const { n: ask } = await ivy.act({ type: 'question-opened', poll: 'tags' });
    await until(() => ann.room.asks.has(ask) && bob.room.asks.has(ask), ann, bob);
    const { question } = ann.room.asks.get(ask)!;
    expect('key' in question).toBe(false);
    const options = 'options' in question ? question.options.map(({ id }) => id) : [];
    const [one, two] = [options[0]!, options[1]!];
    await ann.act({ type: 'voted', ask, options: [one] });
    await bob.act({ type: 'voted', ask, options: [one] });
    await ivy.act({ type: 'question-closed', ask });
    await ivy.act({ type: 'question-reopened', ask });
    await until(() => ann.room.asks.get(ask)?.status === 'second', ann);
    await ann.act({ type: 'voted', ask, options: [two] });
    await ivy.act({ type: 'question-closed', ask });
    // Until now, nobody in the room knows how the others voted.
    expect(countVotes(ann.room.asks.get(ask)!, 'first')).toMatchObject({ [one]: 1 });
    await ivy.act({ type: 'question-revealed', ask });
    await until(() => bob.room.asks.get(ask)?.status === 'revealed', bob);
    const { answer } = bob.room.asks.get(ask)!;
    expect([answer!.first[one], answer!.second, answer!.correct.length > 0]).toEqual([
      2,
      { ...Object.fromEntries(options.map((id) => [id, 0])), [two]: 1 },
      true,
    ]);
  });

  test('a fault reaches the clouds that are meant, once, and the board says who was hurt', async () => {
    const { n } = await ivy.act({
      type: 'fault',
      to: { people: ['p3'] },
      fault: 'registry-unreachable',
      parameters: {},
      lab: 'push-and-run',
    });
    await until(() => ann.room.faults.has(n), ann);
    const done = new Set<string>();
    for (const call of dueCalls(ann.room, 'p3', 'push-and-run', done, ann.now)) {
      await bench.send(call);
      done.add(callKey(call));
    }
    await bench.idle();
    expect([bob.room.faults.size, dueCalls(ann.room, 'p3', 'push-and-run', done, ann.now)]).toEqual([0, []]);
    await until(() => ivy.rowOf('p3').faults[n] !== undefined, ivy);
  });

  test('the report, by person and by question', async () => {
    const { json } = await house.api('GET', 'report', { token: house.instructor });
    const { people, questions } = json as {
      people: { name: string; votes: number; hands: number; stepsDone: number }[];
      questions: unknown[];
    };
    expect(people.map(({ name, votes, hands, stepsDone }) => [name, votes, hands, stepsDone])).toEqual([
      ['Ann', 1, 1, 2],
      ['Bob', 1, 0, 0],
    ]);
    expect(questions).toMatchObject([{ kind: 'poll', id: 'tags' }]);
    const file = await house.api('GET', 'journals.json', { token: house.instructor });
    const { people: journals } = file.json as { people: { name: string; entries: unknown[] }[] };
    expect(journals.map(({ name, entries }) => [name, entries.length > 0])).toEqual([
      ['Ann', true],
      ['Bob', false],
    ]);
    expect(
      (await house.api('GET', 'report.csv', { token: house.instructor })).text.split('\r\n').length,
    ).toBe(4);
  });

  test('who is put out is out, and who leaves the page is away', async () => {
    await ivy.act({ type: 'removed', person: 'p4' });
    await until(() => bob.connection === 'gone', bob);
    expect(bob.reason).toBe(
      'The instructor has put you out of this room. Your work is kept in this browser.',
    );
    ann.close();
    await until(() => !ivy.rowOf('p3').here, ivy);
  });
});

test('a room that is deleted is gone, with all that was in it', async () => {
  const house = await openHouse();
  try {
    const ivy = await house.connect(house.instructor);
    const ann = await house.join('Ann');
    expect((await house.api('DELETE', 'room', { token: ann.token })).status).toBe(403);
    expect((await house.api('DELETE', 'room', { token: house.instructor })).status).toBe(200);
    await until(() => ivy.connection === 'gone' && ann.connection === 'gone', ivy, ann);
    expect((await house.api('GET', 'report', { token: house.instructor })).status).toBe(401);
    expect((await house.api('POST', 'join', { body: { code: house.code, name: 'Ann' } })).status).toBe(404);
  } finally {
    await house.close();
  }
});

import { beforeEach, describe, expect, test } from 'vitest';
import type { JournalChange, JournalNotice } from '../../../learner/journal/index.ts';
import { JournalError } from '../../../learner/journal/index.ts';
import shape0 from './fixtures/shape-0.json' with { type: 'json' };
import shape1 from './fixtures/shape-1.json' with { type: 'json' };
import { PLACES, startClock } from './places.ts';

const T = 1_760_000_000_000;
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
const ran = (line: string): { type: 'ran'; line: string } => ({ type: 'ran', line });

beforeEach(startClock);

describe.each(PLACES)('a journal in $name', ({ name, open }) => {
  test('is what it says', async () => {
    expect((await open()).kind).toBe(name);
  });

  test('an empty stream reads as an empty list', async () => {
    const journal = await open();
    expect(await journal.read('lab:x')).toEqual([]);
    expect(await journal.streams()).toEqual([]);
  });

  test('appended events come back in order, numbered from 1 in each stream', async () => {
    const journal = await open();
    const first = await journal.append('lab:x', [ran('a'), ran('b')]);
    await journal.append('check:m', [{ type: 'answered' }]);
    const third = await journal.append('lab:x', [ran('c')]);
    expect(await journal.read('lab:x')).toEqual([...first, ...third]);
    expect((await journal.read('lab:x')).map((entry) => ({ ...entry, at: 0 }))).toEqual([
      { v: 1, stream: 'lab:x', seq: 1, id: 'me-1', at: 0, event: ran('a') },
      { v: 1, stream: 'lab:x', seq: 2, id: 'me-2', at: 0, event: ran('b') },
      { v: 1, stream: 'lab:x', seq: 3, id: 'me-4', at: 0, event: ran('c') },
    ]);
    expect(await journal.streams()).toEqual([
      { stream: 'check:m', count: 1, lastSeq: 1 },
      { stream: 'lab:x', count: 3, lastSeq: 3 },
    ]);
  });

  test('entries carry the real time of their append', async () => {
    const journal = await open();
    const [entry] = await journal.append('site', [{ type: 'opened' }]);
    expect(entry!.at).toBeGreaterThan(T);
    expect(entry!.at % 1000).toBe(0);
  });

  test('no events are no change', async () => {
    const journal = await open();
    expect(await journal.append('lab:x', [])).toEqual([]);
    expect(await journal.streams()).toEqual([]);
  });

  test('what is stored is a copy', async () => {
    const journal = await open();
    const event = { type: 'saved', files: ['a'] };
    await journal.append('lab:x', [event]);
    event.files.push('b');
    const [entry] = await journal.read<typeof event>('lab:x');
    entry!.event.files.push('c');
    expect((await journal.read('lab:x'))[0]!.event).toEqual({ type: 'saved', files: ['a'] });
  });

  test.each(['', 'x', 'lab:', 'exam:x', 'lab: x', 'archive:1:lab:x', 'lab:../x'])(
    'nothing can be appended to %j',
    async (stream) => {
      const journal = await open();
      await expect(journal.append(stream as 'site', [ran('a')])).rejects.toThrow(
        new JournalError(
          'bad-stream',
          `"${stream}" names no stream: use "lab:<id>", "check:<bank>" or "site".`,
        ),
      );
    },
  );

  const cyclic: { type: string; self?: unknown } = { type: 'x' };
  cyclic.self = cyclic;
  test.each([
    ['no type', {} as { type: string }, 'An event for the journal has no `type`.'],
    ['a cycle', cyclic, 'An event for the journal cannot be written as JSON.'],
  ])('an event with %s is refused, and with it the whole append', async (_, event, message) => {
    const journal = await open();
    await expect(journal.append('lab:x', [ran('a'), event])).rejects.toThrow(
      new JournalError('bad-event', message),
    );
    expect(await journal.read('lab:x')).toEqual([]);
  });

  test('appends at the same time share no number', async () => {
    const journal = await open();
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => journal.append('lab:x', [ran(`${i}`), ran('and')])),
    );
    const entries = await journal.read('lab:x');
    expect(entries.map((entry) => entry.seq)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    expect(new Set(entries.map((entry) => entry.id)).size).toBe(40);
  });

  test('truncation keeps what it cuts as an archive, and numbering goes on from the cut', async () => {
    const journal = await open();
    const [a, b, c] = await journal.append('lab:x', [ran('a'), ran('b'), ran('c')]);
    expect(await journal.truncate('lab:x', 1)).toEqual({ archived: 'archive:1:lab:x', count: 2 });
    const [d] = await journal.append('lab:x', [ran('d')]);
    expect(await journal.truncate('lab:x', 0)).toEqual({ archived: 'archive:2:lab:x', count: 2 });
    expect(await journal.read('lab:x')).toEqual([]);
    expect(d!.seq).toBe(2);
    expect(await journal.read('archive:1:lab:x')).toEqual([
      { ...b, stream: 'archive:1:lab:x' },
      { ...c, stream: 'archive:1:lab:x' },
    ]);
    expect(await journal.read('archive:2:lab:x')).toEqual([
      { ...a, stream: 'archive:2:lab:x' },
      { ...d, stream: 'archive:2:lab:x' },
    ]);
  });

  test('truncation after the end does nothing', async () => {
    const journal = await open();
    await journal.append('lab:x', [ran('a')]);
    expect(await journal.truncate('lab:x', 1)).toEqual({ archived: null, count: 0 });
    expect(await journal.streams()).toEqual([{ stream: 'lab:x', count: 1, lastSeq: 1 }]);
  });

  test('clearing deletes a stream with its archives, and nothing else', async () => {
    const journal = await open();
    await journal.append('lab:x', [ran('a'), ran('b')]);
    await journal.append('lab:xy', [ran('a')]);
    await journal.truncate('lab:x', 1);
    await journal.clear('lab:x');
    expect(await journal.streams()).toEqual([{ stream: 'lab:xy', count: 1, lastSeq: 1 }]);
  });

  test('listeners hear of each change once it is stored, until they leave', async () => {
    const journal = await open();
    const heard: JournalChange[] = [];
    const leave = journal.onChange((change) => heard.push(change));
    journal.onChange(() => {
      leave(); // A listener may leave during a change without disturbing others.
    });
    await journal.append('lab:x', [ran('a')]);
    await settle();
    await journal.clear('lab:x');
    await settle();
    expect(heard).toEqual([{ kind: 'appended', streams: ['lab:x'], origin: 'here' }]);
  });

  test('a damaged record goes aside, the rest is read, the learner is told', async () => {
    const good = { v: 1, stream: 'lab:x', id: 'g', at: T, event: ran('a') };
    const journal = await open([
      { ...good, seq: 1, id: 'g-1' },
      { ...good, seq: 2, id: 'g-2', event: 'gone' },
      { ...good, seq: 3, id: 'g-3' },
      { ...good, seq: 4, id: 'g-4', at: 'yesterday' },
      { ...good, seq: 'five', id: 'g-5' },
      { ...good, seq: 6, v: -2 },
    ]);
    const notices: JournalNotice[] = [];
    journal.onNotice((notice) => notices.push(notice));
    const rest = [
      { ...good, seq: 1, id: 'g-1' },
      { ...good, seq: 3, id: 'g-3' },
    ];
    expect(await journal.read('lab:x')).toEqual(rest);
    expect(await journal.read('lab:x')).toEqual(rest);
    expect(
      (await journal.setAside()).map(({ reason, stream, record }) => [
        stream,
        (record as { seq: unknown }).seq,
        reason,
      ]),
    ).toEqual([
      ['lab:x', 2, 'its `event` is not an object'],
      ['lab:x', 4, 'its `at` is not a time in milliseconds'],
      ['lab:x', 6, 'its version is not a number'],
      ['lab:x', 'five', 'its `seq` is not a whole number from 1'],
    ]);
    await settle();
    expect(notices).toEqual([
      {
        code: 'set-aside',
        message:
          '4 damaged steps of your work were set aside; everything else was read. Nothing was deleted: if something looks wrong, reset the lab or start the check over.',
      },
    ]);
    expect((await journal.append('lab:x', [ran('next')]))[0]!.seq).toBe(4);
  });

  test('records of a newer version stay where they are, unread, and keep their numbers', async () => {
    const journal = await open([{ v: 2, stream: 'lab:x', seq: 1, body: 'of tomorrow' }]);
    const notices: JournalNotice[] = [];
    journal.onNotice((notice) => notices.push(notice));
    expect(await journal.read('lab:x')).toEqual([]);
    expect(await journal.setAside()).toEqual([]);
    expect((await journal.append('lab:x', [ran('a')]))[0]!.seq).toBe(2);
    await settle();
    expect(notices).toEqual([
      {
        code: 'newer-version',
        message:
          'One step was saved by a newer version of this course and cannot be read here. Reload the page to get the newer version; nothing is lost.',
      },
    ]);
  });

  test.each([
    ['0', shape0],
    ['1', shape1],
  ])('records of shape %s are read in the present one', async (_, fixture) => {
    const journal = await open(fixture.stored);
    const streams = Object.fromEntries(
      await Promise.all(
        (await journal.streams()).map(async ({ stream }) => [stream, await journal.read(stream)]),
      ),
    );
    expect(streams).toEqual(fixture.read);
    expect(await journal.setAside()).toEqual([]);
  });

  test('an old record whose place is taken goes to the end of its stream', async () => {
    const journal = await open([
      { v: 1, stream: 'lab:x', seq: 1, id: 'new-1', at: T, event: ran('new') },
      { stream: 'x', seq: 1, id: 'old-1', at: T, event: ran('old') },
    ]);
    expect((await journal.read('lab:x')).map(({ seq, id }) => [seq, id])).toEqual([
      [1, 'new-1'],
      [2, 'old-1'],
    ]);
  });

  test('an old record that no migration can read goes aside at once, and the learner is told', async () => {
    const journal = await open([{ stream: 'what is this', seq: 1, id: 'o', at: T, event: ran('a') }]);
    const notices: JournalNotice[] = [];
    journal.onNotice((notice) => notices.push(notice));
    await settle();
    expect(notices.map((notice) => notice.code)).toEqual(['set-aside']);
    expect((await journal.setAside()).map((record) => record.reason)).toEqual([
      'its `stream` is not a known kind of stream',
    ]);
  });
});

/** What every storage of rooms has to do. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Envelope } from '../../learner/journal/index.ts';
import type { JournalEntry } from '../../workshop/room/messages.ts';
import type { EntriesWrite, EventsWrite, RoomRecord, Storage } from '../../workshop/server/storage.ts';

const record = (id: string, code = `CODE${id}`): RoomRecord => ({
  id,
  code,
  title: 'Monday',
  plan: 'trial',
  createdAt: 1_700_000_000_000,
  deleteAt: 1_800_000_000_000,
});

const events = (room: string, expected: number, ...texts: string[]): EventsWrite => ({
  kind: 'events',
  room,
  expected,
  events: texts.map((text, index) => ({
    client: 'c',
    seq: expected + index + 1,
    event: {
      n: expected + index + 1,
      at: 1_700_000_000_001,
      by: 'i1',
      act: { type: 'message', to: 'all', text },
    },
  })),
});

const envelope = (seq: number, stream: `lab:${string}` = 'lab:one'): Envelope => ({
  v: 1,
  stream,
  seq,
  id: `client-${seq}`,
  at: 1_700_000_000_002,
  event: { type: 'command' },
});

const append = (
  room: string,
  person: string,
  expected: number,
  seq: number,
  stream: `lab:${string}` = 'lab:one',
): EntriesWrite => {
  const entry: JournalEntry = {
    n: expected + 1,
    at: 1_700_000_000_003,
    stream,
    kind: 'append',
    envelopes: [envelope(seq, stream)],
  };
  const head = { stream, lastSeq: seq, lastId: `client-${seq}` };
  return {
    kind: 'entries',
    room,
    person,
    expected,
    entries: [{ client: 'c', seq: expected + 1, entry, head }],
    size: 100,
  };
};

/** @param open gives an empty storage */
export function storageSuite(name: string, open: () => Promise<Storage>): void {
  describe(name, () => {
    let storage: Storage;
    beforeAll(async () => {
      storage = await open();
      await storage.createRoom(record('r1'));
      await storage.createRoom(record('r2'));
    });
    afterAll(() => storage?.close());

    test('rooms are found by id and by code, and a code is given once', async () => {
      expect(await storage.createRoom(record('r3', 'CODEr1'))).toBe(false);
      expect([
        await storage.room('r1'),
        await storage.roomByCode('CODEr2'),
        await storage.room('r3'),
      ]).toEqual([record('r1'), record('r2'), undefined]);
      expect((await storage.rooms()).map(({ id }) => id)).toEqual(['r1', 'r2']);
    });

    test('the log is added to by who knows its end, and by nobody else', async () => {
      expect(await storage.commit([events('r1', 0, 'one', 'two'), events('none', 0, 'x')])).toEqual([
        'stored',
        'behind',
      ]);
      expect(await storage.commit([events('r1', 1, 'lost')])).toEqual(['behind']);
      expect(await storage.commit([events('r1', 2, 'three, with \u0000, “quotes” and 🚢')])).toEqual([
        'stored',
      ]);
      const stored = await storage.events('r1', 1);
      expect(stored).toEqual([
        events('r1', 0, 'one', 'two').events[1],
        events('r1', 2, 'three, with \u0000, “quotes” and 🚢').events[0],
      ]);
      expect(await storage.lastNumbers(['r1', 'r2', 'none'])).toEqual(
        new Map([
          ['r1', 3],
          ['r2', 0],
        ]),
      );
    });

    test('of two that add at once, one is first', async () => {
      const written = await Promise.all([
        storage.commit([events('r2', 0, 'a')]),
        storage.commit([events('r2', 0, 'b')]),
      ]);
      expect(written.flat().sort()).toEqual(['behind', 'stored']);
      expect((await storage.events('r2', 0)).length).toBe(1);
    });

    test('journals are added to likewise, many in one go', async () => {
      expect(
        await storage.commit([
          append('r1', 'p1', 0, 1),
          append('r1', 'p2', 0, 1),
          append('none', 'p1', 0, 1),
        ]),
      ).toEqual(['stored', 'stored', 'behind']);
      expect(await storage.commit([append('r1', 'p1', 0, 1), append('r1', 'p2', 1, 2)])).toEqual([
        'behind',
        'stored',
      ]);
      const truncate: JournalEntry = { n: 2, at: 1, stream: 'lab:one', kind: 'truncate', afterSeq: 0 };
      const head = { stream: 'lab:one', lastSeq: 0, lastId: '' };
      expect(
        await storage.commit([
          {
            kind: 'entries',
            room: 'r1',
            person: 'p1',
            expected: 1,
            entries: [{ client: 'd', seq: 7, entry: truncate, head }],
            size: 10,
          },
        ]),
      ).toEqual(['stored']);
      expect(await storage.commit([append('r1', 'p1', 2, 5, 'lab:two')])).toEqual(['stored']);
      const { heads, clients, ...rest } = await storage.journal('r1', 'p1');
      expect(rest).toEqual({ n: 3, size: 210 });
      expect(heads.toSorted((a, b) => (a.stream < b.stream ? -1 : 1))).toEqual([
        head,
        { stream: 'lab:two', lastSeq: 5, lastId: 'client-5' },
      ]);
      expect(clients.toSorted((a, b) => (a.client < b.client ? -1 : 1))).toEqual([
        { client: 'c', seq: 3, n: 3 },
        { client: 'd', seq: 7, n: 2 },
      ]);
      expect(await storage.journal('r1', 'nobody')).toEqual({ n: 0, size: 0, heads: [], clients: [] });
    });

    test('entries are read in order, from a number on, by stream', async () => {
      const numbers = async (after: number, limit: number, stream?: string) =>
        (await storage.entries('r1', 'p1', after, limit, stream)).map(({ n }) => n);
      expect([await numbers(0, 10), await numbers(1, 1), await numbers(0, 10, 'lab:two')]).toEqual([
        [1, 2, 3],
        [2],
        [3],
      ]);
      expect((await storage.entries('r1', 'p2', 0, 1))[0]).toEqual(
        append('r1', 'p2', 0, 1).entries[0]!.entry,
      );
      const heads = (await storage.allHeads('r1')).map(
        ({ person, stream, lastSeq }) => `${person} ${stream} ${lastSeq}`,
      );
      expect(heads.sort()).toEqual(['p1 lab:one 0', 'p1 lab:two 5', 'p2 lab:one 2']);
    });

    test('the last grade of a stream is kept', async () => {
      const grade = (body: string, room = 'r1') =>
        ({ kind: 'grade', room, person: 'p1', stream: 'lab:one', body }) as const;
      expect(await storage.commit([grade('{"a":1}'), grade('{"a":2}'), grade('{}', 'none')])).toEqual([
        'stored',
        'stored',
        'behind',
      ]);
      expect(await storage.commit([grade('{"a":3}')])).toEqual(['stored']);
      expect(await storage.grades('r1')).toEqual([{ person: 'p1', stream: 'lab:one', body: '{"a":3}' }]);
    });

    test('a room goes with all that belongs to it, and no other', async () => {
      await storage.deleteRoom('r1');
      expect([
        await storage.room('r1'),
        await storage.events('r1', 0),
        await storage.entries('r1', 'p2', 0, 10),
        await storage.journal('r1', 'p1'),
        await storage.grades('r1'),
        await storage.commit([events('r1', 3, 'late')]),
        (await storage.events('r2', 0)).length,
      ]).toEqual([undefined, [], [], { n: 0, size: 0, heads: [], clients: [] }, [], ['behind'], 1]);
    });
  });
}

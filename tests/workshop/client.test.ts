import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openMemoryJournal } from '../../learner/journal/index.ts';
import { Log } from '../../workshop/client/log.ts';
import type { Kept, WorkshopClient } from '../../workshop/client/index.ts';
import type { RoomEvent } from '../../workshop/room/events.ts';
import { openSqlite } from '../../workshop/server/sqlite.ts';
import { benchAt, openHouse, solve, until, type House } from './house.ts';
import { openWire } from './wire.ts';

let house: House;
let ivy: WorkshopClient;
beforeAll(async () => {
  house = await openHouse({ base: '/drydock/', trustProxy: true });
  ivy = await house.connect(house.instructor);
});
afterAll(() => house.close());

async function tokenOf(name: string): Promise<string> {
  const { json } = await house.api('POST', 'join', { body: { code: house.code, name } });
  return (json as { token: string }).token;
}
const namesGiven = () => ivy.events.flatMap(({ act }) => (act.type === 'renamed' ? [act.name] : []));

test('the network goes away: work and acts go on, and all of it arrives once it is back', async () => {
  const wire = await openWire(house.url);
  const { bench, journal } = await benchAt('push-and-run');
  const ann = await house.connect(await tokenOf('Ann'), { url: wire.url, journal });
  const { id } = ann.you!;
  await bench.run('echo before');
  wire.cut();
  await until(() => ann.connection === 'away' && !ivy.rowOf(id).here, ann, ivy);
  const acts = [
    ann.act({ type: 'renamed', name: 'Ann away' }),
    ann.act({ type: 'hand-raised', question: 'Is anybody there?' }),
  ];
  await ivy.act({ type: 'message', to: 'all', text: 'While Ann was away' });
  await solve(bench, 1);
  await bench.undo();
  await bench.idle();
  expect(ann.unsent).toBe(2);
  wire.mend();
  await Promise.all(acts);
  await until(
    () => ann.room.messages.some(({ text }) => text === 'While Ann was away') && ann.isMirrored,
    ann,
  );
  await ann.act({ type: 'consent-given', staff: 'i1', kind: 'watch' });
  await until(() => ivy.room.consents.has(id), ivy);
  expect((await ivy.watch(id)).streams.get('lab:push-and-run')).toEqual(
    await journal.read('lab:push-and-run'),
  );
  expect(namesGiven().filter((name) => name === 'Ann away')).toEqual(['Ann away']);
  wire.close();
  bench.close();
});

test('the page goes away before an act is answered: the next one sends it, and it is done once', async () => {
  let text: string | null = null;
  const kept: Kept = { read: () => text, write: (next) => (text = next) };
  const token = await tokenOf('Bob');
  const wire = await openWire(house.url);
  const first = await house.connect(token, { url: wire.url, device: 'one', kept });
  await first.act({ type: 'renamed', name: 'Bob here' });
  wire.cut();
  await until(() => first.connection === 'away', first);
  first.act({ type: 'renamed', name: 'Bob unsent' }).catch(() => {});
  // What is kept is what was there when the page went away.
  const left = text;
  first.close();
  wire.close();
  for (let pages = 0; pages < 2; pages++) {
    text = left;
    const next = await house.connect(token, { device: 'one', kept });
    await until(() => next.unsent === 0 && next.room.people.get(next.you!.id)?.name === 'Bob unsent', next);
    next.close();
  }
  expect(namesGiven().filter((name) => name === 'Bob unsent')).toEqual(['Bob unsent']);
});

test('another browser of the same person goes on; the first one stops writing', async () => {
  const token = await tokenOf('Cid');
  const first = await house.connect(token, { device: 'laptop', journal: await openMemoryJournal() });
  const journal = await openMemoryJournal();
  await journal.append('lab:push-and-run', [{ type: 'noise' }]);
  const second = await house.connect(token, { device: 'phone', journal });
  await until(() => first.connection === 'gone' && second.isMirrored, first, second);
  expect(first.reason).toBe('You have opened this workshop in another browser, which goes on from here.');
});

test('where the server has another course of the work, the browser is right', async () => {
  const token = await tokenOf('Dora');
  const one = await openMemoryJournal();
  const entries = Array.from({ length: 1200 }, (_, index) => ({ type: 'noise', index }));
  await one.append('lab:push-and-run', entries);
  const first = await house.connect(token, { device: 'd', journal: one });
  await until(() => first.isMirrored, first);
  first.close();
  // The same beginning, then something else.
  const other = await openMemoryJournal();
  await other.import(await one.export());
  await other.truncate('lab:push-and-run', 700);
  await other.append('lab:push-and-run', [{ type: 'other' }]);
  const second = await house.connect(token, { device: 'd', journal: other });
  await until(() => second.isMirrored, second);
  const { people } = (await house.api('GET', 'journals.json', { token: house.instructor })).json as {
    people: { id: string; entries: { kind: string; afterSeq?: number }[] }[];
  };
  const sent = people.find(({ id }) => id === second.you!.id)!.entries;
  expect(sent.map(({ kind, afterSeq }) => afterSeq ?? kind)).toEqual([
    'append',
    'append',
    'append',
    700,
    'append',
  ]);
});

describe('the log', () => {
  const event = (n: number): RoomEvent => ({
    n,
    at: n,
    by: 'i1',
    act: { type: 'message', to: 'all', text: String(n) },
  });
  test('takes nothing while something before is missing, and nothing twice', () => {
    const log = new Log(() => false);
    log.catchUp({ events: [event(1)], channels: { crowd: 1, me: 0 }, upTo: 1 });
    expect(log.take({ channel: 'crowd', prev: 3, events: [event(4)] })).toBe(false);
    expect(log.take({ channel: 'crowd', prev: 1, events: [event(3)] })).toBe(true);
    expect(log.take({ channel: 'crowd', prev: 3, events: [event(4)] })).toBe(true);
    expect(log.take({ channel: 'crowd', prev: 1, events: [event(3), event(4)] })).toBe(true);
    expect([log.room.messages.map(({ text }) => text), log.upTo]).toEqual([['1', '3', '4'], 4]);
  });
});

describe('behind a proxy', () => {
  test('limits count people, not the proxy', async () => {
    const guess = (address: string) =>
      house.api('POST', 'join', {
        body: { code: 'AAAAAA', name: 'x' },
        headers: { 'x-forwarded-for': `spoofed, ${address}` },
      });
    let status = 0;
    for (let tries = 0; tries < 60 && status !== 429; tries++) ({ status } = await guess('192.0.2.1'));
    expect([status, (await guess('192.0.2.2')).status]).toEqual([429, 404]);
  });
});

test('a room goes by itself when its time is over', async () => {
  const storage = openSqlite(':memory:');
  const room = (id: string, deleteAt: number) => ({
    id,
    code: id,
    title: id,
    plan: 'trial',
    createdAt: 0,
    deleteAt,
  });
  await storage.createRoom(room('OLD234', Date.now() - 1));
  await storage.createRoom(room('NEW234', Date.now() + 60_000));
  const other = await openHouse({ storage });
  await until(() => true);
  const left = (await storage.rooms()).map(({ id }) => id);
  expect([left.includes('OLD234'), left.includes('NEW234')]).toEqual([false, true]);
  await other.close();
});

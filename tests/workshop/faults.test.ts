/** What can befall a server, and that nobody loses what was acknowledged. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openMemoryJournal, type JournalStore } from '../../learner/journal/index.ts';
import { WorkshopClient } from '../../workshop/client/index.ts';
import type { JournalEntry } from '../../workshop/room/messages.ts';
import { foldStreams } from '../../workshop/room/streams.ts';
import { openSqlite } from '../../workshop/server/sqlite.ts';
import { openHouse, until } from './house.ts';
import { joinMany, startServer } from './process.ts';

const folder = mkdtempSync(join(tmpdir(), 'drydock-faults-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const stream = 'lab:push-and-run';

test(
  'kill -9 under load: nothing acknowledged is lost, nothing is doubled, and everyone comes back',
  { timeout: 60_000 },
  async () => {
    const place = mkdtempSync(join(folder, 'kill-'));
    let server = await startServer(0, place);
    const { url, instructor, code } = server;
    const ivy = new WorkshopClient({ url, token: instructor, transports: ['websocket'] });
    const tokens = await joinMany(url, code, 40);
    const people: { client: WorkshopClient; journal: JournalStore }[] = await Promise.all(
      tokens.map(async (token) => {
        const journal = await openMemoryJournal();
        return { journal, client: new WorkshopClient({ url, token, journal, transports: ['websocket'] }) };
      }),
    );
    const everyone = () =>
      [ivy, ...people.map(({ client }) => client)].every(({ connection }) => connection === 'here');
    try {
      await until(everyone);
      const acknowledged = new Map<number, string>();
      const sent: Promise<void>[] = [];
      const load = { on: true };
      const loads = people.map(async ({ client, journal }, person) => {
        for (let index = 0; load.on; index++) {
          const name = `${person}/${index}`;
          sent.push(client.act({ type: 'renamed', name }).then(({ n }) => void acknowledged.set(n, name)));
          await journal.append(stream, [{ type: 'noise', name } as never]);
          if (index % 5 === 4) await journal.truncate(stream, index - 2);
          await pause(120);
        }
      });
      await pause(1200);
      await server.kill();
      const before = acknowledged.size;
      await pause(300);
      server = await startServer(Number(new URL(url).port), place);
      const restarted = performance.now();
      await until(everyone);
      console.info(`41 people were back ${Math.round(performance.now() - restarted)} ms after the restart.`);
      await pause(300);
      load.on = false;
      await Promise.all(loads);
      await Promise.all(sent);
      await until(() => people.every(({ client }) => client.isMirrored));
      expect([before > 50, acknowledged.size]).toEqual([true, sent.length]);
      await until(() => ivy.events.length >= Math.max(...acknowledged.keys()), ivy);
      const names = ivy.events.flatMap(({ n, act }) =>
        act.type === 'renamed' ? [[n, act.name] as const] : [],
      );
      expect(new Map(names)).toEqual(new Map([...acknowledged].sort(([a], [b]) => a - b)));
      expect(new Set(names.map(([, name]) => name)).size).toBe(names.length);

      const answer = await fetch(`${url}workshop/api/journals.json`, {
        headers: { authorization: `Bearer ${instructor}` },
      });
      const file = (await answer.json()) as { people: { id: string; entries: JournalEntry[] }[] };
      for (const { client, journal } of people) {
        const { entries } = file.people.find(({ id }) => id === client.you!.id)!;
        expect(foldStreams(entries).get(stream) ?? []).toEqual(await journal.read(stream));
      }
    } finally {
      ivy.close();
      for (const { client } of people) client.close();
      await server.kill();
    }
  },
);

test('a thousand come back at once', { timeout: 90_000 }, async () => {
  const place = mkdtempSync(join(folder, 'thousand-'));
  let server = await startServer(0, place);
  const { url, code } = server;
  const tokens = await joinMany(url, code, 1000);
  const clients = tokens.map((token) => new WorkshopClient({ url, token, transports: ['websocket'] }));
  try {
    const here = () => clients.every(({ connection }) => connection === 'here');
    await untilWithin(60_000, here);
    await server.kill();
    await untilWithin(10_000, () => clients.every(({ connection }) => connection === 'away'));
    server = await startServer(Number(new URL(url).port), place);
    const restarted = performance.now();
    await untilWithin(30_000, here);
    console.info(`1,000 people were back ${Math.round(performance.now() - restarted)} ms after the restart.`);
    const ivy = new WorkshopClient({ url, token: server.instructor, transports: ['websocket'] });
    await ivy.act({ type: 'message', to: 'all', text: 'Welcome back' });
    await untilWithin(10_000, () => clients.every(({ room }) => room.messages.length === 1));
    ivy.close();
  } finally {
    for (const client of clients) client.close();
    await server.kill();
  }
});

test(
  'the disk is full: nothing is acknowledged that is not stored, and all goes on when there is room again',
  { timeout: 30_000 },
  async () => {
    const storage = openSqlite(join(folder, 'full.sqlite'), { maxBytes: 240_000 });
    const house = await openHouse({ storage });
    try {
      // Another room takes most of the space.
      const other = await house.host.makeRoom('trial', 'Hogg');
      const hog = await house.connect(other.instructor);
      for (let index = 0; index < 25; index++)
        await hog.act({ type: 'message', to: 'all', text: 'x'.repeat(2000) }).then(() => pause(30));
      const ivy = await house.connect(house.instructor);
      const bob = await house.join('Bob');
      const stored: number[] = [];
      let full = false;
      const acts: Promise<unknown>[] = [];
      for (let index = 0; index < 200 && !full; index++) {
        const act = ivy.act({ type: 'message', to: 'all', text: `${index} ${'y'.repeat(1990)}` });
        acts.push(act.then(({ n }) => stored.push(n)));
        full = await Promise.race([act.then(() => false), pause(3000).then(() => true)]);
      }
      expect([full, ivy.unsent > 0, bob.connection]).toEqual([true, true, 'here']);
      // What was stored is there for who comes now; what was not, nobody has seen.
      expect(bob.room.messages.length).toBe(stored.length);
      expect((await house.api('DELETE', 'room', { token: other.instructor })).status).toBe(200);
      await Promise.all(acts);
      await until(() => bob.room.messages.length === acts.length, bob);
      expect(ivy.unsent).toBe(0);
    } finally {
      await house.close();
    }
  },
);

async function untilWithin(ms: number, holds: () => boolean): Promise<void> {
  const end = performance.now() + ms;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`It did not come to hold within ${ms} ms: ${holds}`);
    await pause(20);
  }
}

/** The same rooms in PostgreSQL, and two nodes over it. */
import { createServer } from 'node:http';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WorkshopClient } from '../../workshop/client/index.ts';
import { openWorkshop, type WorkshopHost } from '../../workshop/server/host.ts';
import { openPool, openPostgres } from '../../workshop/server/postgres.ts';
import { benchAt, plan, solve, until } from './house.ts';
import { openCluster } from './postgres.ts';
import { storageSuite } from './storage-suite.ts';

const cluster = await openCluster();
if (!cluster)
  console.warn('PostgreSQL is not installed here: its tests are SKIPPED. apt-get install postgresql');
afterAll(() => cluster?.remove());

/** A database of its own for each use. */
async function database(name: string): Promise<string> {
  const client = new pg.Client({ connectionString: cluster!.url });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return cluster!.url.replace(/postgres$/, name);
}

interface Node {
  host: WorkshopHost;
  url: string;
  close(): Promise<void>;
}

async function openNode(databaseUrl: string): Promise<Node> {
  const server = createServer((request, response) => {
    if (!host.handle(request, response)) response.writeHead(404).end();
  });
  const host = await openWorkshop({
    server,
    storage: await openPostgres(openPool(databaseUrl)),
    messages: openPool(databaseUrl, 1000),
    secret: Buffer.from('a secret for tests, 32 bytes long'),
    base: '/',
    plans: [plan],
    grading: { gather: 5 },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let ended: Promise<void> | undefined;
  return {
    host,
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}/`,
    close() {
      server.closeAllConnections();
      return (ended ??= host.close());
    },
  };
}

describe.runIf(cluster)('with PostgreSQL', () => {
  storageSuite('PostgreSQL', async () => openPostgres(openPool(await database('suite'))));

  describe('two nodes', () => {
    let one: Node;
    let two: Node;
    let instructor: string;
    let code: string;
    const clients: WorkshopClient[] = [];

    async function connect(node: Node, token: string, more = {}): Promise<WorkshopClient> {
      const client = new WorkshopClient({ url: node.url, token, ...more });
      clients.push(client);
      await until(() => client.connection === 'here', client);
      return client;
    }
    async function join(node: Node, name: string): Promise<string> {
      const answer = await fetch(`${node.url}workshop/api/join`, {
        method: 'POST',
        body: JSON.stringify({ code, name }),
      });
      return ((await answer.json()) as { token: string }).token;
    }

    beforeAll(async () => {
      const url = await database('nodes');
      [one, two] = await Promise.all([openNode(url), openNode(url)]);
      const { record, instructor: token } = await one.host.makeRoom('trial', 'Ivy');
      instructor = token;
      code = record.code;
    });
    afterAll(async () => {
      for (const client of clients) client.close();
      await Promise.all([one.close(), two.close()]);
    });

    test('are one room: events, presence, the board and shoulders go from one to the other', async () => {
      const { bench, journal } = await benchAt('push-and-run');
      const ivy = await connect(one, instructor);
      const ann = await connect(two, await join(two, 'Ann'), { journal });
      const bob = await connect(one, await join(one, 'Bob'));
      await until(() => ivy.room.people.size === 3 && ivy.rowOf('p2').here && ivy.rowOf('p3').here, ivy);
      await ivy.act({ type: 'message', to: 'all', text: 'Hello' });
      await until(() => ann.room.messages.length === 1 && bob.room.messages.length === 1, ann, bob);
      await ann.act({ type: 'consent-given', staff: 'i1', kind: 'watch' });
      await until(() => ivy.room.consents.get('p2')?.watch.has('i1') === true, ivy);
      const watched = await ivy.watch('p2');
      await solve(bench, 1);
      await until(() => Object.keys(ivy.rowOf('p2').labs['push-and-run']?.reached ?? {}).length === 1, ivy);
      const work = await journal.read('lab:push-and-run');
      await until(() => watched.streams.get('lab:push-and-run')?.length === work.length, ivy);
      expect(watched.streams.get('lab:push-and-run')).toEqual(work);
      bench.close();
    });

    test('give one order to what both add at once, and lose nothing', async () => {
      const [ivy, ann, bob] = clients as [WorkshopClient, WorkshopClient, WorkshopClient];
      const before = ivy.events.length;
      const acts = [ann, bob].flatMap((client) =>
        Array.from({ length: 15 }, (_, index) =>
          client.act({ type: 'renamed', name: `${client.you!.id} ${index}` }),
        ),
      );
      const numbers = (await Promise.all(acts)).map(({ n }) => n);
      expect(new Set(numbers).size).toBe(30);
      await until(() => ivy.events.length === before + 30, ivy);
      expect(ivy.events.map(({ n }) => n)).toEqual(ivy.events.map((_, index) => index + 1));
    });

    test('a node dies: its people are away, and come back over the other one', async () => {
      const [ivy, ann] = clients as [WorkshopClient, WorkshopClient];
      const token = await join(one, 'Cid');
      await two.close();
      await until(() => ann.connection === 'away' && !ivy.rowOf('p2').here, ivy, ann);
      const cid = await connect(one, token);
      await cid.act({ type: 'hand-raised', question: 'Still there?' });
      await until(() => [...ivy.room.hands.values()].length === 1, ivy);
      two = await openNode(await cidUrl());
    });
    const cidUrl = async () => cluster!.url.replace(/postgres$/, 'nodes');

    test(
      'the database goes away and comes back: nothing is lost, and all goes on',
      { timeout: 40_000 },
      async () => {
        const ivy = clients[0]!;
        cluster!.stop();
        const sent = ivy.act({ type: 'message', to: 'all', text: 'While it was away' });
        await new Promise((resolve) => setTimeout(resolve, 700));
        expect(ivy.unsent).toBe(1);
        cluster!.start();
        await sent;
        const dora = await connect(two, await join(two, 'Dora'));
        expect(dora.room.messages.map(({ text }) => text)).toEqual(['Hello', 'While it was away']);
        await ivy.act({ type: 'message', to: 'all', text: 'Back' });
        // Nodes listen to each other again, or look for themselves within a second.
        await until(() => dora.room.messages.length === 3, dora);
      },
    );
  });
});

/** A workshop's server in this process, and real clients of it. */
import { createServer, type Server } from 'node:http';
import { vi } from 'vitest';
import { Bench } from '../../learner/bench/index.ts';
import { openMemoryJournal, type JournalStore } from '../../learner/journal/index.ts';
import { WorkshopClient, type ConnectOptions } from '../../workshop/client/index.ts';
import { openCourse } from '../../workshop/server/course.ts';
import { openWorkshop, type HostOptions, type WorkshopHost } from '../../workshop/server/host.ts';
import { openSqlite } from '../../workshop/server/sqlite.ts';
import { plan } from './plan.ts';

export { plan } from './plan.ts';

// The thread that grades loads the simulator first, which takes a busy machine its time.
vi.setConfig({ testTimeout: 60_000 });

export interface House {
  readonly url: string;
  readonly host: WorkshopHost;
  readonly server: Server;
  /** Token of the instructor of a fresh room, and its code. */
  readonly instructor: string;
  readonly code: string;
  /** Asks the HTTP interface. */
  api(
    method: string,
    path: string,
    options?: { token?: string; body?: unknown; headers?: Record<string, string> },
  ): Promise<{ status: number; json: never; text: string }>;
  /** Joins, and waits for the welcome. */
  join(name: string, options?: Partial<ConnectOptions>): Promise<WorkshopClient & { token: string }>;
  /** Connects with a token, and waits for the welcome. */
  connect(token: string, options?: Partial<ConnectOptions>): Promise<WorkshopClient>;
  invite(role: 'helper' | 'instructor', name: string): Promise<WorkshopClient>;
  close(): Promise<void>;
}

export async function openHouse(options: Partial<HostOptions> = {}): Promise<House> {
  const server = createServer((request, response) => {
    if (!host.handle(request, response)) response.writeHead(404).end();
  });
  const base = options.base ?? '/';
  const host = await openWorkshop({
    server,
    storage: openSqlite(':memory:'),
    secret: Buffer.from('a secret for tests, 32 bytes long'),
    base,
    plans: [plan],
    grading: { gather: 5 },
    ...options,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}${base}`;
  const { instructor, record } = await host.makeRoom('trial', 'Ivy');
  const clients: WorkshopClient[] = [];
  const house: House = {
    url,
    host,
    server,
    instructor,
    code: record.code,
    async api(method, path, { token, body, headers } = {}) {
      const response = await fetch(`${url}workshop/api/${path}`, {
        method,
        headers: { ...headers, ...(token ? { authorization: `Bearer ${token}` } : {}) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      let json: unknown;
      try {
        json = JSON.parse(text);
      } catch {
        json = undefined;
      }
      return { status: response.status, json: json as never, text };
    },
    async connect(token, more = {}) {
      const client = new WorkshopClient({ url, token, ...more });
      clients.push(client);
      await until(() => client.connection === 'here' || client.connection === 'gone', client);
      return client;
    },
    async join(name, more) {
      const { json } = await house.api('POST', 'join', { body: { code: record.code, name } });
      const { token } = json as { token: string };
      return Object.assign(await house.connect(token, more), { token });
    },
    async invite(role, name) {
      const { json } = await house.api('POST', 'invite', { token: instructor, body: { role, name } });
      return house.connect((json as { token: string }).token);
    },
    async close() {
      for (const client of clients) client.close();
      await host.close();
      server.closeAllConnections();
    },
  };
  return house;
}

/** Resolves when `holds` does, looking after each change of the clients, and a few times a second: a busy machine may take its time. @throws Error after forty seconds. */
export async function until(holds: () => boolean, ...clients: readonly WorkshopClient[]): Promise<void> {
  if (holds()) return;
  await new Promise<void>((resolve, reject) => {
    const stops: (() => void)[] = [];
    const done = (error?: Error) => {
      for (const stop of stops) stop();
      if (error) reject(error);
      else resolve();
    };
    const look = () => holds() && done();
    for (const client of clients) stops.push(client.subscribe(look));
    const timer = setInterval(look, 20);
    const end = setTimeout(
      () => done(new Error(`It did not come to hold within forty seconds: ${holds}`)),
      40_000,
    );
    stops.push(
      () => clearInterval(timer),
      () => clearTimeout(end),
    );
  });
}

const course = await openCourse();

/** A participant's bench and the journal that it writes. */
export async function benchAt(
  lab: string,
  store?: JournalStore,
): Promise<{ bench: Bench; journal: JournalStore }> {
  const journal = store ?? (await openMemoryJournal());
  return { bench: await Bench.open({ lab: await course.lab(lab), store: journal }), journal };
}

/** Does the solution of a lab's first steps. */
export async function solve(bench: Bench, steps: number): Promise<void> {
  for (const { solution } of bench.lab.steps.slice(0, steps))
    for (const act of solution) {
      if (typeof act === 'string') await bench.run(act);
      else if ('save' in act) await bench.saveFile(act.save, act.content);
      else await bench.wind(act.wind);
    }
  await bench.idle();
}

/** A room under load: how soon everyone has what the instructor says, beside a bare Socket.IO broadcast of the same size. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { io, type Socket } from 'socket.io-client';
import type { RoomNews, Welcome } from '../../workshop/room/messages.ts';
import { protocol } from '../../workshop/room/messages.ts';
import { openCluster } from '../workshop/postgres.ts';
import { joinMany, startServer, type ServerProcess } from '../workshop/process.ts';
import { print, quantile } from './figure.ts';

const helpers = 8;
/** Messages of the instructor that are timed, and the time between them, in ms. */
const said = 60;
const between = 120;
/** Messages that each helper sends at once, for the rate. */
const burst = 30;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

interface Room {
  /** Listening connections, told of each message's text. */
  readonly listeners: readonly Socket[];
  onText(listener: Socket, heard: (text: string) => void): void;
  /** Says something to all, from one of the speakers; resolves when it is acknowledged. */
  say(speaker: number, text: string): Promise<unknown>;
  close(): Promise<void>;
}

/** Delays of what the instructor says, and how many deliveries a second a burst of all helpers reaches. */
async function measure(room: Room): Promise<{ p50: number; p99: number; rate: number }> {
  const sent = new Map<string, number>();
  const delays: number[] = [];
  let heard = 0;
  for (const listener of room.listeners)
    room.onText(listener, (text) => {
      heard++;
      const at = sent.get(text);
      if (at !== undefined) delays.push(performance.now() - at);
    });
  for (let index = 0; index < said; index++) {
    const text = `said ${index}`;
    sent.set(text, performance.now());
    await room.say(0, text);
    await pause(between);
  }
  const all = async (count: number) => {
    const end = performance.now() + 60_000;
    const isDone = () => heard >= count || performance.now() > end;
    while (!isDone()) await pause(2);
  };
  await all(said * room.listeners.length);
  sent.clear();
  heard = 0;
  await pause(3000);
  const started = performance.now();
  await Promise.all(
    Array.from({ length: helpers }, async (_, helper) => {
      await Promise.all(
        Array.from({ length: burst }, (_, index) => room.say(helper + 1, `burst ${helper} ${index}`)),
      );
    }),
  );
  const deliveries = helpers * burst * room.listeners.length;
  await all(deliveries);
  const rate = deliveries / ((performance.now() - started) / 1000);
  return { p50: quantile(delays, 0.5), p99: quantile(delays, 0.99), rate };
}

const connect = (url: string) => io(url, { transports: ['websocket'], forceNew: true, reconnection: false });
const ask = <T>(socket: Socket, name: string, message: unknown) =>
  new Promise<T>((resolve) => socket.emit(name, message, resolve));

async function hello(url: string, token: string): Promise<Socket & { welcome: Welcome }> {
  const socket = connect(url);
  const welcome = await ask<Welcome>(socket, 'hello', {
    protocol,
    token,
    after: 0,
    device: token.slice(0, 20),
  });
  return Object.assign(socket, { welcome });
}

/** A whole room: its participants work while the instructor speaks. */
async function workshopRoom(
  nodes: readonly ServerProcess[],
  participants: number,
): Promise<Room & { boardDelays: number[]; memory(): Promise<number> }> {
  const [first] = nodes as [ServerProcess];
  const invite = async (index: number) => {
    const answer = await fetch(`${first.url}workshop/api/invite`, {
      method: 'POST',
      headers: { authorization: `Bearer ${first.instructor}` },
      body: JSON.stringify({ role: 'instructor', name: `Speaker ${index}` }),
    });
    return ((await answer.json()) as { token: string }).token;
  };
  const staff = [await hello(first.url, first.instructor)];
  for (let index = 0; index < helpers; index++)
    staff.push(await hello(nodes[index % nodes.length]!.url, await invite(index)));
  const tokens = await joinMany(first.url, first.code, participants);
  const listeners: (Socket & { welcome: Welcome })[] = [];
  for (let at = 0; at < participants; at += 50)
    listeners.push(
      ...(await Promise.all(
        tokens
          .slice(at, at + 50)
          .map((token, index) => hello(nodes[(at + index) % nodes.length]!.url, token)),
      )),
    );
  const seq = new Map<Socket, number>();
  const next = (socket: Socket) => {
    const n = (seq.get(socket) ?? 0) + 1;
    seq.set(socket, n);
    return n;
  };
  // Each of them writes into their journal every ten seconds; the board hears of their answers.
  const written = new Map<string, number>();
  const boardDelays: number[] = [];
  staff[0]!.on('board', (rows: Record<string, { checks: object }>) => {
    for (const [person, { checks }] of Object.entries(rows)) {
      const at = written.get(person);
      if (at === undefined || Object.keys(checks).length === 0) continue;
      written.delete(person);
      boardDelays.push(performance.now() - at);
    }
  });
  let place = 0;
  const lengths = new Map<string, number>();
  const work = setInterval(() => {
    const socket = listeners[place++ % listeners.length]!;
    const { id } = socket.welcome.you;
    const at = (lengths.get(id) ?? 0) + 1;
    lengths.set(id, at);
    if (!written.has(id)) written.set(id, performance.now());
    const event = { type: 'answered', question: 'm1-registry', answer: { options: [at % 2 ? 'a' : 'b'] } };
    const stream = 'check:module-1';
    const envelope = { v: 1, stream, seq: at, id: `${id}-${at}`, at: Date.now(), event };
    socket.emit(
      'append',
      { client: 'bench', seq: next(socket), write: { stream, kind: 'append', envelopes: [envelope] } },
      () => {},
    );
  }, 10_000 / participants);
  return {
    listeners,
    boardDelays,
    onText(listener, heard) {
      listener.on('room', ({ events }: RoomNews) => {
        for (const { act } of events) if (act.type === 'message') heard(act.text);
      });
    },
    async say(speaker, text) {
      const socket = staff[speaker]!;
      return ask(socket, 'act', {
        client: 'bench',
        seq: next(socket),
        act: { type: 'message', to: 'all', text },
      });
    },
    async memory() {
      const sizes = await Promise.all(
        nodes.map(async ({ url }) => Number(await (await fetch(`${url}memory`)).text())),
      );
      return Math.max(...sizes) / 2 ** 20;
    },
    async close() {
      clearInterval(work);
      for (const socket of [...staff, ...listeners]) socket.disconnect();
      await Promise.all(nodes.map((node) => node.kill()));
    },
  };
}

/** Socket.IO alone: who speaks is heard by all, and it is acknowledged. */
async function bareRoom(participants: number): Promise<Room> {
  const source = `import { Server } from 'socket.io';
    const io = new Server({ perMessageDeflate: false, serveClient: false });
    io.on('connection', (socket) => socket.on('say', (text, answer) => { io.emit('room', text); answer(); }));
    io.listen(0); console.log(io.httpServer.address().port);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<string>((resolve) =>
    createInterface({ input: child.stdout }).once('line', resolve),
  );
  const open = async () => {
    const socket = connect(`http://127.0.0.1:${port}/`);
    await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
    return socket;
  };
  const speakers = await Promise.all(Array.from({ length: helpers + 1 }, open));
  const listeners: Socket[] = [];
  for (let at = 0; at < participants; at += 50)
    listeners.push(...(await Promise.all(Array.from({ length: Math.min(50, participants - at) }, open))));
  return {
    listeners,
    onText: (listener, heard) => void listener.on('room', heard),
    say: (speaker, text) => ask(speakers[speaker]!, 'say', text),
    async close() {
      for (const socket of [...speakers, ...listeners]) socket.disconnect();
      child.kill();
    },
  };
}

async function benchRoom(
  participants: number,
  name: string,
  start: () => Promise<ServerProcess[]>,
): Promise<void> {
  const of = `${participants} participants at work and ${helpers} helpers, ${name}; the load on the same two cores`;
  const bare = await bareRoom(participants);
  const beside = await measure(bare);
  await bare.close();
  const room = await workshopRoom(await start(), participants);
  const ours = await measure(room);
  const figure = (what: string, value: number, unit: string, more = '') =>
    print({
      figure: `workshop-${what}-${participants}${name === 'one node' ? '' : '-two-nodes'}`,
      value,
      unit,
      of: of + more,
    });
  figure('fan-out-p50', ours.p50, 'ms', `; bare Socket.IO in the same run: ${beside.p50.toFixed(1)} ms`);
  figure('fan-out-p99', ours.p99, 'ms', `; bare Socket.IO in the same run: ${beside.p99.toFixed(1)} ms`);
  figure('board-delay-p50', quantile(room.boardDelays, 0.5), 'ms', '; from an answer to the graded cell');
  figure('board-delay-p99', quantile(room.boardDelays, 0.99), 'ms', '; from an answer to the graded cell');
  figure('rate', ours.rate, 'deliveries/s', `; bare Socket.IO in the same run: ${Math.round(beside.rate)}`);
  figure('rate-ratio', ours.rate / beside.rate, 'of the bare rate');
  figure('memory', await room.memory(), 'MiB', '; resident size of the largest node');
  await room.close();
}

/** One node with SQLite. */
export async function benchWorkshop(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-bench-'));
  try {
    for (const participants of [160, 1000])
      await benchRoom(participants, 'one node', async () => [
        await startServer(0, mkdtempSync(join(folder, 'rooms-'))),
      ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Two nodes, half of the people at each. */
export async function benchWorkshopNodes(): Promise<void> {
  for (const participants of [160, 1000]) {
    const cluster = await openCluster();
    if (!cluster) return void console.warn('PostgreSQL is not installed here: two nodes are not measured.');
    try {
      await benchRoom(participants, 'two nodes on PostgreSQL', async () => {
        const first = await startServer(0, cluster.url);
        return [first, await startServer(0, cluster.url)];
      });
    } finally {
      cluster.remove();
    }
  }
}

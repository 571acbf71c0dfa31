/** A workshop's server: rooms over a storage, Socket.IO beside the course's own HTTP server. */
import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { randomBytes } from 'node:crypto';
import { createAdapter } from '@socket.io/postgres-adapter';
import type { Pool } from 'pg';
import { Server } from 'socket.io';
import type { PersonBoard } from '../room/board.ts';
import { sizes } from '../room/limits.ts';
import type { ToClient, ToServer } from '../room/messages.ts';
import type { Plan } from '../room/plan.ts';
import { channels, Connections, type IO } from './connections.ts';
import { openCourse } from './course.ts';
import { Graders, type GradersOptions } from './grading/graders.ts';
import { Hall } from './hall.ts';
import { Api } from './http.ts';
import type { RoomLinks } from './links.ts';
import { Keeper } from './keeper.ts';
import { Nodes, type Bridge, type NodeMessage } from './nodes.ts';
import type { RoomRecord, Storage } from './storage.ts';
import { tokensWith, type Claim } from './tokens.ts';

export interface HostOptions {
  readonly server: HttpServer | HttpsServer;
  readonly storage: Storage;
  readonly secret: Uint8Array;
  /** Base path of the site, `/` or `/drydock/`. */
  readonly base: string;
  /** `X-Forwarded-For` is believed: a proxy of ours sets it. */
  readonly trustProxy?: boolean;
  /** A room's data are deleted by themselves so many days after its making. */
  readonly keepDays?: number;
  /** Plans beside those of the course. */
  readonly plans?: readonly Plan[];
  readonly grading?: GradersOptions;
  /**
   * Connections to the database that carries messages between nodes; without it, this is the only node. They serve
   * nothing else: the adapter never gives a connection back that was lost.
   */
  readonly messages?: Pool;
  /** One line about how the server fares; never about a person. */
  readonly log?: (line: string) => void;
}

export interface WorkshopHost {
  /** Makes a room with its instructor. @throws NoEntry when there is no such plan. */
  makeRoom(plan: string, name: string): Promise<RoomLinks>;
  /** Rooms that have not ended, with a new link for their first instructor. */
  openRooms(): Promise<RoomLinks[]>;
  /** Lets its bearer make rooms. */
  hostToken(): string;
  /** Answers a request for `workshop/api/…`. @returns false when it is for somebody else. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  readonly planNames: readonly string[];
  /** Resolves when nothing waits to be graded. */
  graded(): Promise<void>;
  close(): Promise<void>;
}

const day = 86_400_000;

/** Opens the rooms of a storage. @throws Error when a plan of the course cannot be used. */
export async function openWorkshop(options: HostOptions): Promise<WorkshopHost> {
  const { storage, base, keepDays = 30, log = () => {} } = options;
  const course = await openCourse();
  const plans = new Map([
    ...course.plans(),
    ...(options.plans ?? []).map((plan) => [plan.workshop, plan] as const),
  ]);
  const tokens = tokensWith(options.secret);
  const io: IO = new Server<ToServer, ToClient>(options.server, {
    path: `${base}socket.io`,
    serveClient: false,
    maxHttpBufferSize: sizes.message,
    pingInterval: 10_000,
    pingTimeout: 8_000,
    connectTimeout: 10_000,
    // The page and the server are one origin; other sites' pages have no business here.
    cors: { origin: false },
    allowRequest: (request, answer) => answer(null, isSameOrigin(request, options.trustProxy === true)),
    perMessageDeflate: false,
  });
  const graders = new Graders(options.grading);
  const nodes = new Nodes(
    randomBytes(6).toString('hex'),
    options.messages && bridgeOver(io, options.messages),
  );
  const hall: Hall = new Hall({
    storage,
    course,
    graders,
    plans,
    ears: {
      opened: (room) => nodes.ask(room),
      tell(live, { staff, crowd, people }) {
        const { id } = live;
        io.local.to(channels.staff(id)).emit('room', staff);
        if (crowd) io.local.to(channels.crowd(id)).emit('room', crowd);
        for (const [person, news] of people) io.local.to(channels.person(id, person)).emit('room', news);
        connections.heed(id, staff.events);
        nodes.grown(id);
      },
      journal(room, person, entry) {
        const news = { person, prev: entry.n - 1, entries: [entry] };
        io.local.to(channels.watch(room, person)).emit('journal', news);
        nodes.journal(room, news);
      },
      board(room, rows) {
        io.local.to(channels.staff(room)).emit('board', rows);
        nodes.rows(room, rows);
      },
    },
  });
  const connections = new Connections(io, hall, tokens);
  nodes.listen({
    async grown(room) {
      if (hall.isOpen(room)) await (await hall.room(room))?.live.pull();
    },
    async journal(room, news) {
      io.local.to(channels.watch(room, news.person)).emit('journal', news);
    },
    async asked(id) {
      if (!hall.isOpen(id)) return;
      const room = await hall.room(id);
      if (room)
        nodes.rows(
          id,
          Object.fromEntries(connections.peopleOf(id).map((person) => [person, room.book.rowOf(person)])),
        );
    },
    async rows(id, rows) {
      if (!hall.isOpen(id)) return;
      const room = await hall.room(id);
      if (!room) return;
      const here = new Set(connections.peopleOf(id));
      const shown: Record<string, PersonBoard> = {};
      for (const [person, row] of Object.entries(rows)) {
        // Who is connected here is here, whatever the other node knows of their leaving.
        const merged = here.has(person) ? { ...row, here: true } : row;
        room.book.adopt(person, merged);
        shown[person] = merged;
      }
      io.local.to(channels.staff(id)).emit('board', shown);
    },
    async lost(id, people) {
      if (!hall.isOpen(id)) return;
      const room = await hall.room(id);
      const here = new Set(connections.peopleOf(id));
      for (const person of people) if (!here.has(person)) room?.book.present(person, false);
    },
    async look() {
      const rooms = await hall.open();
      if (rooms.length === 0) return;
      const last = await storage.lastNumbers(rooms.map(({ live }) => live.id));
      for (const { live } of rooms) {
        const n = last.get(live.id);
        if (n === undefined) {
          connections.dismissAll(live.id);
          hall.forget(live.id);
        } else if (n > live.n) await live.pull();
      }
    },
    async deleted(room) {
      connections.dismissAll(room);
      hall.forget(room);
    },
  });
  const keeper = new Keeper({ hall, connections, nodes, log });
  const sign = (claim: Claim) => tokens.sign(claim);
  const linksOf = async (record: RoomRecord, name: string): Promise<RoomLinks> => {
    const room = (await hall.room(record.id))!;
    const first = [...room.live.room.people.values()].find(
      ({ role, removed }) => role === 'instructor' && !removed,
    );
    const person = first?.id ?? (await hall.join(room, 'instructor', name));
    return {
      record,
      instructor: sign({ role: 'instructor', room: record.id, person, expires: record.deleteAt }),
    };
  };
  const makeRoom = async (plan: string, name: string) => linksOf(await hall.make(plan, keepDays), name);
  const api = new Api({
    hall,
    tokens,
    base,
    trustProxy: options.trustProxy === true,
    makeRoom,
    keeper,
    graders,
  });
  return {
    makeRoom,
    async openRooms() {
      const links: RoomLinks[] = [];
      for (const record of await storage.rooms()) {
        const room = await hall.room(record.id);
        if (room && room.live.room.endedAt === null && room.live.n > 0)
          links.push(await linksOf(record, 'Instructor'));
      }
      return links;
    },
    hostToken: () => sign({ role: 'host', expires: Date.now() + keepDays * day }),
    handle: (request, response) => api.handle(request, response),
    planNames: [...plans.keys()],
    graded: () => graders.idle(),
    async close() {
      keeper.close();
      io.local.disconnectSockets(true);
      hall.flush();
      nodes.close();
      await new Promise<void>((resolve) => void io.close(() => resolve()));
      await hall.close();
      // Not waited for: it would wait for lost connections without end.
      void options.messages?.end();
    },
  };
}

/** Messages between nodes, over Socket.IO's own adapter: PostgreSQL's LISTEN and NOTIFY. */
function bridgeOver(io: IO, pool: Pool): Bridge {
  io.adapter(createAdapter(pool, { errorHandler: () => {} }));
  // Only nodes speak so, and only of what `NodeMessage` says.
  const nodes = io as unknown as Server<object, object, { node(message: NodeMessage): void }>;
  return {
    send: (message) => nodes.serverSideEmit('node', message),
    onMessage: (listener) => nodes.on('node', listener),
  };
}

/** Whether a browser's page of this very site asks. Others than browsers send no origin. */
function isSameOrigin({ headers }: IncomingMessage, trustProxy: boolean): boolean {
  const { origin } = headers;
  const forwarded = trustProxy ? headers['x-forwarded-host'] : undefined;
  const host = typeof forwarded === 'string' ? forwarded.split(',').at(-1)!.trim() : headers.host;
  if (origin === undefined) return true;
  try {
    // A proxy that ends TLS leaves the host as it is: the scheme may differ.
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}

/** Who is connected to this node: every message is checked for its size, its rate, its form and its sender's role. */
import type { Server, Socket } from 'socket.io';
import { checkAct } from '../room/check-act.ts';
import type { RoomEvent } from '../room/events.ts';
import { counts, patience, rates, sizes } from '../room/limits.ts';
import {
  isRefusal,
  protocol,
  type JournalWrite,
  type Refusal,
  type Reply,
  type Sequenced,
  type ToClient,
  type ToServer,
  type Welcome,
} from '../room/messages.ts';
import { isStaff, type Who } from '../room/people.ts';
import { doors } from '../room/permissions.ts';
import { watchRefusal } from '../room/refusal.ts';
import { Bucket } from './bucket.ts';
import { writeProblem } from './desk.ts';
import type { Hall, OpenRoom } from './hall.ts';
import type { Tokens } from './tokens.ts';

export type IO = Server<ToServer, ToClient>;
type Connection = Socket<ToServer, ToClient>;

/** A person at one connection. */
interface Seat {
  readonly room: OpenRoom;
  readonly who: Who;
  readonly device: string;
}

/** Channels of Socket.IO. */
export const channels = {
  staff: (room: string) => `staff ${room}`,
  crowd: (room: string) => `crowd ${room}`,
  person: (room: string, person: string) => `person ${room} ${person}`,
  watch: (room: string, person: string) => `watch ${room} ${person}`,
  all: (room: string) => `all ${room}`,
};

const refuse = (code: Refusal['error']['code'], message: string): Refusal => ({ error: { code, message } });
/** Who has not said hello after so long is sent away, in ms. */
const manners = 10_000;
/** Connections of one person at once: some tabs, and those that are about to be found dead. */
const mostOfOne = 8;

const badMessage = refuse(
  'bad-message',
  'The server did not understand this. Reload the page to get the present version.',
);
const stranger = refuse('unauthorized', 'Say hello first.');
const tooFast = refuse('too-fast', 'That was too much at once. It is tried again by itself.');
const broken = refuse('unavailable', 'The server could not do this just now. It is tried again by itself.');

const isSequenced = ({ client, seq }: Partial<Sequenced>): boolean =>
  typeof client === 'string' &&
  /^[a-z0-9]{1,40}$/.test(client) &&
  Number.isSafeInteger(seq) &&
  (seq as number) > 0;
const isNumber = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isPersonId = (value: unknown): value is string =>
  typeof value === 'string' && /^[a-z]\d{1,9}$/.test(value);

/** Who is at which connection of this node. */
export class Connections {
  readonly #hall: Hall;
  readonly #tokens: Tokens;
  /** Connections by room and person. */
  readonly #here = new Map<string, Set<Connection>>();
  readonly #seats = new WeakMap<Connection, Seat>();

  constructor(io: IO, hall: Hall, tokens: Tokens) {
    this.#hall = hall;
    this.#tokens = tokens;
    io.on('connection', (socket) => this.#listen(socket));
  }

  /** How many connections have a seat. */
  get size(): number {
    let size = 0;
    for (const each of this.#here.values()) size += each.size;
    return size;
  }

  /** People of a room who are connected to this node. */
  peopleOf(room: string): string[] {
    return [...this.#here.keys()]
      .filter((key) => key.startsWith(`${room} `))
      .map((key) => key.slice(room.length + 1));
  }

  #listen(socket: Connection): void {
    let refused = 0;
    const waiting = setTimeout(() => this.#seats.has(socket) || socket.disconnect(true), manners);
    socket.on('disconnect', () => clearTimeout(waiting));
    const buckets = new Map<string, Bucket>();
    /** Wraps a handler: what is malformed, too fast or fails is answered, and never thrown. */
    const on = <M, T>(
      name: keyof ToServer,
      bucket: keyof typeof rates,
      work: (message: M) => Promise<Reply<T>> | Reply<T>,
    ) =>
      socket.on(
        name as never,
        (async (message: unknown, answer: unknown) => {
          if (typeof answer !== 'function') return void socket.disconnect(true);
          const say = answer as (reply: Reply<T>) => void;
          const counts = buckets.get(bucket) ?? new Bucket(rates[bucket], performance.now());
          buckets.set(bucket, counts);
          let reply: Reply<T>;
          if (!counts.take(performance.now())) reply = tooFast;
          else if (typeof message !== 'object' || message === null || Array.isArray(message))
            reply = badMessage;
          else
            try {
              reply = await work(message as M);
            } catch {
              reply = broken;
            }
          refused = isRefusal(reply) && reply.error.code !== 'unavailable' ? refused + 1 : 0;
          say(reply);
          // Nobody who means well is refused so often.
          if (refused > patience) socket.disconnect(true);
        }) as never,
      );
    const seated =
      <M, T>(work: (seat: Seat, message: M) => Promise<Reply<T>> | Reply<T>) =>
      (message: M): Promise<Reply<T>> | Reply<T> => {
        const seat = this.#seats.get(socket);
        return seat ? work(seat, message) : stranger;
      };
    on('hello', 'hello', (message: object) => this.#hello(socket, message));
    on(
      'since',
      'since',
      seated(({ room, who }, { after }: { after?: unknown }) =>
        isNumber(after) ? room.live.since(who, after) : badMessage,
      ),
    );
    on(
      'act',
      'act',
      seated((seat, message: Partial<Sequenced> & { act?: unknown }) => this.#act(seat, message)),
    );
    on(
      'append',
      'append',
      seated((seat, message: Partial<Sequenced> & { write?: unknown }) =>
        this.#append(socket, seat, message),
      ),
    );
    on(
      'ids',
      'since',
      seated((seat, message: { stream?: unknown }) => this.#ids(seat, message)),
    );
    on(
      'watch',
      'watch',
      seated((seat, message: object) => this.#watch(socket, seat, message)),
    );
    on(
      'unwatch',
      'watch',
      seated((seat, message: { person?: unknown }) => this.#unwatch(socket, seat, message)),
    );
    socket.on('disconnecting', () => this.#leave(socket));
  }

  async #hello(
    socket: Connection,
    message: { protocol?: unknown; token?: unknown; after?: unknown; device?: unknown },
  ): Promise<Reply<Welcome>> {
    const { after, device } = message;
    if (message.protocol !== protocol)
      return refuse('bad-message', 'This page and the server are of different versions. Reload the page.');
    if (!isNumber(after) || typeof device !== 'string' || device.length > 100) return badMessage;
    const claim = this.#tokens.read(message.token);
    if (!claim || claim.role === 'host')
      return refuse('unauthorized', 'This link is not valid any more. Ask the instructor for another one.');
    const room = await this.#hall.room(claim.room);
    const person = room?.live.room.people.get(claim.person);
    if (!room || !person)
      return refuse('unauthorized', 'This room does not exist any more. Your work is kept in your browser.');
    if (person.removed) return refuse('unauthorized', 'The instructor has put you out of this room.');
    // The role is the one in the log: a token says who, not what they may do now.
    const who: Who = { id: person.id, role: person.role };
    this.#leave(socket);
    const seat: Seat = { room, who, device };
    const { id } = room.live;
    const desk = isStaff(who) ? undefined : await this.#hall.deskOf(room, who.id);
    if (!socket.connected) return stranger;
    this.#seats.set(socket, seat);
    this.#come(socket, seat);
    void socket.join([
      channels.all(id),
      ...(isStaff(who) ? [channels.staff(id)] : [channels.crowd(id), channels.person(id, who.id)]),
    ]);
    return {
      you: who,
      code: room.live.record.code,
      now: Date.now(),
      ...room.live.since(who, after),
      streams: desk ? room.streams : [],
      heads: desk?.heads ?? [],
      ...(isStaff(who) ? { board: room.book.rows } : {}),
    };
  }

  async #act({ room, who }: Seat, { client, seq, act }: Partial<Sequenced> & { act?: unknown }) {
    if (!isSequenced({ client, seq })) return badMessage;
    if (JSON.stringify(act)?.length > sizes.act)
      return refuse('too-large', 'This is too long. Make it shorter.');
    const checked = checkAct(act);
    if (typeof checked === 'string') return refuse('bad-message', checked);
    return room.live.act(who, { client: client!, seq: seq! }, checked, this.#hall.complete(room));
  }

  /** What follows from events for who is connected to this node, whichever node took them. */
  heed(room: string, events: readonly RoomEvent[]): void {
    for (const { by, act } of events) {
      if (act.type === 'removed') this.dismiss(room, act.person, 'removed');
      // Who may look no more, looks no more.
      if (act.type === 'consent-taken-back' && act.kind === 'watch')
        for (const socket of this.#here.get(`${room} ${act.staff}`) ?? [])
          void socket.leave(channels.watch(room, by));
    }
  }

  async #append(
    socket: Connection,
    { room, who, device }: Seat,
    { client, seq, write }: Partial<Sequenced> & { write?: unknown },
  ) {
    if (!(doors.append as readonly string[]).includes(who.role))
      return refuse('forbidden', 'Only participants have a journal in a workshop.');
    if (!isSequenced({ client, seq })) return badMessage;
    if (room.live.room.endedAt !== null)
      return refuse('ended', 'This workshop is over. What you do now is kept in your browser.');
    const problem = writeProblem(write, room.streams);
    if (problem) return problem;
    if (this.#writerOf(room.live.id, who.id) !== device && this.#isHere(room.live.id, who.id, socket))
      return refuse(
        'elsewhere',
        'You have opened this workshop in another browser, which goes on from here.',
      );
    const desk = room.desks.get(who.id) ?? (await this.#hall.deskOf(room, who.id));
    const { stream, kind, ...rest } = write as JournalWrite;
    const clean = (
      kind === 'append'
        ? { stream, kind, envelopes: (rest as { envelopes: unknown }).envelopes }
        : { stream, kind, afterSeq: (rest as { afterSeq: unknown }).afterSeq }
    ) as JournalWrite;
    return desk.write({ client: client!, seq: seq! }, clean);
  }

  async #ids({ room, who }: Seat, { stream }: { stream?: unknown }) {
    if (isStaff(who) || typeof stream !== 'string' || !room.streams.includes(stream)) return badMessage;
    const desk = room.desks.get(who.id) ?? (await this.#hall.deskOf(room, who.id));
    return { ids: await desk.ids(stream) };
  }

  async #watch(
    socket: Connection,
    { room, who }: Seat,
    { person, after }: { person?: unknown; after?: unknown },
  ) {
    if (!isPersonId(person) || !isNumber(after)) return badMessage;
    if (!(doors.watch as readonly string[]).includes(who.role))
      return refuse('forbidden', 'You can only see your own work.');
    const no = watchRefusal(room.live.room, who, person);
    if (no !== null) return refuse('refused', no);
    const { id } = room.live;
    // First the channel, then the past: what comes in between comes twice, and is known by its number.
    void socket.join(channels.watch(id, person));
    if (!room.live.room.watchers.get(person)?.has(who.id)) {
      const reply = await room.live.bring(() => ({ type: 'watching-began', person }), who);
      if (isRefusal(reply)) return reply;
    }
    const entries = await this.#hall.storage.entries(id, person, after, counts.entries);
    return { entries, whole: entries.length < counts.entries };
  }

  async #unwatch(socket: Connection, { room, who }: Seat, { person }: { person?: unknown }) {
    if (!isPersonId(person)) return badMessage;
    await socket.leave(channels.watch(room.live.id, person));
    await this.#endWatch(room, who, person);
    return {};
  }

  async #endWatch(room: OpenRoom, who: Who, person: string): Promise<void> {
    if (room.live.room.watchers.get(person)?.has(who.id))
      await room.live.bring(() => ({ type: 'watching-ended', person }), who);
  }

  /** Sends somebody away from this node. */
  dismiss(room: string, person: string, reason: 'removed' | 'elsewhere'): void {
    for (const socket of [...(this.#here.get(`${room} ${person}`) ?? [])]) bye(socket, reason);
  }

  /** Sends everybody of a room away from this node. */
  dismissAll(room: string): void {
    for (const [key, sockets] of [...this.#here])
      if (key.startsWith(`${room} `)) for (const socket of [...sockets]) bye(socket, 'deleted');
  }

  #come(socket: Connection, seat: Seat): void {
    const { room, who, device } = seat;
    const key = `${room.live.id} ${who.id}`;
    const sockets = this.#here.get(key) ?? new Set();
    if (!isStaff(who))
      for (const other of [...sockets])
        if (this.#seats.get(other)?.device !== device) bye(other, 'elsewhere');
    this.#here.set(key, sockets.add(socket));
    if (sockets.size > mostOfOne) [...sockets][0]!.disconnect(true);
    room.book.present(who.id, true);
  }

  #leave(socket: Connection): void {
    const seat = this.#seats.get(socket);
    if (!seat) return;
    this.#seats.delete(socket);
    const { room, who } = seat;
    const key = `${room.live.id} ${who.id}`;
    const sockets = this.#here.get(key);
    sockets?.delete(socket);
    const watched = [...socket.rooms].filter((name) => name.startsWith(channels.watch(room.live.id, '')));
    for (const name of watched)
      void this.#endWatch(room, who, name.slice(channels.watch(room.live.id, '').length)).catch(() => {});
    if (sockets && sockets.size > 0) return;
    this.#here.delete(key);
    room.desks.delete(who.id);
    room.book.present(who.id, false);
  }

  /** The device that writes a participant's journal: the last that came. */
  #writerOf(room: string, person: string): string | undefined {
    const last = [...(this.#here.get(`${room} ${person}`) ?? [])].at(-1);
    return last && this.#seats.get(last)?.device;
  }

  #isHere(room: string, person: string, socket: Connection): boolean {
    return this.#here.get(`${room} ${person}`)?.has(socket) ?? false;
  }
}

function bye(socket: Connection, reason: 'removed' | 'deleted' | 'elsewhere'): void {
  socket.emit('bye', reason);
  socket.disconnect(true);
}

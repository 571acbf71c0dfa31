/** A person's place in a workshop: one connection that comes back by itself, and all that is known of the room. No DOM. */
import { io, type Socket } from 'socket.io-client';
import type { JournalStore } from '../../learner/journal/index.ts';
import type { Act } from '../room/acts.ts';
import { emptyRow, type PersonBoard } from '../room/board.ts';
import type { RoomEvent } from '../room/events.ts';
import {
  isRefusal,
  protocol,
  type Numbered,
  type Refusal,
  type Reply,
  type ToClient,
  type ToServer,
  type WatchReply,
  type Welcome,
} from '../room/messages.ts';
import { isStaff, type Who } from '../room/people.ts';
import type { Room } from '../room/room.ts';
import { Log } from './log.ts';
import { Mirror } from './mirror.ts';
import { Outbox, type Kept } from './outbox.ts';
import { WatchedJournal } from './watched.ts';

export interface ConnectOptions {
  /** Where the course is served, with its base path: `https://course.example/drydock/`. */
  readonly url: string;
  readonly token: string;
  /** A participant's journal; it is mirrored to the server. */
  readonly journal?: JournalStore;
  /** Permanent name of this browser; another one of the same person takes its place. */
  readonly device?: string;
  /** Where unsent acts outlive the page. */
  readonly kept?: Kept;
  readonly transports?: ('polling' | 'websocket')[];
}

/**
 * `connecting`: never been there yet. `here`. `away`: the connection is lost and tried again. `gone`: for good; `reason`
 * says why.
 */
export type Connection = 'connecting' | 'here' | 'away' | 'gone';

/** How long to wait for an answer before asking again, in ms. */
const patience = 10_000;
/** Events that arrive in another order than they happened: how long to wait for the missing one, in ms. */
const settling = 150;

export class WorkshopClient {
  readonly #socket: Socket<ToClient, ToServer>;
  readonly #options: ConnectOptions;
  readonly #log: Log;
  readonly #outbox: Outbox;
  readonly #mirror: Mirror | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #eventListeners = new Set<(events: readonly RoomEvent[]) => void>();
  readonly #watched = new Map<string, WatchedJournal>();
  readonly #device: string;
  #connection: Connection = 'connecting';
  #reason: string | undefined;
  #you: Who | undefined;
  #code = '';
  #board = new Map<string, PersonBoard>();
  /** Server's clock less ours, in ms. */
  #ahead = 0;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #told = 0;

  constructor(options: ConnectOptions) {
    this.#options = options;
    this.#device = options.device ?? randomName();
    const client = randomName();
    this.#log = new Log(() => this.#you !== undefined && isStaff(this.#you));
    const base = new URL(options.url);
    this.#socket = io(base.origin, {
      path: `${base.pathname.replace(/\/$/, '')}/socket.io`,
      transports: options.transports ?? ['polling', 'websocket'],
      reconnectionDelay: 300,
      reconnectionDelayMax: 2000,
      randomizationFactor: 0.5,
      autoConnect: false,
      forceNew: true,
    });
    const changed = () => this.#changed();
    this.#outbox = new Outbox({
      client,
      kept: options.kept,
      changed,
      send: (message) => this.#ask((answer) => this.#socket.emit('act', message, answer)),
    });
    this.#mirror = options.journal
      ? new Mirror({
          journal: options.journal,
          client,
          changed,
          sender: {
            append: (message) => this.#ask((answer) => this.#socket.emit('append', message, answer)),
            ids: (stream) => this.#ask((answer) => this.#socket.emit('ids', { stream }, answer)),
          },
        })
      : undefined;
    this.#listen();
    this.#socket.connect();
  }

  get connection(): Connection {
    return this.#connection;
  }

  /** A sentence on why the connection is `away` or `gone`; undefined when there is nothing to say. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** Who one is; undefined until the first welcome. */
  get you(): Who | undefined {
    return this.#you;
  }

  /** The room's code, for others to join. */
  get code(): string {
    return this.#code;
  }

  /** How things stand in the room. Changed in place: look at it anew when told. */
  get room(): Room {
    return this.#log.room;
  }

  /** All events that one has seen, oldest first. */
  get events(): readonly RoomEvent[] {
    return this.#log.events;
  }

  /** Staff only: where everyone stands. */
  get board(): ReadonlyMap<string, PersonBoard> {
    return this.#board;
  }

  rowOf(person: string): PersonBoard {
    return this.#board.get(person) ?? emptyRow;
  }

  /** The server's clock, ms since the epoch. */
  get now(): number {
    // Never before something that has happened already.
    return Math.max(Date.now() + this.#ahead, this.#log.events.at(-1)?.at ?? 0);
  }

  /** Acts that the server has not answered yet. */
  get unsent(): number {
    return this.#outbox.size;
  }

  /** Whether the server has all of the journal. */
  get isMirrored(): boolean {
    return this.#mirror?.isUpToDate ?? true;
  }

  /** Why the journal is not mirrored, in a sentence; undefined when all is well. */
  get mirrorTrouble(): string | undefined {
    return this.#mirror?.trouble;
  }

  /** Called after each change of anything here. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Called with events as they come; those seen before are in `events`. */
  onEvents(listener: (events: readonly RoomEvent[]) => void): () => void {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  }

  /**
   * Does something in the room. While the connection is away, it waits.
   * @throws ActRefused when the server does not take it; the message says why.
   */
  act(act: Act): Promise<Numbered> {
    return this.#outbox.put(act);
  }

  /** Looks over a participant's shoulder, with their consent. @throws Error with a sentence when the server refuses. */
  async watch(person: string): Promise<WatchedJournal> {
    const watched = this.#watched.get(person) ?? new WatchedJournal(person);
    this.#watched.set(person, watched);
    try {
      await this.#follow(watched);
    } catch (error) {
      this.#watched.delete(person);
      throw error;
    }
    return watched;
  }

  async unwatch(person: string): Promise<void> {
    if (!this.#watched.delete(person)) return;
    if (this.#connection === 'here')
      await this.#ask((answer) => this.#socket.emit('unwatch', { person }, answer));
  }

  close(): void {
    this.#outbox.close();
    this.#mirror?.close();
    clearTimeout(this.#settling);
    this.#listeners.clear();
    this.#eventListeners.clear();
    this.#socket.disconnect();
  }

  #listen(): void {
    const socket = this.#socket;
    socket.on('connect', () => void this.#hello());
    socket.on('connect_error', (error) => {
      this.#lost(error.message);
    });
    socket.on('disconnect', (reason) => {
      this.#lost(reason);
      // The server hung up: Socket.IO does not come back by itself then.
      if (reason === 'io server disconnect' && this.#connection !== 'gone')
        setTimeout(() => this.#connection === 'away' && socket.connect(), 1000 + Math.random() * 2000);
    });
    socket.on('room', (news) => {
      if (this.#log.take(news)) this.#changed();
      else this.#settle();
    });
    socket.on('board', (changes) => {
      for (const [person, row] of Object.entries(changes)) this.#board.set(person, row);
      this.#changed();
    });
    socket.on('journal', (news) => {
      const watched = this.#watched.get(news.person);
      if (watched && !watched.take(news)) void this.#follow(watched).catch(() => {});
    });
    socket.on('bye', (reason) => this.#gone(byes[reason]));
  }

  /** Something before is missing. It may be on its way; if not, it is asked for. */
  #settle(): void {
    this.#settling ??= setTimeout(() => {
      this.#settling = undefined;
      void this.#catchUp().catch(() => {});
    }, settling);
  }

  async #catchUp(): Promise<void> {
    for (;;) {
      const reply = await this.#ask<Pick<Welcome, 'events' | 'channels' | 'upTo' | 'whole'>>((answer) =>
        this.#socket.emit('since', { after: this.#log.upTo }, answer),
      );
      if (isRefusal(reply)) return;
      this.#log.catchUp(reply);
      this.#changed();
      if (reply.whole) return;
    }
  }

  async #hello(): Promise<void> {
    const message = { protocol, token: this.#options.token, after: this.#log.upTo, device: this.#device };
    let reply: Reply<Welcome>;
    try {
      reply = await this.#ask((answer) => this.#socket.emit('hello', message, answer));
    } catch {
      // Without an answer the connection is of no use: begin anew.
      if (this.#socket.connected) this.#socket.disconnect().connect();
      return;
    }
    if (isRefusal(reply)) return this.#unwelcome(reply);
    this.#you = reply.you;
    this.#code = reply.code;
    this.#ahead = reply.now - Date.now();
    this.#log.catchUp(reply);
    if (reply.board) this.#board = new Map(Object.entries(reply.board));
    if (!reply.whole) await this.#catchUp();
    this.#connection = 'here';
    this.#reason = undefined;
    this.#outbox.open();
    this.#mirror?.open(reply.streams, reply.heads);
    for (const watched of this.#watched.values()) void this.#follow(watched).catch(() => {});
    this.#changed();
  }

  #unwelcome({ error: { code, message } }: Refusal): void {
    if (code === 'too-fast' || code === 'unavailable') {
      this.#lost(message);
      setTimeout(() => this.#socket.connected && void this.#hello(), 1000 + Math.random() * 1000);
    } else this.#gone(message);
  }

  async #follow(watched: WatchedJournal): Promise<void> {
    for (;;) {
      const after = watched.n;
      const reply = await this.#ask<WatchReply>((answer) =>
        this.#socket.emit('watch', { person: watched.person, after }, answer),
      );
      if (isRefusal(reply)) throw new Error(reply.error.message);
      watched.take({ prev: after, entries: reply.entries });
      if (reply.whole) return;
    }
  }

  #lost(reason: string): void {
    this.#outbox.shut();
    this.#mirror?.shut();
    if (this.#connection === 'gone') return;
    if (this.#connection === 'here') this.#connection = 'away';
    this.#reason = reason;
    this.#changed();
  }

  #gone(reason: string): void {
    this.#connection = 'gone';
    this.#reason = reason;
    this.#outbox.shut();
    this.#mirror?.shut();
    this.#socket.disconnect();
    this.#changed();
  }

  /** Asks the server something. @throws Error when no answer came. */
  #ask<T>(send: (answer: (reply: Reply<T>) => void) => void): Promise<Reply<T>> {
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer);
        this.#socket.off('disconnect', lost);
      };
      const lost = () => {
        done();
        reject(new Error('The connection was lost before the server answered.'));
      };
      const timer = setTimeout(lost, patience);
      if (!this.#socket.connected) return lost();
      this.#socket.on('disconnect', lost);
      send((reply) => {
        done();
        resolve(reply);
      });
    });
  }

  #changed(): void {
    const { events } = this.#log;
    if (events.length > this.#told) {
      const fresh = events.slice(this.#told);
      this.#told = events.length;
      for (const listener of this.#eventListeners) listener(fresh);
    }
    for (const listener of this.#listeners) listener();
  }
}

const byes = {
  removed: 'The instructor has put you out of this room. Your work is kept in this browser.',
  deleted: 'This room was deleted. Your work is kept in this browser.',
  elsewhere: 'You have opened this workshop in another browser, which goes on from here.',
} as const;

/** Some 60 random bits as text; `crypto.randomUUID` is missing on plain http. */
export function randomName(): string {
  return [...crypto.getRandomValues(new Uint32Array(2))]
    .map((word) => word.toString(36).padStart(7, '0'))
    .join('');
}

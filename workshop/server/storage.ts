/** Where rooms are kept: one interface, and one suite of tests for all that implement it (`tests/workshop/storage.ts`). */
import type { RoomEvent } from '../room/events.ts';
import type { JournalEntry, Sequenced, StreamHead } from '../room/messages.ts';

export interface RoomRecord {
  readonly id: string;
  /** What participants join by; unique among the rooms that are there. */
  readonly code: string;
  readonly title: string;
  /** The plan's name. */
  readonly plan: string;
  /** ms since the epoch. */
  readonly createdAt: number;
  /** When the room's data go, ms since the epoch. */
  readonly deleteAt: number;
}

/** An event, and what its act was sent as; empty and 0 for the server's own. */
export type StoredEvent = Sequenced & { readonly event: RoomEvent };

/** A journal's entry, what it was sent as, and where it leaves its stream. */
export type StoredEntry = Sequenced & { readonly entry: JournalEntry; readonly head: StreamHead };

/** Adds to a room's log, whose last number is `expected`. */
export interface EventsWrite {
  readonly kind: 'events';
  readonly room: string;
  readonly expected: number;
  readonly events: readonly StoredEvent[];
}

/** Adds to a participant's journal, whose last number is `expected`. */
export interface EntriesWrite {
  readonly kind: 'entries';
  readonly room: string;
  readonly person: string;
  readonly expected: number;
  readonly entries: readonly StoredEntry[];
  /** Bytes that these entries take. */
  readonly size: number;
}

/** Keeps the grade of a stream in place of the one before. */
export interface GradeWrite {
  readonly kind: 'grade';
  readonly room: string;
  readonly person: string;
  readonly stream: string;
  /** JSON. */
  readonly body: string;
}

export type Write = EventsWrite | EntriesWrite | GradeWrite;

/**
 * `behind`: the room is gone, or somebody else has added since; nothing of this write is stored. Read what is new, and
 * try again.
 */
export type Written = 'stored' | 'behind';

/** What is known of a participant's journal without reading it. */
export interface JournalState {
  /** Number of the last entry. */
  readonly n: number;
  /** Bytes of all entries. */
  readonly size: number;
  readonly heads: readonly StreamHead[];
  /** The last that each client sent, and the number it has. */
  readonly clients: readonly (Sequenced & { readonly n: number })[];
}

export interface Storage {
  /** @returns false when the code is taken. */
  createRoom(room: RoomRecord): Promise<boolean>;
  rooms(): Promise<RoomRecord[]>;
  roomByCode(code: string): Promise<RoomRecord | undefined>;
  room(id: string): Promise<RoomRecord | undefined>;
  /** Deletes a room with all that belongs to it. */
  deleteRoom(id: string): Promise<void>;
  /**
   * Stores writes, in order, in one transaction: what was answered `stored` outlives the process and the machine.
   * @throws Error when nothing could be stored.
   */
  commit(writes: readonly Write[]): Promise<Written[]>;
  /** Events after a number, oldest first. */
  events(room: string, after: number): Promise<StoredEvent[]>;
  /** The last number of each of these rooms; deleted ones are left out. */
  lastNumbers(rooms: readonly string[]): Promise<Map<string, number>>;
  journal(room: string, person: string): Promise<JournalState>;
  /** Entries of a journal after a number, oldest first. */
  entries(
    room: string,
    person: string,
    after: number,
    limit: number,
    stream?: string,
  ): Promise<JournalEntry[]>;
  /** Stream heads of all participants of a room. */
  allHeads(room: string): Promise<(StreamHead & { readonly person: string })[]>;
  grades(room: string): Promise<Pick<GradeWrite, 'person' | 'stream' | 'body'>[]>;
  close(): Promise<void>;
}

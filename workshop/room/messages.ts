/** What goes over the wire. Every message to the server is answered; what is stored is answered once it is stored. */
import type { Envelope } from '../../learner/journal/index.ts';
import type { Act } from './acts.ts';
import type { PersonBoard } from './board.ts';
import type { RoomEvent } from './events.ts';
import type { Who } from './people.ts';

/** Raised when an older page could not speak with a newer server. */
export const protocol = 1;

/** Why a message was refused. The message is a sentence for the one who sent it. */
export interface Refusal {
  readonly error: {
    readonly code:
      /** The token is none, has run out, or its bearer was put out of the room. */
      | 'unauthorized'
      | 'forbidden'
      | 'refused'
      | 'bad-message'
      | 'too-large'
      | 'too-fast'
      | 'ended'
      /** What is sent does not go on from what the server has: look at `heads` and send from there. */
      | 'out-of-step'
      /** The same person works elsewhere since; this page no longer writes. */
      | 'elsewhere'
      /** The server could not store it just now; try again. */
      | 'unavailable';
    readonly message: string;
    readonly heads?: readonly StreamHead[];
  };
}

export type Reply<T> = T | Refusal;

export const isRefusal = (reply: unknown): reply is Refusal =>
  typeof reply === 'object' && reply !== null && 'error' in reply;

/** How far the server has a stream of a participant's journal. */
export interface StreamHead {
  readonly stream: string;
  /** `seq` and `id` of its last envelope; 0 and empty when it has none. */
  readonly lastSeq: number;
  readonly lastId: string;
}

/** One entry of a participant's journal, as their browser wrote it and the server numbered it. */
export type JournalEntry = {
  /** From 1, over all streams of the participant. */
  readonly n: number;
  /** The server's real time, ms since the epoch. */
  readonly at: number;
  readonly stream: string;
} & (
  | { readonly kind: 'append'; readonly envelopes: readonly Envelope[] }
  /** Everything with a `seq` above was taken back. */
  | { readonly kind: 'truncate'; readonly afterSeq: number }
);

export type JournalWrite = {
  readonly stream: string;
} & (
  | { readonly kind: 'append'; readonly envelopes: readonly Envelope[] }
  | { readonly kind: 'truncate'; readonly afterSeq: number }
);

export interface Hello {
  readonly protocol: number;
  readonly token: string;
  /** Number of the last event seen, 0 for none. */
  readonly after: number;
  /** What tells one browser of a person from another; the last to come is the one that writes. */
  readonly device: string;
}

/**
 * The log as one channel brings it. Staff have the channel `staff` with every event; a participant has `crowd` with what
 * all may see, and `me` with their own.
 */
export interface RoomNews {
  readonly channel: 'staff' | 'crowd' | 'me';
  /** Number of the channel's event before the first of these. Who has not seen that one asks `since`. */
  readonly prev: number;
  readonly events: readonly RoomEvent[];
}

/** Where each of one's channels stands: the number of its last event. */
export type Channels = Readonly<Partial<Record<RoomNews['channel'], number>>>;

export interface Welcome {
  readonly you: Who;
  readonly code: string;
  /** The server's clock, ms since the epoch. */
  readonly now: number;
  /** What one may see after `after`, oldest first. */
  readonly events: readonly RoomEvent[];
  readonly channels: Channels;
  /** All that one may see up to this number is in `events` or was seen before. When `whole` is false, ask `since` it. */
  readonly upTo: number;
  readonly whole: boolean;
  /** Streams that are mirrored, and how far the server has them; participants only. */
  readonly streams: readonly string[];
  readonly heads: readonly StreamHead[];
  /** Staff only. */
  readonly board?: Readonly<Record<string, PersonBoard>>;
}

export interface Since {
  readonly after: number;
}
export type SinceReply = Pick<Welcome, 'events' | 'channels' | 'upTo' | 'whole'>;

/** Acts and writes are idempotent by person, client and `seq`. */
export interface Sequenced {
  /** Random, one for each page or process that sends. */
  readonly client: string;
  /** From 1, one more for each. */
  readonly seq: number;
}

export type DoAct = Sequenced & { readonly act: Act };
export type Append = Sequenced & { readonly write: JournalWrite };
export interface Numbered {
  /** The number that it has; the first one, when it was sent before. */
  readonly n: number;
}

export interface Watch {
  readonly person: string;
  /** Number of the last journal entry seen, 0 for none. */
  readonly after: number;
}
export interface WatchReply {
  readonly entries: readonly JournalEntry[];
  /** False when more entries follow: watch again, after the last of these. */
  readonly whole: boolean;
}

/** The ids of a stream as the server has it: `[seq, id]`, oldest first. */
export interface StreamIds {
  readonly ids: readonly (readonly [number, string])[];
}

/** Entries of a journal that is watched; `prev` is the number of the entry before the first. */
export interface JournalNews {
  readonly person: string;
  readonly prev: number;
  readonly entries: readonly JournalEntry[];
}

type Answer<T> = (reply: Reply<T>) => void;

export interface ToServer {
  hello(message: Hello, answer: Answer<Welcome>): void;
  since(message: Since, answer: Answer<SinceReply>): void;
  act(message: DoAct, answer: Answer<Numbered>): void;
  append(message: Append, answer: Answer<Numbered>): void;
  ids(message: { stream: string }, answer: Answer<StreamIds>): void;
  watch(message: Watch, answer: Answer<WatchReply>): void;
  unwatch(message: { person: string }, answer: Answer<object>): void;
}

export interface ToClient {
  room(news: RoomNews): void;
  journal(news: JournalNews): void;
  /** To staff: what has changed, by person. */
  board(changes: Readonly<Record<string, PersonBoard>>): void;
  /** This page has nothing to do here any more: put out, the room deleted, or the same person elsewhere. */
  bye(reason: 'removed' | 'deleted' | 'elsewhere'): void;
}

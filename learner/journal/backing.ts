/**
 * What the journal needs from a place that keeps records: transactions over one table of records, keyed by stream and
 * `seq`, and a list of records set aside. Records are kept as they come, damaged ones too: reading is the store's work.
 */
import type { AsideRecord } from './store.ts';

/** A record as it lies in the table. */
export interface Stored {
  readonly stream: string;
  /** A number in every healthy record; a damaged one may have any key. */
  readonly seq: unknown;
  readonly value: unknown;
}

/** The operations inside one transaction. Await nothing else in there: IndexedDB would close it. */
export interface Transaction {
  /** All records of a stream, in order of `seq`. */
  records(stream: string): Promise<Stored[]>;
  /** All keys of the table. */
  keys(): Promise<Omit<Stored, 'value'>[]>;
  /** The highest number among the `seq` of a stream, or 0. */
  lastSeq(stream: string): Promise<number>;
  put(record: { readonly stream: string; readonly seq: number }): Promise<void>;
  remove(key: Omit<Stored, 'value'>): Promise<void>;
  putAside(record: AsideRecord): Promise<void>;
  asides(): Promise<AsideRecord[]>;
}

/** A place that keeps records. */
export interface Backing {
  readonly kind: 'browser' | 'memory';
  /** Name of the BroadcastChannel on which tabs tell each other of changes; null when no other tab can see them. */
  readonly channel: string | null;
  /** Runs `work` all or nothing; read-write transactions run one after the other, over all tabs. */
  transaction<T>(mode: 'readonly' | 'readwrite', work: (tx: Transaction) => Promise<T>): Promise<T>;
  close(): void;
}

/** Highest `seq` that a healthy record can have; keys above it are damage. */
export const MAX_SEQ = 2 ** 40;

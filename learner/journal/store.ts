/** What every storage of the learner's journal offers, wherever it keeps the events. */
import type { ArchivedStream, Envelope, JournalEvent, Stream } from './envelope.ts';

/** A change that is already stored. */
export interface JournalChange {
  readonly kind: 'appended' | 'truncated' | 'cleared' | 'imported';
  /** The streams whose content changed, archives included. */
  readonly streams: readonly (Stream | ArchivedStream)[];
  /** `here`: through this store. `elsewhere`: in another tab of the same browser. */
  readonly origin: 'here' | 'elsewhere';
}

/** Something that the learner has to know about their stored work. */
export interface JournalNotice {
  readonly code:
    /** Nothing outlives the page: the browser refuses storage. */
    | 'memory-only'
    /** Damaged records were moved aside, the rest was read. */
    | 'set-aside'
    /** Records of a newer version were left where they are, unread. */
    | 'newer-version'
    /** The storage failed while reading or writing. */
    | 'storage-failed';
  /** A full sentence or two for the learner: what happened and what to do. */
  readonly message: string;
}

/** A damaged record, kept as it was found. */
export interface AsideRecord {
  /** When it was set aside, ms since the epoch. */
  readonly at: number;
  /** The stream in which it was found, as far as it can be told. */
  readonly stream: string;
  /** What is wrong with it. */
  readonly reason: string;
  readonly record: unknown;
}

/** A stream that has events. */
export interface StreamSummary {
  readonly stream: Stream | ArchivedStream;
  /** How many entries it holds. */
  readonly count: number;
  /** The highest `seq` in it. */
  readonly lastSeq: number;
}

/** What a truncation did. */
export interface Truncation {
  /** Where the entries went; null when there was nothing to cut. */
  readonly archived: ArchivedStream | null;
  readonly count: number;
}

/** What an import did. */
export interface ImportReport {
  /** Entries that were new and are now stored. */
  readonly added: number;
  /** Entries that were there before, by id. */
  readonly known: number;
  /** Streams that got new entries. */
  readonly streams: readonly (Stream | ArchivedStream)[];
  /** Streams in which both sides had entries of their own: the imported ones now follow the older ones. */
  readonly diverged: readonly (Stream | ArchivedStream)[];
}

/** Stops whatever it was returned for. */
export type Unsubscribe = () => void;

/** The storage of the learner's journal. */
export interface JournalStore {
  /** `browser`: outlives the page (IndexedDB). `memory`: gone with the page. */
  readonly kind: 'browser' | 'memory';

  /**
   * The entries of a stream, in order of `seq`. Never rejects: damaged records are set aside and the learner is told
   * through `onNotice`; a storage that cannot be read gives an empty list and a notice.
   * The type parameter is the caller's own word for its events: the journal checks the envelope, not the event.
   */
  read<E extends JournalEvent = JournalEvent>(stream: Stream | ArchivedStream): Promise<Envelope<E>[]>;

  /**
   * Adds events at the end of a stream, all or none, in one transaction: two tabs never share a `seq`.
   *
   * @returns the stored entries.
   * @throws JournalError `bad-stream`, `bad-event` (not JSON, no `type`), `storage-failed` (quota, closed, refused).
   */
  append<E extends JournalEvent>(stream: Stream, events: readonly E[]): Promise<Envelope<E>[]>;

  /**
   * Cuts off every entry with a `seq` above `afterSeq` (0: all) and keeps them as an archived stream, so that an undo
   * or a reset loses nothing. The next append continues with `afterSeq + 1`.
   *
   * @throws JournalError `bad-stream`, `storage-failed`.
   */
  truncate(stream: Stream, afterSeq: number): Promise<Truncation>;

  /** All streams that hold entries, archives included, sorted by name. Never rejects. */
  streams(): Promise<StreamSummary[]>;

  /** Deletes a stream for good; a live stream takes its archives along. @throws JournalError `storage-failed`. */
  clear(stream: Stream | ArchivedStream): Promise<void>;

  /** Calls the listener after each stored change, of this tab and of others. */
  onChange(listener: (change: JournalChange) => void): Unsubscribe;

  /** Calls the listener with each notice; those given before come at once. */
  onNotice(listener: (notice: JournalNotice) => void): Unsubscribe;

  /** The whole journal as the text of one file (see `transfer.ts`). */
  export(): Promise<string>;

  /**
   * Takes in the text of an exported file: everything is checked first, then merged by event id in one transaction.
   * Importing the same file twice adds nothing the second time.
   *
   * @throws JournalError `bad-file` with a sentence that says what is wrong and what to do; nothing is changed then.
   */
  import(text: string): Promise<ImportReport>;

  /** The damaged records kept aside, oldest first. Never rejects. */
  setAside(): Promise<AsideRecord[]>;

  /** Closes connections and forgets listeners. */
  close(): void;
}

/** Why the journal refused something. Its message is a sentence for the learner. */
export class JournalError extends Error {
  readonly code: 'bad-stream' | 'bad-event' | 'bad-file' | 'storage-failed';

  constructor(code: JournalError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'JournalError';
    this.code = code;
  }
}

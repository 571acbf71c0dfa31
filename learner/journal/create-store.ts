/** The journal's store over any backing. */
import { admit } from './admit.ts';
import type { Backing, Stored, Transaction } from './backing.ts';
import type { ArchivedStream, Envelope, JournalEvent, Stream } from './envelope.ts';
import { archiveOf, ENVELOPE_VERSION, isArchivedStream, isRecord, isStream } from './envelope.ts';
import { importStreams } from './import.ts';
import { nextArchive } from './merge.ts';
import { setAsideBroken } from './repair.ts';
import { createSignal, openChannel } from './signals.ts';
import type { JournalChange, JournalNotice, JournalStore, StreamSummary } from './store.ts';
import { JournalError } from './store.ts';
import { readExport, writeExport } from './transfer.ts';

export interface StoreOptions {
  /** Real time in ms since the epoch. */
  readonly now?: () => number;
  /** What makes this store's event ids unique; random by default. */
  readonly clientId?: string;
  /** What the learner has to know from the start. */
  readonly notices?: readonly JournalNotice[];
}

type AnyStream = Stream | ArchivedStream;

const READ_FAILED =
  'Your saved work could not be read just now. Reload the page; if that does not help, close the other tabs of this course and reload again.';
const WRITE_FAILED =
  'Your last step could not be saved: the browser refused to store it. Free some disk space or close the other tabs of this course, and export your journal to be safe.';

/** 60 random bits as text; `crypto.randomUUID` is missing on plain http. */
function randomClientId(): string {
  const words = crypto.getRandomValues(new Uint32Array(2));
  return [...words].map((word) => word.toString(36).padStart(6, '0').slice(-6)).join('');
}

/** A copy of the events as JSON keeps them, so that every backing and every export holds the same. */
function asJson<E extends JournalEvent>(events: readonly E[]): E[] {
  let copy: unknown;
  try {
    copy = JSON.parse(JSON.stringify(events));
  } catch (cause) {
    throw new JournalError('bad-event', 'An event for the journal cannot be written as JSON.', { cause });
  }
  for (const event of copy as unknown[]) {
    if (!isRecord(event) || typeof event.type !== 'string' || event.type === '') {
      throw new JournalError('bad-event', 'An event for the journal has no `type`.');
    }
  }
  return copy as E[];
}

function requireStream(stream: string, archives = false): void {
  if (isStream(stream) || (archives && isArchivedStream(stream))) return;
  throw new JournalError(
    'bad-stream',
    `"${stream}" names no stream: use "lab:<id>", "check:<bank>" or "site".`,
  );
}

async function summarise(tx: Transaction): Promise<StreamSummary[]> {
  const found = new Map<string, { count: number; lastSeq: number }>();
  for (const { stream, seq } of await tx.keys()) {
    if (!isStream(stream) && !isArchivedStream(stream)) continue;
    const summary = found.get(stream) ?? { count: 0, lastSeq: 0 };
    summary.count += 1;
    if (typeof seq === 'number') summary.lastSeq = Math.max(summary.lastSeq, seq);
    found.set(stream, summary);
  }
  return [...found]
    .map(([stream, { count, lastSeq }]) => ({ stream: stream as AnyStream, count, lastSeq }))
    .sort((a, b) => (a.stream < b.stream ? -1 : 1));
}

/** Builds the store; see `JournalStore` for what it promises. */
export function createStore(backing: Backing, options: StoreOptions = {}): JournalStore {
  const now = options.now ?? Date.now;
  const client = options.clientId ?? randomClientId();
  let counter = 0;
  const changes = createSignal<JournalChange>();
  const notices = createSignal<JournalNotice>(true);
  const channel = openChannel<Omit<JournalChange, 'origin'>>(backing.channel, (change) =>
    changes.emit({ ...change, origin: 'elsewhere' }),
  );
  const changed = (kind: JournalChange['kind'], streams: readonly AnyStream[]): void => {
    if (streams.length === 0) return;
    changes.emit({ kind, streams, origin: 'here' });
    channel.send({ kind, streams });
  };
  const told = new Set<string>();
  const notify = (notice: JournalNotice): void => {
    if (notice.code !== 'set-aside' && told.has(notice.code)) return;
    told.add(notice.code);
    notices.emit(notice);
  };
  options.notices?.forEach(notify);

  /** A transaction that cannot fail: the learner is told instead. */
  const reading = async <T>(work: (tx: Transaction) => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await backing.transaction('readonly', work);
    } catch {
      notify({ code: 'storage-failed', message: READ_FAILED });
      return otherwise;
    }
  };
  const writing = async <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => {
    try {
      return await backing.transaction('readwrite', work);
    } catch (cause) {
      if (cause instanceof JournalError) throw cause;
      notify({ code: 'storage-failed', message: WRITE_FAILED });
      throw new JournalError('storage-failed', WRITE_FAILED, { cause });
    }
  };

  /** Reads records that are there already, mending what has to be mended. */
  const sift = async (records: readonly Stored[]): Promise<Envelope[]> => {
    const { envelopes, broken, newer } = admit(records);
    if (broken.length > 0) notify(await setAsideBroken(backing, broken, now()));
    if (newer > 0) {
      const what = newer === 1 ? 'One step was' : `${newer} steps were`;
      const message = `${what} saved by a newer version of this course and cannot be read here. Reload the page to get the newer version; nothing is lost.`;
      notify({ code: 'newer-version', message });
    }
    return [...envelopes];
  };

  const read = async (stream: AnyStream): Promise<Envelope[]> =>
    sift(await reading((tx) => tx.records(stream), []));

  return {
    kind: backing.kind,
    read: read as JournalStore['read'],
    async append(stream, events) {
      requireStream(stream);
      const copies = asJson(events);
      if (copies.length === 0) return [];
      const at = now();
      const ids = copies.map(() => `${client}-${(counter += 1)}`);
      const envelopes = await writing(async (tx) => {
        const last = await tx.lastSeq(stream);
        const stored = copies.map((event, i) => ({
          v: ENVELOPE_VERSION as typeof ENVELOPE_VERSION,
          stream,
          seq: last + 1 + i,
          id: ids[i]!,
          at,
          event,
        }));
        for (const envelope of stored) await tx.put(envelope);
        return stored;
      });
      changed('appended', [stream]);
      return envelopes;
    },
    async truncate(stream, afterSeq) {
      requireStream(stream);
      const truncation = await writing(async (tx) => {
        const records = await tx.records(stream);
        const cut = records.filter((r) => typeof r.seq === 'number' && r.seq > afterSeq);
        if (cut.length === 0) return { archived: null, count: 0 };
        const keys = await tx.keys();
        const archived = nextArchive(
          stream,
          keys.map((key) => key.stream),
        );
        for (const { seq, value } of cut) {
          await tx.remove({ stream, seq });
          await tx.put({ ...(value as object), stream: archived, seq: seq as number });
        }
        return { archived, count: cut.length };
      });
      if (truncation.archived) changed('truncated', [stream, truncation.archived]);
      return truncation;
    },
    streams: () => reading(summarise, []),
    async clear(stream) {
      requireStream(stream, true);
      const cleared = await writing(async (tx) => {
        const keys = (await tx.keys()).filter(
          (key) => key.stream === stream || archiveOf(key.stream)?.stream === stream,
        );
        for (const key of keys) await tx.remove(key);
        return [...new Set(keys.map((key) => key.stream as AnyStream))];
      });
      changed('cleared', cleared);
    },
    onChange: changes.listen,
    onNotice: notices.listen,
    async export() {
      const streams = new Map<AnyStream, readonly Envelope[]>();
      for (const { stream } of await reading(summarise, [])) {
        const envelopes = await read(stream);
        if (envelopes.length > 0) streams.set(stream, envelopes);
      }
      return writeExport(streams, now());
    },
    async import(text) {
      const incoming = readExport(text);
      const report = await writing((tx) => importStreams(tx, incoming));
      changed('imported', report.streams);
      return report;
    },
    setAside: () => reading((tx) => tx.asides(), []),
    close() {
      changes.clear();
      notices.clear();
      channel.close();
      backing.close();
    },
  };
}

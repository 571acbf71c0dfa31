/** Merging of imported entries into a stream, by event id. Pure. */
import type { ArchivedStream, Envelope, Stream } from './envelope.ts';
import { archiveOf } from './envelope.ts';

export interface Merge {
  /** Entries to store, with their `seq` in the merged stream. */
  readonly add: readonly Envelope[];
  readonly known: number;
  /** Whether both sides had entries that the other lacked. */
  readonly diverged: boolean;
}

/** What is there already: the ids by `seq` (null where a record has no readable id) and the highest `seq`. */
export interface Present {
  readonly idBySeq: ReadonlyMap<number, string | null>;
  readonly lastSeq: number;
}

/**
 * Entries that are there (by id) stay as they are. Where the two sides agree on every place that both have filled, new
 * entries keep their own `seq`, so that they fill the gaps that damaged records left. Otherwise the histories differ,
 * and the new ones follow after the older ones, in their own order.
 */
export function mergeStream(present: Present, incoming: readonly Envelope[]): Merge {
  const ids = new Set(present.idBySeq.values());
  const byId = new Map<string, Envelope>();
  for (const entry of incoming.toSorted((a, b) => a.seq - b.seq)) {
    if (!ids.has(entry.id) && !byId.has(entry.id)) byId.set(entry.id, entry);
  }
  const fresh = [...byId.values()];
  const clash =
    fresh.some((entry) => present.idBySeq.has(entry.seq)) ||
    new Set(fresh.map((e) => e.seq)).size < fresh.length;
  const theirs = new Set(incoming.map((entry) => entry.id));
  return {
    add: clash ? fresh.map((entry, i) => ({ ...entry, seq: present.lastSeq + 1 + i })) : fresh,
    known: incoming.length - fresh.length,
    diverged: fresh.length > 0 && [...ids].some((id) => id !== null && !theirs.has(id)),
  };
}

/**
 * Where an imported archive goes: null when an archive here holds all its entries; its own name when that is free;
 * otherwise the next free number, for two machines may have cut different things under the same number.
 *
 * @param archives the ids in each archive that is here.
 */
export function placeArchive(
  name: ArchivedStream,
  incoming: readonly Envelope[],
  archives: ReadonlyMap<string, ReadonlySet<string>>,
): ArchivedStream | null {
  const origin = archiveOf(name);
  if (!origin) return null;
  const siblings = [...archives].filter(([other]) => archiveOf(other)?.stream === origin.stream);
  if (siblings.some(([, ids]) => incoming.every((entry) => ids.has(entry.id)))) return null;
  return archives.has(name) ? nextArchive(origin.stream, archives.keys()) : name;
}

/** The next free archive name of a stream. */
export function nextArchive(stream: Stream, names: Iterable<string>): ArchivedStream {
  let last = 0;
  for (const name of names) {
    const archive = archiveOf(name);
    if (archive?.stream === stream) last = Math.max(last, archive.number);
  }
  return `archive:${last + 1}:${stream}`;
}

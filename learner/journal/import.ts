/** Merging an exported journal into the stored one, inside one transaction. */
import type { Stored, Transaction } from './backing.ts';
import type { ArchivedStream, Envelope, Stream } from './envelope.ts';
import { isArchivedStream, isRecord } from './envelope.ts';
import { mergeStream, placeArchive, type Present } from './merge.ts';
import type { ImportReport } from './store.ts';

const idOf = (stored: Stored): string | null =>
  isRecord(stored.value) && typeof stored.value.id === 'string' ? stored.value.id : null;

function present(records: readonly Stored[], lastSeq: number): Present {
  const idBySeq = new Map<number, string | null>();
  for (const stored of records) if (typeof stored.seq === 'number') idBySeq.set(stored.seq, idOf(stored));
  return { idBySeq, lastSeq };
}

async function idsByArchive(tx: Transaction): Promise<Map<string, Set<string>>> {
  const names = new Set((await tx.keys()).map((key) => key.stream).filter((name) => isArchivedStream(name)));
  const archives = new Map<string, Set<string>>();
  for (const name of names) {
    const ids = (await tx.records(name)).map(idOf).filter((id) => id !== null);
    archives.set(name, new Set(ids));
  }
  return archives;
}

/** Stores what is new in the given streams. The caller has validated every entry. */
export async function importStreams(
  tx: Transaction,
  incoming: ReadonlyMap<Stream | ArchivedStream, readonly Envelope[]>,
): Promise<ImportReport> {
  const archives = await idsByArchive(tx);
  const report = { added: 0, known: 0, streams: [] as (Stream | ArchivedStream)[], diverged: [] as Stream[] };
  for (const [name, entries] of incoming) {
    const target = isArchivedStream(name) ? placeArchive(name, entries, archives) : name;
    if (target === null) {
      report.known += entries.length;
      continue;
    }
    const merge = mergeStream(present(await tx.records(target), await tx.lastSeq(target)), entries);
    for (const entry of merge.add) await tx.put({ ...entry, stream: target });
    report.added += merge.add.length;
    report.known += merge.known;
    if (merge.add.length > 0) report.streams.push(target);
    if (merge.diverged && !isArchivedStream(target)) report.diverged.push(target);
    if (isArchivedStream(target)) archives.set(target, new Set(entries.map((entry) => entry.id)));
  }
  return report;
}

/** Damaged records that the journal keeps aside: as text, and out of the way. */
import { openDB } from 'idb';
import { DATABASE } from '../../learner/journal/indexeddb-backing.ts';
import type { AsideRecord } from '../../learner/journal/index.ts';

/** A damaged record can hold anything that IndexedDB takes, more than JSON does. */
const plain = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? `${value}n` : value instanceof Map || value instanceof Set ? [...value] : value;

/** A value as indented JSON, as far as JSON goes; its plain text otherwise (a record that contains itself). */
export function asText(value: unknown): string {
  try {
    return JSON.stringify(value, plain, 2) ?? String(value);
  } catch {
    return String(value);
  }
}

/** A value as JSON keeps it; its text where JSON cannot. */
function asJson(value: unknown): unknown {
  const text = asText(value);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The file of records set aside, for whoever is to look into them. */
export function setAsideFile(records: readonly AsideRecord[], now: Date): string {
  const list = records.map(({ at, stream, reason, record }) => ({
    setAsideAt: new Date(at).toISOString(),
    stream,
    reason,
    record: asJson(record),
  }));
  return asText({ format: 'drydock-set-aside', version: 1, exportedAt: now.toISOString(), records: list });
}

/**
 * Deletes the given records, and no others that came since they were listed.
 *
 * @throws DOMException when the browser refuses.
 */
export async function removeSetAside(records: readonly AsideRecord[]): Promise<void> {
  const doomed = new Set(records.map(asText));
  const db = await openDB(DATABASE);
  try {
    if (!db.objectStoreNames.contains('aside')) return;
    const tx = db.transaction('aside', 'readwrite');
    for (let cursor = await tx.store.openCursor(); cursor; cursor = await cursor.continue()) {
      if (doomed.has(asText(cursor.value))) await cursor.delete();
    }
    await tx.done;
  } finally {
    db.close();
  }
}

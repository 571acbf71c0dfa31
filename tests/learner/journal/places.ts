/** The two places that keep a journal, as the tests open them: every rule is proved against both. */
import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import type { JournalStore } from '../../../learner/journal/index.ts';
import { openJournal, openMemoryJournal } from '../../../learner/journal/index.ts';

export type Raw = { readonly stream: string; readonly seq: unknown; readonly [field: string]: unknown };

export interface Place {
  readonly name: string;
  /** Opens a journal in a fresh place that holds the given records, as an earlier visit would have left them. */
  readonly open: (stored?: readonly Raw[]) => Promise<JournalStore>;
}

let databases = 0;
export const freshDatabase = (): string => `test-${(databases += 1)}`;

/** Writes records as they are, past all checks. */
export async function plant(database: string, stored: readonly Raw[]): Promise<void> {
  const first = await openJournal({ database });
  first.close();
  const db = await openDB(database);
  const tx = db.transaction('events', 'readwrite');
  for (const record of stored) void tx.store.put(record);
  await tx.done;
  db.close();
}

let now = 1_760_000_000_000;
const clock = (): number => (now += 1000);
export const startClock = (): void => void (now = 1_760_000_000_000);

export const PLACES: readonly Place[] = [
  {
    name: 'memory',
    open: (stored = []) => openMemoryJournal({ clientId: 'me', now: clock }, stored),
  },
  {
    name: 'browser',
    open: async (stored = []) => {
      const database = freshDatabase();
      if (stored.length > 0) await plant(database, stored);
      return openJournal({ database, clientId: 'me', now: clock });
    },
  },
];

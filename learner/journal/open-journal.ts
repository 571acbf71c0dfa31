/** Opening the journal, wherever the code runs. */
import { createStore, type StoreOptions } from './create-store.ts';
import { DATABASE, indexedDbBacking } from './indexeddb-backing.ts';
import { memoryBacking } from './memory-backing.ts';
import type { Backing } from './backing.ts';
import { moveHome } from './repair.ts';
import type { JournalNotice, JournalStore } from './store.ts';

export interface OpenOptions extends StoreOptions {
  /** Name of the database; the site's own by default. */
  readonly database?: string;
  /** How long to wait for the browser to open it, in ms of real time. */
  readonly timeout?: number;
}

const REFUSED: JournalNotice = {
  code: 'memory-only',
  message:
    'Your browser does not let this page store anything (a private window, or storage is blocked), so your work will be gone when you close the page. Export your journal before you leave, or allow storage and reload.',
};
const NEWER: JournalNotice = {
  code: 'memory-only',
  message:
    'Your saved work belongs to a newer version of this course than this page. Reload the page to get the newer version; until then nothing you do here is saved.',
};

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** A store over a backing, after records of older shapes have moved to where they belong. */
async function start(backing: Backing, options: StoreOptions, first?: JournalNotice): Promise<JournalStore> {
  const notices = first ? [first] : [];
  try {
    const moved = await moveHome(backing, (options.now ?? Date.now)());
    if (moved) notices.push(moved);
  } catch {
    // The first reading will fail likewise and say so.
  }
  return createStore(backing, { ...options, notices });
}

/** A journal that keeps nothing beyond the page or the process. */
export function openMemoryJournal(
  options: StoreOptions = {},
  initial: Parameters<typeof memoryBacking>[0] = [],
): Promise<JournalStore> {
  return start(memoryBacking(initial), options);
}

/**
 * Opens the journal in the browser's storage; when the browser refuses, one in memory that tells the learner so
 * (`onNotice`). Never rejects.
 */
export async function openJournal(options: OpenOptions = {}): Promise<JournalStore> {
  const { database = DATABASE, timeout = 5000, ...rest } = options;
  try {
    return await start(await within(timeout, indexedDbBacking(database)), rest);
  } catch (error) {
    const newer = error instanceof Error && error.name === 'VersionError';
    return start(memoryBacking(), rest, newer ? NEWER : REFUSED);
  }
}

let shared: Promise<JournalStore> | undefined;

/** The page's one journal, opened at the first call: islands on a page share it. */
export function pageJournal(): Promise<JournalStore> {
  return (shared ??= openJournal());
}

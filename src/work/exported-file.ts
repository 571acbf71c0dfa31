/** Files to and from the learner's disk. */
import { type ImportReport, type JournalStore, MAX_IMPORT_BYTES } from '../../learner/journal/index.ts';
import { openMemoryJournal } from '../../learner/journal/index.ts';

/** `drydock-work-2026-11-21.json`: the day as the learner's own calendar has it. */
export function fileName(what: 'work' | 'set-aside', now: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `drydock-${what}-${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}.json`;
}

/**
 * The text of a file. Of one that is too large for a journal, only as much is read as it takes to have the journal
 * refuse it: the rest could fill the memory.
 *
 * @throws Error with a sentence for the learner when it cannot be read (a folder, or gone since it was chosen).
 */
export async function textOf(file: File): Promise<string> {
  // 4: a byte order mark of three bytes is dropped, and one byte more than the most is needed.
  const part = file.size > MAX_IMPORT_BYTES ? file.slice(0, MAX_IMPORT_BYTES + 4) : file;
  try {
    return await part.text();
  } catch (cause) {
    throw new Error('The browser could not read it: choose a file, not a folder. Nothing was changed.', {
      cause,
    });
  }
}

/**
 * What an import would do, found by doing it to a copy in memory.
 *
 * @returns null when there is no telling, because the journal is too large for a copy.
 * @throws JournalError `bad-file` as the import itself would.
 */
export async function tryImport(store: JournalStore, text: string): Promise<ImportReport | null> {
  const copy = await openMemoryJournal();
  try {
    const mine = await store.export();
    if (new Blob([mine]).size <= MAX_IMPORT_BYTES) await copy.import(mine);
    else return null;
    return await copy.import(text);
  } finally {
    copy.close();
  }
}

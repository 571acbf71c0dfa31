/** Somebody's journal, as one looks over their shoulder: it grows as they work. */
import type { Envelope } from '../../learner/journal/index.ts';
import type { JournalEntry, JournalNews } from '../room/messages.ts';
import { takeEntry } from '../room/streams.ts';

export class WatchedJournal {
  readonly person: string;
  /** The streams as they stand. */
  readonly streams = new Map<string, Envelope[]>();
  readonly #listeners = new Set<(entries: readonly JournalEntry[]) => void>();
  #n = 0;

  constructor(person: string) {
    this.person = person;
  }

  /** Number of the last entry taken. */
  get n(): number {
    return this.#n;
  }

  subscribe(listener: (entries: readonly JournalEntry[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @returns false when something before is missing; then nothing is taken. */
  take({ prev, entries }: Pick<JournalNews, 'prev' | 'entries'>): boolean {
    if (prev > this.#n) return false;
    const fresh = entries.filter(({ n }) => n > this.#n);
    for (const entry of fresh) {
      takeEntry(this.streams, entry);
      this.#n = entry.n;
    }
    if (fresh.length > 0) for (const listener of this.#listeners) listener(fresh);
    return true;
  }
}

import type { JournalStore, Stream } from '../journal/index.ts';
import { isBenchEvent, type BenchEvent } from './events.ts';

/** Whether the learner's work is kept. Always true to the fact. */
export type SavedState = { is: 'saved' } | { is: 'saving' } | { is: 'not saved'; reason: string };

/**
 * A bench's events and their place in the learner's journal. Events are written in order; what could not be written is
 * tried again with the next event.
 */
export class Ledger {
  readonly #store: JournalStore;
  readonly #stream: Stream;
  readonly #changed: () => void;
  /** Another tab wrote in between: what is stored is not what this bench has folded. */
  readonly #overtaken: () => void;
  #events: BenchEvent[] = [];
  /** The stored events' places in the stream; events beyond are not stored yet. */
  #seqs: number[] = [];
  /** Events at the end that wait for the learner's first act. */
  #held = false;
  #writing: Promise<void> | undefined;
  #saved: SavedState = { is: 'saved' };

  constructor(from: { store: JournalStore; stream: Stream; changed: () => void; overtaken: () => void }) {
    this.#store = from.store;
    this.#stream = from.stream;
    this.#changed = from.changed;
    this.#overtaken = from.overtaken;
  }

  get events(): readonly BenchEvent[] {
    return this.#events;
  }

  /** Nothing but the beginning is there, and it is not stored yet. */
  get held(): boolean {
    return this.#held;
  }

  get saved(): SavedState {
    return this.#saved;
  }

  /** Reads the stream anew; events that could not be written stay at the end. @returns false when it cannot be folded. */
  async read(): Promise<boolean> {
    const envelopes = await this.#store.read(this.#stream);
    const unsaved = this.#held ? [] : this.#events.slice(this.#seqs.length);
    this.#held = false;
    if (!envelopes.every(({ event }) => isBenchEvent(event))) return false;
    this.#seqs = envelopes.map(({ seq }) => seq);
    this.#events = [...envelopes.map(({ event }) => event as BenchEvent), ...unsaved];
    return true;
  }

  /** Adds events that are stored together with the next ones only: a bench that nobody touches leaves no trace. */
  hold(events: readonly BenchEvent[]): void {
    this.#held = true;
    this.#events.push(...events);
  }

  append(events: readonly BenchEvent[]): void {
    this.#held = false;
    this.#events.push(...events);
    void this.idle();
  }

  /** Resolves when everything is written, or could not be. */
  idle(): Promise<void> {
    if (this.#held) return Promise.resolve();
    return (this.#writing ??= this.#write().finally(() => (this.#writing = undefined)));
  }

  async #write(): Promise<void> {
    while (this.#seqs.length < this.#events.length) {
      this.#say({ is: 'saving' });
      const expected = (this.#seqs.at(-1) ?? 0) + 1;
      try {
        const envelopes = await this.#store.append(this.#stream, this.#events.slice(this.#seqs.length));
        this.#seqs.push(...envelopes.map(({ seq }) => seq));
        if (envelopes[0]!.seq !== expected) this.#overtaken();
      } catch (error) {
        this.#say({ is: 'not saved', reason: error instanceof Error ? error.message : String(error) });
        return;
      }
    }
    this.#say(
      this.#store.kind === 'browser'
        ? { is: 'saved' }
        : {
            is: 'not saved',
            reason: 'This browser keeps nothing for this page: your work is gone when you close it.',
          },
    );
  }

  /** Drops the events after the first `length`; the journal keeps them as an archive. */
  async cut(length: number): Promise<void> {
    await this.idle();
    if (length < this.#seqs.length) await this.#store.truncate(this.#stream, this.#seqs[length - 1] ?? 0);
    this.#events.length = length;
    this.#seqs.length = Math.min(length, this.#seqs.length);
    this.#changed();
  }

  #say(saved: SavedState): void {
    this.#saved = saved;
    this.#changed();
  }
}

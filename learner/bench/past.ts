import type { Checkpoints } from './checkpoints.ts';
import type { BenchEvent } from './events.ts';
import { take, type Standing } from './standing.ts';

/**
 * The bench as it was at some moment, to be looked at. Going forward folds on from where it stands; going back starts
 * from the checkpoint before.
 */
export class Past {
  readonly #checkpoints: Checkpoints;
  readonly #journal: readonly BenchEvent[];
  #length: number;
  #standing: Standing;
  #at: number;

  /** @param at ms of virtual time. */
  constructor(checkpoints: Checkpoints, journal: readonly BenchEvent[], at: number) {
    this.#checkpoints = checkpoints;
    this.#journal = journal;
    this.#length = lengthAt(journal, at);
    this.#standing = checkpoints.glance(this.#length, journal);
    this.#at = at;
    this.#wind();
  }

  get at(): number {
    return this.#at;
  }

  /** How many events of the journal lie before. */
  get length(): number {
    return this.#length;
  }

  get standing(): Standing {
    return this.#standing;
  }

  go(at: number): void {
    const length = lengthAt(this.#journal, at);
    if (at < this.#at) this.#standing = this.#checkpoints.glance(length, this.#journal);
    else
      for (let index = this.#length; index < length; index++)
        take(this.#standing, this.#journal[index]!, false);
    this.#length = length;
    this.#at = at;
    this.#wind();
  }

  /** Between two events of the journal, what fell due by itself has happened too. */
  #wind(): void {
    const { world } = this.#standing;
    if (this.#at > world.now) world.apply({ type: 'clock', at: this.#at });
  }
}

/** How many events of a journal have happened at `at`. Its times never go back but where two tabs wrote at once. */
function lengthAt(journal: readonly BenchEvent[], at: number): number {
  let low = 0;
  let high = journal.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (journal[middle]!.at <= at) low = middle + 1;
    else high = middle;
  }
  // What happened at the very beginning is there at any time.
  return Math.max(low, Math.min(1, journal.length));
}

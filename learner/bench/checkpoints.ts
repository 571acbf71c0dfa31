import type { Chronicle } from './chronicle.ts';
import type { BenchEvent } from './events.ts';
import type { Lab } from './lab.ts';
import { createStanding, restore, save, take, type Saved, type Standing } from './standing.ts';

/** A saved standing every so many events keeps undo and scrubbing quick. */
export const spacing = 20;

/** Saved standings along a journal. They live in memory only: what is stored is the journal, and only the journal. */
export class Checkpoints {
  readonly #lab: Lab;
  #saved: { length: number; saved: Saved }[] = [];

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** To be told now and then: `length` is how many events `standing` has taken. */
  note(length: number, standing: Standing): void {
    if (length - (this.#saved.at(-1)?.length ?? 0) >= spacing)
      this.#saved.push({ length, saved: save(standing) });
  }

  /** Forgets what was saved beyond the first `length` events. */
  forgetAfter(length: number): void {
    this.#saved = this.#saved.filter((one) => one.length <= length);
  }

  /**
   * The standing after the first `length` events of `journal`, from which the bench goes on; what was saved beyond is
   * forgotten, and so is what `chronicle` has beyond.
   */
  standingAt(length: number, journal: readonly BenchEvent[], chronicle: Chronicle): Standing {
    this.forgetAfter(length);
    const from = this.#saved.at(-1);
    chronicle.cut(from?.length ?? 0);
    const standing = from
      ? restore(this.#lab, from.saved, chronicle.watch)
      : createStanding(this.#lab, chronicle.watch);
    for (let index = from?.length ?? 0; index < length; index++) {
      chronicle.event = index;
      take(standing, journal[index]!);
      this.note(index + 1, standing);
    }
    return standing;
  }

  /** The standing after the first `length` events, to be looked at: it ticks no steps, and nothing is forgotten. */
  glance(length: number, journal: readonly BenchEvent[]): Standing {
    const from = this.#saved.findLast((one) => one.length <= length);
    const standing = from ? restore(this.#lab, from.saved) : createStanding(this.#lab);
    for (let index = from?.length ?? 0; index < length; index++) take(standing, journal[index]!, false);
    return standing;
  }
}

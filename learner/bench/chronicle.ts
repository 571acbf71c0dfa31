import type { Notice } from '../../simulator/index.ts';

/** Something that the world told of. */
export interface Happening {
  /** ms of virtual time. */
  at: number;
  /** Place in the bench's journal of the event that led to it. */
  event: number;
  notice: Notice;
}

/** All that the world has told of along the bench's journal, oldest first: what timeline, API log and charts draw. */
export class Chronicle {
  readonly #happenings: Happening[] = [];
  readonly #cut = new Set<(length: number) => void>();
  /** Place in the journal of the event that is being taken. */
  event = 0;

  get happenings(): readonly Happening[] {
    return this.#happenings;
  }

  /** To be given to `World.observe`. */
  readonly watch = (notice: Notice): void => {
    // An answer may hold parts of the state, which goes on changing: what was answered is kept as it was.
    const kept = notice.kind === 'call' ? { ...notice, reply: copyOf(notice.reply) } : notice;
    this.#happenings.push({ at: notice.at, event: this.event, notice: kept });
  };

  /** Forgets what came of the journal's events from the `length`th on. */
  cut(length: number): void {
    let end = this.#happenings.length;
    while (end > 0 && this.#happenings[end - 1]!.event >= length) end--;
    this.#happenings.length = end;
    for (const listener of this.#cut) listener(end);
  }

  /** Calls `listener` with the number of happenings that are left whenever some are forgotten. */
  onCut(listener: (length: number) => void): () => void {
    this.#cut.add(listener);
    return () => this.#cut.delete(listener);
  }
}

function copyOf<Reply>(reply: Reply): Reply {
  return JSON.parse(JSON.stringify(reply)) as Reply;
}

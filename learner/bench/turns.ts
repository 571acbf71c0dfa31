/** One thing after the other: acts at a bench wait for each other. */
export class Turns {
  readonly #before: () => Promise<void>;
  #last: Promise<unknown> = Promise.resolve();

  /** @param before is carried out at the beginning of each turn. */
  constructor(before: () => Promise<void>) {
    this.#before = before;
  }

  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      await this.#before();
      return work();
    });
    this.#last = turn.catch(() => {});
    return turn;
  }

  /** The turn that was asked for last. */
  get last(): Promise<unknown> {
    return this.#last;
  }
}

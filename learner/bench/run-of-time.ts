/** A tab that slept does not make the clock jump: no tick counts for more, in ms of real time. */
const longestTick = 1000;
/** Time that passes by itself is written down at most this often, in ms of real time. */
const flushEvery = 1000;

/** How real time becomes virtual time while the clock runs. */
export class RunOfTime {
  #playing = false;
  #speed = 1;
  #sinceFlush = 0;
  /** How far the clock has run on since the world's last event, in ms of virtual time. */
  #ahead = 0;

  get playing(): boolean {
    return this.#playing;
  }

  /** Virtual ms for each real ms. */
  get speed(): number {
    return this.#speed;
  }

  get ahead(): number {
    return this.#ahead;
  }

  /** Time that has passed is due to be written down. */
  get flushIsDue(): boolean {
    return this.#sinceFlush >= flushEvery;
  }

  start(speed: number): void {
    this.#playing = true;
    this.#speed = speed;
  }

  stop(): void {
    this.#playing = false;
  }

  /** @param realMs ms since the last tick. */
  pass(realMs: number): void {
    const passing = Math.min(Math.max(0, realMs), longestTick);
    this.#ahead += passing * this.#speed;
    this.#sinceFlush += passing;
  }

  /** The world has caught up with the clock. */
  caughtUp(): void {
    this.#ahead = 0;
  }

  /** Something happened that should be written down at the next tick. */
  hurry(): void {
    this.#sinceFlush = flushEvery;
  }

  flushed(): void {
    this.#sinceFlush = 0;
  }
}

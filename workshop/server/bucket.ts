import type { Rate } from '../room/limits.ts';

/** A token bucket: so many a second, and some saved up. */
export class Bucket {
  readonly #rate: Rate;
  #left: number;
  #at: number;

  constructor(rate: Rate, now: number) {
    this.#rate = rate;
    this.#left = rate.burst;
    this.#at = now;
  }

  /** @param now ms, on any clock. @returns false when there is none left. */
  take(now: number): boolean {
    this.#left = Math.min(this.#rate.burst, this.#left + ((now - this.#at) / 1000) * this.#rate.perSecond);
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }

  /** It is full again: nothing need be remembered. */
  isFull(now: number): boolean {
    return this.#left + ((now - this.#at) / 1000) * this.#rate.perSecond >= this.#rate.burst;
  }
}

/** Buckets by key, such as an address; those that are full again are forgotten. */
export class Buckets {
  readonly #rate: Rate;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  take(key: string, now: number): boolean {
    if (this.#buckets.size > 10_000)
      for (const [each, bucket] of this.#buckets) if (bucket.isFull(now)) this.#buckets.delete(each);
    let bucket = this.#buckets.get(key);
    if (!bucket) this.#buckets.set(key, (bucket = new Bucket(this.#rate, now)));
    return bucket.take(now);
  }
}

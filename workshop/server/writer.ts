/** Gathers the writes of a tick into one transaction: many acts cost one sync of the disk. */
import type { Storage, Write, Written } from './storage.ts';

interface Waiting {
  readonly write: Write;
  resolve(written: Written): void;
  reject(error: Error): void;
}

/** So many writes go into one transaction at most. */
const most = 500;

export class Writer {
  readonly #storage: Storage;
  #waiting: Waiting[] = [];
  #running = false;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** @returns when the write is stored. @throws Error when it could not be; nothing of it is stored then. */
  put(write: Write): Promise<Written> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ write, resolve, reject });
      if (this.#running) return;
      this.#running = true;
      // After all that has come in on this turn of the event loop.
      setImmediate(() => void this.#run());
    });
  }

  /** Resolves when nothing waits. */
  async idle(): Promise<void> {
    while (this.#running) await new Promise((resolve) => setImmediate(resolve));
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, most);
      try {
        const written = await this.#storage.commit(batch.map(({ write }) => write));
        for (const [index, { resolve }] of batch.entries()) resolve(written[index]!);
      } catch (error) {
        for (const { reject } of batch) reject(error as Error);
      }
      if (this.#waiting.length > 0) await new Promise((resolve) => setImmediate(resolve));
    }
    this.#running = false;
  }
}

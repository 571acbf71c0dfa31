/** Grading as the server asks for it: gathered, one stream after the other, in a thread of its own. */
import { Worker } from 'node:worker_threads';
import type { Envelope } from '../../../learner/journal/index.ts';
import type { Job, Result } from './jobs.ts';
import type { LabRecord } from './lab.ts';

/** A stream to be graded on. */
export interface Graded {
  readonly key: string;
  readonly stream: string;
  /** Reads the whole stream. */
  read(): Promise<readonly Envelope[]>;
  /** What was graded before. */
  base(): LabRecord | undefined;
  /** Ids of the lab's steps that are closed now, sorted. */
  closed(): readonly string[];
  /** Called with each grade. */
  done(result: Exclude<Result, { kind: 'whole' }>): void;
}

interface Pending {
  readonly graded: Graded;
  from: number;
  envelopes: Envelope[];
}

export interface GradersOptions {
  /** Folded worlds that are kept in memory. */
  readonly worlds?: number;
  /** What is added to a stream is gathered for so long, in ms. */
  readonly gather?: number;
  /** A stream that takes longer than this cannot be graded, in ms. */
  readonly longest?: number;
}

export class Graders {
  readonly #options: Required<GradersOptions>;
  readonly #pending = new Map<string, Pending>();
  /** Streams on which the thread did not come back, until they begin anew. */
  readonly #hopeless = new Set<string>();
  #worker: Worker | undefined;
  /** The thread has loaded what it needs, or has ended. */
  #ready: Promise<void> = Promise.resolve();
  #answer: ((result: Result) => void) | undefined;
  #running: Promise<void> | undefined;
  #id = 0;
  #closed = false;

  constructor({ worlds = 48, gather = 120, longest = 15_000 }: GradersOptions = {}) {
    this.#options = { worlds, gather, longest };
  }

  /** Envelopes were added after the one with `seq` `from`. */
  added(graded: Graded, from: number, envelopes: readonly Envelope[]): void {
    if (this.#hopeless.has(graded.key)) return;
    const pending = this.#pending.get(graded.key);
    if (pending && (pending.envelopes.length > 0 || pending.from > 0)) pending.envelopes.push(...envelopes);
    else if (!pending) this.#pending.set(graded.key, { graded, from, envelopes: [...envelopes] });
    this.#go();
  }

  /** A stream has to be graded from its beginning, or from what is known of it. */
  anew(graded: Graded): void {
    this.#hopeless.delete(graded.key);
    this.#pending.set(graded.key, { graded, from: 0, envelopes: [] });
    this.#go();
  }

  /** How many streams wait. */
  get size(): number {
    return this.#pending.size;
  }

  /** Resolves when nothing waits to be graded. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#pending.clear();
    await this.#worker?.terminate();
  }

  #go(): void {
    if (this.#closed) return;
    this.#running ??= this.#run().finally(() => (this.#running = undefined));
  }

  async #run(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, this.#options.gather));
    while (!this.#closed) {
      const [next] = this.#pending;
      if (!next) return;
      const [key, { graded, from, envelopes }] = next;
      this.#pending.delete(key);
      try {
        let result = from > 0 ? await this.#ask(graded, from, envelopes) : undefined;
        if (!result || result.kind === 'whole') {
          const whole = await graded.read();
          // What came in the meantime is in there.
          const later = this.#pending.get(key);
          if (later && later.from > 0) this.#pending.delete(key);
          if (later && later.from > 0) this.#later(later, whole);
          result = await this.#ask(graded, 0, whole, graded.base());
        }
        if (result.kind !== 'whole') graded.done(result);
      } catch (error) {
        if (this.#closed) return;
        this.#hopeless.add(key);
        graded.done({
          id: 0,
          kind: 'failed',
          reason: error instanceof Error ? error.message : String(error),
        });
      }
    }
  }

  /** What of a pending job the whole stream does not hold yet. */
  #later({ graded, envelopes }: Pending, whole: readonly Envelope[]): void {
    const last = whole.at(-1)?.seq ?? 0;
    const rest = envelopes.filter(({ seq }) => seq > last);
    if (rest.length > 0) this.#pending.set(graded.key, { graded, from: last, envelopes: rest });
  }

  async #ask(
    graded: Graded,
    from: number,
    envelopes: readonly Envelope[],
    base?: LabRecord,
  ): Promise<Result> {
    const worker = (this.#worker ??= this.#start());
    // A thread that still loads the simulator is not one that does not come back.
    await this.#ready;
    const job: Job = {
      id: ++this.#id,
      key: graded.key,
      stream: graded.stream,
      from,
      envelopes,
      closed: graded.closed(),
      at: Date.now(),
      ...(base ? { base } : {}),
    };
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        // It folds something without end: begin with a new thread, and leave this stream alone.
        this.#worker = undefined;
        void worker.terminate();
        reject(new Error('Grading it took too long.'));
      }, this.#options.longest);
      this.#answer = (result) => {
        if (result.id !== job.id) return;
        clearTimeout(timer);
        resolve(result);
      };
      worker.once('error', (error) => {
        clearTimeout(timer);
        if (this.#worker === worker) this.#worker = undefined;
        reject(error);
      });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
      worker.postMessage(job);
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL('thread.ts', import.meta.url), {
      workerData: { worlds: this.#options.worlds },
      // A hostile journal can fill its own world, not the machine.
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    });
    worker.setMaxListeners(0);
    this.#ready = new Promise((resolve) => {
      worker.once('message', () => resolve());
      worker.once('exit', () => resolve());
    });
    worker.on('message', (result: Result | 'ready') => {
      if (result !== 'ready') this.#answer?.(result);
    });
    worker.unref();
    return worker;
  }
}

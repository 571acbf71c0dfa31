import type { Call, Journal, JournalEvent, Notice, Reply } from './journal.ts';
import { Queue, type Effect, type Entry } from './queue.ts';
import { createRandom, type Random } from './random.ts';
import { decode, encode } from './snapshot.ts';

/** What the kernel lends to those who act on a state. */
export interface Context {
  /** ms of virtual time since the world began. */
  readonly now: number;
  /** The same moment as ms since 1970. */
  readonly date: number;
  readonly random: Random;
  /** Has `effect` carried out `delay` ms of virtual time from now; a delay below zero counts as zero. */
  schedule(delay: number, effect: Effect): void;
  notice(notice: Notice): void;
}

/** What a kind of world is made of: its state, what calls do to it, and what falls due in it. */
export interface Definition<State> {
  create(context: Context): State;
  /** Answers a call. It must not throw, and must leave the state alone when it answers an error. */
  answer(state: State, call: Call, context: Context): Reply;
  /** By effect type. A reaction must cope with a subject that has gone or moved on since. */
  reactions: Readonly<Record<string, (state: State, effect: Effect, context: Context) => void>>;
  /** What the world itself makes of a notice. It comes in the midst of a change: it may only schedule effects. */
  watch?(state: State, notice: Notice, context: Context): void;
}

export interface WorldOptions {
  /** Any text; equal seeds give equal worlds. */
  seed?: string;
  /** The moment at which virtual time begins, in ms since 1970. */
  startsAt?: number;
}

interface Saved<State> {
  version: 1;
  seed: string;
  startsAt: number;
  now: number;
  random: readonly number[];
  queue: { entries: Entry[]; order: number };
  state: State;
}

/** A new world begins here when nobody says otherwise. */
export const defaultStart = Date.UTC(2026, 0, 5, 9, 0, 0);

/**
 * A simulated world: a state, a virtual clock, an event queue and a seeded random generator.
 * Synchronous and deterministic. Time passes only through `apply`.
 */
export class World<State> {
  readonly seed: string;
  readonly startsAt: number;
  readonly #definition: Definition<State>;
  readonly #random: Random;
  readonly #queue: Queue;
  readonly #context: Context;
  readonly #listeners = new Set<(notice: Notice) => void>();
  readonly #state: State;
  #now = 0;

  constructor(definition: Definition<State>, from: WorldOptions | { snapshot: string } = {}) {
    const saved = 'snapshot' in from ? decode<Saved<State>>(from.snapshot) : undefined;
    const options: WorldOptions = 'snapshot' in from ? {} : from;
    this.#definition = definition;
    this.seed = saved?.seed ?? options.seed ?? 'drydock';
    this.startsAt = saved?.startsAt ?? options.startsAt ?? defaultStart;
    this.#random = createRandom(saved ? { state: saved.random } : { seed: this.seed });
    this.#queue = new Queue(saved?.queue.entries, saved?.queue.order);
    this.#now = saved?.now ?? 0;
    // oxlint-disable-next-line typescript/no-this-alias, unicorn/no-this-assignment -- the getters below read the world's own clock
    const world = this;
    this.#context = {
      get now() {
        return world.#now;
      },
      get date() {
        return world.startsAt + world.#now;
      },
      random: this.#random,
      schedule: (delay, effect) => this.#queue.push(this.#now + Math.max(0, Math.round(delay)), effect),
      notice: (notice) => {
        definition.watch?.(this.#state, notice, this.#context);
        for (const listener of this.#listeners) listener(notice);
      },
    };
    this.#state = saved?.state ?? definition.create(this.#context);
  }

  /** ms of virtual time since the world began. */
  get now(): number {
    return this.#now;
  }

  /** The state, to be read; only `apply` changes it. */
  get state(): Readonly<State> {
    return this.#state;
  }

  /** When the next thing falls due, in ms of virtual time; undefined when nothing is waiting. */
  get next(): number | undefined {
    return this.#queue.next();
  }

  /**
   * Takes one event of the journal: winds the clock to its time, carrying out what falls due on the way, then acts.
   * @throws RangeError when the event lies in the past: a world goes back only by folding a shorter journal anew.
   */
  apply(event: JournalEvent): Reply {
    this.#windTo(event.at);
    if (event.type === 'clock') return { ok: true, output: {} };
    const reply = this.#definition.answer(this.#state, event.call, this.#context);
    this.#context.notice({ kind: 'call', at: this.#now, call: event.call, reply });
    return reply;
  }

  /** Tells `listener` of all that happens from now on; returns what ends it. */
  observe(listener: (notice: Notice) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The whole world as text, from which it goes on exactly as it would have. */
  snapshot(): string {
    const saved: Saved<State> = {
      version: 1,
      seed: this.seed,
      startsAt: this.startsAt,
      now: this.#now,
      random: this.#random.state(),
      queue: this.#queue.save(),
      state: this.#state,
    };
    return encode(saved);
  }

  #windTo(at: number): void {
    if (!Number.isFinite(at) || at < this.#now) {
      throw new RangeError(
        `The clock stands at ${this.#now} ms and cannot go to ${at} ms: fold a shorter journal instead.`,
      );
    }
    for (let entry = this.#queue.due(at); entry; entry = this.#queue.due(at)) {
      this.#now = entry.at;
      this.#definition.reactions[entry.effect.type]?.(this.#state, entry.effect, this.#context);
    }
    this.#now = at;
  }
}

/** Folds a journal into a world. */
export function fold<State>(
  definition: Definition<State>,
  journal: Journal,
  options?: WorldOptions,
): World<State> {
  const world = new World(definition, options);
  for (const event of journal) world.apply(event);
  return world;
}

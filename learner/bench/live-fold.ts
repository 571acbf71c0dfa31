import type { Reply } from '../../simulator/index.ts';
import type { JournalStore, Stream, Unsubscribe } from '../journal/index.ts';
import { Checkpoints } from './checkpoints.ts';
import { Chronicle } from './chronicle.ts';
import { CommandLine } from './command-line.ts';
import type { BenchEvent, ClockEvent } from './events.ts';
import type { Lab } from './lab.ts';
import { Ledger } from './ledger.ts';
import { RunOfTime } from './run-of-time.ts';
import { beginEvent, createStanding, take, type Standing } from './standing.ts';
import { Turns } from './turns.ts';

/**
 * The journal of a bench and where it leads to, kept together: the standing is always the fold of the events. Acts are
 * carried out one after the other; what another tab has written is folded first.
 */
export class LiveFold {
  readonly lab: Lab;
  readonly store: JournalStore;
  readonly ledger: Ledger;
  readonly chronicle = new Chronicle();
  readonly time = new RunOfTime();
  readonly turns = new Turns(async () => {
    if (this.#stale) await this.fold();
  });
  checkpoints: Checkpoints;
  standing: Standing;
  line: CommandLine;
  /** A sentence for the learner about what was found at opening. */
  notice: string | undefined;
  readonly #changed: () => void;
  /** Another standing has come in place of the old one. */
  readonly #replaced: () => void;
  readonly #stop: Unsubscribe;
  #stale = false;
  /** The events of the act that is going on. */
  #act: BenchEvent[] | undefined;
  /** Time that has passed by itself and is not written down yet. */
  #passed: ClockEvent | undefined;

  constructor(from: { lab: Lab; store: JournalStore; changed: () => void; replaced: () => void }) {
    const { lab, store } = from;
    this.lab = lab;
    this.store = store;
    this.#changed = from.changed;
    this.#replaced = from.replaced;
    const stream: Stream = `lab:${lab.id}`;
    this.checkpoints = new Checkpoints(lab);
    this.standing = createStanding(lab, this.chronicle.watch);
    this.line = this.#newLine();
    this.ledger = new Ledger({ store, stream, changed: this.#changed, overtaken: () => this.#outdated() });
    this.#stop = store.onChange(({ streams, origin, kind }) => {
      if (streams.includes(stream) && (origin === 'elsewhere' || kind === 'imported' || kind === 'cleared'))
        this.#outdated();
    });
  }

  /** An act is going on, or the journal has to be folded anew. */
  get busy(): boolean {
    return this.#act !== undefined || this.#stale;
  }

  get acting(): boolean {
    return this.#act !== undefined;
  }

  /** The present, in ms of virtual time. */
  get now(): number {
    const { now } = this.standing.world;
    return Math.max(now, Math.round(now + this.time.ahead));
  }

  /** Carries out one act, and stores what it led to. */
  async perform<T>(work: () => Promise<T>): Promise<T> {
    this.flush();
    this.#act = [];
    try {
      return await work();
    } finally {
      this.ledger.append(this.#endAct());
      this.checkpoints.note(this.ledger.events.length, this.standing);
    }
  }

  /** Takes one event of the act that is going on. */
  take(event: BenchEvent): Reply | undefined {
    this.chronicle.event = this.ledger.events.length + (this.#act?.length ?? 0);
    const reply = take(this.standing, event);
    this.time.caughtUp();
    this.#act?.push(event);
    return reply;
  }

  /** Lets the world catch up with the clock. */
  pass(): void {
    this.#passed = { type: 'clock', at: this.now, act: 'play' };
    this.chronicle.event = this.ledger.events.length;
    take(this.standing, this.#passed);
    this.time.caughtUp();
  }

  /** Writes down the time that has passed by itself. */
  flush(): void {
    this.time.flushed();
    if (!this.#passed) return;
    const passed = this.#passed;
    this.#passed = undefined;
    this.ledger.append([passed]);
  }

  /** Writes down how late it is. */
  keep(): void {
    if (this.#act || this.ledger.held || !this.standing.begun) return;
    if (this.now > this.standing.world.now) this.pass();
    this.flush();
  }

  /** Goes back to how things stood after the first `length` events; the others go into the archive. */
  async backTo(length: number): Promise<void> {
    await this.ledger.cut(length);
    this.#stand(this.checkpoints.standingAt(length, this.ledger.events, this.chronicle));
  }

  /** Takes `events` in place of those after the first `length`, which go into the archive. */
  async goOnWith(length: number, events: readonly BenchEvent[]): Promise<void> {
    await this.ledger.cut(length);
    this.ledger.append(events);
    await this.ledger.idle();
    this.checkpoints.forgetAfter(length);
    const all = this.ledger.events;
    this.#stand(this.checkpoints.standingAt(all.length, all, this.chronicle));
  }

  /** Folds the stored journal, or begins a new one. A journal that cannot be folded is put aside. */
  async fold(): Promise<void> {
    await this.ledger.idle();
    this.#stale = false;
    this.#passed = undefined;
    this.checkpoints = new Checkpoints(this.lab);
    try {
      if (!(await this.ledger.read())) throw new Error('The journal holds events of another version.');
      const { events } = this.ledger;
      this.#stand(this.checkpoints.standingAt(events.length, events, this.chronicle));
    } catch {
      await this.#putAside();
    }
    if (!this.standing.begun) await this.#begin();
    this.#changed();
  }

  /** Resolves when everything that was begun is carried out and written. */
  async idle(): Promise<void> {
    let turn;
    do {
      turn = this.turns.last;
      await turn;
      await this.ledger.idle();
      // Writing may have shown that another tab was first, and the journal is folded anew.
    } while (turn !== this.turns.last);
  }

  close(): void {
    this.keep();
    this.#stop();
  }

  #outdated(): void {
    this.#stale = true;
    void this.turns.take(async () => {}).catch(() => {});
  }

  async #putAside(): Promise<void> {
    this.checkpoints = new Checkpoints(this.lab);
    this.chronicle.cut(0);
    this.#stand(createStanding(this.lab, this.chronicle.watch));
    try {
      const { archived } = await this.store.truncate(`lab:${this.lab.id}`, 0);
      this.notice = `The saved work of this lab could not be read, so the lab starts anew. The old work is kept${archived ? ` as ${archived}` : ''}: export your journal to look at it.`;
    } catch (error) {
      this.notice = `The saved work of this lab could not be read, and nothing new can be saved: ${error instanceof Error ? error.message : String(error)}`;
    }
    await this.ledger.read();
  }

  /** The lab's beginning is stored with the first act, not before. */
  async #begin(): Promise<void> {
    const begin = beginEvent(this.lab);
    this.chronicle.event = 0;
    take(this.standing, begin);
    this.ledger.hold([begin]);
    for (const line of this.lab.start ?? []) {
      this.#act = [];
      await this.line.run(line, 'begin');
      this.ledger.hold(this.#endAct());
    }
  }

  #stand(standing: Standing): void {
    this.standing = standing;
    this.time.caughtUp();
    this.line = this.#newLine();
    this.#replaced();
  }

  #endAct(): BenchEvent[] {
    const events = this.#act ?? [];
    this.#act = undefined;
    return events;
  }

  #newLine(): CommandLine {
    // oxlint-disable-next-line typescript/no-this-alias, unicorn/no-this-assignment -- the getters read the fold
    const fold = this;
    return new CommandLine({
      get standing() {
        return fold.standing;
      },
      get now() {
        return fold.now;
      },
      get acting() {
        return fold.acting;
      },
      take: (event) => fold.take(event),
    });
  }
}

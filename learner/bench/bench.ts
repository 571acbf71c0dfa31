import type { Cloud, Reply } from '../../simulator/index.ts';
import type { Output } from '../../shell/index.ts';
import type { JournalStore, Stream, Unsubscribe } from '../journal/index.ts';
import { beforeLastAct, lastAct } from './acts.ts';
import { Checkpoints } from './checkpoints.ts';
import { CommandLine } from './command-line.ts';
import type { BenchEvent, ClockEvent } from './events.ts';
import type { Lab, Missing, Step } from './lab.ts';
import { Ledger, type SavedState } from './ledger.ts';
import { beginEvent, createStanding, take, type Standing } from './standing.ts';
import { viewOf, type Command } from './view.ts';

export interface BenchOptions {
  lab: Lab;
  store: JournalStore;
}

export interface StepState {
  step: Step;
  /** Virtual time at which the goal was first met, in ms. */
  reachedAt: number | undefined;
  missing: Missing[];
}

/** Time that passes by itself is written down at most this often, in ms of real time. */
const flushEvery = 1000;
/** A tab that slept does not make the clock jump: no tick counts for more, in ms of real time. */
const longestTick = 1000;

/**
 * A lab's bench: a simulated cloud, a shell and files over one journal. All that the learner does is an act; acts are
 * carried out one after the other and stored whole.
 */
export class Bench {
  readonly lab: Lab;
  readonly #store: JournalStore;
  readonly #ledger: Ledger;
  readonly #listeners = new Set<() => void>();
  readonly #stop: Unsubscribe;
  #checkpoints: Checkpoints;
  #standing: Standing;
  #line: CommandLine;
  #notice: string | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #stale = false;
  /** The events of the act that is going on. */
  #act: BenchEvent[] | undefined;
  #playing = false;
  #speed = 1;
  /** How far the clock has run on since the world's last event, in ms of virtual time. */
  #ahead = 0;
  #passed: ClockEvent | undefined;
  #sinceFlush = 0;
  #steps: { events: number; at: number; states: StepState[] } | undefined;

  private constructor({ lab, store }: BenchOptions) {
    this.lab = lab;
    this.#store = store;
    const stream: Stream = `lab:${lab.id}`;
    this.#checkpoints = new Checkpoints(lab);
    this.#standing = createStanding(lab);
    this.#line = this.#newLine();
    this.#ledger = new Ledger({
      store,
      stream,
      changed: () => this.#emit(),
      overtaken: () => this.#outdated(),
    });
    this.#stop = store.onChange(({ streams, origin, kind }) => {
      if (streams.includes(stream) && (origin === 'elsewhere' || kind === 'imported' || kind === 'cleared'))
        this.#outdated();
    });
  }

  /** Opens a lab's bench where the learner left it. A journal that cannot be folded is kept aside; see `notice`. */
  static async open(options: BenchOptions): Promise<Bench> {
    const bench = new Bench(options);
    await bench.#queue(() => bench.#fold());
    return bench;
  }

  /** The simulated cloud, to be read. */
  get world(): Cloud {
    return this.#standing.world;
  }

  get region(): string {
    return this.#standing.region;
  }

  get files(): ReadonlyMap<string, string> {
    return this.#standing.files;
  }

  get commands(): readonly Command[] {
    return this.#standing.commands;
  }

  get cwd(): string {
    return this.#standing.cwd;
  }

  get journal(): readonly BenchEvent[] {
    return this.#ledger.events;
  }

  get saved(): SavedState {
    return this.#ledger.saved;
  }

  /** A sentence for the learner about what was found at opening; undefined when all is well. */
  get notice(): string | undefined {
    return this.#notice;
  }

  get playing(): boolean {
    return this.#playing;
  }

  /** Virtual ms for each real ms while the clock runs. */
  get speed(): number {
    return this.#speed;
  }

  /** What the clock shows, in ms of virtual time. */
  get now(): number {
    return Math.max(this.world.now, Math.round(this.world.now + this.#ahead));
  }

  /** What undo would take back, in a few words. */
  get undoable(): string | undefined {
    return lastAct(this.#ledger.events);
  }

  /** The steps as they stand. What a step still misses is worked out anew after each event. */
  get steps(): readonly StepState[] {
    const events = this.#ledger.events.length;
    if (this.#steps?.events !== events || this.#steps.at !== this.world.now) {
      const view = viewOf(this.#view());
      const states = this.lab.steps.map((step) => {
        const reachedAt = this.#standing.reached.get(step.id);
        return { step, reachedAt, missing: reachedAt === undefined ? step.goal(view) : [] };
      });
      this.#steps = { events, at: this.world.now, states };
    }
    return this.#steps.states;
  }

  /** How things stand, for those who compare. */
  get standing(): Readonly<Standing> {
    return this.#standing;
  }

  subscribe(listener: () => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Runs a command line; the outputs come whole when it has ended. Never rejects. */
  run(line: string, options: { signal?: AbortSignal } = {}): Promise<Output> {
    return this.#queue(async () => {
      const output = await this.#perform(() => this.#line.run(line, 'command', options));
      this.#emit();
      return output;
    });
  }

  /** Saves a file of the editor. */
  saveFile(path: string, content: string): Promise<void> {
    return this.#queue(async () => {
      if (this.files.get(path) === content) return;
      await this.#perform(async () => {
        this.#take({ type: 'file', at: this.now, path, content, act: 'edit' });
      });
      await this.#line.copy(path, content);
      this.#emit();
    });
  }

  /** Winds the clock forward. @param ms virtual time, above 0. */
  wind(ms: number): Promise<void> {
    return this.#turnClock('wind', () => this.now + ms);
  }

  /** Winds the clock to the next moment at which something happens. @returns false when nothing is waiting. */
  async windToNext(): Promise<boolean> {
    if (this.world.next === undefined) return false;
    await this.#turnClock('next', () => Math.max(this.now, this.world.next ?? this.now));
    return true;
  }

  play(speed: number = this.#speed): void {
    this.#playing = true;
    this.#speed = speed;
    this.#emit();
  }

  pause(): void {
    this.#playing = false;
    this.keep();
    this.#emit();
  }

  /**
   * Real time has passed. While the clock runs, virtual time follows; the journal hears of it when something fell due.
   * @param realMs ms since the last tick.
   */
  tick(realMs: number): void {
    if (!this.#playing || this.#act || this.#stale) return;
    const passing = Math.min(Math.max(0, realMs), longestTick);
    this.#ahead += passing * this.#speed;
    this.#sinceFlush += passing;
    if ((this.world.next ?? Infinity) <= this.now) {
      const before = this.#standing.reached.size;
      this.#passed = { type: 'clock', at: this.now, act: 'play' };
      take(this.#standing, this.#passed);
      this.#ahead = 0;
      if (this.#standing.reached.size > before) this.#sinceFlush = flushEvery;
      this.#emit();
    }
    if (this.#sinceFlush >= flushEvery) this.#flush();
  }

  /** Writes down how late it is, as before the page goes away. */
  keep(): void {
    if (this.#act || this.#ledger.held || !this.#begun()) return;
    if (this.now > this.world.now) {
      this.#passed = { type: 'clock', at: this.now, act: 'play' };
      take(this.#standing, this.#passed);
      this.#ahead = 0;
    }
    this.#flush();
  }

  /** Takes the last act back. @returns false when there is nothing to take back. */
  undo(): Promise<boolean> {
    return this.#queue(async () => {
      this.#playing = false;
      this.#flush();
      const length = beforeLastAct(this.#ledger.events);
      if (length === undefined) return false;
      await this.#ledger.cut(length);
      this.#stand(this.#checkpoints.standingAt(length, this.#ledger.events));
      this.#emit();
      return true;
    });
  }

  /** Starts the lab anew. The old journal is kept as an archive. */
  reset(): Promise<void> {
    return this.#queue(async () => {
      await this.#ledger.cut(0);
      await this.#fold();
    });
  }

  /** How a command line can go on at the cursor. It leaves no trace in the journal. */
  async complete(line: string, cursor: number): Promise<{ from: number; options: string[] }> {
    const shell = await this.#line.open();
    return shell.complete(line, cursor);
  }

  /** Loads the shell, so that the first command need not wait for it. */
  async prepare(): Promise<void> {
    await this.#line.open();
  }

  /** Resolves when everything that was begun is carried out and written. */
  async idle(): Promise<void> {
    let turn;
    do {
      turn = this.#turn;
      await turn;
      await this.#ledger.idle();
      // Writing may have shown that another tab was first, and the journal is folded anew.
    } while (turn !== this.#turn);
  }

  close(): void {
    this.keep();
    this.#stop();
    this.#listeners.clear();
  }

  #emit(): void {
    for (const listener of this.#listeners) listener();
  }

  /** One after the other; a journal that another tab has changed is folded first. */
  #queue<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(async () => {
      if (this.#stale) await this.#fold();
      return work();
    });
    this.#turn = turn.catch(() => {});
    return turn;
  }

  #outdated(): void {
    this.#stale = true;
    void this.#queue(async () => {}).catch(() => {});
  }

  #begun(): boolean {
    return this.#standing.begun;
  }

  #view() {
    return { world: this.world, region: this.region, files: this.files, commands: this.commands };
  }

  /** Folds the stored journal, or begins a new one. */
  async #fold(): Promise<void> {
    await this.#ledger.idle();
    this.#stale = false;
    this.#passed = undefined;
    this.#checkpoints = new Checkpoints(this.lab);
    try {
      if (!(await this.#ledger.read())) throw new Error('The journal holds events of another version.');
      this.#stand(this.#checkpoints.standingAt(this.#ledger.events.length, this.#ledger.events));
    } catch {
      await this.#putAside();
    }
    if (!this.#begun()) await this.#begin();
    this.#emit();
  }

  async #putAside(): Promise<void> {
    this.#checkpoints = new Checkpoints(this.lab);
    this.#stand(createStanding(this.lab));
    try {
      const { archived } = await this.#store.truncate(`lab:${this.lab.id}`, 0);
      this.#notice = `The saved work of this lab could not be read, so the lab starts anew. The old work is kept${archived ? ` as ${archived}` : ''}: export your journal to look at it.`;
    } catch (error) {
      this.#notice = `The saved work of this lab could not be read, and nothing new can be saved: ${error instanceof Error ? error.message : String(error)}`;
    }
    await this.#ledger.read();
  }

  /** The lab's beginning is stored with the first act, not before. */
  async #begin(): Promise<void> {
    const begin = beginEvent(this.lab);
    take(this.#standing, begin);
    this.#ledger.hold([begin]);
    for (const line of this.lab.start ?? []) {
      this.#act = [];
      await this.#line.run(line, 'begin');
      this.#ledger.hold(this.#endAct());
    }
  }

  #stand(standing: Standing): void {
    this.#standing = standing;
    this.#ahead = 0;
    this.#line = this.#newLine();
    this.#steps = undefined;
  }

  /** Carries out one act, and stores what it led to. */
  async #perform<T>(work: () => Promise<T>): Promise<T> {
    this.#flush();
    this.#act = [];
    try {
      return await work();
    } finally {
      this.#ledger.append(this.#endAct());
      this.#checkpoints.note(this.#ledger.events.length, this.#standing);
    }
  }

  #endAct(): BenchEvent[] {
    const events = this.#act ?? [];
    this.#act = undefined;
    return events;
  }

  #newLine(): CommandLine {
    // oxlint-disable-next-line typescript/no-this-alias, unicorn/no-this-assignment -- the getters read the bench
    const bench = this;
    return new CommandLine({
      get standing() {
        return bench.#standing;
      },
      get now() {
        return bench.now;
      },
      get acting() {
        return bench.#act !== undefined;
      },
      take: (event) => bench.#take(event),
    });
  }

  #take(event: BenchEvent): Reply | undefined {
    const reply = take(this.#standing, event);
    this.#ahead = 0;
    this.#act?.push(event);
    return reply;
  }

  #turnClock(kind: 'wind' | 'next', to: () => number): Promise<void> {
    return this.#queue(async () => {
      await this.#perform(async () => {
        this.#take({ type: 'clock', at: to(), act: kind });
      });
      this.#emit();
    });
  }

  #flush(): void {
    this.#sinceFlush = 0;
    if (!this.#passed) return;
    const passed = this.#passed;
    this.#passed = undefined;
    this.#ledger.append([passed]);
  }
}

import {
  identifyKey,
  learner,
  restoreCloud,
  type Call,
  type Cloud,
  type Reply,
} from '../../simulator/index.ts';
import type { Answer } from '../../simulator/images/answer.ts';
import { callerOf, type CommandLineCaller } from '../../shell/aws/caller.ts';
import type { Output } from '../../shell/index.ts';
import { isPowerShell } from '../../shell/prompt.ts';
import type { JournalStore, Unsubscribe } from '../journal/index.ts';
import { beforeLastAct, lastAct } from './acts.ts';
import type { Chronicle } from './chronicle.ts';
import type { BenchEvent } from './events.ts';
import { nextOfInterest } from './interest.ts';
import type { Lab } from './lab.ts';
import type { SavedState } from './ledger.ts';
import { adopt, branch, follow, readLines, type Line } from './lines.ts';
import { LiveFold } from './live-fold.ts';
import { Past } from './past.ts';
import type { Standing } from './standing.ts';
import { StepBook, type StepState } from './step-book.ts';
import type { Command } from './view.ts';

export interface BenchOptions {
  lab: Lab;
  store: JournalStore;
}

/**
 * A lab's bench: a simulated cloud, a shell and files over one journal. All that the learner does is an act; acts are
 * carried out one after the other and stored whole. While the learner looks at the past, what the bench shows is the
 * past, and whatever is done leads back to the present first.
 */
export class Bench {
  readonly lab: Lab;
  readonly #live: LiveFold;
  readonly #steps = new StepBook();
  readonly #listeners = new Set<() => void>();
  #past: Past | undefined;

  private constructor({ lab, store }: BenchOptions) {
    this.lab = lab;
    this.#live = new LiveFold({
      lab,
      store,
      changed: () => this.#emit(),
      replaced: () => {
        this.#past = undefined;
        this.#steps.forget();
      },
    });
  }

  /** Opens a lab's bench where the learner left it. A journal that cannot be folded is kept aside; see `notice`. */
  static async open(options: BenchOptions): Promise<Bench> {
    const bench = new Bench(options);
    await bench.#live.turns.take(() => bench.#live.fold());
    return bench;
  }

  /** The simulated cloud, to be read. */
  get world(): Cloud {
    return this.#shown.world;
  }

  get region(): string {
    return this.#shown.region;
  }

  get files(): ReadonlyMap<string, string> {
    return this.#shown.files;
  }

  get commands(): readonly Command[] {
    return this.#shown.commands;
  }

  get cwd(): string {
    return this.#shown.cwd;
  }

  /** Whether the command line is in PowerShell. */
  get inPowerShell(): boolean {
    return isPowerShell(this.#shown.env);
  }

  /** Who the command line calls AWS as. */
  get caller(): CommandLineCaller {
    const { env = {}, files, world } = this.#shown;
    const date = world.startsAt + world.now;
    return callerOf(
      env,
      (path) => files.get(path),
      (key) => identifyKey(world.state, key, date),
    );
  }

  get journal(): readonly BenchEvent[] {
    return this.#live.ledger.events;
  }

  /** All that has happened in the world, also what lies after the past that is looked at. */
  get chronicle(): Pick<Chronicle, 'happenings' | 'onCut'> {
    return this.#live.chronicle;
  }

  get saved(): SavedState {
    return this.#live.ledger.saved;
  }

  /** A sentence for the learner about what was found at opening; undefined when all is well. */
  get notice(): string | undefined {
    return this.#live.notice;
  }

  get playing(): boolean {
    return this.#live.time.playing;
  }

  /** Virtual ms for each real ms while the clock runs. */
  get speed(): number {
    return this.#live.time.speed;
  }

  /** What the clock shows, in ms of virtual time. */
  get now(): number {
    return this.#past?.at ?? this.present;
  }

  /** The present, wherever the learner looks, in ms of virtual time. */
  get present(): number {
    return this.#live.now;
  }

  /** The moment that the learner looks at, in ms of virtual time; undefined in the present. */
  get past(): number | undefined {
    return this.#past?.at;
  }

  /** What undo would take back, in a few words. */
  get undoable(): string | undefined {
    return lastAct(this.journal);
  }

  /** The steps as they stand. What a step still misses is worked out anew after each event. */
  get steps(): readonly StepState[] {
    return this.#steps.read(
      this.#shown,
      this.#past?.length ?? this.journal.length,
      this.#live.standing.reached,
    );
  }

  /** How things stand, for those who compare. */
  get standing(): Readonly<Standing> {
    return this.#live.standing;
  }

  /** What a visitor on the internet would get from `url` now. Nothing changes by it. */
  visit(url: string): Answer {
    const copy = restoreCloud(this.world.snapshot());
    const call: Call = {
      service: 'http',
      operation: 'Get',
      input: { url },
      region: this.region,
      principal: '',
    };
    const reply = copy.apply({ type: 'call', at: copy.now, call });
    return reply.ok ? (reply.output as Answer) : { kind: 'unknown host' };
  }

  subscribe(listener: () => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Runs a command line; the outputs come whole when it has ended. Never rejects. */
  run(line: string, options: { signal?: AbortSignal } = {}): Promise<Output> {
    return this.#act(() => this.#live.line.run(line, 'command', options));
  }

  /** Makes one call to the cloud in the learner's name, as a form of the console does. */
  send(call: Pick<Call, 'service' | 'operation' | 'input'>): Promise<Reply> {
    return this.#act(async () => {
      const whole = { ...call, region: this.region, principal: learner };
      return this.#live.take({ type: 'call', at: this.present, call: whole, act: 'console' })!;
    });
  }

  /** Saves a file of the editor. In the past there is nothing to save. */
  saveFile(path: string, content: string): Promise<void> {
    return this.#writeFiles([[path, content]]);
  }

  /** Deletes a file, the shell's too. One that is not there stays away. In the past there is nothing to delete. */
  removeFile(path: string): Promise<void> {
    return this.#writeFiles([[path, undefined]]);
  }

  /** Gives a file another name; a file of that name is replaced. In the past there is nothing to rename. */
  renameFile(from: string, to: string): Promise<void> {
    const content = this.files.get(from);
    if (content === undefined || from === to) return Promise.resolve();
    return this.#writeFiles([
      [to, content],
      [from, undefined],
    ]);
  }

  /** Writes and removes files in one act. */
  #writeFiles(files: [path: string, content: string | undefined][]): Promise<void> {
    if (this.#past) return Promise.resolve();
    return this.#change(async () => {
      const changed = files.filter(([path, content]) => this.files.get(path) !== content);
      if (changed.length === 0) return;
      await this.#live.perform(async () => {
        for (const [index, [path, content]] of changed.entries()) {
          const last = index === changed.length - 1 ? { act: 'edit' as const } : {};
          const written = content === undefined ? {} : { content };
          this.#live.take({ type: 'file', at: this.present, path, ...written, ...last });
        }
      });
      for (const [path, content] of changed) await this.#live.line.copy(path, content);
    });
  }

  /** Winds the clock forward. @param ms virtual time, above 0. */
  wind(ms: number): Promise<void> {
    return this.#turnClock('wind', () => this.present + ms);
  }

  /** Winds the clock to the next moment at which something falls due. @returns false when nothing is waiting. */
  async windToNext(): Promise<boolean> {
    if (this.#live.standing.world.next === undefined) return false;
    await this.#turnClock('next', () =>
      Math.max(this.present, this.#live.standing.world.next ?? this.present),
    );
    return true;
  }

  /** Winds the clock to the next moment at which something happens that one can see. @returns false when there is none. */
  async windToInterest(): Promise<boolean> {
    const at = nextOfInterest(this.#live.standing.world);
    if (at === undefined) return false;
    await this.#turnClock('next', () => Math.max(this.present, at));
    return true;
  }

  play(speed: number = this.speed): void {
    this.#past = undefined;
    this.#live.time.start(speed);
    this.#emit();
  }

  pause(): void {
    this.#live.time.stop();
    this.keep();
    this.#emit();
  }

  /**
   * Real time has passed. While the clock runs, virtual time follows; the journal hears of it when something fell due.
   * @param realMs ms since the last tick.
   */
  tick(realMs: number): void {
    const { time, standing } = this.#live;
    if (!this.playing || this.#live.busy) return;
    time.pass(realMs);
    if ((standing.world.next ?? Infinity) <= this.present) {
      const before = standing.reached.size;
      this.#live.pass();
      if (standing.reached.size > before) time.hurry();
      this.#emit();
    }
    if (time.flushIsDue) this.#live.flush();
  }

  /** Writes down how late it is, as before the page goes away. */
  keep(): void {
    this.#live.keep();
  }

  /** Takes the last act back. @returns false when there is nothing to take back. */
  undo(): Promise<boolean> {
    return this.#change(async () => {
      this.#live.time.stop();
      this.#live.flush();
      const length = beforeLastAct(this.journal);
      if (length === undefined) return false;
      await this.#live.backTo(length);
      return true;
    });
  }

  /** Starts the lab anew. The old journal is kept as an archive. */
  reset(): Promise<void> {
    return this.#change(async () => {
      await this.#live.ledger.cut(0);
      await this.#live.fold();
    });
  }

  /** Looks at the bench as it was; the clock stops. At or after the present, looks at the present. @param at ms of virtual time. */
  look(at: number): void {
    if (this.#live.acting || at >= this.present) return this.lookAway();
    if (this.playing) this.pause();
    if (this.#past) this.#past.go(Math.max(0, at));
    else this.#past = new Past(this.#live.checkpoints, this.journal, Math.max(0, at));
    this.#emit();
  }

  /** Back to the present. */
  lookAway(): void {
    if (!this.#past) return;
    this.#past = undefined;
    this.#emit();
  }

  /** Goes on from the moment that the learner looks at. What came after it is kept as a line named `name`. */
  async branch(name: string): Promise<void> {
    const past = this.#past;
    if (past) await this.#change(() => branch(this.#live, past, name));
  }

  /** The courses of events that were left for others, oldest first. */
  lines(): Promise<Line[]> {
    return readLines(this.#live.store, this.lab.id);
  }

  /** Goes back to a line; what is left for it is kept as a line named `name`. */
  follow(line: Line, name: string): Promise<void> {
    return this.#change(() => follow(this.#live, line, name));
  }

  /**
   * Takes a whole journal in place of this one, which is kept as a line named `name`.
   * @throws Error when the journal is not one of this lab.
   */
  adopt(journal: readonly BenchEvent[], name: string): Promise<void> {
    return this.#change(() => adopt(this.#live, journal, name));
  }

  /** How a command line can go on at the cursor. It leaves no trace in the journal. */
  async complete(line: string, cursor: number): Promise<{ from: number; options: string[] }> {
    const shell = await this.#live.line.open();
    return shell.complete(line, cursor);
  }

  /** Loads the shell, so that the first command need not wait for it. */
  async prepare(): Promise<void> {
    await this.#live.line.open();
  }

  /** Resolves when everything that was begun is carried out and written. */
  idle(): Promise<void> {
    return this.#live.idle();
  }

  close(): void {
    this.#live.close();
    this.#listeners.clear();
  }

  /** What the learner sees: the present, or the past. */
  get #shown(): Standing {
    return this.#past?.standing ?? this.#live.standing;
  }

  #emit(): void {
    for (const listener of this.#listeners) listener();
  }

  /** A turn that changes something: it happens in the present. */
  #change<T>(work: () => Promise<T>): Promise<T> {
    return this.#live.turns.take(async () => {
      this.#past = undefined;
      try {
        return await work();
      } finally {
        this.#emit();
      }
    });
  }

  #act<T>(work: () => Promise<T>): Promise<T> {
    return this.#change(() => this.#live.perform(work));
  }

  #turnClock(kind: 'wind' | 'next', to: () => number): Promise<void> {
    return this.#act(async () => {
      this.#live.take({ type: 'clock', at: to(), act: kind });
    });
  }
}

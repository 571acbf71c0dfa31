/** Grades a participant's lab: folds their stream and ticks off steps, as their own bench does. */
import {
  foldBench,
  type BenchEvent,
  type Lab,
  type LabView,
  type Standing,
  viewOf,
} from '../../../learner/bench/index.ts';
import { isBenchEvent } from '../../../learner/bench/events.ts';
import { take } from '../../../learner/bench/standing.ts';
import type { Envelope } from '../../../learner/journal/index.ts';
import type { FaultGrade, LabGrade } from '../../room/board.ts';
import { roomEventOf } from '../../room/duty.ts';

/** What is kept of a graded lab: enough to go on from. */
export interface LabRecord {
  /** The last envelope that was graded. */
  readonly seq: number;
  readonly id: string;
  readonly lab: LabGrade;
  readonly faults: Readonly<Record<string, FaultGrade>>;
  /** Ids of the steps that were closed then, if any, sorted. */
  readonly closed?: readonly string[];
}

/** Which steps of a lab the instructor has closed. */
export interface Gate {
  /** Their ids, sorted. */
  readonly closed: readonly string[];
  /** When that was so, in ms since the epoch. */
  readonly at: number;
}

/** Acts that are tries at a step. */
const tries: ReadonlySet<string> = new Set(['command', 'edit', 'console']);

export class LabGrading {
  readonly #lab: Lab;
  readonly #standing: Standing;
  #seq = 0;
  #id = '';
  readonly #reached = new Map<string, number>();
  #step: string | undefined;
  #missing: string | undefined;
  #since = 0;
  #tries = 0;
  #lastAt = 0;
  readonly #faults = new Map<string, FaultGrade>();
  /** Steps that the instructor has closed: not counted, and nobody is at them. */
  #closed: readonly string[] = [];
  /** What was counted before stays counted while its step is closed. */
  readonly #counted: ReadonlySet<string>;

  /**
   * @param stream what is graded from the beginning
   * @param base its grade up to an envelope of the stream: nothing is graded anew up to there
   * @param gate the steps that are closed now
   */
  constructor(
    lab: Lab,
    stream: readonly Envelope[],
    base?: LabRecord,
    { closed, at: now }: Gate = { closed: [], at: 0 },
  ) {
    this.#lab = lab;
    this.#closed = closed;
    this.#counted = new Set(Object.keys(base?.lab.reached ?? {}));
    this.#standing = foldBench(lab, []);
    const at = base ? stream.findIndex(({ seq, id }) => seq === base.seq && id === base.id) : -1;
    if (base && at >= 0) {
      for (const { event } of stream.slice(0, at + 1))
        if (isBenchEvent(event)) take(this.#standing, event, false);
      this.#goOnFrom(base);
      this.close({ closed, at: now });
    }
    this.take(stream.slice(at + 1));
  }

  /** The last envelope that was graded. */
  get seq(): number {
    return this.#seq;
  }

  /** Takes what was added to the stream. @throws Error when the journal cannot be folded. */
  take(envelopes: readonly Envelope[]): void {
    for (const { seq, id, at, event } of envelopes) {
      if (isBenchEvent(event)) this.#event(event, at);
      this.#seq = seq;
      this.#id = id;
    }
  }

  /** When other steps are closed than before, what stands already may count now. */
  close({ closed, at }: Gate): void {
    if (String(closed) === String(this.#closed)) return;
    this.#closed = closed;
    if (this.#standing.begun) this.#tick(viewOf(this.#standing), at);
  }

  get record(): LabRecord {
    const lab: LabGrade = {
      reached: Object.fromEntries(this.#reached),
      ...(this.#step === undefined ? {} : { step: this.#step }),
      ...(this.#missing === undefined ? {} : { missing: this.#missing }),
      since: this.#since,
      tries: this.#tries,
      lastAt: this.#lastAt,
    };
    return {
      seq: this.#seq,
      id: this.#id,
      lab,
      faults: Object.fromEntries(this.#faults),
      ...(this.#closed.length > 0 ? { closed: this.#closed } : {}),
    };
  }

  #goOnFrom({ seq, id, lab, faults, closed = [] }: LabRecord): void {
    this.#closed = closed;
    this.#seq = seq;
    this.#id = id;
    for (const [step, at] of Object.entries(lab.reached)) {
      this.#reached.set(step, at);
      this.#standing.reached.set(step, this.#standing.world.now);
    }
    this.#step = lab.step;
    this.#missing = lab.missing;
    this.#since = lab.since;
    this.#tries = lab.tries;
    this.#lastAt = lab.lastAt;
    for (const [n, fault] of Object.entries(faults)) this.#faults.set(n, fault);
  }

  #event(event: BenchEvent, at: number): void {
    if (event.type === 'begin' && !this.#standing.begun) this.#since = at;
    take(this.#standing, event, false);
    if (event.type === 'call') {
      const n = roomEventOf(event.call);
      if (n !== undefined) this.#faults.set(String(n), { at });
    }
    if (!event.act) return;
    this.#lastAt = at;
    const view = viewOf(this.#standing);
    this.#tick(view, at, tries.has(event.act));
    this.#bear(view, at);
  }

  #tick(view: LabView, at: number, isTry = false): void {
    const { reached } = this.#standing;
    let first: { step: string; missing: string } | undefined;
    for (const step of this.#lab.steps) {
      if (reached.has(step.id)) continue;
      if (this.#closed.includes(step.id) && !this.#counted.has(step.id)) continue;
      const missing = step.goal(view);
      if (missing.length === 0) {
        reached.set(step.id, view.now);
        this.#reached.set(step.id, at);
      } else if (!step.optional) first ??= { step: step.id, missing: missing[0]!.is };
    }
    if (first?.step !== this.#step) {
      this.#since = at;
      this.#tries = 0;
    } else if (first?.missing !== this.#missing) this.#tries = 0;
    else if (isTry) this.#tries++;
    this.#step = first?.step;
    this.#missing = first?.missing;
  }

  /** Looks how the cloud bears the faults that the room has brought. */
  #bear(view: LabView, at: number): void {
    const open = [...this.#faults].filter(([, { recoveredAt }]) => recoveredAt === undefined);
    if (open.length === 0) return;
    const well = isWell(view);
    for (const [n, fault] of open) {
      if (!well) this.#faults.set(n, { hurtAt: at, ...fault });
      else if (fault.hurtAt !== undefined) this.#faults.set(n, { ...fault, recoveredAt: at });
    }
  }
}

interface Described {
  services?: { desiredCount?: number; runningCount?: number; deployments?: { rolloutState?: string }[] }[];
}

/** Whether every service runs as many tasks as it should, and no deployment has failed. */
export function isWell(view: LabView): boolean {
  const { clusterArns = [] } = view.call<{ clusterArns?: string[] }>('ecs', 'ListClusters') ?? {};
  return clusterArns.every((cluster) => {
    const { serviceArns = [] } =
      view.call<{ serviceArns?: string[] }>('ecs', 'ListServices', { cluster }) ?? {};
    if (serviceArns.length === 0) return true;
    const { services = [] } =
      view.call<Described>('ecs', 'DescribeServices', { cluster, services: serviceArns }) ?? {};
    return services.every(
      ({ desiredCount, runningCount, deployments = [] }) =>
        desiredCount === runningCount && !deployments.some(({ rolloutState }) => rolloutState === 'FAILED'),
    );
  });
}

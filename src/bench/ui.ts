import { effect, signal, untracked, type Signal } from '@preact/signals';
import type { Bench } from '../../learner/bench/index.ts';
import { nextStep, noteEarly } from './closed-steps.ts';
import { createLayout, type Layout } from './layout.ts';
import { recall, remember } from './remembered.ts';
import type { Stage, Visit } from './visit.ts';
import { isNarrow } from './width.ts';

/** What the parts of the bench share: the bench itself, and signals that tell when to draw again. */
export interface BenchUi {
  readonly bench: Bench;
  /** The element that the bench stands in. */
  readonly root: HTMLElement;
  readonly layout: Layout;
  /** Where other benches can be shown in place of this one. */
  readonly stage: Stage;
  /** Undefined on the learner's own bench. */
  readonly visit: Visit | undefined;
  /** Goes up whenever something at the bench has changed. */
  readonly version: Signal<number>;
  /** The same, but a few times a second at most while the clock runs: for what takes long to draw. */
  readonly calm: Signal<number>;
  /** Virtual time in ms, as the clock shows it. */
  readonly now: Signal<number>;
  /** The bench is too narrow for more than one panel. */
  readonly narrow: Signal<boolean>;
  /** What screen readers are told. */
  readonly announcement: Signal<string>;
  /** Text that is put at the prompt when there is nothing else. */
  readonly proposed: Signal<string | undefined>;
  /** A sentence that stays until the learner puts it away. */
  readonly told: Signal<string | undefined>;
  /** A command is running. */
  readonly running: Signal<boolean>;
  /** The dialog that is open. */
  readonly dialog: Signal<Dialog | undefined>;
  /** The subject whose life cycle is shown; undefined for the one that changed last. */
  readonly subject: Signal<string | undefined>;
  /** Ends everything that goes on in the background. */
  close(): void;
}

export type Dialog = 'keys' | 'reset' | 'branch' | 'share';

const flag = (lab: string) => `drydock:lab:${lab}`;
const clockKey = 'drydock:clock';
/** What is drawn calmly waits this long, in ms of real time. */
const calmly = 200;

/** Virtual ms for each real ms that the learner can choose. */
export const speeds = [1, 10, 60, 600, 3600];

/** Connects a bench with a page: its changes with signals, real time with its clock. */
export function createUi(bench: Bench, root: HTMLElement, stage: Stage, visit?: Visit): BenchUi {
  const version = signal(0);
  const calm = signal(0);
  const now = signal(bench.now);
  const narrow = signal(isNarrow(root));
  const layout = createLayout();
  const ui: BenchUi = {
    bench,
    root,
    layout,
    stage,
    visit,
    version,
    calm,
    now,
    narrow,
    announcement: signal(''),
    proposed: signal<string | undefined>(undefined),
    told: signal<string | undefined>(undefined),
    running: signal(false),
    dialog: signal<Dialog | undefined>(undefined),
    subject: signal<string | undefined>(undefined),
    close,
  };

  const unsubscribe = bench.subscribe(() => {
    version.value++;
    now.value = bench.now;
    if (!bench.playing) calm.value = version.value;
  });
  // The page opens a bench with a journal by itself: this flag saves asking the database.
  const stopFlag = effect(() => {
    void version.value;
    if (visit) return;
    const begun = bench.journal.some(({ act }) => act !== 'begin');
    remember(flag(bench.lab.id), begun ? '1' : undefined);
    if (bench.past === undefined) remember(clockKey, bench.playing ? String(bench.speed) : 'paused');
  });
  const stopSteps = announceSteps(ui);
  const observer = new ResizeObserver(() => (narrow.value = isNarrow(root)));
  observer.observe(root);

  let frame = 0;
  let last: number | undefined;
  let drawn = 0;
  const tick = (time: number) => {
    if (last !== undefined) bench.tick(time - last);
    last = time;
    // Ten times a second is as much as the display shows.
    if (Math.floor(bench.now / 100) !== Math.floor(now.value / 100)) now.value = bench.now;
    if (calm.value !== version.value && time - drawn > calmly) {
      drawn = time;
      calm.value = version.value;
    }
    frame = requestAnimationFrame(tick);
  };
  frame = requestAnimationFrame(tick);
  const hidden = () => {
    last = undefined;
    if (document.visibilityState === 'hidden') bench.keep();
  };
  document.addEventListener('visibilitychange', hidden);
  addEventListener('pagehide', hidden);

  function close(): void {
    cancelAnimationFrame(frame);
    document.removeEventListener('visibilitychange', hidden);
    removeEventListener('pagehide', hidden);
    observer.disconnect();
    unsubscribe();
    stopFlag();
    stopSteps();
    layout.close();
    bench.close();
  }
  return ui;
}

/** Starts the clock as the learner left it on any bench: running, unless they paused it. */
export function startClock(bench: Bench): void {
  const kept = recall(clockKey);
  if (kept === 'paused') return;
  const speed = Number(kept);
  bench.play(speeds.includes(speed) ? speed : 1);
}

/** Says each step that is reached. */
function announceSteps(ui: BenchUi): () => void {
  const { bench, calm, announcement } = ui;
  let known = new Set(
    bench.steps.filter(({ reachedAt }) => reachedAt !== undefined).map(({ step }) => step.id),
  );
  return effect(() => {
    void calm.value;
    // Who looks back has not done anything.
    if (bench.past !== undefined) return;
    const steps = bench.steps;
    const reached = steps.filter(({ reachedAt }) => reachedAt !== undefined);
    const fresh = reached.filter(({ step }) => !known.has(step.id));
    known = new Set(reached.map(({ step }) => step.id));
    if (fresh.length === 0) return;
    const said = fresh
      .map((state) =>
        noteEarly(ui, state)
          ? `“${state.step.title}” is closed: it counts when the instructor opens it.`
          : `Step done: ${state.step.title}.`,
      )
      .join(' ');
    const isLeft = steps.some(({ reachedAt, step }) => reachedAt === undefined && !step.optional);
    const next = untracked(() => nextStep(ui));
    if (!isLeft) announcement.value = `${said} All steps are done.`;
    else if (next && !next.step.optional) announcement.value = `${said} Next: ${next.step.title}.`;
    else announcement.value = `${said} What comes next is closed: the instructor opens it.`;
  });
}

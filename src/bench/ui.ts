import { effect, signal, type Signal } from '@preact/signals';
import type { Bench } from '../../learner/bench/index.ts';

/** The panels of the bench; on a phone one of them is seen at a time. */
export const panels = { terminal: 'Terminal', editor: 'Editor', map: 'Map' } as const;
export type Panel = keyof typeof panels;

/** What the parts of the bench share: the bench itself, and signals that tell when to draw again. */
export interface BenchUi {
  readonly bench: Bench;
  /** Goes up whenever something at the bench has changed. */
  readonly version: Signal<number>;
  /** Virtual time in ms, as the clock shows it. */
  readonly now: Signal<number>;
  /** The bench is too narrow for more than one panel. */
  readonly narrow: Signal<boolean>;
  readonly panel: Signal<Panel>;
  /** What screen readers are told. */
  readonly announcement: Signal<string>;
  /** A command is running. */
  readonly running: Signal<boolean>;
  /** The dialog that is open. */
  readonly dialog: Signal<'keys' | 'reset' | undefined>;
  /** Ends everything that goes on in the background. */
  close(): void;
}

const flag = (lab: string) => `drydock:lab:${lab}`;
const clockKey = 'drydock:clock';

/** Local storage is refused in some private windows; what is kept there is a convenience. */
function remember(key: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {}
}

function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Connects a bench with a page: its changes with signals, real time with its clock. */
export function createUi(bench: Bench, root: HTMLElement): BenchUi {
  const version = signal(0);
  const now = signal(bench.now);
  const narrow = signal(root.clientWidth < 700);
  const ui: BenchUi = {
    bench,
    version,
    now,
    narrow,
    panel: signal<Panel>('terminal'),
    announcement: signal(''),
    running: signal(false),
    dialog: signal<'keys' | 'reset' | undefined>(undefined),
    close,
  };

  const unsubscribe = bench.subscribe(() => {
    version.value++;
    now.value = bench.now;
  });
  // The page opens a bench with a journal by itself: this flag saves asking the database.
  const stopFlag = effect(() => {
    void version.value;
    const begun = bench.journal.some(({ act }) => act !== 'begin');
    remember(flag(bench.lab.id), begun ? '1' : undefined);
    remember(clockKey, bench.playing ? String(bench.speed) : 'paused');
  });
  const stopSteps = announceSteps(ui);
  const observer = new ResizeObserver(() => (narrow.value = root.clientWidth < 700));
  observer.observe(root);

  let frame = 0;
  let last: number | undefined;
  const tick = (time: number) => {
    if (last !== undefined) bench.tick(time - last);
    last = time;
    // Ten times a second is as much as the display shows.
    if (Math.floor(bench.now / 100) !== Math.floor(now.value / 100)) now.value = bench.now;
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
    bench.close();
  }
  return ui;
}

/** Starts the clock as the learner left it on any bench: running, unless they paused it. */
export function startClock(bench: Bench): void {
  const kept = recall(clockKey);
  if (kept === 'paused') return;
  const speed = Number(kept);
  bench.play([1, 10, 60].includes(speed) ? speed : 1);
}

/** Says each step that is reached. */
function announceSteps({ bench, version, announcement }: BenchUi): () => void {
  let known = new Set(
    bench.steps.filter(({ reachedAt }) => reachedAt !== undefined).map(({ step }) => step.id),
  );
  return effect(() => {
    void version.value;
    const steps = bench.steps;
    const reached = steps.filter(({ reachedAt }) => reachedAt !== undefined);
    const fresh = reached.filter(({ step }) => !known.has(step.id));
    known = new Set(reached.map(({ step }) => step.id));
    if (fresh.length === 0) return;
    const next = steps.find(({ reachedAt, step }) => reachedAt === undefined && !step.optional);
    const done = fresh.map(({ step }) => `Step done: ${step.title}.`).join(' ');
    announcement.value = next ? `${done} Next: ${next.step.title}.` : `${done} All steps are done.`;
  });
}

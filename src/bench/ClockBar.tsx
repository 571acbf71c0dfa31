import { useComputed } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { clockText, spanText } from './clock-text.ts';
import { Icon } from './Icon.tsx';
import type { BenchUi } from './ui.ts';

const speeds = [1, 10, 60];
const halfDay = 12 * 3_600_000;

/** The clock and what goes with time: run, pause, speed, step, wind, undo, reset, and whether the work is saved. */
export function ClockBar({ ui }: { ui: BenchUi }) {
  const { bench } = ui;
  void ui.version.value;
  const next = bench.world.next;
  const nextIn = next === undefined ? undefined : Math.max(0, next - bench.now);
  return (
    <div class="bench-bar" role="group" aria-label="Clock">
      <ClockFace ui={ui} />
      <button
        type="button"
        class="bench-icon"
        aria-label={bench.playing ? 'Pause the clock' : 'Run the clock'}
        title={`${bench.playing ? 'Pause' : 'Run'} (Alt+P)`}
        onClick={() => toggleClock(ui)}
      >
        <Icon name={bench.playing ? 'pause' : 'play'} />
      </button>
      <div class="bench-speeds" role="group" aria-label="Speed">
        {speeds.map((speed) => (
          <button
            type="button"
            key={speed}
            aria-pressed={bench.speed === speed && bench.playing}
            title={`Run at ${speed} times real time`}
            onClick={() => bench.play(speed)}
          >
            {speed}x
          </button>
        ))}
      </div>
      <button
        type="button"
        aria-disabled={nextIn === undefined}
        title={
          nextIn === undefined
            ? 'Nothing is waiting to happen (Alt+N)'
            : `The next thing happens in ${spanText(nextIn)} (Alt+N)`
        }
        onClick={() => stepToNext(ui)}
      >
        <Icon name="next" /> Next <NextIn ui={ui} />
      </button>
      <button type="button" title="Wind the clock on by twelve hours (Alt+H)" onClick={() => windHalfDay(ui)}>
        +12 h
      </button>
      <span class="bench-space" />
      <SavedSign ui={ui} />
      <button
        type="button"
        aria-disabled={bench.undoable === undefined}
        title={bench.undoable === undefined ? 'Nothing to undo (Alt+U)' : `Undo ${bench.undoable} (Alt+U)`}
        onClick={() => undo(ui)}
      >
        <Icon name="undo" /> Undo
      </button>
      <button type="button" title="Start the lab anew" onClick={() => (ui.dialog.value = 'reset')}>
        Reset
      </button>
      <button
        type="button"
        class="bench-icon"
        aria-label="Keys"
        title="Keys (?)"
        onClick={() => (ui.dialog.value = 'keys')}
      >
        ?
      </button>
    </div>
  );
}

/** Drawn by itself, ten times a second while the clock runs. */
function ClockFace({ ui }: { ui: BenchUi }) {
  const face = useRef<HTMLTimeElement>(null);
  useEffect(
    () =>
      ui.now.subscribe((now) => {
        if (face.current) face.current.textContent = clockText(now);
      }),
    [ui],
  );
  return <time class="bench-clock" ref={face} aria-label="Virtual time" role="timer" aria-live="off" />;
}

/** How far away the next thing is: it may be twelve hours, and a step that long should not surprise. */
function NextIn({ ui }: { ui: BenchUi }) {
  const { bench } = ui;
  const text = useComputed(() => {
    void ui.version.value;
    const next = bench.world.next;
    return next === undefined ? '–' : spanText(Math.max(0, next - ui.now.value));
  });
  return <span class="bench-next-in">{text}</span>;
}

function SavedSign({ ui }: { ui: BenchUi }) {
  void ui.version.value;
  const { saved } = ui.bench;
  const words = { saved: 'saved', saving: 'saving', 'not saved': 'not saved' }[saved.is];
  return (
    <span
      class="bench-saved"
      data-saved={saved.is}
      title={saved.is === 'not saved' ? saved.reason : undefined}
    >
      <Icon name={saved.is === 'saved' ? 'disc' : saved.is === 'saving' ? 'half' : 'cross'} /> {words}
      {saved.is === 'not saved' && <span class="bench-hidden">: {saved.reason}</span>}
    </span>
  );
}

export function toggleClock({ bench, announcement }: BenchUi): void {
  if (bench.playing) bench.pause();
  else bench.play();
  announcement.value = bench.playing ? 'The clock runs.' : `Paused at ${clockText(bench.now)}.`;
}

export async function stepToNext({ bench, announcement }: BenchUi): Promise<void> {
  if (bench.playing) bench.pause();
  const moved = await bench.windToNext();
  announcement.value = moved
    ? `The clock stands at ${clockText(bench.now)}.`
    : 'Nothing is waiting to happen.';
}

export async function windHalfDay({ bench, announcement }: BenchUi): Promise<void> {
  await bench.wind(halfDay);
  announcement.value = `Twelve hours have passed. The clock stands at ${clockText(bench.now)}.`;
}

export async function undo({ bench, announcement }: BenchUi): Promise<void> {
  const what = bench.undoable;
  announcement.value = (await bench.undo()) ? `Undone: ${what}.` : 'There is nothing to undo.';
}

import { useComputed } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { act, tip } from './acts.ts';
import { clockText, spanText } from './clock-text.ts';
import { Icon } from './Icon.tsx';
import { speeds, type BenchUi } from './ui.ts';

/** The clock and what goes with time: run, pause, speed, step, wind, undo, reset, and whether the work is saved. */
export function ClockBar({ ui }: { ui: BenchUi }) {
  const { bench } = ui;
  void ui.version.value;
  const next = bench.standing.world.next;
  const nextIn = next === undefined ? undefined : Math.max(0, next - bench.present);
  const run = (id: string) => () => void act(id).run(ui);
  const waits = (id: string) =>
    nextIn === undefined
      ? tip(id, 'Nothing is waiting to happen')
      : tip(id, `${act(id).title}; something falls due in ${spanText(nextIn)}`);
  return (
    <div class="bench-bar" role="group" aria-label="Clock">
      <ClockFace ui={ui} />
      <button
        type="button"
        class="bench-icon"
        aria-label={bench.playing ? 'Pause the clock' : 'Run the clock'}
        title={tip('play', bench.playing ? 'Pause' : 'Run')}
        onClick={run('play')}
      >
        <Icon name={bench.playing ? 'pause' : 'play'} />
      </button>
      <select
        class="bench-speed"
        aria-label="Speed"
        title="Virtual seconds for each real second"
        value={String(bench.speed)}
        onChange={({ currentTarget }) => bench.play(Number(currentTarget.value))}
      >
        {speeds.map((speed) => (
          <option key={speed} value={String(speed)}>
            {speed}x
          </option>
        ))}
      </select>
      <button
        type="button"
        class="bench-icon"
        aria-label="Step"
        aria-disabled={nextIn === undefined}
        title={waits('step')}
        onClick={run('step')}
      >
        <Icon name="step" />
      </button>
      <button type="button" aria-disabled={nextIn === undefined} title={waits('next')} onClick={run('next')}>
        <Icon name="next" /> Next <NextIn ui={ui} />
      </button>
      <button type="button" title={tip('half-day')} onClick={run('half-day')}>
        +12 h
      </button>
      <span class="bench-space" />
      {!ui.visit && <SavedSign ui={ui} />}
      <button
        type="button"
        aria-disabled={bench.undoable === undefined}
        title={tip('undo', bench.undoable === undefined ? 'Nothing to undo' : `Undo ${bench.undoable}`)}
        onClick={run('undo')}
      >
        <Icon name="undo" /> Undo
      </button>
      <button type="button" title={tip('reset')} onClick={run('reset')}>
        Reset
      </button>
      <button type="button" title={tip('share')} onClick={run('share')}>
        <Icon name="share" /> Share
      </button>
      <button type="button" class="bench-icon" aria-label="Keys" title={tip('keys')} onClick={run('keys')}>
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
    void ui.now.value;
    const next = bench.standing.world.next;
    return next === undefined ? '–' : spanText(Math.max(0, next - bench.present));
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

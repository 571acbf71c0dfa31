import { useSignal } from '@preact/signals';
import { Icon } from './Icon.tsx';
import type { BenchUi } from './ui.ts';

/** Says that this is not the learner's own bench, and leads back to it. */
export function VisitBar({ ui }: { ui: BenchUi }) {
  const busy = useSignal(false);
  const { visit } = ui;
  // The board says over whose shoulder one looks.
  if (!visit || visit.kind === 'shoulder') return null;
  const { kind, says, keep, leave, replay } = visit;
  const once = (act: () => Promise<void>) => async () => {
    if (busy.value) return;
    busy.value = true;
    try {
      await act();
    } catch (error) {
      ui.announcement.value = error instanceof Error ? error.message : String(error);
    }
    busy.value = false;
  };
  const playing = replay?.state.value === 'playing';
  return (
    <div class="bench-past bench-visit" role="group" aria-label="Visit">
      <span>{replay?.state.value === 'done' ? `${says} It is done.` : says}</span>
      <span class="bench-space" />
      {replay && replay.state.value !== 'done' && (
        <button type="button" onClick={() => replay.toggle()}>
          <Icon name={playing ? 'pause' : 'play'} /> {playing ? 'Pause' : 'Go on'}
        </button>
      )}
      {keep && (
        <button type="button" onClick={once(keep)}>
          Keep it as mine
        </button>
      )}
      <button type="button" class="bench-primary" onClick={once(leave)}>
        {kind === 'watch' ? 'Do it yourself' : 'To my own work'}
      </button>
    </div>
  );
}

/** Something that the learner should know, until they put it away. */
export function ToldBar({ ui }: { ui: BenchUi }) {
  const { told } = ui;
  if (told.value === undefined) return null;
  return (
    <div class="bench-past" role="alert">
      <span>{told.value}</span>
      <span class="bench-space" />
      <button type="button" onClick={() => (told.value = undefined)}>
        Put away
      </button>
    </div>
  );
}

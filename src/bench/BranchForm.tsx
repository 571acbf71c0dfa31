import { useSignal } from '@preact/signals';
import { clockText } from './clock-text.ts';
import type { BenchUi } from './ui.ts';

/** Asks how what is left behind shall be called, and branches. */
export function BranchForm({ ui }: { ui: BenchUi }) {
  const { bench, dialog, announcement } = ui;
  const name = useSignal(`Up to ${clockText(bench.present)}`);
  const branch = async () => {
    const kept = name.value.trim() || `Up to ${clockText(bench.present)}`;
    dialog.value = undefined;
    await bench.branch(kept);
    announcement.value = `You go on from ${clockText(bench.now)}. What came after is kept as “${kept}”.`;
  };
  return (
    <form
      class="bench-form"
      onSubmit={(event) => {
        event.preventDefault();
        void branch();
      }}
    >
      <h2>Go on from {clockText(bench.now)}?</h2>
      <p>
        From here on, things may go another way. All that has happened since is kept under a name, and the
        timeline takes you back to it.
      </p>
      <label>
        Keep what came after as{' '}
        <input
          type="text"
          maxLength={60}
          value={name.value}
          onInput={({ currentTarget }) => (name.value = currentTarget.value)}
        />
      </label>
      <div class="bench-row">
        <button type="submit" class="bench-primary">
          Go on from here
        </button>
        <button type="button" onClick={() => (dialog.value = undefined)}>
          Stay
        </button>
      </div>
    </form>
  );
}

import { act, tip } from './acts.ts';
import { clockText } from './clock-text.ts';
import type { BenchUi } from './ui.ts';

/** Says that the learner looks at the past, and what can be done there. */
export function PastBar({ ui }: { ui: BenchUi }) {
  void ui.version.value;
  const { past } = ui.bench;
  if (past === undefined) return null;
  return (
    <div class="bench-past" role="group" aria-label="The past">
      <span>
        You look at the past, <strong>{clockText(past)}</strong>. It is read only.
      </span>
      <span class="bench-space" />
      <button type="button" title={tip('present')} onClick={() => act('present').run(ui)}>
        Back to now
      </button>
      <button type="button" class="bench-primary" title={tip('branch')} onClick={() => act('branch').run(ui)}>
        What if…
      </button>
    </div>
  );
}

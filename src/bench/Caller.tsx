import type { BenchUi } from './ui.ts';

/** Who the learner is now, once that is not the lab's own user any longer: profiles and keys change it unseen. */
export function Caller({ ui }: { ui: BenchUi }) {
  void ui.version.value;
  const { short, arn } = ui.bench.caller;
  if (short === 'user/learner') return null;
  return (
    <p class="bench-caller" role="status" title={arn}>
      You are {short}
    </p>
  );
}

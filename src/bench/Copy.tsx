import { useSignal } from '@preact/signals';

/** A button that copies a text, and says so. */
export function Copy({ label, text }: { label: string; text: string }) {
  const state = useSignal<'copied' | 'failed' | undefined>(undefined);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      state.value = 'copied';
    } catch {
      state.value = 'failed';
    }
    setTimeout(() => (state.value = undefined), 2500);
  };
  const says = { copied: 'Copied', failed: 'Select the text and copy it' };
  return (
    <button type="button" class="bench-copy" onClick={() => void copy()}>
      {label}
      <span role="status">{state.value && ` · ${says[state.value]}`}</span>
    </button>
  );
}

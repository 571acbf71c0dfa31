import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Panel } from './panels.ts';
import type { BenchUi } from './ui.ts';

type Part = ComponentType<{ ui: BenchUi }>;

/** The panels that are fetched when they are first seen. */
const loaders: Partial<Record<Panel, () => Promise<Part>>> = {
  console: async () => (await import('./console/Console.tsx')).Console,
  log: async () => (await import('./log/ApiLog.tsx')).ApiLog,
  preview: async () => (await import('./preview/Preview.tsx')).Preview,
  life: async () => (await import('./life/LifeCycle.tsx')).LifeCycle,
  charts: async () => (await import('./charts/Charts.tsx')).Charts,
  timeline: async () => (await import('./timeline/Timeline.tsx')).Timeline,
};
const loaded = new Map<Panel, Part>();

/** A panel that comes when it is wanted: nobody waits for it at the first prompt. */
export function LazyPanel({ panel, ui }: { panel: Panel; ui: BenchUi }) {
  const part = useSignal<Part | undefined>(loaded.get(panel));
  const failed = useSignal(false);
  const load = async () => {
    failed.value = false;
    try {
      const found = await loaders[panel]!();
      loaded.set(panel, found);
      // A function in a signal is a value like any other.
      part.value = found;
    } catch {
      failed.value = true;
    }
  };
  useEffect(() => {
    if (!part.value) void load();
  }, []);
  const Loaded = part.value;
  if (Loaded) return <Loaded ui={ui} />;
  if (!failed.value) return <p class="bench-empty">Opening…</p>;
  return (
    <div class="bench-empty" role="alert">
      <p>This panel could not be fetched. Check the connection, then try again.</p>
      <button type="button" onClick={() => void load()}>
        Try again
      </button>
    </div>
  );
}

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Line } from '../../../learner/bench/index.ts';
import { clockText } from '../clock-text.ts';
import type { BenchUi } from '../ui.ts';

/** The courses of events that the learner left for others: a choice, when there are any. */
export function Lines({ ui }: { ui: BenchUi }) {
  const { bench, announcement } = ui;
  const lines = useSignal<readonly Line[]>([]);
  void ui.version.value;
  const events = bench.journal.length;
  useEffect(() => {
    let current = true;
    const read = async () => {
      const found = await bench.lines();
      if (current) lines.value = found;
    };
    void read();
    return () => {
      current = false;
    };
  }, [events]);
  if (lines.value.length === 0) return null;
  return (
    <select
      class="bench-lines"
      aria-label="What if: go back to another course of events"
      title="Other courses of events that are kept"
      value=""
      onChange={({ currentTarget }) => void follow(currentTarget.value)}
    >
      <option value="">What if: {lines.value.length} kept</option>
      {lines.value.map(({ stream, name, acts }) => (
        <option key={stream} value={stream}>
          {name} ({acts} acts)
        </option>
      ))}
    </select>
  );

  async function follow(stream: string): Promise<void> {
    const line = lines.value.find((one) => one.stream === stream);
    if (!line) return;
    const left = `Up to ${clockText(bench.present)}`;
    await bench.follow(line, left);
    lines.value = await bench.lines();
    announcement.value = `You are back at “${line.name}”. What you left is kept as “${left}”.`;
  }
}

import { effect, signal, type Signal } from '@preact/signals';
import { panelsOf, type Panel } from './panels.ts';
import { recall, remember } from './remembered.ts';

/** Which panels are seen and how large they are; the same on every bench, and remembered. */
export interface Layout {
  /** The panel that is seen of each group. */
  readonly left: Signal<Panel>;
  readonly right: Signal<Panel>;
  /** The one that is seen on a phone. */
  readonly single: Signal<Panel>;
  /** Percent of the width that the left group has. */
  readonly columns: Signal<number>;
  /** Percent of the height that the groups have; the terminal has the rest. */
  readonly rows: Signal<number>;
  /** Ends remembering. */
  close(): void;
}

const key = 'drydock:layout';
const usual = { left: 'editor', right: 'map', columns: 53, rows: 65 };

function within(value: unknown, least: number, most: number, otherwise: number): number {
  return typeof value === 'number' && value >= least && value <= most ? value : otherwise;
}

/** Smallest and largest share of a group, in percent. */
export const bounds = { least: 20, most: 80 };

export function createLayout(): Layout {
  let kept: Record<string, unknown> = {};
  try {
    kept = (JSON.parse(recall(key) ?? '{}') ?? {}) as Record<string, unknown>;
  } catch {}
  const panel = (group: 'left' | 'right') =>
    signal(panelsOf(group).find((one) => one === kept[group]) ?? (usual[group] as Panel));
  const layout = {
    left: panel('left'),
    right: panel('right'),
    single: signal<Panel>('terminal'),
    columns: signal(within(kept['columns'], bounds.least, bounds.most, usual.columns)),
    rows: signal(within(kept['rows'], bounds.least, bounds.most, usual.rows)),
  };
  const close = effect(() => {
    const { left, right, columns, rows } = layout;
    remember(
      key,
      JSON.stringify({ left: left.value, right: right.value, columns: columns.value, rows: rows.value }),
    );
  });
  return { ...layout, close };
}

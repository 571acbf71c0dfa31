import type { Signal } from '@preact/signals';
import { bounds } from './layout.ts';

const clamp = (value: number) => Math.min(bounds.most, Math.max(bounds.least, value));

/** The line between two panels (ARIA window splitter): it is dragged, or moved with the arrow keys. */
export function Splitter(props: { label: string; of: 'columns' | 'rows'; share: Signal<number> }) {
  const { label, of, share } = props;
  const move = (event: PointerEvent) => {
    const handle = event.currentTarget as HTMLElement;
    if (!handle.hasPointerCapture(event.pointerId)) return;
    const [start, end] = neighbours(handle);
    const place =
      of === 'columns'
        ? (event.clientX - start.left) / (end.right - start.left)
        : (event.clientY - start.top) / (end.bottom - start.top);
    share.value = clamp(Math.round(place * 1000) / 10);
  };
  return (
    <div
      class={`bench-splitter bench-splitter-${of}`}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={of === 'columns' ? 'vertical' : 'horizontal'}
      aria-valuenow={Math.round(share.value)}
      aria-valuemin={bounds.least}
      aria-valuemax={bounds.most}
      title={`${label} (arrow keys)`}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={move}
      onKeyDown={(event) => {
        const less = of === 'columns' ? 'ArrowLeft' : 'ArrowUp';
        const more = of === 'columns' ? 'ArrowRight' : 'ArrowDown';
        if (event.key === less) share.value = clamp(share.value - 3);
        else if (event.key === more) share.value = clamp(share.value + 3);
        else if (event.key === 'Home') share.value = bounds.least;
        else if (event.key === 'End') share.value = bounds.most;
        else return;
        event.preventDefault();
      }}
    />
  );
}

/** The boxes that the line divides: the left group with the right one, or the groups with the terminal. */
function neighbours(handle: HTMLElement): [DOMRect, DOMRect] {
  const box = (selector: string) => handle.parentElement!.querySelector(selector)!.getBoundingClientRect();
  return handle.classList.contains('bench-splitter-columns')
    ? [box('.bench-tabs-left'), box('.bench-tabs-right')]
    : [box('.bench-tabs-left'), box('.bench-panel-terminal')];
}

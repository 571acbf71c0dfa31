import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { RegionState } from '../../../simulator/index.ts';
import { signColour, signShape, type Sign } from '../../status/signs.ts';
import { taskEntry, type TaskEntry } from './map-model.ts';

const cell = 18;
/** Rows that are drawn beyond what is in sight. */
const spare = 1;

const words = (task: TaskEntry) => `${task.status} ${task.definition} · ${task.name}`;

/**
 * Many tasks as a field of signs. Only those in sight are drawn; arrow keys move from one to the next, Enter opens it.
 */
export function Field(props: {
  label: string;
  arns: readonly string[];
  state: RegionState;
  onOpen: (task: TaskEntry) => void;
}) {
  const { label, arns, state, onOpen } = props;
  const wide = useSignal(200);
  const high = useSignal(140);
  const top = useSignal(0);
  const active = useSignal(0);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      wide.value = entry!.contentRect.width;
      high.value = entry!.contentRect.height;
    });
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, []);
  const columns = Math.max(1, Math.floor(wide.value / cell));
  const rows = Math.ceil(arns.length / columns);
  const from = Math.max(0, Math.floor(top.value / cell) - spare) * columns;
  const to = Math.min(arns.length, from + (Math.ceil(high.value / cell) + 1 + 2 * spare) * columns);
  const at = Math.min(active.value, arns.length - 1);
  const current = taskEntry(arns[at] ?? '', state);
  const id = `bench-field-${label.replaceAll(/\W+/g, '-')}`;

  return (
    <>
      <div
        class="bench-field-of-tasks"
        ref={place}
        role="listbox"
        tabIndex={0}
        aria-label={label}
        aria-activedescendant={at >= from && at < to ? `${id}-${at}` : undefined}
        onScroll={({ currentTarget }) => (top.value = currentTarget.scrollTop)}
        onKeyDown={moved}
        onClick={(event) => {
          const box = place.current!.getBoundingClientRect();
          const column = Math.floor((event.clientX - box.left) / cell);
          const row = Math.floor((event.clientY - box.top + top.value) / cell);
          choose(row * columns + column, true);
        }}
      >
        <svg role="none" width={columns * cell} height={rows * cell}>
          {arns.slice(from, to).map((arn, offset) => {
            const index = from + offset;
            const task = taskEntry(arn, state);
            if (!task) return null;
            return (
              <g
                key={arn}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === at}
                aria-label={words(task)}
                aria-posinset={index + 1}
                aria-setsize={arns.length}
                transform={`translate(${(index % columns) * cell + 2} ${Math.floor(index / columns) * cell + 2})`}
              >
                {index === at && (
                  <rect class="bench-field-active" x="-2" y="-2" width={cell} height={cell} rx="3" />
                )}
                <Glyph sign={task.sign} />
              </g>
            );
          })}
        </svg>
      </div>
      <p class="bench-muted bench-field-current">{current ? words(current) : ''}</p>
    </>
  );

  function choose(index: number, open: boolean): void {
    if (index < 0 || index >= arns.length) return;
    active.value = index;
    const y = Math.floor(index / columns) * cell;
    const view = place.current!;
    if (y < view.scrollTop) view.scrollTop = y;
    else if (y + cell > view.scrollTop + view.clientHeight) view.scrollTop = y + cell - view.clientHeight;
    const task = open ? taskEntry(arns[index]!, state) : undefined;
    if (task) onOpen(task);
  }

  function moved(event: KeyboardEvent): void {
    const step = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at - columns,
      ArrowDown: at + columns,
      Home: 0,
      End: arns.length - 1,
    }[event.key];
    if (event.key === 'Enter' || event.key === ' ') choose(at, true);
    else if (step === undefined || event.altKey || event.ctrlKey) return;
    else choose(step, false);
    event.preventDefault();
  }
}

/** A sign that is only drawn anew when it changes. */
function Glyph({ sign }: { sign: Sign }) {
  return (
    <g
      transform="scale(.875)"
      style={{ color: signColour[sign] }}
      // oxlint-disable-next-line react/no-danger -- the course's own constant
      dangerouslySetInnerHTML={{ __html: signShape[sign] }}
    />
  );
}

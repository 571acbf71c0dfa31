import { useEffect, useRef } from 'preact/hooks';

/** A row of tabs (ARIA tabs pattern): one of them in the tab order, arrows, Home and End move. */
export function Tabs<Id extends string>(props: {
  label: string;
  tabs: readonly { id: Id; title: string }[];
  selected: Id;
  /** Id of the panel that all tabs share; each tab's own is `<controls>-<id>` when `many`. */
  controls: string;
  many?: boolean;
  class?: string;
  onSelect: (id: Id) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  const { tabs, selected, onSelect } = props;
  // The row alone is scrolled: the page stays where it is.
  useEffect(() => {
    const row = list.current;
    const tab = row?.children[tabs.findIndex(({ id }) => id === selected)] as HTMLElement | undefined;
    if (!row || !tab) return;
    const start = tab.offsetLeft - row.offsetLeft;
    if (start < row.scrollLeft) row.scrollLeft = start;
    else if (start + tab.offsetWidth > row.scrollLeft + row.clientWidth)
      row.scrollLeft = start + tab.offsetWidth - row.clientWidth;
  }, [selected, tabs.length]);
  const move = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ id }) => id === selected);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const index = (to + tabs.length) % tabs.length;
    onSelect(tabs[index]!.id);
    (list.current?.children[index] as HTMLElement | undefined)?.focus();
  };
  return (
    <div
      class={`bench-tabs ${props.class ?? ''}`}
      role="tablist"
      aria-label={props.label}
      ref={list}
      onKeyDown={move}
    >
      {tabs.map(({ id, title }) => (
        <button
          type="button"
          key={id}
          role="tab"
          aria-selected={id === selected}
          aria-controls={props.many ? `${props.controls}-${id}` : props.controls}
          tabIndex={id === selected ? 0 : -1}
          onClick={() => onSelect(id)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}

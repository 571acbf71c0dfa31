import { useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { sources } from '../shell/search-sources.ts';
import { actOf } from './acts.ts';
import { ClockBar } from './ClockBar.tsx';
import { CloudMap } from './map/CloudMap.tsx';
import { Dialogs } from './Dialogs.tsx';
import { Editor } from './Editor.tsx';
import { LazyPanel } from './LazyPanel.tsx';
import { offersOf } from './offers.ts';
import { PastBar } from './PastBar.tsx';
import { panels, panelsOf, type Panel } from './panels.ts';
import { Splitter } from './Splitter.tsx';
import { Steps } from './Steps.tsx';
import { Tabs } from './Tabs.tsx';
import { Terminal } from './Terminal.tsx';
import type { BenchUi } from './ui.ts';
import { ToldBar, VisitBar } from './VisitBar.tsx';

/** The bench of a lab. */
export function App({ ui, focus }: { ui: BenchUi; focus: Panel | undefined }) {
  const { layout, narrow } = ui;
  /** What is not needed for the first command is drawn a moment later. */
  const rested = useSignal(false);
  const looking = useComputed(() => {
    void ui.version.value;
    return ui.bench.past !== undefined;
  });
  useEffect(() => {
    if (focus) layout.single.value = focus;
    const rest = window.requestIdleCallback ?? ((work: () => void) => window.setTimeout(work, 100));
    rest(() => (rested.value = true), { timeout: 800 });
  }, []);

  useEffect(() => {
    const offer = (words: readonly string[]) => offersOf(ui, words);
    sources.add(offer);
    return () => void sources.delete(offer);
  }, [ui]);

  const isSeen = (id: Panel) => {
    const { group } = panels[id];
    if (narrow.value) return layout.single.value === id;
    return group === 'left' || group === 'right' ? layout[group].value === id : true;
  };
  const part = (id: Panel) => ({
    id: `bench-panel-${id}`,
    class: `bench-panel bench-panel-${id} bench-in-${panels[id].group}`,
    role:
      narrow.value || ['left', 'right'].includes(panels[id].group)
        ? ('tabpanel' as const)
        : ('region' as const),
    'aria-label': panels[id].title,
    hidden: !isSeen(id),
  });
  const lazy = (Object.keys(panels) as Panel[]).filter((id) => !['terminal', 'editor', 'map'].includes(id));
  const tabs = (group: 'left' | 'right') => (
    <Tabs
      label={group === 'left' ? 'Work' : 'Sight'}
      class={`bench-tabs-${group}`}
      many
      controls="bench-panel"
      tabs={panelsOf(group).map((id) => ({ id, title: panels[id].title }))}
      selected={layout[group].value}
      onSelect={(id) => (layout[group].value = id)}
    />
  );

  return (
    <div
      class="bench-app"
      data-past={looking.value}
      style={{
        '--bench-left': `${layout.columns.value}fr`,
        '--bench-right': `${100 - layout.columns.value}fr`,
        '--bench-top': `${layout.rows.value}fr`,
        '--bench-bottom': `${100 - layout.rows.value}fr`,
      }}
      onKeyDown={pressed}
    >
      <ClockBar ui={ui} />
      <Steps ui={ui} />
      <div class="bench-bars">
        <ToldBar ui={ui} />
        <VisitBar ui={ui} />
        <PastBar ui={ui} />
      </div>
      {!narrow.value && tabs('left')}
      {!narrow.value && tabs('right')}
      <div {...part('editor')} {...(looking.value ? readOnly : {})}>
        <Editor ui={ui} focus={focus === 'editor'} />
      </div>
      <div {...part('map')}>
        <CloudMap ui={ui} />
      </div>
      <div {...part('terminal')}>
        <Terminal ui={ui} focus={focus === 'terminal'} />
      </div>
      {lazy.map((id) => (
        <div key={id} {...part(id)}>
          {isSeen(id) && rested.value && <LazyPanel panel={id} ui={ui} />}
        </div>
      ))}
      {!narrow.value && <Splitter label="Width of the panels" of="columns" share={layout.columns} />}
      {!narrow.value && <Splitter label="Height of the terminal" of="rows" share={layout.rows} />}
      {narrow.value && (
        <Tabs
          label="Panels"
          class="bench-panel-tabs"
          many
          controls="bench-panel"
          tabs={(Object.keys(panels) as Panel[]).map((id) => ({ id, title: panels[id].title }))}
          selected={layout.single.value}
          onSelect={(id) => (layout.single.value = id)}
        />
      )}
      <Dialogs ui={ui} />
      <p class="bench-hidden" role="status">
        {ui.announcement.value}
      </p>
    </div>
  );

  function pressed(event: KeyboardEvent): void {
    if (ui.dialog.value || event.defaultPrevented) return;
    const act = actOf(event);
    if (!act) return;
    event.preventDefault();
    void act.run(ui);
  }
}

/** In the past, text can be read and selected, and not changed. */
const readOnly = {
  'data-read-only': true,
  onBeforeInputCapture: refuse,
  onPasteCapture: refuse,
  onCutCapture: refuse,
  onDropCapture: refuse,
  onKeyDownCapture(event: KeyboardEvent) {
    const changes = event.key.length === 1 || ['Enter', 'Backspace', 'Delete'].includes(event.key);
    if (changes && !event.ctrlKey && !event.metaKey && !event.altKey) refuse(event);
  },
};

function refuse(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}

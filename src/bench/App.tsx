import { useEffect, useRef } from 'preact/hooks';
import { ClockBar, stepToNext, toggleClock, undo, windHalfDay } from './ClockBar.tsx';
import { CloudMap } from './CloudMap.tsx';
import { Dialogs } from './Dialogs.tsx';
import { Editor } from './Editor.tsx';
import { Steps } from './Steps.tsx';
import { Tabs } from './Tabs.tsx';
import { Terminal } from './Terminal.tsx';
import { panels, type BenchUi, type Panel } from './ui.ts';

/** The bench of a lab. */
export function App({ ui, focus }: { ui: BenchUi; focus: Panel | undefined }) {
  const root = useRef<HTMLDivElement>(null);
  const narrow = ui.narrow.value;
  const panel = ui.panel.value;
  useEffect(() => {
    if (focus) ui.panel.value = focus;
  }, []);

  const part = (id: Panel) => ({
    id: `bench-panel-${id}`,
    class: `bench-panel bench-panel-${id}`,
    role: narrow ? ('tabpanel' as const) : ('region' as const),
    'aria-label': panels[id],
    hidden: narrow && panel !== id,
  });

  return (
    <div class="bench-app" ref={root} onKeyDown={(event) => pressed(event) && event.preventDefault()}>
      <ClockBar ui={ui} />
      <Steps ui={ui} />
      <div {...part('editor')}>
        <Editor ui={ui} focus={focus === 'editor'} />
      </div>
      <div {...part('map')}>
        <CloudMap ui={ui} />
      </div>
      <div {...part('terminal')}>
        <Terminal ui={ui} focus={focus === 'terminal'} />
      </div>
      {narrow && (
        <Tabs
          label="Panels"
          class="bench-panel-tabs"
          many
          controls="bench-panel"
          tabs={Object.entries(panels).map(([id, title]) => ({ id: id as Panel, title }))}
          selected={panel}
          onSelect={(id) => (ui.panel.value = id)}
        />
      )}
      <Dialogs ui={ui} />
      <p class="bench-hidden" role="status">
        {ui.announcement.value}
      </p>
    </div>
  );

  /** @returns whether the key was meant for the bench. */
  function pressed(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || ui.dialog.value) return false;
    const typing = (event.target as HTMLElement).matches('textarea, input, [contenteditable]');
    if (!event.altKey) {
      if (event.key !== '?' || typing) return false;
      ui.dialog.value = 'keys';
      return true;
    }
    // By place on the keyboard: with Alt a Mac types other characters.
    const act = {
      KeyP: () => toggleClock(ui),
      KeyN: () => stepToNext(ui),
      KeyH: () => windHalfDay(ui),
      KeyU: () => undo(ui),
      Digit1: () => go('terminal', '.bench-input textarea'),
      Digit2: () =>
        go(
          'editor',
          '.monaco-editor textarea, .monaco-editor .native-edit-context, .bench-area:not([hidden])',
        ),
      Digit3: () => go('map', '.bench-map'),
    }[event.code];
    void act?.();
    return act !== undefined;
  }

  function go(to: Panel, selector: string): void {
    ui.panel.value = to;
    requestAnimationFrame(() =>
      root.current?.querySelector<HTMLElement>(`#bench-panel-${to} :is(${selector})`)?.focus(),
    );
  }
}

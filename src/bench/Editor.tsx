import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { validateTaskDefinition, type Problem } from '../../simulator/ecs/task-definition/index.ts';
import type { CodeEditor } from './monaco.ts';
import { Problems } from './Problems.tsx';
import { Tabs } from './Tabs.tsx';
import type { BenchUi } from './ui.ts';

/** A pause in typing of this many ms saves the file. */
const saveAfter = 400;

/** Whether a file is checked as a task definition. */
export function isTaskDefinition(path: string, text: string): boolean {
  return path.endsWith('.json') && (/task-?def/i.test(path) || text.includes('"containerDefinitions"'));
}

/** The editor: the shell's files in tabs, Monaco over a text area, and a list of problems under it. */
export function Editor({ ui, focus }: { ui: BenchUi; focus: boolean }) {
  const { bench } = ui;
  const path = useSignal(bench.lab.open);
  const text = useSignal(bench.files.get(path.value) ?? '');
  const problems = useSignal<readonly Problem[]>([]);
  const rich = useSignal(false);
  const editor = useRef<CodeEditor>();
  const place = useRef<HTMLDivElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const timer = useRef(0);
  /** The text that the bench has, as far as this editor knows: another one came from the shell. */
  const known = useRef(text.value);
  const paths = useComputed(() => {
    void ui.version.value;
    return [...bench.files.keys()]
      .filter((name) => !name.startsWith('.'))
      .sort((a, b) => Number(b === bench.lab.open) - Number(a === bench.lab.open));
  });

  const save = () => {
    clearTimeout(timer.current);
    timer.current = 0;
    if (text.value === known.current) return;
    known.current = text.value;
    void bench.saveFile(path.value, text.value);
  };
  const typed = (value: string) => {
    if (value === text.value) return;
    text.value = value;
    clearTimeout(timer.current);
    timer.current = window.setTimeout(save, saveAfter);
  };
  const show = (name: string) => {
    save();
    path.value = name;
    known.current = bench.files.get(name) ?? '';
    text.value = known.current;
    editor.current?.show(name, text.value);
  };

  // The shell, undo or another tab changed the file.
  useSignalEffect(() => {
    void ui.version.value;
    const stored = bench.files.get(path.peek());
    if (stored === undefined) {
      const other = paths.peek()[0];
      if (other !== undefined && other !== path.peek()) show(other);
      return;
    }
    if (stored === known.current || timer.current !== 0) return;
    known.current = stored;
    text.value = stored;
    editor.current?.show(path.peek(), stored);
  });

  useSignalEffect(() => {
    const current = text.value;
    const name = path.value;
    const frame = requestAnimationFrame(() => {
      problems.value = isTaskDefinition(name, current) ? validateTaskDefinition(current) : [];
      editor.current?.mark(problems.value);
    });
    return () => cancelAnimationFrame(frame);
  });

  useSignalEffect(() => {
    if (ui.narrow.value || editor.current) return;
    let cancelled = false;
    const load = async () => {
      const { createCodeEditor } = await import('./monaco.ts');
      if (cancelled || editor.current || !place.current) return;
      const focused = document.activeElement === area.current;
      editor.current = createCodeEditor(place.current, {
        path: path.peek(),
        text: text.peek(),
        onChange: typed,
        onSave: save,
      });
      editor.current.mark(problems.peek());
      rich.value = true;
      if (focused) editor.current.focus();
    };
    const idle = window.requestIdleCallback ?? ((work: () => void) => window.setTimeout(work, 200));
    idle(() => void load().catch(() => {}), { timeout: 1500 });
    return () => {
      cancelled = true;
    };
  });
  useEffect(() => {
    if (focus) area.current?.focus({ preventScroll: true });
    return () => {
      save();
      editor.current?.dispose();
    };
  }, []);

  const useRich = rich.value && !ui.narrow.value;
  return (
    <div class="bench-editor">
      <Tabs
        label="Files"
        tabs={paths.value.map((name) => ({ id: name, title: name }))}
        selected={path.value}
        controls="bench-file"
        onSelect={show}
      />
      <div
        class="bench-code"
        id="bench-file"
        role="tabpanel"
        aria-label={path.value}
        onKeyDown={(event) => {
          if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
            event.preventDefault();
            save();
            ui.announcement.value = `${path.value} is saved.`;
          }
        }}
      >
        <div class="bench-monaco" ref={place} hidden={!useRich} />
        <textarea
          ref={area}
          hidden={useRich}
          class="bench-area"
          aria-label={`Text of ${path.value}`}
          spellcheck={false}
          autocapitalize="off"
          autocomplete="off"
          wrap="off"
          value={text.value}
          onInput={(event) => {
            typed(event.currentTarget.value);
          }}
          onBlur={save}
        />
      </div>
      <Problems
        path={path.value}
        checked={isTaskDefinition(path.value, text.value)}
        problems={problems.value}
        onGo={({ line, column }) => {
          if (useRich) editor.current?.go(line, column);
          else goInArea(area.current!, line, column);
        }}
      />
      {useRich && (
        <p class="bench-tip">
          <kbd>Ctrl+M</kbd>: Tab leaves the editor
        </p>
      )}
    </div>
  );
}

function goInArea(area: HTMLTextAreaElement, line: number, column: number): void {
  const lines = area.value.split('\n');
  const at = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  area.focus();
  area.setSelectionRange(at, at);
}

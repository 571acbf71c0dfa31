import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Edit } from '../../learner/editor/json/edits.ts';
import { createAssist, type Assist } from './editor/assist.ts';
import { FileActions } from './editor/FileActions.tsx';
import type { CodeEditor } from './monaco.ts';
import { Problems } from './Problems.tsx';
import { Tabs } from './Tabs.tsx';
import type { BenchUi } from './ui.ts';

/** A pause in typing of this many ms saves the file. */
const saveAfter = 400;

type CompareProps = Parameters<typeof import('./editor/Compare.tsx').Compare>[0];

/** The editor: the shell's files in tabs, Monaco over a text area, and a list of problems under it. */
export function Editor({ ui, focus }: { ui: BenchUi; focus: boolean }) {
  const { bench } = ui;
  const path = useSignal(bench.lab.open);
  const text = useSignal(bench.files.get(path.value) ?? '');
  const compare = useSignal<ComponentType<CompareProps>>();
  const rich = useSignal(false);
  const editor = useRef<CodeEditor>();
  const place = useRef<HTMLDivElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const timer = useRef(0);
  const assisted = useRef<Assist>();
  const assist = (assisted.current ??= createAssist(ui, (found) => editor.current?.mark(found)));
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
      const gone = path.peek();
      known.current = text.peek();
      clearTimeout(timer.current);
      timer.current = 0;
      if (other !== undefined && other !== gone) show(other);
      editor.current?.drop(gone);
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
    const frame = requestAnimationFrame(() => assist.check(name, current));
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
        help: {
          get around() {
            return assist.around;
          },
          problems: () => assist.problems.peek(),
        },
        onChange: typed,
        onSave: save,
      });
      editor.current.mark(assist.problems.peek());
      rich.value = true;
      if (focused) editor.current.focus();
    };
    // The prompt comes first.
    void bench
      .prepare()
      .catch(() => {})
      .then(load)
      .catch(() => {});
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
  const Compare = compare.value;
  const format = async () => {
    const { formatJson } = await import('./editor/tools.ts');
    const formatted = formatJson(text.value);
    if (formatted === undefined) ui.announcement.value = 'Only JSON can be formatted. Mend it first.';
    else change([{ start: 0, end: text.value.length, text: formatted }]);
  };
  /** Changes the text by itself; in Monaco its own undo takes it back. */
  const change = (edits: readonly Edit[]) => {
    if (useRich) return editor.current?.edit(edits);
    void import('./editor/tools.ts').then(({ applyEdits }) => typed(applyEdits(text.value, edits)));
  };
  return (
    <div class="bench-editor">
      <div class="bench-file-bar">
        <Tabs
          label="Files"
          tabs={paths.value.map((name) => ({ id: name, title: name }))}
          selected={path.value}
          controls="bench-file"
          onSelect={show}
        />
        <FileActions ui={ui} path={path.value} part="add" onShow={show} onLeave={save} />
      </div>
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
      {Compare && (
        <Compare ui={ui} path={path.value} text={text.value} onClose={() => (compare.value = undefined)} />
      )}
      <Problems
        path={path.value}
        kind={assist.kind.value}
        problems={assist.problems.value}
        fixes={assist.fixes.value}
        onGo={({ line, column }) => {
          if (useRich) editor.current?.go(line, column);
          else goInArea(area.current!, line, column);
        }}
        onFix={({ title, edits }) => {
          change(edits);
          ui.announcement.value = `${title}: done.`;
        }}
      />
      <div class="bench-file-tools" role="group" aria-label={`Tools for ${path.value}`}>
        {assist.kind.value === 'task definition' && (
          <>
            {assist.cleanUp.value && (
              <button
                type="button"
                class="bench-clean-up"
                onClick={() => {
                  const { text: clean, done, left } = assist.cleanUp.value!;
                  change([{ start: 0, end: text.value.length, text: clean }]);
                  const rest =
                    left.length > 0
                      ? ` Left for you: ${left.map((each) => each.placeholder).join(', ')}.`
                      : '';
                  ui.announcement.value = `Cleaned up: ${done.join('; ')}.${rest}`;
                }}
              >
                Clean up
              </button>
            )}
            <button type="button" onClick={() => void format()}>
              Format
            </button>
            <button
              type="button"
              onClick={() =>
                void import('./editor/Compare.tsx').then(({ Compare }) => (compare.value = Compare))
              }
            >
              Compare
            </button>
            {assist.cleanUp.value && <span class="bench-muted">{sentence(assist.cleanUp.value.done)}</span>}
          </>
        )}
        <FileActions ui={ui} path={path.value} part="change" onShow={show} onLeave={save} />
        {useRich && (
          <span class="bench-tip" title="Ctrl+Space completes, Ctrl+. mends, F8 goes to the next problem">
            <kbd>Ctrl+M</kbd>: Tab leaves
          </span>
        )}
      </div>
    </div>
  );
}

/** What a clean-up would do, as a sentence about it. */
function sentence(done: readonly string[]): string {
  return done
    .map((each) =>
      each
        .replace(/^took out/, 'takes out')
        .replace(/^took/, 'takes')
        .replace(/^replaced/, 'replaces'),
    )
    .join('; ');
}

function goInArea(area: HTMLTextAreaElement, line: number, column: number): void {
  const lines = area.value.split('\n');
  const at = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  area.focus();
  area.setSelectionRange(at, at);
}

import { useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { home } from '../../learner/bench/index.ts';
import { promptOf } from '../../shell/prompt.ts';
import { Caller } from './Caller.tsx';
import { commonStart, isUnfinished, suggestion } from './suggestion.ts';
import type { BenchUi } from './ui.ts';

/** Keys of a row under the prompt, for phones. */
const keys = ['Tab', '↑', '|', '-', '/', '$'] as const;

/** The terminal's input: history, completion, a greyed suggestion, several lines. */
export function Prompt({ ui, onClear }: { ui: BenchUi; onClear: () => void }) {
  const { bench } = ui;
  void ui.version.value;
  const text = useSignal('');
  const options = useSignal<readonly string[]>([]);
  /** Steps back in the history: 0 is the line being typed. */
  const back = useSignal(0);
  /** After Escape, Tab leaves the terminal. */
  const leaving = useSignal(false);
  const abort = useRef<AbortController>();
  const input = useRef<HTMLTextAreaElement>(null);
  useSignalEffect(() => {
    const { value } = ui.proposed;
    if (value === undefined) return;
    ui.proposed.value = undefined;
    edit(value);
  });
  const history = bench.commands.map(({ line }) => line);
  const replay = ui.visit?.replay;
  const ghost =
    ui.running.value || replay || bench.past !== undefined
      ? ''
      : suggestion(text.value, history, bench.lab.firstCommand);
  const lines = text.value.split('\n').length;

  return (
    <div class="bench-input">
      {options.value.length > 0 && (
        <pre class="bench-options" role="status">
          {options.value.map((option) => option.trimEnd()).join('  ')}
        </pre>
      )}
      <Caller ui={ui} />
      <div class="bench-entry-line" data-running={ui.running.value}>
        <span class="bench-prompt" aria-hidden="true">
          {promptOf(bench.cwd, home, bench.inPowerShell)}
        </span>
        <span class="bench-typing">
          <span class="bench-ghost" aria-hidden="true">
            <span class="bench-typed">{replay?.typing.value ?? text.value}</span>
            {ghost}
          </span>
          <textarea
            ref={input}
            rows={Math.min(lines, 12)}
            value={replay?.typing.value ?? text.value}
            aria-label="Command"
            aria-describedby="bench-prompt-hint"
            aria-busy={ui.running.value}
            readOnly={bench.past !== undefined || replay !== undefined}
            autocapitalize="off"
            autocomplete="off"
            autocorrect="off"
            spellcheck={false}
            enterkeyhint="go"
            onInput={(event) => {
              edit(event.currentTarget.value);
              back.value = 0;
            }}
            onKeyDown={(event) => {
              if (pressed(event)) event.preventDefault();
            }}
          />
        </span>
      </div>
      <span class="bench-hidden" id="bench-prompt-hint">
        {ghost ? `Suggested: ${text.value}${ghost}. Tab takes it. ` : ''}Escape, then Tab, leaves the
        terminal.
      </span>
      <div class="bench-keys" role="group" aria-label="Keys for the prompt">
        {keys.map((key) => (
          <button
            type="button"
            key={key}
            aria-label={key === '↑' ? 'Earlier command' : key === '|' ? 'Pipe' : key}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => tapped(key)}
          >
            {key}
          </button>
        ))}
        <button type="button" class="bench-run" onClick={() => void run()}>
          Run
        </button>
      </div>
    </div>
  );

  function edit(value: string): void {
    text.value = value;
    options.value = [];
    leaving.value = false;
  }

  /** @returns whether the key was meant for the prompt. */
  function pressed(event: KeyboardEvent): boolean {
    const field = input.current!;
    const { key, shiftKey, ctrlKey } = event;
    const atEnd = field.selectionStart === text.value.length;
    if (event.isComposing || event.altKey || event.metaKey) return false;
    if (key === 'Enter' && !shiftKey && !ctrlKey) {
      if (isUnfinished(text.value)) return false;
      void run();
      return true;
    }
    if (key === 'Tab' && !shiftKey && !leaving.value && (ghost || text.value.trim() !== '')) {
      void complete();
      return true;
    }
    if (key === 'Escape') {
      leaving.value = true;
      options.value = [];
      return false;
    }
    if (key === 'ArrowRight' && ghost && atEnd && !shiftKey && !ctrlKey) {
      edit(text.value + ghost);
      return true;
    }
    if (key === 'ArrowUp' && !text.value.slice(0, field.selectionStart).includes('\n')) return recall(1);
    if (key === 'ArrowDown' && !text.value.slice(field.selectionEnd).includes('\n')) return recall(-1);
    if (ctrlKey && key.toLowerCase() === 'l') {
      onClear();
      return true;
    }
    if (
      ctrlKey &&
      key.toLowerCase() === 'c' &&
      field.selectionStart === field.selectionEnd &&
      !getSelection()?.toString()
    ) {
      if (ui.running.value) abort.current?.abort();
      else edit('');
      return true;
    }
    return false;
  }

  function recall(by: 1 | -1): boolean {
    const to = back.value + by;
    if (to < 0 || to > history.length) return to > history.length;
    edit(to === 0 ? '' : history[history.length - to]!);
    back.value = to;
    const end = text.value.length;
    requestAnimationFrame(() => input.current?.setSelectionRange(end, end));
    return true;
  }

  async function complete(): Promise<void> {
    if (ghost) return edit(text.value + ghost);
    const cursor = input.current!.selectionStart;
    const typed = text.value;
    const found = await bench.complete(typed, cursor);
    if (text.value !== typed || found.options.length === 0) return;
    const start = commonStart(found.options);
    const whole = found.options.length === 1;
    const added = typed[cursor] === ' ' ? start.trimEnd() : start;
    if (whole || start.length > cursor - found.from) {
      edit(typed.slice(0, found.from) + added + typed.slice(cursor));
      const at = found.from + added.length;
      requestAnimationFrame(() => input.current?.setSelectionRange(at, at));
    } else options.value = found.options;
  }

  function tapped(key: (typeof keys)[number]): void {
    const field = input.current!;
    field.focus();
    if (key === 'Tab') return void complete();
    if (key === '↑') return void recall(1);
    const { selectionStart: start, selectionEnd: end } = field;
    edit(text.value.slice(0, start) + key + text.value.slice(end));
    requestAnimationFrame(() => field.setSelectionRange(start + 1, start + 1));
  }

  async function run(): Promise<void> {
    const line = text.value.trim();
    if (ui.running.value) return;
    if (bench.past !== undefined) {
      ui.announcement.value = 'The past is read only: come back to now first (Alt+0).';
      return;
    }
    edit('');
    back.value = 0;
    if (line === '') return;
    abort.current = new AbortController();
    ui.running.value = true;
    try {
      await bench.run(line, { signal: abort.current.signal });
    } finally {
      ui.running.value = false;
    }
  }
}

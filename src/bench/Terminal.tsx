import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { home, type Command } from '../../learner/bench/index.ts';
import { promptOf } from '../../shell/prompt.ts';
import { explain } from './explanations.ts';
import { Prompt } from './Prompt.tsx';
import type { BenchUi } from './ui.ts';

/** As many of the latest commands as the log shows; the journal has them all. */
const shownCommands = 200;

/** What `clear` prints: the log begins anew after it. */
const clearScreen = '\u001b[2J';

/** The command line: a log that can be selected and read aloud, and an input under it. */
export function Terminal({ ui, focus }: { ui: BenchUi; focus: boolean }) {
  const { bench } = ui;
  /** Commands before this one were cleared from the screen. */
  const from = useSignal(0);
  const scroller = useRef<HTMLDivElement>(null);
  const commands = useComputed(() => {
    void ui.version.value;
    if (from.value > bench.commands.length) from.value = 0;
    const cleared = bench.commands.findLastIndex(({ stdout }) => stdout.includes(clearScreen));
    const start = Math.max(from.value, cleared + 1, bench.commands.length - shownCommands);
    return bench.commands.slice(start).map((command, index) => ({ command, key: start + index }));
  });
  useSignalEffect(() => {
    void commands.value;
    void ui.running.value;
    requestAnimationFrame(() => scroller.current?.scrollTo(0, scroller.current.scrollHeight));
  });
  useEffect(() => {
    if (focus) scroller.current?.querySelector('textarea')?.focus({ preventScroll: true });
  }, []);

  return (
    <div
      class="bench-terminal"
      ref={scroller}
      onClick={(event) => {
        // A click beside the text goes to the prompt; a selection stays.
        if (event.target === event.currentTarget) scroller.current?.querySelector('textarea')?.focus();
      }}
    >
      <div class="bench-log" role="log" aria-live="polite" aria-label="Terminal output" tabIndex={0}>
        {bench.notice && <p class="bench-notice">{bench.notice}</p>}
        {commands.value.map(({ command, key }) => (
          <Entry key={key} command={command} />
        ))}
      </div>
      <Prompt ui={ui} onClear={() => (from.value = bench.commands.length)} />
    </div>
  );
}

function Entry({ command }: { command: Command }) {
  const { line, stdout, stderr, exitCode, cwd, inPowerShell } = command;
  const why = exitCode === 0 ? undefined : explain(stderr);
  return (
    <div class="bench-entry" data-failed={exitCode !== 0}>
      <pre class="bench-line">
        <span class="bench-prompt">{promptOf(cwd, home, inPowerShell === true)}</span>
        {line}
      </pre>
      {stdout && <pre>{plain(stdout)}</pre>}
      {stderr && <pre class="bench-stderr">{plain(stderr)}</pre>}
      {why && (
        <p class="bench-why">
          {why.why}{' '}
          <a href={why.link.href} target="_blank" rel="noreferrer">
            {why.link.text}
          </a>
        </p>
      )}
    </div>
  );
}

/** Output without terminal control sequences, and without the last line's end. */
function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control sequences are what is looked for
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replace(/\n$/, '');
}

import { signal } from '@preact/signals';
import type { Step, StepState } from '../../learner/bench/index.ts';
import { goTo } from './acts.ts';
import { Icon } from './Icon.tsx';
import { perform, wordsOfAct } from './perform.ts';
import type { BenchUi } from './ui.ts';

const tiers = ['Nudge', 'Pointer', 'Nearly'];

/** How many helpings of help were taken, by step: three hints, then the solution. */
const helpings = signal<Readonly<Record<string, number>>>({});

/** What a step asks for, what it still misses, as many hints as were wanted, and three ways to do it. */
export function Task({ ui, state }: { ui: BenchUi; state: StepState }) {
  const { step, missing } = state;
  const taken = helpings.value[`${ui.bench.lab.id}/${step.id}`] ?? 0;
  const isLooking = ui.bench.past !== undefined;
  return (
    <>
      <p>{step.text}</p>
      {missing.map(({ is, shouldBe }) => (
        <p class="bench-missing" key={is}>
          <Icon name="half" /> Not yet: {is}. <span class="bench-wanted">Wanted: {shouldBe}.</span>
        </p>
      ))}
      {taken > 0 && (
        <ol class="bench-hints">
          {step.hints.slice(0, taken).map((text, index) => (
            <li key={text}>
              <strong>{tiers[index]}:</strong> {text}
            </li>
          ))}
          {taken > 3 && (
            <li>
              <strong>Solution:</strong>
              <pre class="bench-solution">{step.solution.map(wordsOfAct).join('\n')}</pre>
            </li>
          )}
        </ol>
      )}
      {!ui.visit && (
        <div class="bench-ways">
          {taken < 3 && (
            <button type="button" class="bench-hint" onClick={help}>
              {taken === 0 ? 'Hint' : 'Another hint'} <span class="bench-muted">{taken + 1} of 3</span>
            </button>
          )}
          {taken === 3 && (
            <button type="button" class="bench-hint" onClick={help}>
              Show the solution
            </button>
          )}
          <button
            type="button"
            title="A copy of the lab does this step before your eyes; your own work stays as it is"
            onClick={() => void ui.stage.watch(step)}
          >
            Watch it
          </button>
          <button
            type="button"
            title="Does the step up to its last act, and leaves that one to you"
            aria-disabled={isLooking || ui.running.value}
            onClick={() => void begin(ui, step)}
          >
            Start it for me
          </button>
        </div>
      )}
    </>
  );

  function help(): void {
    const count = Math.min(4, taken + 1);
    helpings.value = { ...helpings.value, [`${ui.bench.lab.id}/${step.id}`]: count };
    ui.announcement.value = step.hints[count - 1] ?? `Solution: ${step.solution.map(wordsOfAct).join('; ')}`;
  }
}

/** Does a step but for its last act; of that one, the beginning is written at the prompt. */
async function begin(ui: BenchUi, { solution }: Step): Promise<void> {
  const { bench, running, announcement, proposed } = ui;
  if (running.value || bench.past !== undefined) return;
  running.value = true;
  try {
    for (const act of solution.slice(0, -1)) await perform(bench, act);
  } finally {
    running.value = false;
  }
  const last = solution.at(-1);
  if (typeof last === 'string') {
    // The program and what it shall do; the rest is the learner's.
    proposed.value = `${last
      .split(' ')
      .slice(0, last.startsWith('aws ') ? 3 : 2)
      .join(' ')} `;
    announcement.value = 'The last command is begun at the prompt: complete it.';
  } else if (last) announcement.value = `One thing is left to you: ${wordsOfAct(last)}.`;
  goTo(ui, typeof last === 'object' && 'save' in last ? 'editor' : 'terminal');
}

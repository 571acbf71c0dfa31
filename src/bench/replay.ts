import { signal } from '@preact/signals';
import type { Step } from '../../learner/bench/index.ts';
import { goTo } from './acts.ts';
import { perform, wordsOfAct } from './perform.ts';
import type { BenchUi } from './ui.ts';
import type { Replay } from './visit.ts';

/** A letter typed, a moment to read before Enter, and one to look at what came of it, in ms. */
const pace = { letter: 22, read: 500, look: 1400, slices: 20 };

/**
 * Does a step of a lab before the learner's eyes: letter by letter, with time to look. It stops whenever it is paused.
 * What comes before the step is done first, and not shown.
 */
export function createReplay(
  step: Step,
  before: readonly Step[],
): { replay: Replay; start(ui: BenchUi): Promise<void>; stop(): void } {
  const state: Replay['state'] = signal('playing');
  const typing = signal('');
  let stopped = false;
  /** Ends a pause. */
  let goOn = () => {};
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;

  /** Waits so long, and until nobody has paused. @throws Stopped */
  const wait = async (ms: number) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    if (state.value === 'paused') await new Promise<void>((resolve) => (goOn = resolve));
    if (stopped) throw new Stopped();
  };

  async function type(line: string): Promise<void> {
    if (still) typing.value = line;
    else
      for (let length = 1; length <= line.length; length++) {
        typing.value = line.slice(0, length);
        await wait(pace.letter);
      }
    await wait(pace.read);
    typing.value = '';
  }

  async function start(ui: BenchUi): Promise<void> {
    const { bench, announcement } = ui;
    try {
      for (const act of before.flatMap(({ solution }) => solution)) {
        await perform(bench, act);
        if (stopped) return;
      }
      await wait(300);
      for (const act of step.solution) {
        announcement.value = wordsOfAct(act);
        if (typeof act === 'string') {
          goTo(ui, 'terminal');
          await type(act);
          await perform(bench, act);
        } else if ('save' in act) {
          goTo(ui, 'editor');
          await wait(pace.read);
          await perform(bench, act);
        } else {
          // Time passes in slices, so that one sees what it brings.
          for (let slice = 0; slice < pace.slices; slice++) {
            await bench.wind(Math.max(1, Math.round(act.wind / pace.slices)));
            await wait(140);
          }
        }
        await wait(pace.look);
      }
      state.value = 'done';
      announcement.value = `“${step.title}” is done. Now do it yourself.`;
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    }
  }

  return {
    replay: {
      state,
      typing,
      toggle() {
        state.value = state.value === 'playing' ? 'paused' : 'playing';
        if (state.value === 'playing') goOn();
      },
    },
    start,
    stop() {
      stopped = true;
      goOn();
    },
  };
}

class Stopped extends Error {}

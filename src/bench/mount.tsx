import { render } from 'preact';
import { Bench, type Lab } from '../../learner/bench/index.ts';
import { pageJournal } from '../../learner/journal/index.ts';
import { App } from './App.tsx';
import type { Panel } from './panels.ts';
import { createUi, startClock } from './ui.ts';

const labs = import.meta.glob<{ default: Lab }>('../../content/**/*.lab.ts');

async function labOf(id: string): Promise<Lab> {
  const load = Object.entries(labs).find(([path]) => path.endsWith(`/${id}.lab.ts`))?.[1];
  if (!load) throw new Error(`There is no lab ${id} in this build.`);
  return (await load()).default;
}

/**
 * Opens the bench in place of the page's still picture of it.
 * @param root the element with `data-bench`, the lab's id.
 * @param focus where the cursor goes; nowhere when the bench opens by itself.
 */
export async function mount(root: HTMLElement, focus?: Panel): Promise<void> {
  const [lab, store] = await Promise.all([labOf(root.dataset.bench!), pageJournal()]);
  const bench = await Bench.open({ lab, store });
  // What was typed into the still picture's text area is the learner's.
  const area = root.querySelector('textarea');
  if (area && area.value !== area.defaultValue) await bench.saveFile(lab.open, area.value);
  // Before the page follows the bench: from then on it remembers how the clock stands.
  startClock(bench);
  const ui = createUi(bench, root);
  const place = document.createElement('div');
  place.className = 'bench-place';
  render(<App ui={ui} focus={focus} />, place);
  root.replaceChildren(place);
  root.dataset.state = 'open';
  // Effects run before the bench stands in the page, so the cursor is placed once more.
  if (focus === 'terminal')
    root.querySelector<HTMLElement>('.bench-input textarea')?.focus({ preventScroll: true });
  if (focus === 'editor') root.querySelector<HTMLElement>('.bench-area')?.focus({ preventScroll: true });
  void bench.prepare().catch(() => {});
}

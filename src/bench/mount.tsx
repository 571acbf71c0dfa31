import type { BenchEvent, Lab } from '../../learner/bench/index.ts';
import { pageJournal } from '../../learner/journal/index.ts';
import { fetchMonacoAhead, runMonacoAhead } from './fetch-ahead.ts';
import type { Panel } from './panels.ts';
import { labOf } from './labs.ts';
import { createStage } from './stage.tsx';

export { runMonacoAhead };

/**
 * Opens the bench in place of the page's still picture of it. A world in the page's address is shown instead of the
 * learner's own work, and leaves that alone.
 *
 * @param root the element with `data-bench`, the lab's id.
 * @param focus where the cursor goes; nowhere when the bench opens by itself.
 */
export async function mount(root: HTMLElement, focus?: Panel): Promise<void> {
  fetchMonacoAhead(root);
  const [lab, store] = await Promise.all([labOf(root.dataset.bench!), pageJournal()]);
  const stage = createStage(root, lab, store);
  const shared = location.hash.startsWith('#world=') ? await worldOf(location.hash, lab) : undefined;
  if (shared && 'journal' in shared)
    return stage.visit(shared.journal, 'You look at a shared world. Your own work is untouched.');
  // What was typed into the still picture's text area is the learner's.
  const area = root.querySelector('textarea');
  const typed = area && area.value !== area.defaultValue ? area.value : undefined;
  await stage.own(focus, typed);
  if (shared) stage.say(shared.trouble);
}

/** The world in an address, or why it cannot be opened; undefined when it is another lab's. */
async function worldOf(
  hash: string,
  lab: Lab,
): Promise<{ journal: BenchEvent[] } | { trouble: string } | undefined> {
  const { labIn, readHash } = await import('../../learner/bench/share.ts');
  try {
    const journal = readHash(hash);
    return labIn(journal) === lab.id ? { journal } : undefined;
  } catch (error) {
    return { trouble: error instanceof Error ? error.message : String(error) };
  }
}

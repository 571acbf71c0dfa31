/** Brings a check that the server rendered to life. */
import { hydrate } from 'preact';
import { pageJournal } from '../../learner/journal/index.ts';
import { markAnswered } from './answered-mark.ts';
import { loadKey, loadQuestions } from './banks.ts';
import { CheckView } from './CheckView.tsx';
import { createCheck } from './model.ts';

/** Presses the button of one question's form. */
type Submit = (form: HTMLFormElement) => void;

const mounted = new WeakMap<HTMLElement, Promise<Submit>>();

/** What was ticked before the script arrived. */
function ticked(root: HTMLElement): Record<string, { options: string[] }> {
  const drafts: Record<string, { options: string[] }> = {};
  for (const { name, value } of root.querySelectorAll<HTMLInputElement>('input:checked')) {
    (drafts[name] ??= { options: [] }).options.push(value);
  }
  return drafts;
}

async function bringToLife(root: HTMLElement): Promise<Submit> {
  const name = root.dataset.check ?? '';
  const bank = await loadQuestions(name);
  if (!bank) throw new Error(`There are no questions for the bank "${name}".`);
  const sources = {
    journal: pageJournal,
    key: () => loadKey(name),
    mark: (answered: boolean) => markAnswered(name, answered),
  };
  const model = createCheck(bank, sources, ticked(root));
  hydrate(<CheckView model={model} />, root);
  // From here on the island takes presses itself; see loader.ts.
  root.dataset.alive = '';
  await model.restore();
  return (form) => form.requestSubmit();
}

/** Mounts the island once; later calls get the same. When a part cannot be fetched, the next touch tries again. */
export function mount(root: HTMLElement): Promise<Submit> {
  let life = mounted.get(root);
  if (!life) {
    life = bringToLife(root);
    mounted.set(root, life);
    life.catch(() => mounted.delete(root));
  }
  return life;
}

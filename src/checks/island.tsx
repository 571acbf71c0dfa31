/** Brings a check that the server rendered to life. */
import { hydrate } from 'preact';
import type { ShownBank } from '../../learner/checks/index.ts';
import { pageJournal } from '../../learner/journal/index.ts';
import { markAnswered } from './answered-mark.ts';
import { loadKey, loadQuestions } from './banks.ts';
import { CheckView } from './CheckView.tsx';
import { createCheck, type Draft } from './model.ts';
import { numberIn } from './WrittenField.tsx';

/** Presses the button of one question's form. */
type Submit = (form: HTMLFormElement) => void;

const mounted = new WeakMap<HTMLElement, Promise<Submit>>();

/** What was filled in before the script arrived. */
function filledIn(root: HTMLElement, questions: ShownBank['questions']): Record<string, Draft> {
  const drafts: Record<string, Draft> = {};
  for (const { name, value } of root.querySelectorAll<HTMLInputElement>('input:checked'))
    drafts[name] = { options: [...(drafts[name]?.options ?? []), value] };
  for (const question of questions) {
    const { id, kind } = question;
    const fields = root.querySelectorAll<HTMLInputElement>(
      `form[data-question="${id}"] :is(select, textarea, input[type=text])`,
    );
    const texts = [...fields].map(({ value }) => value);
    if (texts.every((text) => text === '')) continue;
    if (kind === 'matching')
      drafts[id] = {
        pairs: Object.fromEntries(
          question.prompts.flatMap((prompt, i) => (texts[i] ? [[prompt.id, texts[i]]] : [])),
        ),
      };
    else if (kind === 'reach') drafts[id] = { lines: texts[0]! };
    else if (kind === 'numeric') drafts[id] = numberIn(texts[0]!);
    else if (kind === 'text' || (kind === 'mend' && texts[0] !== question.document))
      drafts[id] = { text: texts[0]! };
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
  const model = createCheck(bank, sources, filledIn(root, bank.questions));
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

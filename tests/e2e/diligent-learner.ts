/**
 * What a diligent learner does on a page, in few and large gestures: every gesture works on the page's own fields and
 * buttons, from within the page, so that a whole course can be walked in a minute.
 */
import type { Page } from 'playwright/test';
import type { SolutionAct } from '../../learner/bench/index.ts';
import type { Question } from '../../learner/checks/index.ts';

/** An act of a solution as a line for the prompt: files are written and time goes by from there as well. */
export function lineOf(act: SolutionAct): string {
  if (typeof act === 'string') return act;
  if ('save' in act)
    return `cat > ${act.save} <<'END_OF_FILE'\n${act.content.replace(/\n$/, '')}\nEND_OF_FILE`;
  return `sleep ${act.wind / 1000}`;
}

/** Types lines at the prompt of the open bench, one after the other. */
export const type = (page: Page, lines: readonly string[]): Promise<void> =>
  page.evaluate(async (all) => {
    const pause = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));
    const log = document.querySelector('.bench-log')!;
    for (const line of all) {
      const prompt = document.querySelector<HTMLTextAreaElement>('.bench-input textarea')!;
      const before = log.children.length;
      prompt.value = line;
      prompt.dispatchEvent(new InputEvent('input', { bubbles: true }));
      prompt.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
      for (let waited = 0; log.children.length === before || prompt.ariaBusy === 'true'; waited++) {
        if (waited > 4000) throw new Error(`The bench has not finished: ${line}`);
        await pause(waited < 20 ? 0 : 5);
      }
    }
  }, lines);

/** A right answer, in the words of the fields that it is given in. */
function given(question: Question): Given {
  const { kind, key } = question;
  switch (kind) {
    case 'ordering':
      return { order: key.order };
    case 'matching':
      return { pairs: question.prompts.map(({ id }) => key.pairs[id]!) };
    case 'numeric':
      return { text: String(key.value) };
    case 'text':
      return { text: key.accept[0]! };
    case 'mend':
      return { text: key.solution };
    case 'reach':
      return { text: key.solution.join('\n'), run: true };
    default:
      return { options: key.correct };
  }
}

/**
 * Fills in the right answers, a form each, and presses its button.
 * @param forms selector of each form, and its question
 * @param button what the button says that leads on to another form; undefined: the form's own, which stays
 * @returns what each form says afterwards
 */
export const answer = (
  page: Page,
  asked: readonly { form: string; question: Question; button?: string }[],
): Promise<string[]> =>
  page.evaluate(
    async (all) => {
      const pause = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));
      const until = async (what: string, holds: () => boolean) => {
        for (let waited = 0; !holds(); waited++) {
          if (waited > 2000) throw new Error(`Waited in vain: ${what}`);
          await pause(waited < 20 ? 0 : 5);
        }
      };
      const says: string[] = [];
      for (const { form: selector, given, button } of all) {
        const form = document.querySelector<HTMLFormElement>(selector)!;
        const check = form.closest<HTMLElement>('[data-check]')!;
        check.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
        if (check !== form) await until('the check comes to life', () => 'alive' in check.dataset);
        if (given.options)
          for (const option of form.querySelectorAll<HTMLElement>('[data-option]')) {
            const input = option.querySelector('input')!;
            if (input.checked !== given.options.includes(option.dataset['option']!)) input.click();
            await pause();
          }
        if (given.pairs)
          for (const [i, select] of [...form.querySelectorAll('select')].entries()) {
            select.value = given.pairs[i]!;
            select.dispatchEvent(new Event('input', { bubbles: true }));
            select.dispatchEvent(new Event('change', { bubbles: true }));
            await pause();
          }
        if (given.order) {
          const items = () => [...form.querySelectorAll<HTMLElement>('[data-item]')];
          const names = () => items().map(({ dataset }) => dataset['item']!);
          const press = async (item: string, which: string) => {
            form.querySelector<HTMLElement>(`[data-item="${item}"] [id$="-${which}"]`)!.click();
            await pause();
          };
          for (const name of names()) if (!given.order.includes(name)) await press(name, 'out');
          for (const [place, name] of given.order.entries())
            while (names().indexOf(name) > place) await press(name, 'up');
        }
        if (given.text !== undefined) {
          const field = form.querySelector<HTMLInputElement>('textarea, input[type=text]')!;
          field.value = given.text;
          field.dispatchEvent(new InputEvent('input', { bubbles: true }));
          await pause();
        }
        if (given.run) {
          [...form.querySelectorAll('button')]
            .find(({ textContent }) => textContent.startsWith('Run the'))!
            .click();
          await until('the commands have run', () => form.querySelector('.dd-check-printed') !== null);
        }
        const before = form.textContent;
        if (button === undefined) form.requestSubmit();
        else [...form.querySelectorAll('button')].find(({ textContent }) => textContent === button)!.click();
        await until(`${selector} is answered`, () =>
          button === undefined
            ? form.querySelector('[role=status]')!.textContent.trim() !== ''
            : document.querySelector(selector)?.textContent !== before,
        );
        says.push(document.querySelector(selector)?.querySelector('[role=status]')?.textContent.trim() ?? '');
      }
      return says;
    },
    asked.map(({ form, question, button }) => ({ form, given: given(question), button })),
  );

interface Given {
  options?: readonly string[];
  pairs?: readonly string[];
  order?: readonly string[];
  text?: string;
  run?: boolean;
}

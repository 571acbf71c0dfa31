import { render } from 'preact-render-to-string';
import type { ShownBank } from '../../learner/checks/index.ts';
import { CheckView } from './CheckView.tsx';
import { createCheck } from './model.ts';

const never = (): Promise<never> => new Promise(() => {});

/** The check's HTML as the server renders it: nothing chosen, nothing known, no key at hand. */
export function staticCheck(bank: ShownBank): string {
  return render(<CheckView model={createCheck(bank, { journal: never, key: never })} />);
}

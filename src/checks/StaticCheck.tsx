/** The check as the server renders it: nothing chosen, nothing known, no key at hand. */
import type { ShownBank } from '../../learner/checks/index.ts';
import { CheckView } from './CheckView.tsx';
import { createCheck } from './model.ts';

const never = (): Promise<never> => new Promise(() => {});

export default function StaticCheck({ bank }: { bank: ShownBank }) {
  return <CheckView model={createCheck(bank, { journal: never, key: never })} />;
}

/** The banks of the course as the build knows them (see banks-plugin.ts), each half fetched by itself. */
import type { BankKey, ShownBank } from '../../learner/checks/index.ts';
import { unveilKey } from '../../learner/checks/index.ts';

const questions = import.meta.glob<ShownBank | null>('/quizzes/*.yaml', {
  query: '?questions',
  import: 'default',
});
const keys = import.meta.glob<string | null>('/quizzes/*.yaml', { query: '?key', import: 'default' });

const fileOf = (bank: string): string => `/quizzes/${bank}.yaml`;

/** The questions of a bank; null when there is no such bank or it is not for everyone. */
export async function loadQuestions(bank: string): Promise<ShownBank | null> {
  return (await questions[fileOf(bank)]?.()) ?? null;
}

/** The key of a bank. @throws when it cannot be fetched. */
export async function loadKey(bank: string): Promise<BankKey> {
  const veiled = await keys[fileOf(bank)]?.();
  if (!veiled) throw new Error(`There is no key for the bank "${bank}".`);
  return unveilKey(bank, veiled);
}

/** Questions for the tests: one of each kind. */
import type { Question } from '../../../learner/checks/index.ts';

const options = (ids: string): { id: string; text: string }[] =>
  ids.split('').map((id) => ({ id, text: `Option ${id}` }));
const why = (ids: string): Record<string, string> =>
  Object.fromEntries(ids.split('').map((id) => [id, `Because of ${id}.`]));

export const single: Question<'single'> = {
  id: 'q-single',
  kind: 'single',
  stem: 'Which one?',
  options: options('abcd'),
  key: { correct: ['c'], why: why('abcd') },
};
export const multiple: Question<'multiple'> = {
  id: 'q-multiple',
  kind: 'multiple',
  stem: 'Which ones?',
  options: options('abcde'),
  key: { correct: ['a', 'b'], why: why('abcde') },
};
export const trueFalse: Question<'true-false'> = {
  id: 'q-true-false',
  kind: 'true-false',
  stem: 'Is it so?',
  options: options('ab'),
  key: { correct: ['b'], why: why('ab') },
};

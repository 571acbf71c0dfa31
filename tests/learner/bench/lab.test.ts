import { expect, test } from 'vitest';
import lab from '../../../content/ecr/push-and-run.lab.ts';
import { defineLab } from '../../../learner/bench/index.ts';

test.each([
  ['an id with capitals', { id: 'Push' }, 'Lab Push: an id is lower-case letters, digits and hyphens.'],
  ['no step', { steps: [] }, 'Lab push-and-run: give it at least one step, or define it as a sandbox.'],
  [
    'two steps of one id',
    { steps: [lab.steps[0]!, lab.steps[0]!] },
    'Lab push-and-run: two steps have the id create-repository; ids are permanent and unique.',
  ],
  [
    'a file to open that is not there',
    { open: 'task.json' },
    'Lab push-and-run: the file to open, task.json, is not among its files.',
  ],
])('a lab with %s is refused', (_, change, message) => {
  expect(() => defineLab({ ...lab, ...change })).toThrow(new Error(message));
});

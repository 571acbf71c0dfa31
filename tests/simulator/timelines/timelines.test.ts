import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { page, timelinesPage } from '../../../scripts/generate-timelines.ts';
import { scenarios } from './index.ts';
import { measure, tolerance } from './scenario.ts';

test.each(scenarios.map((scenario) => [scenario.id, scenario] as const))(
  '%s lies within a quarter of what was recorded, or says why not',
  (_, scenario) => {
    const off = measure(scenario).filter(
      ({ ratio, why }) => why === undefined && !(Math.abs(ratio - 1) <= tolerance),
    );
    expect(off).toEqual([]);
  },
);

test('the page in the docs shows them as they are (node scripts/generate-timelines.ts)', () => {
  expect(readFileSync(page, 'utf8')).toBe(timelinesPage());
});

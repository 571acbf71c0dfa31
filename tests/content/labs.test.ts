/** Every lab of the course: its solution reaches its goals, its start reaches none, and who nearly gets there is told so. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import type { Lab } from '../../learner/bench/index.ts';
import { missingAfter, walk, type NearMiss } from './walk.ts';

const content = join(import.meta.dirname, '..', '..', 'content');
const files = readdirSync(content, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.lab.ts'),
);
const labs = new Map<string, Lab>();
for (const file of files) {
  const { default: lab } = (await import(join(content, file))) as { default: Lab };
  labs.set(basename(file, '.lab.ts'), lab);
}

const lists = readdirSync(join(import.meta.dirname, 'near-misses'));
const nearMisses = (
  await Promise.all(
    lists.map(async (list) => (await import(`./near-misses/${list}`)) as { nearMisses: readonly NearMiss[] }),
  )
).flatMap((each) => each.nearMisses);

/** Labs to look at on a bench that stands there already: there is nothing to reach in them. */
const withSteps = [...labs.values()].filter(({ steps }) => steps.length > 0);

describe('every lab', () => {
  it.each([...labs])('%s is named as its file', (name, lab) => {
    expect(lab.id).toBe(name);
  });

  it.each(withSteps)('$id: the solution reaches each goal, and the start none', walk);

  it.each(withSteps)('$id: has two near misses or more', ({ id }) => {
    expect(nearMisses.filter(({ lab }) => lab === id).length).toBeGreaterThanOrEqual(2);
  });
});

describe('who nearly gets there', () => {
  test.each(nearMisses)('$lab: $slip', async ({ lab, step, acts, is }) => {
    const found = labs.get(lab);
    expect(found, `there is no lab ${lab}`).toBeDefined();
    expect((await missingAfter(found!, step, acts)).map((missing) => missing.is)).toEqual([is]);
  });
});

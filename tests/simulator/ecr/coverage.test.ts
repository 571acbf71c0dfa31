import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { coverage, coveragePage, page } from '../../../scripts/generate-coverage.ts';
import { hands } from '../cloud.ts';

test('the page of simulated operations is current: else run `node scripts/generate-coverage.ts`', () => {
  expect(readFileSync(page, 'utf8')).toBe(coveragePage());
});

test('the registries keep what the course promises of them', () => {
  const known = Object.fromEntries(coverage().map(({ service, simulated }) => [service, simulated.length]));
  expect(known['ecr']).toBeGreaterThanOrEqual(54);
  expect(known['ecr-public']).toBeGreaterThanOrEqual(20);
});

test('an operation that is not simulated says so', () => {
  const one = hands();
  for (const { service, missing } of coverage())
    for (const operation of missing)
      expect(one.refusal(service, operation)).toMatchObject({ code: 'NotSimulatedException' });
});

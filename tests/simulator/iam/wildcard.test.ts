import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isInRange } from '../../../simulator/iam/policy/address.ts';
import { matches, matchesArn } from '../../../simulator/iam/policy/wildcard.ts';

test.each([
  ['*', '', true],
  ['ecr:*', 'ecr:PutImage', true],
  ['ecr:Put*', 'ecr:GetImage', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['*a*b*', 'xxaxxbxx', true],
  ['*a*b', 'axbx', false],
  ['a**b', 'ab', true],
])('%s and %s: %s', (pattern, text, fits) => expect(matches(pattern, text)).toBe(fits));

test('agrees with the regular expression that a pattern stands for', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', ':', '/'), maxLength: 8 });
  const patterns = fc.string({ unit: fc.constantFrom('a', 'b', ':', '/', '*', '?'), maxLength: 8 });
  fc.assert(
    fc.property(patterns, letters, (pattern, text) => {
      const expression = new RegExp(`^${pattern.replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 's');
      expect(matches(pattern, text)).toBe(expression.test(text));
    }),
    { numRuns: 3000 },
  );
});

test('a pattern made to be slow is not', () => {
  const began = performance.now();
  expect(matches(`${'*a'.repeat(2000)}b`, 'a'.repeat(10_000))).toBe(false);
  expect(performance.now() - began).toBeLessThan(2000);
});

test('the wildcard of an ARN stays in its section', () => {
  expect(matchesArn('arn:aws:iam::*:role/a', 'arn:aws:iam::1:role/a')).toBe(true);
  expect(matchesArn('arn:aws:iam::*', 'arn:aws:iam::1:role/a')).toBe(false);
  expect(matchesArn('arn:aws:ecs:*:*:task/*', 'arn:aws:ecs:us-east-1:1:task/c/t')).toBe(true);
  expect(matchesArn('*', 'arn:aws:iam::1:role/a')).toBe(true);
});

test.each([
  ['203.0.113.10', '203.0.113.0/24', true],
  ['203.0.114.10', '203.0.113.0/24', false],
  ['203.0.113.10', '203.0.113.10', true],
  ['203.0.113.10', '0.0.0.0/0', true],
  ['203.0.113.10', '203.0.113.0/33', false],
  ['203.0.113.10', 'nonsense', false],
  ['256.0.113.10', '0.0.0.0/0', false],
])('%s in %s: %s', (address, range, inside) => expect(isInRange(address, range)).toBe(inside));

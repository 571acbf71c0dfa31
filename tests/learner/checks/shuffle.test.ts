import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { shownOptions, shuffled, unveilKey, veilKey } from '../../../learner/checks/index.ts';
import { multiple, single, trueFalse } from './questions.ts';

test('a shuffle loses nothing, leaves its list alone and depends on the seed only', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.string(), (list, seed) => {
      const before = [...list];
      const result = shuffled(list, seed);
      expect(list).toEqual(before);
      expect(result).toEqual(shuffled(list, seed));
      expect(result.toSorted()).toEqual(before.toSorted());
    }),
  );
});

test('every order of three comes up about as often', () => {
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; i += 1) {
    const order = shuffled(['a', 'b', 'c'], `seed ${i}`).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect([...counts.keys()].toSorted()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

test('true and false keep their order, and so does a question that asks for it', () => {
  for (let i = 0; i < 20; i += 1) {
    expect(shownOptions(trueFalse, `${i}`)).toEqual(trueFalse.options);
    expect(shownOptions({ ...single, keepOrder: true }, `${i}`)).toEqual(single.options);
  }
});

test('a veiled key comes back whole and shows none of its words', () => {
  const key = {
    'q-single': single.key,
    'q-multiple': { ...multiple.key, why: { a: 'Schiffsdock – ein Ort ⚓' } },
  };
  const veiled = veilKey('module-1', key);
  expect(unveilKey('module-1', veiled)).toEqual(key);
  expect(veiled).toMatch(/^[A-Za-z0-9+/]+=*$/);
  expect(atob(veiled)).not.toMatch(/why|correct|Because/);
  expect(() => unveilKey('module-2', veiled)).toThrow();
});

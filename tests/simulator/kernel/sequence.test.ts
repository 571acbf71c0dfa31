import fc from 'fast-check';
import { expect, test } from 'vitest';
import { append, createSequence, page, removeAt } from '../../../simulator/kernel/sequence.ts';

test('pages of any size hold what was added and not removed, in order, once each', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 300 }), fc.integer({ min: 1, max: 7 }), (keep, limit) => {
      const sequence = createSequence();
      const positions = keep.map((_, index) => append(sequence, `id-${index}`));
      keep.forEach((stays, index) => stays || removeAt(sequence, positions[index]!));
      const seen: string[] = [];
      let next: number | undefined = 0;
      while (next !== undefined) {
        const one: { ids: string[]; next?: number } = page(sequence, next, limit);
        expect(one.ids.length).toBeLessThanOrEqual(limit);
        seen.push(...one.ids);
        next = one.next;
      }
      expect(seen).toEqual(keep.flatMap((stays, index) => (stays ? [`id-${index}`] : [])));
      expect(sequence.live).toBe(seen.length);
    }),
  );
});

test('a position outlives the removal of all that stood before it', () => {
  const sequence = createSequence();
  const positions = Array.from({ length: 200 }, (_, index) => append(sequence, `id-${index}`));
  for (const position of positions.slice(0, 150)) removeAt(sequence, position);
  expect(sequence.items.length).toBeLessThan(200);
  expect(page(sequence, positions[160]!, 2)).toEqual({ ids: ['id-160', 'id-161'], next: positions[162] });
  expect(page(sequence, 0, 1).ids).toEqual(['id-150']);
});

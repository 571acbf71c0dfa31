import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Queue } from '../../../simulator/kernel/queue.ts';

const drain = (queue: Queue) => {
  const out: { at: number; subject: string }[] = [];
  for (let entry = queue.due(Number.MAX_SAFE_INTEGER); entry; entry = queue.due(Number.MAX_SAFE_INTEGER)) {
    out.push({ at: entry.at, subject: entry.effect.subject });
  }
  return out;
};

test('what falls due comes out by time, and by order of arrival within one time', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50)), (times) => {
      const queue = new Queue();
      times.forEach((at, index) => queue.push(at, { type: 'x', subject: String(index) }));
      const expected = times
        .map((at, index) => ({ at, subject: String(index) }))
        .sort((a, b) => a.at - b.at || Number(a.subject) - Number(b.subject));
      expect(drain(queue)).toEqual(expected);
    }),
  );
});

test('nothing comes out before its time', () => {
  const queue = new Queue();
  queue.push(10, { type: 'x', subject: 'a' });
  expect(queue.due(9)).toBeUndefined();
  expect(queue.next()).toBe(10);
  expect(queue.due(10)?.effect.subject).toBe('a');
  expect(queue.next()).toBeUndefined();
});

test('a saved queue goes on as the first would have', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), fc.nat(20), fc.array(fc.nat(20)), (before, until, after) => {
      const queue = new Queue();
      before.forEach((at, index) => queue.push(at, { type: 'x', subject: `b${index}` }));
      while (queue.due(until));
      const { entries, order } = queue.save();
      const copy = new Queue(structuredClone(entries), order);
      for (const one of [queue, copy])
        after.forEach((at, index) => one.push(at, { type: 'x', subject: `a${index}` }));
      expect(copy.save()).toEqual(queue.save());
      expect(drain(copy)).toEqual(drain(queue));
    }),
  );
});

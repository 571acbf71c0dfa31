import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dueNow, INTERVALS, reviewItems } from '../../../learner/course/index.ts';
import { single } from '../checks/questions.ts';

const DAY = 86_400_000;
type Entry = Parameters<typeof reviewItems>[2][number];
const entry = (type: string, at: number, option: string): Entry => ({
  at: at * DAY,
  event: { type, question: single.id, answer: { options: [option] } } as Entry['event'],
});
/** Level and day of what is in the queue. */
const queue = (...entries: Entry[]) =>
  reviewItems('m', [single], entries).map(({ level, dueAt }) => [level, dueAt / DAY]);

describe('the review queue', () => {
  test('holds what was missed, not what was right at once', () => {
    expect(queue(entry('answered', 0, 'c'))).toEqual([]);
    expect(queue(entry('answered', 0, 'a'), entry('answered', 0, 'c'))).toEqual([[0, 1]]);
  });

  test('brings an item back after 1, 3, 7 and 21 days, then lets it go', () => {
    const missed = entry('answered', 0, 'a');
    const right = (at: number) => entry('reviewed', at, 'c');
    expect(queue(missed, right(1))).toEqual([[1, 4]]);
    expect(queue(missed, right(1), right(4))).toEqual([[2, 11]]);
    expect(queue(missed, right(1), right(4), right(11))).toEqual([[3, 32]]);
    expect(queue(missed, right(1), right(4), right(11), right(32))).toEqual([]);
  });

  test('begins again when it is missed again, and waits when it is answered too early', () => {
    const missed = entry('answered', 0, 'a');
    expect(queue(missed, entry('reviewed', 1, 'c'), entry('reviewed', 4, 'b'))).toEqual([[0, 5]]);
    expect(queue(missed, entry('reviewed', 0.5, 'c'))).toEqual([[0, 1]]);
  });

  test('is empty after starting over', () => {
    expect(queue(entry('answered', 0, 'a'), { at: 1, event: { type: 'started-over' } })).toEqual([]);
  });

  test('shows what is due, longest overdue first', () => {
    const items = reviewItems('m', [single], [entry('answered', 0, 'a')]);
    expect(dueNow(items, DAY - 1)).toEqual([]);
    expect(dueNow([{ ...items[0]!, dueAt: DAY + 1 }, ...items], 2 * DAY).map(({ dueAt }) => dueAt)).toEqual([
      DAY,
      DAY + 1,
    ]);
  });

  test('survives whatever a journal holds', () => {
    const events = fc.array(
      fc.record({ at: fc.nat(), event: fc.oneof(fc.constant({ type: 'reviewed' }), fc.jsonValue()) }),
    );
    fc.assert(
      fc.property(events, (entries) => {
        const usable = entries.filter(({ event }) => typeof event === 'object' && event !== null);
        for (const { level } of reviewItems('m', [single], usable as Entry[]))
          expect(level).toBeLessThan(INTERVALS.length);
      }),
    );
  });
});

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldCheck, questionScore, tryShare } from '../../../learner/checks/index.ts';
import { multiple, single, trueFalse } from './questions.ts';

const questions = [single, multiple, trueFalse];
type Entry = Parameters<typeof foldCheck>[1][number];
const answered = (question: string, options: string): Entry => ({
  at: 5,
  event: { type: 'answered', question, answer: { options: options.split('') } } as Entry['event'],
});
const startedOver: Entry = { at: 6, event: { type: 'started-over' } };
const outcome = (entries: readonly Entry[]): unknown => {
  const { questions: states, ...sums } = foldCheck(questions, entries);
  const each = Object.entries(states).map(([id, q]) => [id, q.tries.length, q.solved, q.score]);
  return { each, ...sums };
};

describe('the state of a check', () => {
  test('begins with nothing tried', () => {
    expect(outcome([])).toEqual({
      each: [
        ['q-single', 0, false, 0],
        ['q-multiple', 0, false, 0],
        ['q-true-false', 0, false, 0],
      ],
      tried: 0,
      solved: 0,
      total: 3,
      score: 0,
    });
  });

  test('the first try counts in full, the second half, the third a quarter', () => {
    expect([1, 2, 3, 4].map(tryShare)).toEqual([1, 0.5, 0.25, 0.125]);
    const entries = [
      answered('q-single', 'a'),
      answered('q-true-false', 'b'),
      answered('q-single', 'b'),
      answered('q-single', 'c'),
    ];
    expect(outcome(entries)).toEqual({
      each: [
        ['q-single', 3, true, 0.25],
        ['q-multiple', 0, false, 0],
        ['q-true-false', 1, true, 1],
      ],
      tried: 2,
      solved: 2,
      total: 3,
      score: 1.25 / 3,
    });
  });

  test('the best try counts: a half right first answer is worth no less than a right second one', () => {
    expect(questionScore([0.5, 0.8, 1])).toBe(0.5);
    const state = foldCheck(questions, [answered('q-multiple', 'a'), answered('q-multiple', 'ab')]);
    expect(state.questions['q-multiple']).toMatchObject({ solved: true, score: 0.5 });
  });

  test('the same answer again costs nothing, in whatever order its options stand', () => {
    const entries = [
      answered('q-multiple', 'ac'),
      answered('q-multiple', 'ca'),
      answered('q-multiple', 'ab'),
    ];
    expect(foldCheck(questions, entries).questions['q-multiple']).toMatchObject({ score: 0.5 });
  });

  test('answers after the right one count no more', () => {
    const entries = [answered('q-single', 'c'), answered('q-single', 'a')];
    expect(foldCheck(questions, entries).questions['q-single']).toMatchObject({ solved: true, score: 1 });
  });

  test('starting over forgets the tries before it, not those after', () => {
    const entries = [answered('q-single', 'a'), startedOver, answered('q-single', 'c')];
    expect(foldCheck(questions, entries).questions['q-single']).toMatchObject({ score: 1 });
  });

  test.each([
    ['an unknown event', { type: 'sneezed' }],
    ['a question that is gone', { type: 'answered', question: 'q-gone', answer: { options: ['a'] } }],
    ['an option that is gone', { type: 'answered', question: 'q-single', answer: { options: ['z'] } }],
    ['an answer without options', { type: 'answered', question: 'q-single', answer: {} }],
    ['no answer', { type: 'answered', question: 'q-single' }],
    ['a borrowed name', { type: 'answered', question: 'constructor', answer: { options: ['a'] } }],
  ])('%s is passed over', (_, event) => {
    expect(outcome([{ at: 1, event }, answered('q-single', 'c')])).toEqual(
      outcome([answered('q-single', 'c')]),
    );
  });

  test('more answers never lower a score', () => {
    const answer = fc.tuple(
      fc.constantFrom('q-single', 'q-multiple', 'q-true-false'),
      fc.subarray(['a', 'b', 'c', 'd', 'e'], { minLength: 1 }),
    );
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 12 }), (answers) => {
        const entries = answers.map(([question, options]) => answered(question, options.join('')));
        let before = 0;
        for (let end = 0; end <= entries.length; end += 1) {
          const { score } = foldCheck(questions, entries.slice(0, end));
          expect(score).toBeGreaterThanOrEqual(before);
          expect(score).toBeLessThanOrEqual(1);
          before = score;
        }
      }),
    );
  });
});

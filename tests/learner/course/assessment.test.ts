import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Question } from '../../../learner/checks/index.ts';
import { draw, foldAssessment, standingOf } from '../../../learner/course/index.ts';
import { single } from '../checks/questions.ts';

const bank: Question[] = Array.from({ length: 60 }, (_, i) => ({ ...single, id: `f-${i}` }));
type Entry = Parameters<typeof foldAssessment>[1][number];
const at = (time: number, event: object): Entry => ({ at: time, event: event as Entry['event'] });
const given = (question: string, option: string) =>
  at(1, { type: 'given', question, answer: { options: [option] } });

describe('the final assessment', () => {
  test('draws 40 different questions, those first that were not seen yet', () => {
    fc.assert(
      fc.property(fc.string(), fc.shuffledSubarray(bank.map(({ id }) => id)), (seed, seen) => {
        const { questions } = draw(bank, new Set(seen), seed);
        expect(new Set(questions).size).toBe(40);
        const fresh = questions.filter((id) => !seen.includes(id)).length;
        expect(fresh).toBe(Math.min(40, bank.length - seen.length));
      }),
    );
  });

  test('says nothing before it is handed in, and counts the last answer to each question', () => {
    const begun = [at(0, { type: 'drawn', questions: ['f-0', 'f-1'] }), given('f-0', 'a'), given('f-0', 'c')];
    expect(foldAssessment(bank, begun)).toMatchObject({
      attempt: { handedInAt: null, grades: {}, score: 0, answers: { 'f-0': { options: ['c'] } } },
      passedAt: null,
      best: 0,
    });
    const done = foldAssessment(bank, [...begun, at(9, { type: 'handed-in' }), given('f-1', 'c')]);
    expect(done).toMatchObject({ attempt: { handedInAt: 9, score: 0.5 }, passedAt: null, best: 0.5 });
    expect(Object.keys(done.attempt!.grades)).toEqual(['f-0']);
  });

  test('is passed at 80 percent, once and for all', () => {
    const five = ['f-0', 'f-1', 'f-2', 'f-3', 'f-4'];
    const attempt = (right: number, time: number) => [
      at(time, { type: 'drawn', questions: five }),
      ...five.map((id, i) => given(id, i < right ? 'c' : 'a')),
      at(time, { type: 'handed-in' }),
    ];
    expect(foldAssessment(bank, attempt(3, 5)).passedAt).toBe(null);
    expect(foldAssessment(bank, [...attempt(4, 5), ...attempt(1, 7)])).toMatchObject({
      passedAt: 5,
      best: 0.8,
    });
  });
});

test('a module is mastered at 80 percent of its checks, and complete with all its labs', () => {
  const parts = { title: 'M', checks: ['a', 'b'], labs: ['x'] };
  const check = (score: number) => ({ score, tried: 1, solved: 1, total: 1, questions: {} });
  const of = (a: number, b: number | undefined, done: boolean) => {
    const { score, mastered, complete, checksBegun } = standingOf(
      parts,
      (bank) => (bank === 'a' ? check(a) : b === undefined ? undefined : check(b)),
      () => done,
    );
    return [score, checksBegun, mastered, complete];
  };
  expect(of(1, undefined, true)).toEqual([0.5, 1, false, false]);
  expect(of(1, 0.6, false)).toEqual([0.8, 2, true, false]);
  expect(of(1, 0.6, true)).toEqual([0.8, 2, true, true]);
});

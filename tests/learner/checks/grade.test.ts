import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AnswerError, answerProblem, grade, withKey, withoutKey } from '../../../learner/checks/index.ts';
import { multiple, single, trueFalse } from './questions.ts';

describe('grading', () => {
  test('the right option of a single choice scores 1, and every option is explained', () => {
    expect(grade(single, { options: ['c'] })).toEqual({
      correct: true,
      score: 1,
      explanations: [
        { option: 'a', chosen: false, correct: false, why: 'Because of a.' },
        { option: 'b', chosen: false, correct: false, why: 'Because of b.' },
        { option: 'c', chosen: true, correct: true, why: 'Because of c.' },
        { option: 'd', chosen: false, correct: false, why: 'Because of d.' },
      ],
    });
  });

  test.each([
    [single, 'a', 0],
    [single, 'c', 1],
    [trueFalse, 'a', 0],
    [trueFalse, 'b', 1],
    [multiple, 'ab', 1],
    [multiple, 'a', 0.5],
    [multiple, 'ac', 0],
    [multiple, 'abc', 0.5],
    [multiple, 'cde', 0],
    [multiple, 'abcde', 0],
  ])('$kind answered with %s', (question, chosen, score) => {
    const result = grade(question, { options: chosen.split('') });
    expect([result.score, result.correct]).toEqual([score, score === 1]);
  });

  test('a multiple choice scores 1 for the right set only, in any order, and never leaves 0 to 1', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e'], { minLength: 1 }), (options) => {
        const { score, correct } = grade(multiple, { options });
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(correct).toBe(options.toSorted().join('') === 'ab');
      }),
    );
  });

  test.each([
    [single, {}, 'An answer to this question is a list of options.'],
    [single, null, 'There is no answer.'],
    [single, { options: [] }, 'Choose an option first.'],
    [multiple, { options: [] }, 'Choose one or more options first.'],
    [single, { options: ['a', 'b'] }, 'Choose one option only.'],
    [multiple, { options: ['a', 'a'] }, 'Choose each option once only.'],
    [trueFalse, { options: ['c'] }, 'This question has no option "c".'],
    [multiple, { options: ['a', 7] }, 'This question has no option "7".'],
  ])('%o answered with %j is not graded', (question, answer, message) => {
    expect(answerProblem(withoutKey(question), answer)).toBe(message);
    expect(() => grade(question, answer as never)).toThrow(new AnswerError(message));
  });

  test('a question and its key part and join again', () => {
    const shown = [single, multiple].map(withoutKey);
    expect(JSON.stringify(shown)).not.toContain('Because');
    expect(withKey(shown, { 'q-single': single.key })).toEqual([single]);
  });
});

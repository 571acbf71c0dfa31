/** The skeletons that `npm run new` writes: whole, and true from the start. */
import { expect, test } from 'vitest';
import { readBank } from '../../learner/checks/read-bank.ts';
import { plan } from '../../scripts/new.ts';

test('a lesson comes with its lab, its near misses and its questions', () => {
  expect(Object.keys(plan('lesson', 'ecs/my-lesson'))).toEqual([
    'content/ecs/my-lesson.mdx',
    'content/ecs/ecs-my-lesson-lab.lab.ts',
    'tests/content/near-misses/ecs-my-lesson.ts',
    'quizzes/ecs-my-lesson-check.yaml',
  ]);
});

test('its questions are a bank without a fault', () => {
  const [[path, text]] = Object.entries(plan('quiz', 'ecs/my-quiz')) as [[string, string]];
  expect(readBank(path, text).questions.map(({ id }) => id)).toEqual([
    'ecs-my-quiz-first',
    'ecs-my-quiz-second',
  ]);
});

test.each([
  [undefined, undefined, 'Say what to make: one of lesson, lab, quiz, incident.'],
  [
    'lab',
    'My Lab',
    "Say where: a module's folder and a name in lower case with hyphens, such as npm run new -- lab ecs/my-lab.",
  ],
])('new %s %s is told what to say', (kind, target, sentence) => {
  expect(plan(kind, target)).toBe(sentence);
});

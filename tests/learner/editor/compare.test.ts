import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffLines } from '../../../learner/editor/diff.ts';
import { comparable } from '../../../learner/editor/task-definition/comparable.ts';
import { baseDefinitions } from '../../../simulator/ecs/task-definition/examples.ts';

const marked = (before: string, after: string) =>
  diffLines(before, after).map(({ kind, text }) => `${{ same: ' ', removed: '-', added: '+' }[kind]}${text}`);

test('lines that are gone stand before those that came', () => {
  expect(marked('a\nb\nc\n', 'a\nx\nc\nd\n')).toEqual([' a', '-b', '+x', ' c', '+d']);
  expect(marked('', 'a')).toEqual(['+a']);
  expect(marked('a', 'a')).toEqual([' a']);
});

test('both texts can be read out of their differences, with their line numbers', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }).map((list) => list.join('\n'));
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const diff = diffLines(before, after);
      const side = (but: string) => diff.filter(({ kind }) => kind !== but);
      expect(
        side('added')
          .map(({ text }) => text)
          .join('\n'),
      ).toBe(before);
      expect(
        side('removed')
          .map(({ text }) => text)
          .join('\n'),
      ).toBe(after);
      expect(side('added').map((line) => line.before)).toEqual(
        before.split('\n').map((_, index) => index + 1),
      );
    }),
  );
});

test('what the service fills in by itself makes no difference', () => {
  const [app, ...others] = baseDefinitions.ec2.containerDefinitions;
  const answered = {
    ...baseDefinitions.ec2,
    taskDefinitionArn: 'arn:aws:ecs:us-east-1:123456789012:task-definition/shop-worker:1',
    revision: 1,
    placementConstraints: [],
    containerDefinitions: [
      {
        ...app,
        environment: [],
        volumesFrom: [],
        portMappings: [{ containerPort: 80, hostPort: 0, protocol: 'tcp' }],
      },
      ...others,
    ],
  };
  expect(comparable(answered)).toBe(comparable(baseDefinitions.ec2));
  expect(comparable({ ...answered, family: 'other' })).not.toBe(comparable(baseDefinitions.ec2));
});

import { describe, expect, test } from 'vitest';
import {
  notCheckable,
  rules,
  validateTaskDefinition,
  type Rule,
} from '../../../simulator/ecs/task-definition/index.ts';
import { baseDefinitions, broken } from '../../../simulator/ecs/task-definition/examples.ts';

const textOf = ({ example }: Rule) =>
  typeof example.base === 'string'
    ? JSON.stringify(broken(example.base, example.change), undefined, 2)
    : example.base.text;

test.each(Object.entries(baseDefinitions))(
  'the definition %s, which the examples break, has no problem',
  (_name, definition) => {
    expect(validateTaskDefinition(JSON.stringify(definition, undefined, 2))).toEqual([]);
  },
);

describe('each rule’s example breaks that rule, at its place, in its words', () => {
  test.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
    const problems = validateTaskDefinition(textOf(rule));
    const own = problems.filter((problem) => problem.rule === id);
    expect(own.map(({ pointer, message, severity }) => ({ pointer, message, severity }))).toContainEqual({
      pointer: rule.example.at,
      message: rule.example.says,
      severity: rule.severity,
    });
    const others = [...new Set(problems.map((problem) => problem.rule))].filter((one) => one !== id).sort();
    expect(others).toEqual([...(rule.example.also ?? [])].sort());
  });
});

describe('the catalogue', () => {
  test('ids are unique, with those that a text alone cannot break', () => {
    const ids = [...rules.map(({ id }) => id), ...notCheckable.map(({ id }) => id)];
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(195);
  });

  test('every rule says what breaks it and where that is documented', () => {
    for (const { id, condition, documentation, message } of rules) {
      expect(condition, id).not.toBe('');
      expect(documentation, id).toMatch(/^https:\/\//);
      expect(message, id).not.toBe('');
    }
  });
});

test('at most one problem of a text is the one that AWS would answer, and there is one wherever there is an error', () => {
  for (const rule of rules) {
    const problems = validateTaskDefinition(textOf(rule));
    const answered = problems.filter((problem) => problem.answered);
    expect(answered.length, rule.id).toBe(problems.some(({ severity }) => severity === 'error') ? 1 : 0);
  }
});

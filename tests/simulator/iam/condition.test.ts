import { expect, test } from 'vitest';
import { holds, isOperator } from '../../../simulator/iam/policy/condition.ts';

const keys: Record<string, string[]> = {
  text: ['Red'],
  number: ['7'],
  date: ['2026-01-05T09:00:00.000Z'],
  flag: ['true'],
  address: ['203.0.113.10'],
  arn: ['arn:aws:iam::123456789012:role/builder'],
  many: ['a', 'b'],
  none: [],
};
const hold = (operator: string, key: string, ...values: string[]) =>
  holds({ operator, key, values }, (name) => keys[name], String);

test.each<[operator: string, key: string, values: string[], holds: boolean]>([
  ['StringEquals', 'text', ['Red'], true],
  ['StringEquals', 'text', ['Blue', 'Red'], true],
  ['StringEquals', 'TEXT', ['Red'], true],
  ['StringEquals', 'text', ['red'], false],
  ['StringEquals', 'absent', ['Red'], false],
  ['StringEqualsIfExists', 'absent', ['Red'], true],
  ['StringEqualsIfExists', 'text', ['Blue'], false],
  ['StringNotEquals', 'text', ['Blue'], true],
  ['StringNotEquals', 'text', ['Blue', 'Red'], false],
  ['StringNotEquals', 'absent', ['Red'], true],
  ['StringEqualsIgnoreCase', 'text', ['rED'], true],
  ['StringNotEqualsIgnoreCase', 'text', ['rED'], false],
  ['StringLike', 'text', ['R*'], true],
  ['StringLike', 'text', ['?e?'], true],
  ['StringNotLike', 'text', ['R*'], false],
  ['NumericEquals', 'number', ['7.0'], true],
  ['NumericNotEquals', 'number', ['7'], false],
  ['NumericLessThan', 'number', ['8'], true],
  ['NumericLessThanEquals', 'number', ['7'], true],
  ['NumericGreaterThan', 'number', ['7'], false],
  ['NumericGreaterThanEquals', 'number', ['7'], true],
  ['NumericLessThan', 'text', ['8'], false],
  ['DateLessThan', 'date', ['2026-01-06T00:00:00Z'], true],
  ['DateGreaterThan', 'date', ['2026-01-06T00:00:00Z'], false],
  ['DateGreaterThanEquals', 'date', ['1767603600'], true],
  ['Bool', 'flag', ['true'], true],
  ['Bool', 'flag', ['false'], false],
  ['Bool', 'absent', ['true'], false],
  ['IpAddress', 'address', ['203.0.113.0/24'], true],
  ['NotIpAddress', 'address', ['203.0.113.0/24'], false],
  ['ArnLike', 'arn', ['arn:aws:iam::*:role/*'], true],
  ['ArnEquals', 'arn', ['arn:aws:iam::123456789012:role/builder'], true],
  ['ArnNotLike', 'arn', ['arn:aws:iam::*:role/*'], false],
  ['Null', 'absent', ['true'], true],
  ['Null', 'text', ['true'], false],
  ['Null', 'text', ['false'], true],
  ['ForAnyValue:StringEquals', 'many', ['b', 'c'], true],
  ['ForAnyValue:StringEquals', 'many', ['c'], false],
  ['ForAnyValue:StringEquals', 'absent', ['c'], false],
  ['ForAllValues:StringEquals', 'many', ['a', 'b', 'c'], true],
  ['ForAllValues:StringEquals', 'many', ['a'], false],
  ['ForAllValues:StringEquals', 'absent', ['a'], true],
  ['ForAnyValue:StringNotEquals', 'many', ['a'], true],
  ['ForAllValues:StringNotEquals', 'many', ['a'], false],
  ['StringEquals', 'none', ['a'], false],
  ['Nonsense', 'text', ['Red'], false],
  ['constructor', 'text', ['Red'], false],
])('%s of %s and %j: %s', (operator, key, values, expected) =>
  expect(hold(operator, key, ...values)).toBe(expected),
);

test('the operators that IAM knows', () => {
  for (const operator of ['Null', 'StringLikeIfExists', 'ForAnyValue:ArnLike', 'NotIpAddress'])
    expect(isOperator(operator)).toBe(true);
  for (const operator of ['StringIs', 'Any:StringLike', '', '__proto__'])
    expect(isOperator(operator)).toBe(false);
});

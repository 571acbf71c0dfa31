import { isInRange } from './address.ts';
import type { Condition } from './document.ts';
import { matches, matchesArn } from './wildcard.ts';

/** Values of a condition key by its lower-case name; undefined when the request has none. */
export type ConditionKeys = (key: string) => readonly string[] | undefined;

type Test = (value: string, wanted: string) => boolean;

const numeric =
  (test: (a: number, b: number) => boolean): Test =>
  (value, wanted) =>
    test(Number(value), Number(wanted));

/** A date as ISO 8601 text or as epoch seconds. */
const moment = (text: string) => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));
const dated =
  (test: (a: number, b: number) => boolean): Test =>
  (value, wanted) =>
    test(moment(value), moment(wanted));

/** The operators that look for a value (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html). */
const operators: Readonly<Record<string, Test>> = {
  StringEquals: (value, wanted) => value === wanted,
  StringEqualsIgnoreCase: (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
  StringLike: (value, wanted) => matches(wanted, value),
  NumericEquals: numeric((a, b) => a === b),
  NumericLessThan: numeric((a, b) => a < b),
  NumericLessThanEquals: numeric((a, b) => a <= b),
  NumericGreaterThan: numeric((a, b) => a > b),
  NumericGreaterThanEquals: numeric((a, b) => a >= b),
  DateEquals: dated((a, b) => a === b),
  DateLessThan: dated((a, b) => a < b),
  DateLessThanEquals: dated((a, b) => a <= b),
  DateGreaterThan: dated((a, b) => a > b),
  DateGreaterThanEquals: dated((a, b) => a >= b),
  Bool: (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
  BinaryEquals: (value, wanted) => value === wanted,
  IpAddress: (value, wanted) => isInRange(value, wanted),
  ArnEquals: (value, wanted) => matchesArn(wanted, value),
  ArnLike: (value, wanted) => matchesArn(wanted, value),
};

/** The operators that hold when none of the values is found. */
const negations: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
};

/** Whether IAM knows an operator, with the prefixes and the suffix that go with it. */
export function isOperator(text: string): boolean {
  const { name } = read(text);
  return name === 'Null' || Object.hasOwn(operators, name) || Object.hasOwn(negations, name);
}

/** Whether a condition holds. Several values are alternatives; of a negated operator, none may be found. */
export function holds(condition: Condition, keys: ConditionKeys, expand: (text: string) => string): boolean {
  const { name, set, ifExists } = read(condition.operator);
  const given = keys(condition.key.toLowerCase());
  const wanted = condition.values.map(expand);
  if (name === 'Null') return wanted.some((value) => (value === 'true') === (given === undefined));
  const negated = Object.hasOwn(negations, name) ? negations[name]! : undefined;
  const positive = negated ?? name;
  const test = Object.hasOwn(operators, positive) ? operators[positive] : undefined;
  if (!test) return false;
  // A missing key fails, but for …IfExists, negations and ForAllValues.
  if (given === undefined || given.length === 0)
    return ifExists || set === 'ForAllValues' || (negated !== undefined && set === undefined);
  const found = (value: string) => wanted.some((one) => test(value, one)) !== (negated !== undefined);
  return set === 'ForAllValues' ? given.every(found) : given.some(found);
}

function read(text: string): { name: string; set?: 'ForAllValues' | 'ForAnyValue'; ifExists: boolean } {
  const match = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/s.exec(text)!;
  const set = match[1] as 'ForAllValues' | 'ForAnyValue' | undefined;
  return { name: match[2]!, ...(set ? { set } : {}), ifExists: match[3] !== undefined };
}

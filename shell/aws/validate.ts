import type { Model } from '../../simulator/api/model.ts';
import { AwsCliError } from './errors.ts';
import { minimumOf } from './minimums.ts';
import { shapeOf } from './operation.ts';
import { pythonStr, pythonType } from './python.ts';

/** What Python types a shape takes, as the messages name them. */
const types: Readonly<Record<string, string>> = {
  structure: "<class 'dict'>",
  union: "<class 'dict'>",
  map: "<class 'dict'>",
  list: "<class 'list'>, <class 'tuple'>",
  string: "<class 'str'>",
  integer: "<class 'int'>",
  double: "<class 'float'>, <class 'decimal.Decimal'>, <class 'int'>",
  boolean: "<class 'bool'>",
  timestamp: "<class 'datetime.datetime'>, timestamp-string",
  blob: "<class 'bytes'>, <class 'bytearray'>, file-like object",
};

/**
 * Holds an input to its shape before it is sent, as botocore's `ParamValidator` does: required members, unknown
 * members, types, in that order and all at once. @throws AwsCliError `Parameter validation failed:`
 */
export function validate(model: Model, shapeName: string, input: unknown): void {
  const problems: string[] = [];
  check(model, shapeName, input, '', problems);
  if (problems.length > 0) throw new AwsCliError(`Parameter validation failed:\n${problems.join('\n')}`, 252);
}

/** @param least of the value or its length, and of its items' */
function check(
  model: Model,
  shapeName: string,
  value: unknown,
  name: string,
  problems: string[],
  least: { value?: number | undefined; items?: number | undefined } = {},
): void {
  const shape = shapeOf(model, shapeName);
  const shown = name === '' ? 'input' : name.startsWith('.') ? name.slice(1) : name;
  if (!hasType(shape.type, value)) {
    problems.push(
      `Invalid type for parameter ${shown}, value: ${pythonStr(value)}, type: ${pythonType(value)}, valid types: ${types[shape.type]}`,
    );
    return;
  }
  const size = shape.type === 'string' || shape.type === 'list' ? (value as string).length : undefined;
  if (least.value !== undefined && (size ?? Number(value)) < least.value) {
    problems.push(
      size === undefined
        ? `Invalid value for parameter ${shown}, value: ${pythonStr(value)}, valid min value: ${least.value}`
        : `Invalid length for parameter ${shown}, value: ${size}, valid min length: ${least.value}`,
    );
  }
  if (shape.type === 'list') {
    (value as unknown[]).forEach((item, index) =>
      check(model, shape.member!, item, `${name}[${index}]`, problems, { value: least.items }),
    );
  } else if (shape.type === 'map') {
    for (const [key, item] of Object.entries(value as object))
      check(model, shape.member!, item, `${name}.${key}`, problems);
  } else if (shape.type === 'structure' || shape.type === 'union') {
    const given = value as Record<string, unknown>;
    const members = shape.members ?? {};
    const names = Object.keys(members);
    if (shape.type === 'union' && Object.keys(given).length !== 1) {
      problems.push(
        Object.keys(given).length === 0
          ? `Must set one of the following keys for tagged unionstructure ${shown}: ${names.join('. ')}.`
          : `Invalid number of parameters set for tagged union structure ${shown}. Can only set one of the following keys: ${names.join('. ')}.`,
      );
    }
    for (const required of shape.required ?? []) {
      if (!Object.hasOwn(given, required))
        problems.push(`Missing required parameter in ${shown}: "${required}"`);
    }
    for (const key of Object.keys(given)) {
      if (!Object.hasOwn(members, key))
        problems.push(`Unknown parameter in ${shown}: "${key}", must be one of: ${names.join(', ')}`);
    }
    for (const [key, item] of Object.entries(given)) {
      if (!Object.hasOwn(members, key)) continue;
      check(model, members[key]!, item, `${name}.${key}`, problems, {
        value: minimumOf(model.service, shapeName, key),
        items: minimumOf(model.service, shapeName, `${key}[]`),
      });
    }
  }
}

function hasType(type: string, value: unknown): boolean {
  switch (type) {
    case 'structure':
    case 'union':
    case 'map':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'list':
      return Array.isArray(value);
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value);
    case 'double':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'timestamp':
      return typeof value === 'number' || (typeof value === 'string' && !Number.isNaN(Date.parse(value)));
    default:
      return typeof value === 'string';
  }
}

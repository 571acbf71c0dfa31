import { describe, expect, test } from 'vitest';
import { validateTaskDefinition } from '../../../simulator/ecs/task-definition/index.ts';

/** Lines of the client's own refusal, in document order. The texts were compared with botocore's ParamValidator. */
const lines = (text: string) =>
  validateTaskDefinition(text)
    .filter(({ rule }) => rule.startsWith('SCHEMA') || rule === 'WRAPPED')
    .map(({ rule, message }) => [rule, message]);
const withContainer = (members: string) =>
  `{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx", "memory": 64, ${members}}]}`;

describe('a wrong value is printed as Python prints it', () => {
  test.each([
    [
      '"user": {"a": [true, null, 1.0], "b": "it\'s"}',
      `{'a': [True, None, 1.0], 'b': "it's"}`,
      'dict',
      'str',
    ],
    [
      '"user": ["say \\"it\'s\\"", "\\u200b\\n\\\\"]',
      String.raw`['say "it\'s"', '\u200b\n\\']`,
      'list',
      'str',
    ],
    ['"user": false', 'False', 'bool', 'str'],
    ['"user": 1e22', '1e+22', 'float', 'str'],
    ['"user": 0.00001', '1e-05', 'float', 'str'],
    ['"user": 1234567890123456789012', '1234567890123456789012', 'int', 'str'],
    ['"user": null', 'None', 'NoneType', 'str'],
    ['"stopTimeout": 30.0', '30.0', 'float', 'int'],
    ['"stopTimeout": 1e2', '100.0', 'float', 'int'],
    ['"stopTimeout": "30"', '30', 'str', 'int'],
    ['"privileged": 1', '1', 'int', 'bool'],
  ])('%s', (member, printed, found, wanted) => {
    const name = /"(\w+)"/.exec(member)![1];
    expect(lines(withContainer(member)).map(([, message]) => message)).toEqual([
      `Invalid type for parameter containerDefinitions[0].${name}, value: ${printed}, type: <class '${found}'>, valid types: <class '${wanted}'>`,
    ]);
  });
});

test('a true where a number belongs passes the client, as a bool is an int to Python, and fails on the wire', () => {
  expect(lines(withContainer('"stopTimeout": true'))).toEqual([
    ['SCHEMA-WIRE-TYPE', 'TRUE_VALUE can not be converted to an Integer'],
  ]);
});

test('one place can lack something and have something unknown', () => {
  const text = withContainer('"secrets": [{"name": "A", "value": "b"}]');
  expect(lines(text)).toEqual([
    ['SCHEMA-REQUIRED', 'Missing required parameter in containerDefinitions[0].secrets[0]: "valueFrom"'],
    [
      'SCHEMA-UNKNOWN',
      'Unknown parameter in containerDefinitions[0].secrets[0]: "value", must be one of: name, valueFrom',
    ],
  ]);
  expect(validateTaskDefinition(text).find(({ answered }) => answered)?.rule).toBe('SCHEMA-REQUIRED');
});

test('names that every JavaScript object has are as unknown as others', () => {
  const text = withContainer('"__proto__": {}, "constructor": 1, "toString": null');
  expect(lines(text).map(([rule]) => rule)).toEqual(Array(3).fill('SCHEMA-UNKNOWN-CONTAINER'));
});

test('the answer of describe-task-definition is checked inside its wrapping too', () => {
  const text =
    '{"taskDefinition": {"family": "web", "revision": 3, "containerDefinitions": [{"name": "app", "image": "a b", "memory": 64}]}, "tags": []}';
  expect(
    validateTaskDefinition(text).map(({ rule, pointer, answered }) => [rule, pointer, answered]),
  ).toEqual([
    ['WRAPPED', '/taskDefinition', true],
    ['SCHEMA-READONLY', '/taskDefinition/revision', undefined],
    ['IMAGE-CHARS', '/taskDefinition/containerDefinitions/0/image', undefined],
  ]);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidPattern, matches, readPattern } from '../../../../simulator/neighbours/events/pattern.ts';

/** Patterns and events as the page on comparison operators has them, and what comes of each. */
const cases: [title: string, pattern: object, event: unknown, matching: boolean][] = [
  ['and', { Location: ['New York'], Day: ['Monday'] }, { Location: 'New York', Day: 'Monday' }, true],
  ['and, one missing', { Location: ['New York'], Day: ['Monday'] }, { Location: 'New York' }, false],
  ['anything-but', { state: [{ 'anything-but': 'initializing' }] }, { state: 'running' }, true],
  ['anything-but itself', { state: [{ 'anything-but': 'initializing' }] }, { state: 'initializing' }, false],
  ['anything-but, field missing', { state: [{ 'anything-but': 'initializing' }] }, {}, false],
  ['anything-but a list', { 'x-limit': [{ 'anything-but': [100, 200, 300] }] }, { 'x-limit': 200 }, false],
  [
    'anything-but a prefix',
    { Region: [{ 'anything-but': { prefix: 'us-' } }] },
    { Region: 'eu-west-1' },
    true,
  ],
  [
    'anything-but prefixes',
    { Region: [{ 'anything-but': { prefix: ['us-', 'eu-'] } }] },
    { Region: 'eu-west-1' },
    false,
  ],
  [
    'anything-but a suffix',
    { FileName: [{ 'anything-but': { suffix: '.png' } }] },
    { FileName: 'a.png' },
    false,
  ],
  [
    'anything-but any case',
    { state: [{ 'anything-but': { 'equals-ignore-case': 'Done' } }] },
    { state: 'DONE' },
    false,
  ],
  [
    'anything-but a wildcard',
    { FilePath: [{ 'anything-but': { wildcard: '*/lib/*' } }] },
    { FilePath: '/a/lib/b' },
    false,
  ],
  ['prefix', { Region: [{ prefix: 'us-' }] }, { Region: 'us-east-1' }, true],
  [
    'prefix, any case',
    { service: [{ prefix: { 'equals-ignore-case': 'EventB' } }] },
    { service: 'eventbridge' },
    true,
  ],
  ['suffix', { FileName: [{ suffix: '.png' }] }, { FileName: 'boat.png' }, true],
  [
    'suffix, any case',
    { service: [{ suffix: { 'equals-ignore-case': 'tBridge' } }] },
    { service: 'EVENTBRIDGE' },
    true,
  ],
  ['equals, any case', { Name: [{ 'equals-ignore-case': 'alice' }] }, { Name: 'Alice' }, true],
  ['empty', { LastName: [''] }, { LastName: '' }, true],
  ['null', { UserID: [null] }, { UserID: null }, true],
  ['null is not missing', { UserID: [null] }, {}, false],
  ['exists', { ProductName: [{ exists: true }] }, { ProductName: 0 }, true],
  ['exists not', { ProductName: [{ exists: false }] }, { Price: 1 }, true],
  ['exists only at leaves', { detail: [{ exists: true }] }, { detail: { a: 1 } }, false],
  ['numeric equals', { Price: [{ numeric: ['=', 100] }] }, { Price: 100 }, true],
  ['numeric range', { Price: [{ numeric: ['>', 10, '<=', 20] }] }, { Price: 20 }, true],
  ['numeric range, outside', { Price: [{ numeric: ['>', 10, '<=', 20] }] }, { Price: 10 }, false],
  ['numeric of a text', { Price: [{ numeric: ['>', 10] }] }, { Price: '11' }, false],
  ['or in one field', { PaymentType: ['Credit', 'Debit'] }, { PaymentType: 'Debit' }, true],
  ['$or', { $or: [{ Location: ['New York'] }, { Day: ['Monday'] }] }, { Day: 'Monday' }, true],
  ['$or, neither', { $or: [{ Location: ['New York'] }, { Day: ['Monday'] }] }, { Day: 'Sunday' }, false],
  ['$or beside a field', { a: [1], $or: [{ b: [1] }, { c: [1] }] }, { a: 2, b: 1 }, false],
  ['wildcard', { FileName: [{ wildcard: 'dir/*.png' }] }, { FileName: 'dir/deep/boat.png' }, true],
  ['wildcard with a star itself', { a: [{ wildcard: '\\**' }] }, { a: '*x' }, true],
  ['cidr', { sourceIPAddress: [{ cidr: '10.0.0.0/24' }] }, { sourceIPAddress: '10.0.0.255' }, true],
  ['cidr, outside', { sourceIPAddress: [{ cidr: '10.0.0.0/24' }] }, { sourceIPAddress: '10.0.1.0' }, false],
  ['a list in the event', { resources: ['b'] }, { resources: ['a', 'b'] }, true],
  [
    'fields of one item of a list',
    { containers: { name: ['web'], exitCode: [1] } },
    {
      containers: [
        { name: 'web', exitCode: 0 },
        { name: 'log', exitCode: 1 },
      ],
    },
    false,
  ],
  [
    'an item of a list',
    { containers: { exitCode: [{ 'anything-but': 0 }] } },
    { containers: [{ exitCode: 0 }, { exitCode: 137 }] },
    true,
  ],
  ['a number is no text', { a: [1] }, { a: '1' }, false],
];

test.each(cases)('%s', (_title, pattern, event, matching) => {
  expect(matches(readPattern(JSON.stringify(pattern)), event)).toBe(matching);
});

describe('a pattern is refused', () => {
  test.each([
    ['not json', 'Filter is not valid JSON'],
    ['[]', 'Filter is not an object'],
    ['{}', 'Empty event pattern is not allowed'],
    ['{"source":"aws.ecs"}', '"source" must be an object or an array'],
    ['{"source":[]}', 'Empty arrays are not allowed'],
    ['{"source":[["a"]]}', 'Match value must be String, number, true, false, or null'],
    ['{"source":[{"starts":"a"}]}', 'Unrecognized match type starts'],
    ['{"source":[{"prefix":1}]}', 'prefix match pattern must be a string'],
    ['{"source":[{"exists":"yes"}]}', 'exists match pattern must be either true or false.'],
    ['{"a":[{"numeric":["~",1]}]}', 'Invalid numeric match'],
    ['{"$or":[{"a":[1]}]}', 'There must have at least 2 Objects in $or relationship.'],
    ['{"a":[{"wildcard":"a**b"}]}', 'Consecutive wildcard characters are not allowed'],
  ])('%s', (text, message) => {
    expect(() => readPattern(text)).toThrow(new InvalidPattern(message));
  });
});

test('an event matches the pattern of its own leaves', () => {
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
  const name = fc.string({ minLength: 1 }).filter((text) => text !== '$or' && text !== '__proto__');
  const event = fc.letrec((tie) => ({
    object: fc.dictionary(name, fc.oneof({ depthSize: 'small' }, leaf, tie('object')), {
      minKeys: 1,
      maxKeys: 4,
    }),
  })).object;
  const patternOf = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, patternOf(item)]))
      : [value];
  fc.assert(
    fc.property(event, (given) => {
      const plain: unknown = JSON.parse(JSON.stringify(given));
      expect(matches(readPattern(JSON.stringify(patternOf(plain))), plain)).toBe(true);
    }),
  );
});

test('whatever a pattern is, it is refused or it answers', () => {
  const json = fc.dictionary(fc.constantFrom('a', '$or', 'source'), fc.jsonValue({ maxDepth: 4 }));
  fc.assert(
    fc.property(json, fc.jsonValue(), (pattern, event) => {
      try {
        expect(typeof matches(readPattern(JSON.stringify(pattern)), event)).toBe('boolean');
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidPattern);
      }
    }),
  );
});

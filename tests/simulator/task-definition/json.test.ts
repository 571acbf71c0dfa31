import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeFault, find, parseJson } from '../../../simulator/ecs/task-definition/json.ts';

const fault = (text: string) => {
  const { fault } = parseJson(text);
  return fault && describeFault(text, fault);
};

describe('what is wrong is said as Python’s json.loads says it', () => {
  test.each([
    ['', 'Expecting value: line 1 column 1 (char 0)'],
    ['{', 'Expecting property name enclosed in double quotes: line 1 column 2 (char 1)'],
    ['{"a" 1}', "Expecting ':' delimiter: line 1 column 6 (char 5)"],
    ['{"a": 1 "b": 2}', "Expecting ',' delimiter: line 1 column 9 (char 8)"],
    ['{"a": 1,}', 'Expecting property name enclosed in double quotes: line 1 column 9 (char 8)'],
    ['[1,\n]', 'Expecting value: line 2 column 1 (char 4)'],
    ['[1] // why', 'Extra data: line 1 column 5 (char 4)'],
    ['{"a": <image>}', 'Expecting value: line 1 column 7 (char 6)'],
    ['["a\n"]', 'Invalid control character at: line 1 column 4 (char 3)'],
    ['["a', 'Unterminated string starting at: line 1 column 2 (char 1)'],
    ['["a\\', 'Unterminated string starting at: line 1 column 2 (char 1)'],
    ['["\\x"]', 'Invalid \\escape: line 1 column 3 (char 2)'],
    ['["\\u12"]', 'Invalid \\uXXXX escape: line 1 column 4 (char 3)'],
    ['[01]', "Expecting ',' delimiter: line 1 column 3 (char 2)"],
    ['["😀",\n "😀😀" x]', "Expecting ',' delimiter: line 2 column 7 (char 12)"],
    ['\ufeff{}', 'Unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1 (char 0)'],
  ])('%j', (text, message) => {
    expect(fault(text)).toBe(message);
  });

  test('what Python reads and strict JSON does not, it reads too', () => {
    expect(parseJson('[NaN, Infinity, -Infinity]').root?.value).toEqual([NaN, Infinity, -Infinity]);
  });

  test('nesting that no task definition has is a fault, not a crash', () => {
    expect(parseJson('['.repeat(100_000)).fault?.reason).toBe('The text is nested deeper than 400 levels');
  });
});

test('every JSON text is read as JSON.parse reads it, and every node is where it stands', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      const { root, fault } = parseJson(text);
      expect(fault).toBeUndefined();
      expect(root?.start).toBe(0);
      expect(root?.end).toBe(text.length);
      const check = (node: NonNullable<typeof root>, expected: unknown): void => {
        expect(JSON.parse(text.slice(node.start, node.end))).toEqual(expected);
        if (node.kind === 'array')
          node.items.forEach((item, index) => check(item, (expected as unknown[])[index]));
        if (node.kind === 'object') {
          for (const member of node.members)
            check(member.node, (expected as Record<string, unknown>)[member.key]);
        }
      };
      check(root!, JSON.parse(text));
    }),
    { numRuns: 40 },
  );
});

test('a pointer finds its place, whatever is in the keys', () => {
  const text = '{"a/b": {"~": [10, {"": 20}]}}';
  const { root } = parseJson(text);
  const at = (pointer: string) => {
    const found = find(root!, pointer);
    return found && text.slice(found.node.start, found.node.end);
  };
  expect(at('/a~1b/~0/0')).toBe('10');
  expect(at('/a~1b/~0/1/')).toBe('20');
  expect(at('/a~1b/~0/2')).toBeUndefined();
  expect(at('/a')).toBeUndefined();
});

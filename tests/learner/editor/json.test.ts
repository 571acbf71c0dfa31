import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatJson } from '../../../learner/editor/json/format.ts';
import { applyEdits, removal, setting } from '../../../learner/editor/json/edits.ts';
import { readTree, valueOf } from '../../../learner/editor/json/tree.ts';
import { outlineOf } from '../../../learner/editor/task-definition/outline.ts';
import { parseJson } from '../../../simulator/ecs/task-definition/json.ts';
import { baseDefinitions } from '../../../simulator/ecs/task-definition/examples.ts';

const json = fc.jsonValue();

test('the tolerant reader reads all JSON as the strict one does', () => {
  fc.assert(
    fc.property(json, fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      expect(JSON.stringify(valueOf(readTree(text)))).toBe(JSON.stringify(JSON.parse(text)));
    }),
  );
});

test('the tolerant reader reads anything', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:ab1 \n\\/*') }), (text) => void readTree(text)),
  );
});

test('formatting keeps the value and the writing of numbers, and is done once', () => {
  fc.assert(
    fc.property(json, (value) => {
      const text = JSON.stringify(value);
      const formatted = formatJson(text)!;
      expect(JSON.stringify(JSON.parse(formatted))).toBe(JSON.stringify(JSON.parse(text)));
      expect(formatJson(formatted)).toBe(formatted);
    }),
  );
  expect(formatJson('{"a":1.0,"b":["x","y"],"c":[{"d":[]}]}')).toBe(
    '{\n  "a": 1.0,\n  "b": ["x", "y"],\n  "c": [\n    {\n      "d": []\n    }\n  ]\n}\n',
  );
  expect(formatJson('{"a":')).toBeUndefined();
});

test('setting and removing a member leave the rest as it was written', () => {
  const text = '{\n    "a": 1,\n    "b": { "c": [1, 2] },\n    "d": 4\n}\n';
  const root = parseJson(text).root!;
  const set = (pointer: string, value: unknown) => applyEdits(text, setting(text, root, pointer, value));
  const cut = (pointer: string) => applyEdits(text, removal(root, pointer));
  expect(set('/a', 'x')).toBe(text.replace('1', '"x"'));
  expect(set('/e', { f: 1 })).toBe(text.replace('4\n', '4,\n    "e": {\n      "f": 1\n    }\n'));
  expect(set('/b/c/2', 3)).toBe(text.replace('2]', '2, 3]'));
  expect(set('/x/y', true)).toBe(text.replace('4\n', '4,\n    "x": {\n      "y": true\n    }\n'));
  expect(cut('/a')).toBe('{\n    "b": { "c": [1, 2] },\n    "d": 4\n}\n');
  expect(cut('/d')).toBe('{\n    "a": 1,\n    "b": { "c": [1, 2] }\n}\n');
  expect(cut('/b/c/1')).toBe(text.replace('1, 2', '1'));
  expect(cut('/b/c')).toBe(text.replace('{ "c": [1, 2] }', '{}'));
});

test('the outline names containers and volumes with what they have', () => {
  const outline = outlineOf(JSON.stringify(baseDefinitions.ec2));
  expect(outline.map(({ kind, name, detail }) => `${kind} ${name} ${detail}`)).toEqual([
    'member family shop-worker',
    'member networkMode bridge',
    'member requiresCompatibilities 1',
    'member executionRoleArn ecsTaskExecutionRole',
    'container app nginx:1.29',
    'container cache redis:8',
    'volume data bind mount',
  ]);
  expect(outline[4]!.children.map(({ name }) => name)).toEqual([
    'portMappings',
    'links',
    'mountPoints',
    'ulimits',
  ]);
});

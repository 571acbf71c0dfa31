import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, encode } from '../../../simulator/kernel/snapshot.ts';

const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.uint8Array());
const { state } = fc.letrec((tie) => ({
  state: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('state')),
    fc.array(fc.tuple(fc.string(), tie('state'))).map((entries) => new Map(entries)),
    fc.array(fc.string()).map((items) => new Set(items)),
    fc.dictionary(
      fc.string({ minLength: 1 }).filter((key) => !key.startsWith('$') && key !== '__proto__'),
      tie('state'),
      { noNullPrototype: true },
    ),
  ),
}));

test('a state comes back from its text as it was', () => {
  fc.assert(fc.property(state, (value) => void expect(decode(encode(value))).toEqual(value)));
});

test('equal states give equal text, order of Maps and Sets included', () => {
  expect(encode(new Map([['b', new Set([2, 1])]]))).toBe('{"$map":[["b",{"$set":[2,1]}]]}');
  expect(encode(new Uint8Array([0, 255]))).toBe('{"$bytes":"00ff"}');
});

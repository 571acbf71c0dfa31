import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase64, toBase64 } from '../../../../simulator/ecr/distribution/base64.ts';

test('writes what Node writes, and reads it back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const text = toBase64(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64'));
      expect(fromBase64(text)).toEqual(bytes);
      expect(fromBase64(text.replace(/=+$/, ''))).toEqual(bytes);
    }),
  );
});

test.each(['a', 'a===', 'ab!d', 'abc\n', 'é', '=abc', 'ab=c'])('%j is none', (text) =>
  expect(fromBase64(text)).toBeUndefined(),
);

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CborTime, decodeCbor, encodeCbor } from '../../../simulator/api/cbor.ts';

const hex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

describe('CBOR', () => {
  // RFC 8949, appendix A.
  test.each([
    ['00', 0],
    ['1818', 24],
    ['1903e8', 1000],
    ['1a000f4240', 1000000],
    ['1b000000e8d4a51000', 1000000000000],
    ['20', -1],
    ['3903e7', -1000],
    ['f93c00', 1],
    ['f97bff', 65504],
    ['f90001', 5.960464477539063e-8],
    ['fa47c35000', 100000],
    ['fb3ff199999999999a', 1.1],
    ['fbc010666666666666', -4.1],
    ['f4', false],
    ['f5', true],
    ['f6', null],
    ['c11a514b67b0', 1363896240],
    ['c1fb41d452d9ec200000', 1363896240.5],
    ['4401020304', 'AQIDBA=='],
    ['62c3bc', 'ü'],
    ['83010203', [1, 2, 3]],
    ['a26161016162820203', { a: 1, b: [2, 3] }],
    ['9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
    ['bf61610161629f0203ffff', { a: 1, b: [2, 3] }],
    ['7f657374726561646d696e67ff', 'streaming'],
  ])('%s is %j', (bytes, value) => {
    expect(decodeCbor(hex(bytes))).toEqual(value);
  });

  test('what is written is read again', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        expect(decodeCbor(encodeCbor(plain))).toEqual(plain);
      }),
    );
  });

  test('a moment is tag 1', () => {
    expect(encodeCbor(new CborTime(1363896240.5))).toEqual(hex('c1fb41d452d9ec200000'));
  });

  test('any other bytes are refused with a RangeError', () => {
    for (const bytes of ['', '1c', '83', '6261', '0000'])
      expect(() => decodeCbor(hex(bytes))).toThrow(RangeError);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          decodeCbor(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});

import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** The world's only source of chance: seeded, and saved with the world. */
export interface Random {
  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number;
  /** `length` lower-case hexadecimal digits. */
  hex(length: number): string;
  /** A version 4 UUID. */
  uuid(): string;
  /** `value` moved by up to `fraction` either way, as a whole number. */
  around(value: number, fraction: number): number;
  /** The generator's state, to be saved. */
  state(): readonly number[];
}

/** A 32-bit seed out of any text (FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/). */
function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash | 0;
}

/** Each byte as two hexadecimal digits. */
const bytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** A generator that starts from `seed`, or goes on from a saved state. */
export function createRandom(from: { seed: string } | { state: readonly number[] }): Random {
  const generator: RandomGenerator =
    'seed' in from ? xoroshiro128plus(seedOf(from.seed)) : xoroshiro128plusFromState(from.state);
  const hex = (length: number): string => {
    let digits = '';
    while (digits.length < length) {
      const bits = generator.next();
      digits +=
        bytes[bits >>> 24]! + bytes[(bits >>> 16) & 255]! + bytes[(bits >>> 8) & 255]! + bytes[bits & 255]!;
    }
    return digits.length === length ? digits : digits.slice(0, length);
  };
  return {
    integer: (min, max) => uniformInt(generator, min, max),
    hex,
    uuid() {
      const digits = hex(32);
      const variant = ((Number.parseInt(digits[16]!, 16) & 3) | 8).toString(16);
      return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`;
    },
    around(value, fraction) {
      const reach = Math.round(value * fraction);
      return reach === 0 ? value : uniformInt(generator, value - reach, value + reach);
    },
    state: () => generator.getState(),
  };
}

/**
 * CBOR (RFC 8949) as far as AWS's clients and services use it: https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html.
 * Tags are dropped on reading: a timestamp (tag 1) is its epoch seconds. Bytes are base64 text, as in JSON.
 */

/** @throws RangeError for bytes that are not one whole CBOR value. */
export function decodeCbor(bytes: Uint8Array): unknown {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const argument = (info: number): number => {
    if (info < 24) return info;
    const start = at;
    at += 2 ** (info - 24);
    if (info === 24) return view.getUint8(start);
    if (info === 25) return view.getUint16(start);
    if (info === 26) return view.getUint32(start);
    if (info === 27) return Number(view.getBigUint64(start));
    throw new RangeError('The request body is not valid CBOR.');
  };
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new RangeError('The request body ends too early.');
    at += length;
    return bytes.subarray(at - length, at);
  };
  const many = (info: number, each: () => void): void => {
    if (info === 31) {
      while (view.getUint8(at) !== 0xff) each();
      at++;
    } else for (let left = argument(info); left > 0; left--) each();
  };
  const value = (): unknown => {
    const first = view.getUint8(at++);
    const info = first & 31;
    switch (first >> 5) {
      case 0:
        return argument(info);
      case 1:
        return -1 - argument(info);
      case 2:
        return btoa(Array.from(chunks(info), (byte) => String.fromCharCode(byte)).join(''));
      case 3:
        return new TextDecoder().decode(chunks(info));
      case 4: {
        const items: unknown[] = [];
        many(info, () => items.push(value()));
        return items;
      }
      case 5: {
        const entries: [string, unknown][] = [];
        many(info, () => entries.push([String(value()), value()]));
        return Object.fromEntries(entries);
      }
      case 6:
        argument(info);
        return value();
      default:
        return simple(info);
    }
  };
  const chunks = (info: number): Uint8Array => {
    if (info !== 31) return take(argument(info));
    const parts: number[] = [];
    while (view.getUint8(at) !== 0xff) parts.push(...take(argument(view.getUint8(at++) & 31)));
    at++;
    return Uint8Array.from(parts);
  };
  const simple = (info: number): unknown => {
    if (info === 20 || info === 21) return info === 21;
    if (info === 22 || info === 23) return null;
    if (info === 25) return half(argument(info));
    const start = at;
    if (info === 26) {
      at += 4;
      return view.getFloat32(start);
    }
    if (info === 27) {
      at += 8;
      return view.getFloat64(start);
    }
    throw new RangeError('The request body is not valid CBOR.');
  };
  const whole = value();
  if (at !== bytes.length) throw new RangeError('The request body goes on after its end.');
  return whole;
}

function half(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** A number that is written as tag 1: a moment in epoch seconds. */
export class CborTime {
  readonly seconds: number;

  constructor(seconds: number) {
    this.seconds = seconds;
  }
}

/** Plain data, `CborTime` and `Uint8Array` as CBOR. Members that are undefined are left out. */
export function encodeCbor(value: unknown): Uint8Array {
  const out: number[] = [];
  const head = (major: number, argument: number): void => {
    const type = major << 5;
    if (argument < 24) out.push(type | argument);
    else if (argument < 0x100) out.push(type | 24, argument);
    else if (argument < 0x10000) out.push(type | 25, argument >> 8, argument & 255);
    else if (argument < 0x100000000)
      out.push(type | 26, ...[24, 16, 8, 0].map((shift) => (argument >>> shift) & 255));
    else {
      const bytes = new Uint8Array(8);
      new DataView(bytes.buffer).setBigUint64(0, BigInt(argument));
      out.push(type | 27, ...bytes);
    }
  };
  const double = (number: number): void => {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setFloat64(0, number);
    out.push(0xfb, ...bytes);
  };
  const write = (item: unknown): void => {
    if (item === null || item === undefined) out.push(0xf6);
    else if (typeof item === 'boolean') out.push(item ? 0xf5 : 0xf4);
    else if (typeof item === 'number') {
      if (!Number.isSafeInteger(item)) double(item);
      else if (item >= 0) head(0, item);
      else head(1, -1 - item);
    } else if (typeof item === 'string') {
      const bytes = new TextEncoder().encode(item);
      head(3, bytes.length);
      for (const byte of bytes) out.push(byte);
    } else if (item instanceof CborTime) {
      head(6, 1);
      double(item.seconds);
    } else if (item instanceof Uint8Array) {
      head(2, item.length);
      for (const byte of item) out.push(byte);
    } else if (Array.isArray(item)) {
      head(4, item.length);
      for (const each of item) write(each);
    } else {
      const entries = Object.entries(item).filter(([, each]) => each !== undefined);
      head(5, entries.length);
      for (const [key, each] of entries) {
        write(key);
        write(each);
      }
    }
  };
  write(value);
  return Uint8Array.from(out);
}

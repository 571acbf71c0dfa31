/**
 * The world's state as JSON text. State is plain data: objects, arrays, Maps, Sets, Uint8Arrays, strings, finite numbers,
 * booleans, null. Maps and Sets keep their order, so equal worlds give equal text.
 */
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';

export function encode(state: unknown): string {
  return JSON.stringify(state, (_key, value: unknown) => {
    if (value instanceof Map) return { $map: [...value] };
    if (value instanceof Set) return { $set: [...value] };
    if (value instanceof Uint8Array) return { $bytes: bytesToHex(value) };
    return value;
  });
}

export function decode<State>(text: string): State {
  return JSON.parse(text, (_key, value: unknown) => {
    if (value === null || typeof value !== 'object') return value;
    if ('$map' in value) return new Map(value.$map as [unknown, unknown][]);
    if ('$set' in value) return new Set(value.$set as unknown[]);
    if ('$bytes' in value) return hexToBytes(value.$bytes as string);
    return value;
  }) as State;
}

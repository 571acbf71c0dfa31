import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import { isBenchEvent, type BenchEvent } from './events.ts';

/** What stands before the world in the hash of an address. */
const mark = '#world=';
/** Longer addresses are cut by programs that pass them on, in characters. */
export const longestHash = 30_000;
/** A small hash can hold a great deal of text: no world is larger than this, in bytes. */
const largest = 20_000_000;

const fileFormat = 'drydock-world';

/** A shared world that cannot be opened. The message is a sentence for the learner. */
export class ShareError extends Error {
  override readonly name = 'ShareError';
}

/** A journal as the hash of an address: `#world=…`. Whoever opens it folds it into the same world, to the byte. */
export function hashOf(journal: readonly BenchEvent[]): string {
  const bytes = deflateSync(strToU8(JSON.stringify(journal)), { level: 9 });
  let binary = '';
  for (let index = 0; index < bytes.length; index += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(index, index + 0x8000));
  return mark + btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Whether the hash of an address holds a world. */
export function holdsWorld(hash: string): boolean {
  return hash.startsWith(mark);
}

/** The journal in a hash. @throws ShareError when the hash was cut, changed, or is of a newer version. */
export function readHash(hash: string): BenchEvent[] {
  let text: string;
  try {
    const binary = atob(hash.slice(mark.length).replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const out = inflateSync(bytes, { out: new Uint8Array(Math.min(largest, bytes.length * 1032 + 1024)) });
    text = strFromU8(out);
  } catch {
    throw new ShareError('The link is not whole: copy it again, to its end, or ask for the file.');
  }
  return checked(text, 'link');
}

/** A journal as the text of a file. */
export function fileOf(journal: readonly BenchEvent[]): string {
  return JSON.stringify({ format: fileFormat, version: 1, events: journal });
}

/** The journal in a file that `fileOf` wrote. @throws ShareError */
export function readWorldFile(text: string): BenchEvent[] {
  let file: { format?: unknown; events?: unknown } | null;
  try {
    file = JSON.parse(text) as typeof file;
  } catch {
    throw new ShareError('The file is not JSON: choose the file that the bench saved, unchanged.');
  }
  if (file?.format !== fileFormat)
    throw new ShareError('The file is not a shared world: choose a file that the bench saved.');
  return checked(JSON.stringify(file.events ?? null), 'file');
}

/** The lab of a journal. */
export function labIn(journal: readonly BenchEvent[]): string | undefined {
  const [first] = journal;
  return first?.type === 'begin' ? first.lab : undefined;
}

function checked(text: string, where: 'link' | 'file'): BenchEvent[] {
  let events: unknown;
  try {
    events = JSON.parse(text);
  } catch {
    events = undefined;
  }
  if (!Array.isArray(events) || !events.every(isBenchEvent) || labIn(events) === undefined)
    throw new ShareError(
      `The world in the ${where} cannot be read: it was changed, or another version wrote it.`,
    );
  return events;
}

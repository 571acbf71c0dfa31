/** Runs of ten words: what two texts may not share. Pure. */
import { createHash } from 'node:crypto';

const LENGTH = 10;

/** Bytes of a run's hash that are kept: among a hundred million pairs of runs, one would meet by chance in 10,000. */
export const HASH_BYTES = 5;

/** Lower-case words, without punctuation. */
const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Every run of ten words of a text, with its hash in hex. */
export function runsOf(text: string): { run: string; hash: string }[] {
  const words = wordsOf(text);
  return words.slice(0, Math.max(0, words.length - LENGTH + 1)).map((_, i) => {
    const run = words.slice(i, i + LENGTH).join(' ');
    return {
      run,
      hash: createHash('sha256')
        .update(run)
        .digest('hex')
        .slice(0, HASH_BYTES * 2),
    };
  });
}

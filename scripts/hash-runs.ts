/**
 * `node scripts/hash-runs.ts FOLDER`: keeps the hashes of all runs of ten words in the texts of a folder, so that a test can
 * say that none of their sentences stands in the course, without the texts themselves.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HASH_BYTES, runsOf } from '../tests/content/runs.ts';

const file = join(import.meta.dirname, '..', 'tests', 'content', 'fixtures', 'runs.bin');

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('Name the folder of the texts: node scripts/hash-runs.ts FOLDER');
const hashes = new Set(
  readdirSync(folder).flatMap((name) =>
    runsOf(readFileSync(join(folder, name), 'utf8')).map(({ hash }) => hash),
  ),
);
writeFileSync(file, Buffer.from([...hashes].sort().join(''), 'hex'));
console.log(`${hashes.size} runs of ten words, ${hashes.size * HASH_BYTES} bytes.`);

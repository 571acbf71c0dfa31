/** The course is written in its own words: it shares no run of ten words with the texts that its facts were taken from. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, test } from 'vitest';
import { root } from './course-files.ts';
import { HASH_BYTES, runsOf } from './runs.ts';

const kept = readFileSync(join(import.meta.dirname, 'fixtures', 'runs.bin')).toString('hex');
const known = new Set(
  Array.from({ length: kept.length / (HASH_BYTES * 2) }, (_, i) =>
    kept.slice(i * HASH_BYTES * 2, (i + 1) * HASH_BYTES * 2),
  ),
);

/** What the authors wrote: command lines, code in backticks, addresses and markup are nobody's words. */
const written = (text: string) =>
  text
    .replace(/```(?:sh|powershell)[\s\S]*?```/g, ' ')
    .replace(/`[^`\n]*`/g, ' ')
    .replace(/https?:\/\/\S+/g, ' ')
    .replace(/<[^>]+>/g, ' ');

const files = ['content', 'quizzes', 'workshops', 'src/components', 'src/pages'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(mdx|ts|ya?ml|astro)$/.test(name))
    .map((name) => join(folder, name)),
);

const borrowed = (text: string) =>
  runsOf(written(text)).flatMap(({ run, hash }) => (known.has(hash) ? [run] : []));

test('there are texts to compare with, and much to compare', () => {
  expect(known.size).toBeGreaterThan(5_000);
  expect(files.length).toBeGreaterThan(150);
});

test('a borrowed run is found among words of our own', () => {
  const sentence = 'for the course only one sentence stands here that somebody else has written before us';
  const { hash } = runsOf(sentence)[2]!;
  expect(runsOf(`And so: ${sentence}, at the end.`).map((each) => each.hash)).toContain(hash);
});

it.each(files)('%s', (file) => {
  expect(borrowed(readFileSync(join(root, file), 'utf8'))).toEqual([]);
});

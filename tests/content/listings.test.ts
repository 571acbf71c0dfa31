/**
 * Nothing that a lesson shows goes stale: each line of a `txt` listing is printed by the simulator when the lesson's labs
 * are done (or by the lines in `printed-by.ts`), and each `sh` listing is one that the course's shell takes.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Bench, SolutionAct } from '../../learner/bench/index.ts';
import { labAt, lessons, type Lesson } from './course-files.ts';
import { onlyAtAws, printedBy, shownAsExample } from './printed-by.ts';
import { act, benchOf, type NearMiss } from './walk.ts';

const slips = (
  await Promise.all(
    readdirSync(join(import.meta.dirname, 'near-misses')).map(
      async (file) => (await import(`./near-misses/${file}`)) as { nearMisses: readonly NearMiss[] },
    ),
  )
).flatMap(({ nearMisses }) => nearMisses);

interface Listing {
  readonly language: string;
  readonly title: string;
  readonly lines: readonly string[];
}

const listingsIn = ({ body }: Lesson): Listing[] =>
  [...body.matchAll(/^```(\w+)([^\n]*)\n([\s\S]*?)^```/gm)].map(([, language, meta, text]) => ({
    language: language!,
    title: /title="([^"]*)"/.exec(meta!)?.[1] ?? '',
    lines: text!.split('\n').filter((line) => line.trim() !== ''),
  }));

/** Text without what differs from run to run: ids, digests, times; quotes as in no JSON; one space between words. */
const plain = (text: string) =>
  text
    .replaceAll('\\"', '"')
    .replace(/[0-9a-f]{8,}/g, '#')
    .replace(/\d+(\.\d+)?s\b/g, '0s')
    .replace(/\s+/g, ' ')
    .trim();

/** Whether a line stands in what was printed; `…` stands for anything within a line. */
function isIn(line: string, printed: string): boolean {
  const parts = plain(line.replace(/\b[0-9a-f]+…/g, '…'))
    .split('…')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(parts.join('.*')).test(printed);
}

const printedIn = ({ commands }: Bench) =>
  commands.map(({ stdout, stderr }) => plain(`${stdout}\n${stderr}`)).join(' ');

async function afterActs(lesson: Lesson, lab: string, acts: readonly SolutionAct[]): Promise<Bench> {
  const bench = await benchOf(await labAt(lesson, lab));
  await act(bench, acts);
  return bench;
}

describe.each(lessons.filter((lesson) => listingsIn(lesson).length > 0))('$path', (lesson) => {
  const outputs = listingsIn(lesson).filter(
    ({ language, title, lines }) =>
      language === 'txt' && !/^\S*\.\w+$/.test(title) && !shownAsExample.includes(lines[0]!.trim()),
  );
  const commands = listingsIn(lesson).filter(({ language }) => language === 'sh');

  it('shows what is printed, and runs what it shows', async () => {
    let printed = '';
    const refused: string[] = [];
    for (const [i, id] of lesson.labs.entries()) {
      const lab = await labAt(lesson, id);
      const bench = await afterActs(
        lesson,
        id,
        lab.steps.flatMap(({ solution }) => solution),
      );
      for (const { lines } of i === 0 ? commands : []) {
        const text = lines.filter((line) => !onlyAtAws.some((part) => line.includes(part))).join('\n');
        if (/…|<[a-z]/.test(text)) continue;
        await bench.run(text);
        const { exitCode, stderr } = bench.commands.at(-1)!;
        if (exitCode === 127 || exitCode === 252 || /NotSimulated|Unknown options/.test(stderr))
          refused.push(`${text}\n${stderr}`);
      }
      printed += ` ${printedIn(bench)}`;
      bench.close();
    }
    expect(refused).toEqual([]);

    let missing = outputs
      .flatMap(({ lines }) => lines)
      .filter((line) => !line.startsWith('$ ') && !isIn(line, printed));
    const others = [
      ...slips.filter(({ lab }) => lesson.labs.includes(lab)),
      ...printedBy.filter(({ lesson: path }) => lesson.path === `${path}.mdx`),
    ];
    for (const { lab, acts } of others) {
      if (missing.length === 0) break;
      const found = printedIn(await afterActs(lesson, lab, acts));
      missing = missing.filter((line) => !isIn(line, found));
    }
    expect(missing, 'no command of the labs prints this; see printed-by.ts').toEqual([]);
  });
});

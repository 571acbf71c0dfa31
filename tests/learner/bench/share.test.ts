import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import lab from '../../../content/ecr/push-and-run.lab.ts';
import { Bench, foldBench, textOf } from '../../../learner/bench/index.ts';
import {
  fileOf,
  hashOf,
  holdsWorld,
  labIn,
  longestHash,
  readHash,
  readWorldFile,
} from '../../../learner/bench/share.ts';
import { openMemoryJournal } from '../../../learner/journal/index.ts';

async function worked(): Promise<Bench> {
  const bench = await Bench.open({ lab, store: await openMemoryJournal() });
  for (const act of lab.steps.slice(0, 7).flatMap(({ solution }) => solution)) {
    if (typeof act === 'string') await bench.run(act);
    else if ('save' in act) await bench.saveFile(act.save, act.content);
    else await bench.wind(act.wind);
  }
  return bench;
}

describe('a shared world', () => {
  test('is the same world for whoever opens the link or the file, to the byte', async () => {
    const bench = await worked();
    const whole = textOf(bench.standing);
    const hash = hashOf(bench.journal);
    expect(hash).toMatch(/^#world=[\w-]+$/);
    expect([holdsWorld(hash), labIn(bench.journal)]).toEqual([true, lab.id]);
    expect(textOf(foldBench(lab, readHash(hash)))).toBe(whole);
    expect(textOf(foldBench(lab, readWorldFile(fileOf(bench.journal))))).toBe(whole);
    // The first lab from its start to a running task goes into an address.
    expect(hash.length).toBeLessThan(longestHash);
  });

  test('a link that was cut or changed is refused with a sentence', async () => {
    const hash = hashOf((await worked()).journal);
    fc.assert(
      fc.property(fc.integer({ min: 8, max: hash.length - 1 }), (length) => {
        expect(() => readHash(hash.slice(0, length))).toThrow(/^The (link is not whole|world in the link)/);
      }),
      { numRuns: 40 },
    );
    expect(() => readHash('#world=!!')).toThrow('The link is not whole');
  });

  test.each([
    ['nothing', 'The file is not JSON'],
    ['{"format":"other"}', 'The file is not a shared world'],
    ['null', 'The file is not a shared world'],
    ['{"format":"drydock-world","version":1,"events":[]}', 'The world in the file cannot be read'],
    [
      '{"format":"drydock-world","version":1,"events":[{"type":"clock","at":1}]}',
      'The world in the file cannot be read',
    ],
  ])('the file %s is refused', (text, message) => expect(() => readWorldFile(text)).toThrow(message));
});

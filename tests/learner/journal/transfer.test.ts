import { beforeEach, describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import type { JournalStore } from '../../../learner/journal/index.ts';
import { JournalError, MAX_IMPORT_BYTES } from '../../../learner/journal/index.ts';
import { openMemoryJournal } from '../../../learner/journal/index.ts';
import shape0 from './fixtures/shape-0.json' with { type: 'json' };
import { PLACES, startClock } from './places.ts';

const ran = (line: string): { type: 'ran'; line: string } => ({ type: 'ran', line });

async function everything(journal: JournalStore): Promise<unknown> {
  const streams = await journal.streams();
  return Promise.all(streams.map(async ({ stream }) => [stream, await journal.read(stream)]));
}

const lines = async (journal: JournalStore): Promise<string[]> =>
  (await journal.read<{ type: 'ran'; line: string }>('lab:x')).map((entry) => entry.event.line);

beforeEach(startClock);

describe.each(PLACES)('export and import in $name', ({ open }) => {
  test('the file is one JSON object with all streams', async () => {
    const journal = await open();
    const [entry] = await journal.append('lab:x', [ran('a')]);
    const { exportedAt, ...rest } = JSON.parse(await journal.export()) as Record<string, unknown>;
    expect(rest).toEqual({ format: 'drydock-journal', version: 1, streams: { 'lab:x': [entry] } });
    expect(exportedAt).toMatch(/^2025-10-09T\d\d:\d\d:\d\d\.000Z$/);
  });

  test('an empty place takes everything over, archives included', async () => {
    const there = await openMemoryJournal({ clientId: 'there' });
    await there.append('lab:x', [ran('a'), ran('b')]);
    await there.truncate('lab:x', 1);
    await there.append('check:m', [{ type: 'answered' }]);
    const here = await open();
    expect(await here.import(await there.export())).toEqual({
      added: 3,
      known: 0,
      streams: ['archive:1:lab:x', 'check:m', 'lab:x'],
      diverged: [],
    });
    expect(await everything(here)).toEqual(await everything(there));
  });

  test('importing the same file again changes nothing', async () => {
    const journal = await open();
    await journal.append('lab:x', [ran('a'), ran('b'), ran('c')]);
    await journal.truncate('lab:x', 2);
    const file = await journal.export();
    const before = await everything(journal);
    expect(await journal.import(file)).toEqual({ added: 0, known: 3, streams: [], diverged: [] });
    expect(await everything(journal)).toEqual(before);
  });

  test('what was undone after the export comes back at the end', async () => {
    const journal = await open();
    await journal.append('lab:x', [ran('a'), ran('b')]);
    const file = await journal.export();
    await journal.truncate('lab:x', 1);
    expect(await journal.import(file)).toEqual({ added: 1, known: 1, streams: ['lab:x'], diverged: [] });
    expect(await lines(journal)).toEqual(['a', 'b']);
  });

  test('histories that went apart are joined: the older side first', async () => {
    const there = await openMemoryJournal({ clientId: 'there' });
    await there.append('lab:x', [ran('a')]);
    const here = await open();
    await here.import(await there.export());
    await here.append('lab:x', [ran('here 1'), ran('here 2')]);
    await there.append('lab:x', [ran('there 1'), ran('there 2'), ran('there 3')]);
    const file = await there.export();
    expect(await here.import(file)).toEqual({ added: 3, known: 1, streams: ['lab:x'], diverged: ['lab:x'] });
    expect(await lines(here)).toEqual(['a', 'here 1', 'here 2', 'there 1', 'there 2', 'there 3']);
    expect((await here.import(file)).added).toBe(0);
  });

  test('archives of two machines under one name are both kept', async () => {
    const there = await openMemoryJournal({ clientId: 'there' });
    const here = await open();
    for (const journal of [there, here]) {
      await journal.append('lab:x', [ran('a')]);
      await journal.truncate('lab:x', 0);
    }
    const file = await there.export();
    expect(await here.import(file)).toEqual({
      added: 1,
      known: 0,
      streams: ['archive:2:lab:x'],
      diverged: [],
    });
    expect((await here.import(file)).added).toBe(0);
    expect((await here.streams()).map(({ stream }) => stream)).toEqual([
      'archive:1:lab:x',
      'archive:2:lab:x',
    ]);
  });

  test('a record that was set aside comes back to its place', async () => {
    const good = { v: 1, stream: 'lab:x', at: 1, event: ran('a') };
    const whole = await open([
      { ...good, seq: 1, id: 'g-1' },
      { ...good, seq: 2, id: 'g-2', event: ran('b') },
      { ...good, seq: 3, id: 'g-3', event: ran('c') },
    ]);
    const hurt = await open([
      { ...good, seq: 1, id: 'g-1' },
      { ...good, seq: 2, id: 'g-2', event: null },
      { ...good, seq: 3, id: 'g-3', event: ran('c') },
    ]);
    await hurt.read('lab:x');
    expect((await hurt.import(await whole.export())).added).toBe(1);
    expect(await lines(hurt)).toEqual(['a', 'b', 'c']);
  });

  test('a file of shape 0 is taken in', async () => {
    const journal = await open();
    const streams = {
      'push-and-run': shape0.stored.slice(0, 2),
      'module-1': [shape0.stored[2]],
      site: [shape0.stored[3]],
    };
    const file = JSON.stringify({ format: 'drydock-journal', version: 0, exportedAt: 'long ago', streams });
    expect((await journal.import(file)).added).toBe(4);
    expect(Object.fromEntries((await everything(journal)) as [string, unknown][])).toEqual(shape0.read);
  });

  const entry = { v: 1, stream: 'lab:x', seq: 1, id: 'e-1', at: 1, event: { type: 'ran' } };
  const file = (change: object): string =>
    JSON.stringify({
      format: 'drydock-journal',
      version: 1,
      exportedAt: '',
      streams: { 'lab:x': [entry] },
      ...change,
    });
  const BROKEN: readonly [what: string, text: string, message: string][] = [
    ['nothing', '', 'The file is empty. Choose the file that Drydock exported.'],
    ['a picture', '\u0089PNG\r\n', 'The file is not JSON. Choose the file that Drydock exported, unchanged.'],
    [
      'a slip of the hand',
      '{"format": drydock}',
      'The file is not JSON. Choose the file that Drydock exported, unchanged.',
    ],
    [
      'half a file',
      file({}).slice(0, 60),
      'The file breaks off before its end. Copy or download it again, then import it.',
    ],
    ['a list', '[1]', 'The file is JSON, but no journal of Drydock. Choose the file that Drydock exported.'],
    [
      'a task definition',
      '{"family":"web"}',
      'The file is JSON, but no journal of Drydock. Choose the file that Drydock exported.',
    ],
    [
      'no version',
      file({ version: 'one' }),
      'The file does not say its version, so it was changed after the export. Export it again.',
    ],
    [
      'a newer version',
      file({ version: 2 }),
      'The file comes from a newer version of Drydock. Update this one (or reload the page), then import it.',
    ],
    [
      'no streams',
      file({ streams: [] }),
      'The file holds no streams, so it was changed or cut. Export it again.',
    ],
    [
      'a stream that is no list',
      file({ streams: { 'lab:x': {} } }),
      'The stream "lab:x" in the file is not a list. Export it again.',
    ],
    [
      'a damaged entry',
      file({ streams: { 'lab:x': [entry, { ...entry, seq: 0 }] } }),
      'Entry 2 of the stream "lab:x" in the file is damaged: its `seq` is not a whole number from 1. Export the journal again.',
    ],
    [
      'a newer entry',
      file({ streams: { 'lab:x': [{ ...entry, v: 9 }] } }),
      'Entry 1 of the stream "lab:x" in the file comes from a newer version of Drydock. Update this one first.',
    ],
    [
      'an entry in the wrong stream',
      file({ streams: { 'lab:y': [entry] } }),
      'Entry 1 of the stream "lab:y" in the file is damaged: it belongs to "lab:x". Export the journal again.',
    ],
    [
      'far too much',
      `{"format":"drydock-journal","version":1,"streams":{"site":"${'x'.repeat(MAX_IMPORT_BYTES)}"}}`,
      'The file is larger than 20 MB, more than a journal takes. Choose another file.',
    ],
  ];
  test.each(BROKEN)('%s is refused with a sentence, and nothing changes', async (_, text, message) => {
    const journal = await open();
    await journal.append('lab:x', [ran('mine')]);
    const before = await everything(journal);
    await expect(journal.import(text)).rejects.toThrow(
      new JournalError('bad-file', `${message} Nothing was changed.`),
    );
    expect(await everything(journal)).toEqual(before);
  });

  test('a file cut at any place is refused', async () => {
    const journal = await open();
    await journal.append('lab:x', [ran('a'), ran('b')]);
    const text = await journal.export();
    await journal.clear('lab:x');
    for (let end = 0; end < text.length; end += 1) {
      await expect(journal.import(text.slice(0, end))).rejects.toThrow(JournalError);
    }
    expect(await journal.streams()).toEqual([]);
  });
});

test('exchanging files in any order brings both machines to the same events', async () => {
  const step = fc.record({
    who: fc.integer({ min: 0, max: 1 }),
    what: fc.constantFrom('append', 'truncate', 'give'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
      const two = [
        await openMemoryJournal({ clientId: 'one' }),
        await openMemoryJournal({ clientId: 'two' }),
      ] as const;
      let n = 0;
      for (const { who, what } of steps) {
        if (what === 'append') await two[who]!.append('lab:x', [ran(`${(n += 1)}`)]);
        else if (what === 'truncate') await two[who]!.truncate('lab:x', 1);
        else await two[1 - who]!.import(await two[who]!.export());
      }
      await two[1].import(await two[0].export());
      await two[0].import(await two[1].export());
      const ids = async (journal: JournalStore): Promise<string[]> =>
        (await journal.read('lab:x')).map((entry) => entry.id).sort();
      expect(await ids(two[0])).toEqual(await ids(two[1]));
      for (const journal of two) {
        const seqs = (await journal.read('lab:x')).map((entry) => entry.seq);
        expect(seqs).toEqual(seqs.map((_, i) => i + 1));
      }
    }),
    { numRuns: 100 },
  );
});

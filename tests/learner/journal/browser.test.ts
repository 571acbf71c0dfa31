/** What only a journal in the browser's storage can do: outlive the page, be shared by tabs, be refused. */
import { openDB } from 'idb';
import { afterEach, expect, test } from 'vitest';
import type { JournalChange, JournalNotice } from '../../../learner/journal/index.ts';
import { openJournal } from '../../../learner/journal/index.ts';
import { freshDatabase } from './places.ts';

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
const ran = (line: string): { type: 'ran'; line: string } => ({ type: 'ran', line });
const real = globalThis.indexedDB;

afterEach(() => {
  globalThis.indexedDB = real;
});

test('what was appended is there after a reload', async () => {
  const database = freshDatabase();
  const before = await openJournal({ database });
  const entries = await before.append('lab:x', [ran('a'), ran('b')]);
  before.close();
  const after = await openJournal({ database });
  expect(await after.read('lab:x')).toEqual(entries);
});

test('two tabs that append at once share no number, and each hears of the other', async () => {
  const database = freshDatabase();
  const tabs = [await openJournal({ database }), await openJournal({ database })] as const;
  const heard: JournalChange[] = [];
  tabs[0].onChange((change) => heard.push(change));
  await Promise.all(Array.from({ length: 30 }, (_, i) => tabs[i % 2]!.append('lab:x', [ran(`${i}`)])));
  const entries = await tabs[0].read('lab:x');
  expect(entries.map((entry) => entry.seq)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
  expect(new Set(entries.map((entry) => entry.id)).size).toBe(30);
  await settle();
  const from = (origin: string): number => heard.filter((change) => change.origin === origin).length;
  expect([from('here'), from('elsewhere')]).toEqual([15, 15]);
  tabs.forEach((tab) => tab.close());
});

test('a browser that refuses storage gets a journal in memory, and the learner is told', async () => {
  globalThis.indexedDB = {
    open() {
      throw new DOMException(
        'A mutation operation was attempted on a database that did not allow mutations.',
        'InvalidStateError',
      );
    },
  } as unknown as IDBFactory;
  const journal = await openJournal({ database: freshDatabase() });
  const notices: JournalNotice[] = [];
  journal.onNotice((notice) => notices.push(notice));
  await journal.append('lab:x', [ran('a')]);
  await settle();
  expect(journal.kind).toBe('memory');
  expect((await journal.read('lab:x')).length).toBe(1);
  expect(notices).toEqual([
    {
      code: 'memory-only',
      message:
        'Your browser does not let this page store anything (a private window, or storage is blocked), so your work will be gone when you close the page. Export your journal before you leave, or allow storage and reload.',
    },
  ]);
});

test('a browser that never answers does not hold the page up', async () => {
  globalThis.indexedDB = { open: () => new EventTarget() } as unknown as IDBFactory;
  const journal = await openJournal({ database: freshDatabase(), timeout: 10 }).catch(() => null);
  expect(journal?.kind).toBe('memory');
});

test('a database of a newer version is left alone, and the learner is told to reload', async () => {
  const database = freshDatabase();
  (await openDB(database, 99)).close();
  const journal = await openJournal({ database });
  const notices: JournalNotice[] = [];
  journal.onNotice((notice) => notices.push(notice));
  await settle();
  expect(notices.map((notice) => notice.message)).toEqual([
    'Your saved work belongs to a newer version of this course than this page. Reload the page to get the newer version; until then nothing you do here is saved.',
  ]);
});

test('a newer page can take the database over; this one then says that it cannot save', async () => {
  const database = freshDatabase();
  const journal = await openJournal({ database });
  await journal.append('lab:x', [ran('a')]);
  (await openDB(database, 99)).close();
  const notices: JournalNotice[] = [];
  journal.onNotice((notice) => notices.push(notice));
  expect(await journal.read('lab:x')).toEqual([]);
  await expect(journal.append('lab:x', [ran('b')])).rejects.toThrow(
    'Your last step could not be saved: the browser refused to store it.',
  );
  await settle();
  expect(notices.map((notice) => notice.code)).toEqual(['storage-failed']);
});

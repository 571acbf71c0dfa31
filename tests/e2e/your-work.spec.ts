/** The learner's own page: what is kept, export and import, what was set aside, starting afresh. */
import { readFile } from 'node:fs/promises';
import { axeOf } from './axe.ts';
import { expect, type Locator, type Page, test } from 'playwright/test';

const LESSON = '/ecr/push-and-run/';
const WORK = '/your-work/';

const section = (page: Page, name: string): Locator => page.getByRole('region', { name });
const told = (page: Page, name: string): Locator => section(page, name).getByRole('status').first();
const row = (page: Page, stream: string): Locator => page.locator(`[data-stream="${stream}"]`);

/** An entry of the journal as the browser stores it. */
const entry = (stream: string, seq: number, id: string, event: object): object => ({
  v: 1,
  stream,
  seq,
  id,
  at: Date.now() - 86_400_000,
  event,
});
const answered = (seq: number, id: string, question: string, option: string): object =>
  entry('check:module-1', seq, id, { type: 'answered', question, answer: { options: [option] } });

/** The text of an exported file with these entries of the check. */
const fileWith = (entries: readonly object[], more: object = {}): string =>
  JSON.stringify({
    format: 'drydock-journal',
    version: 1,
    exportedAt: '2026-11-20T10:00:00.000Z',
    streams: { 'check:module-1': entries },
    ...more,
  });

/** Puts records into the database that the page has already opened. */
async function store(page: Page, records: readonly object[]): Promise<void> {
  await page.evaluate(
    (values) =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('drydock');
        opening.addEventListener('error', reject);
        opening.addEventListener('success', () => {
          const tx = opening.result.transaction('events', 'readwrite');
          for (const value of values) tx.objectStore('events').put(value);
          tx.addEventListener('complete', resolve);
          tx.addEventListener('abort', reject);
        });
      }),
    records,
  );
}

/** Opens the page, waits until all of the journal is shown. */
async function open(page: Page, address: string = WORK): Promise<void> {
  await page.goto(address);
  await expect(page.locator('#your-work')).not.toHaveAttribute('aria-busy');
}

async function importText(page: Page, name: string, text: string | Buffer): Promise<void> {
  const buffer = Buffer.from(text);
  await page.getByLabel('File to import').setInputFiles({ name, mimeType: 'application/json', buffer });
}

async function answer(page: Page, question: string, option: string): Promise<void> {
  const form = page.locator(`form[data-question="${question}"]`);
  await form.locator(`[data-option="${option}"] input`).check();
  await form.getByRole('button').click();
  await expect(form.getByRole('status')).toHaveText(/right/);
}

test('export, delete everything, import: the score is back on the lesson', async ({ page }) => {
  await page.goto(LESSON);
  await answer(page, 'm1-registry', 'a');
  await answer(page, 'm1-cluster', 'a');
  await page.locator('footer').getByRole('link', { name: 'your work' }).click();
  await expect(row(page, 'check:module-1')).toHaveText(/^Check1 of 3 right, score 33%today, \d\d:\d\d$/);
  await expect(page.getByRole('link', { name: 'Run your first task' }).last()).toHaveAttribute(
    'href',
    LESSON,
  );

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^drydock-work-\d{4}-\d\d-\d\d\.json$/);
  const name = download.suggestedFilename();
  await expect(told(page, 'Take it along')).toHaveText(`Exported ${name}: 1 check with 2 entries.`);
  const text = await readFile(await download.path(), 'utf8');
  expect(Object.keys(JSON.parse(text).streams)).toEqual(['check:module-1']);

  await page.getByRole('button', { name: 'Delete everything…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete all your work?' });
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Delete everything' }).click();
  await expect(told(page, 'Start afresh')).toHaveText(
    'Deleted: 1 check with 2 entries. This browser keeps nothing of yours now.',
  );
  await expect(section(page, 'What you have done')).toContainText('Nothing yet.');
  await page.goto(LESSON, { waitUntil: 'networkidle' });
  await expect(page.locator('.dd-check-score')).toHaveText(/^3 questions\./);

  await open(page);
  await importText(page, name, text);
  await expect(told(page, 'Take it along')).toHaveText(
    `Imported ${name}: 2 entries added.Added to the check of “Run your first task”.`,
  );
  await importText(page, name, text);
  await expect(told(page, 'Take it along')).toHaveText(
    `Nothing new in ${name}: all of its 2 entries were here already.`,
  );
  // Nothing is touched on the lesson: the mark alone has the score shown.
  await page.goto(LESSON);
  await expect(page.locator('.dd-check-score')).toHaveText('1 of 3 right, score 33%');
  await page.reload();
  await expect(page.locator('.dd-check-score')).toHaveText('1 of 3 right, score 33%');
});

const good = fileWith([answered(1, 'elsewhere-1', 'm1-registry', 'a')]);
const broken: readonly { what: string; file: string; text: string | Buffer; says: string }[] = [
  {
    what: 'not JSON',
    file: 'notes.txt',
    text: 'buy milk',
    says: 'The file is not JSON. Choose the file that Drydock exported, unchanged. Nothing was changed.',
  },
  {
    what: 'JSON of somebody else',
    file: 'package.json',
    text: '{"name":"web","version":"1.0.0"}',
    says: 'The file is JSON, but no journal of Drydock. Choose the file that Drydock exported. Nothing was changed.',
  },
  {
    what: 'of a newer version',
    file: 'newer.json',
    text: fileWith([], { version: 99 }),
    says: 'The file comes from a newer version of Drydock. Update this one (or reload the page), then import it. Nothing was changed.',
  },
  {
    what: 'cut short',
    file: 'cut.json',
    text: good.slice(0, -40),
    says: 'The file breaks off before its end. Copy or download it again, then import it. Nothing was changed.',
  },
  {
    what: 'too large',
    file: 'large.json',
    text: Buffer.alloc(21_000_000, ' '),
    says: 'The file is larger than 20 MB, more than a journal takes. Choose another file. Nothing was changed.',
  },
  {
    what: 'with a damaged entry after a good one',
    file: 'damaged.json',
    text: fileWith([
      answered(1, 'elsewhere-1', 'm1-registry', 'a'),
      { v: 1, stream: 'check:module-1', seq: 0 },
    ]),
    says: 'Entry 2 of the stream "check:module-1" in the file is damaged: its seq is not a whole number from 1. Export the journal again. Nothing was changed.',
  },
];

test('a broken file is refused in a sentence and changes nothing', async ({ page }) => {
  await open(page);
  await store(page, [answered(1, 'here-1', 'm1-cluster', 'd')]);
  await open(page);
  const before = await row(page, 'check:module-1').textContent();
  for (const { what, file, text, says } of broken) {
    await test.step(what, async () => {
      await importText(page, file, text);
      await expect(told(page, 'Take it along')).toHaveText(`${file} was not imported. ${says}`);
      expect(await row(page, 'check:module-1').textContent()).toBe(before);
    });
  }
  await page.reload();
  await expect(row(page, 'check:module-1')).toHaveText(before ?? '');
  await importText(page, 'good.json', good);
  await expect(page.getByRole('group', { name: /have both gone on/ })).toBeVisible();
});

test('a file that diverges asks first: left alone it changes nothing, merged it follows what is here', async ({
  page,
}) => {
  await open(page);
  await store(page, [answered(1, 'here-1', 'm1-registry', 'b')]);
  await open(page);
  await expect(row(page, 'check:module-1')).toContainText('0 of 3 right, score 0%');
  const question = page.getByRole('group', {
    name: 'This browser and good.json have both gone on with the check of “Run your first task”.',
  });

  await importText(page, 'good.json', good);
  await expect(question.getByRole('button', { name: 'Import and merge' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(told(page, 'Take it along')).toHaveText('good.json was not imported. Nothing was changed.');
  await expect(told(page, 'Take it along')).toBeFocused();
  await expect(row(page, 'check:module-1')).toContainText('0 of 3 right, score 0%');

  await importText(page, 'good.json', good);
  await question.getByRole('button', { name: 'Import and merge' }).click();
  await expect(told(page, 'Take it along')).toContainText(
    'This browser and the file had both gone on with the check of “Run your first task”: what the file had now follows.',
  );
  // The wrong answer that was here comes first, so the right one of the file is the second try.
  await expect(row(page, 'check:module-1')).toContainText('1 of 3 right, score 17%');
});

test('a dropped file is imported; two at once are refused', async ({ page }) => {
  await open(page);
  const drop = async (texts: readonly string[]): Promise<void> => {
    const dataTransfer = await page.evaluateHandle((values) => {
      const transfer = new DataTransfer();
      values.forEach((text, i) => transfer.items.add(new File([text], `file-${i + 1}.json`)));
      return transfer;
    }, texts);
    await page.locator('.work-drop').dispatchEvent('drop', { dataTransfer });
  };
  await drop([good, good]);
  await expect(told(page, 'Take it along')).toHaveText(
    'Import one file at a time: 2 were given. Nothing was changed.',
  );
  await drop([good]);
  await expect(told(page, 'Take it along')).toContainText('Imported file-1.json: 1 entry added.');
  await expect(row(page, 'check:module-1')).toContainText('1 of 3 right, score 33%');
});

test('a damaged record is set aside, shown, downloaded and removed, and the rest lives', async ({ page }) => {
  await open(page);
  await store(page, [
    answered(1, 'here-1', 'm1-cluster', 'd'),
    { v: 1, stream: 'check:module-1', seq: 2, id: 'here-2', at: 5, event: 'torn' },
  ]);
  await open(page);
  const aside = section(page, 'Set aside');
  await expect(row(page, 'check:module-1')).toContainText('1 of 3 right, score 33%');
  await expect(aside.getByRole('listitem')).toHaveText(
    /^In the check of “Run your first task”: its event is not an object\. ?Set aside today, \d\d:\d\d/,
  );
  await aside.getByText('Show the record').click();
  await expect(aside.locator('pre')).toContainText('"event": "torn"');

  const downloading = page.waitForEvent('download');
  await aside.getByRole('button', { name: 'Download it' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^drydock-set-aside-\d{4}-\d\d-\d\d\.json$/);
  const file = JSON.parse(await readFile(await download.path(), 'utf8'));
  expect(file.records).toMatchObject([
    { stream: 'check:module-1', reason: 'its `event` is not an object', record: { seq: 2, event: 'torn' } },
  ]);

  await aside.getByRole('button', { name: 'Remove…' }).click();
  await page.keyboard.press('Escape');
  await expect(aside.getByRole('button', { name: 'Remove…' })).toBeFocused();
  await expect(aside.getByRole('listitem')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(told(page, 'Set aside')).toHaveText('1 record removed.');
  await open(page);
  await expect(aside).toBeHidden();
  await expect(row(page, 'check:module-1')).toContainText('1 of 3 right, score 33%');
});

test('a lab shows its steps, what undo took out counts, and what the course has no more is told', async ({
  page,
}) => {
  const call = { service: 'ecr', operation: 'CreateRepository', input: { repositoryName: 'web' } };
  const principal = 'arn:aws:iam::123456789012:user/learner';
  await open(page);
  await store(page, [
    entry('lab:push-and-run', 1, 'here-1', {
      type: 'begin',
      at: 0,
      version: 1,
      lab: 'push-and-run',
      seed: 'seed',
      region: 'us-east-1',
      files: {},
      act: 'begin',
    }),
    entry('lab:push-and-run', 2, 'here-2', {
      type: 'call',
      at: 5,
      call: { ...call, region: 'us-east-1', principal },
      act: 'command',
    }),
    entry('archive:1:lab:push-and-run', 3, 'here-3', { type: 'clock', at: 9 }),
    entry('check:long-gone', 1, 'here-4', { type: 'started-over' }),
  ]);
  await open(page);
  await expect(section(page, 'What you have done')).toContainText(
    'This browser keeps 1 lab and 1 check with 4 entries.',
  );
  await expect(row(page, 'lab:push-and-run')).toHaveText(
    /^Lab1 of \d+ steps doneKept besides: 1 entry that undo or reset took outyesterday, \d\d:\d\d$/,
  );
  await expect(row(page, 'check:long-gone')).toContainText('no longer in this course');
  await expect(page.getByRole('heading', { name: 'long-gone' })).toBeVisible();
});

test('deleting can be left, and offers an export first; all of it by keyboard', async ({ page }) => {
  await open(page);
  await store(page, [answered(1, 'here-1', 'm1-cluster', 'd')]);
  await open(page);
  const opener = page.getByRole('button', { name: 'Delete everything…' });
  const dialog = page.getByRole('dialog', { name: 'Delete all your work?' });
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
  await page.keyboard.press('Enter');
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Export it first' }).press('Enter');
  await downloading;
  await expect(dialog.getByRole('status')).toHaveText(/^Exported drydock-work-.*: 1 check with 1 entry\.$/);
  await dialog.getByRole('button', { name: 'Delete everything' }).press('Enter');
  await expect(told(page, 'Start afresh')).toBeFocused();
  await expect(told(page, 'Start afresh')).toHaveText(/^Deleted: 1 check with 1 entry\./);
  expect(await page.evaluate(() => localStorage.getItem('drydock:check:module-1'))).toBeNull();
});

test('two tabs: what is answered in one shows up in the other', async ({ page, context }) => {
  await open(page);
  const other = await context.newPage();
  await other.goto(LESSON);
  await answer(other, 'm1-cluster', 'd');
  await expect(row(page, 'check:module-1')).toContainText('1 of 3 right, score 33%');
});

test('without storage the page says that nothing is kept, and what to do', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', {
      get: () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      },
    });
  });
  await open(page);
  const storage = section(page, 'Where it is kept');
  await expect(storage).toContainText('Nothing is kept. Your browser does not let this page store anything');
  await expect(storage).toContainText('in a private window, open the course in an ordinary one');
  await importText(page, 'good.json', good);
  await expect(row(page, 'check:module-1')).toContainText('1 of 3 right, score 33%');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing, the policy holds and it fits a phone, ${colorScheme}, empty and full`, async ({
    page,
  }) => {
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const scan = async (): Promise<void> => {
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        expect((await axeOf(page).analyze()).violations).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      }
    };
    await open(page);
    await scan();
    await store(page, [
      answered(1, 'here-1', 'm1-registry', 'b'),
      entry('check:module-1', 2, '', {}),
      entry('check:gone', 1, 'here-2', { type: 'started-over' }),
    ]);
    await open(page);
    await importText(page, 'notes.txt', 'buy milk');
    await expect(told(page, 'Take it along')).toContainText('not JSON');
    await importText(page, 'good.json', good);
    await expect(page.getByRole('group', { name: /have both gone on/ })).toBeVisible();
    await scan();
    await page.getByRole('button', { name: 'Delete everything…' }).click();
    await scan();
    expect(complaints).toEqual([]);
  });
}

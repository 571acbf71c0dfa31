import { globSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { axeOf } from './axe.ts';
import { expect, test, type Page } from 'playwright/test';

const lesson = '/ecr/push-and-run/';
/** Every page that was built, and one that was not. */
const pages = [
  ...globSync('**/index.html', { cwd: 'dist' }).map((file) => `/${file.slice(0, -'index.html'.length)}`),
  '/no-such-page/',
].sort();
const widths = [1440, 1024, 390];

/** Every script that a page runs before anybody touches it, inline ones counted, in bytes of brotli. */
async function scriptBytes(page: Page, address: string): Promise<{ total: number; files: string[] }> {
  const files = new Map<string, number>();
  page.on('response', async (response) => {
    if (response.request().resourceType() !== 'script') return;
    files.set(new URL(response.url()).pathname, brotliCompressSync(await response.body()).length);
  });
  await page.goto(address, { waitUntil: 'networkidle' });
  await page.waitForTimeout(500);
  const inline = await page.$$eval('script:not([src])', (scripts) =>
    scripts.map((script) => script.textContent ?? ''),
  );
  const inlineBytes = inline.reduce((sum, source) => sum + brotliCompressSync(source).length, 0);
  return {
    total: [...files.values()].reduce((sum, size) => sum + size, inlineBytes),
    files: [...files.keys()],
  };
}

for (const address of pages) {
  test(`${address} fits every width, keeps its Content Security Policy, and axe finds nothing`, async ({
    page,
  }) => {
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('404')) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.goto(address);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      const [scroll, client] = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.clientWidth,
      ]);
      expect(scroll, `width ${width}`).toBe(client);
    }
    await page.setViewportSize({ width: widths[0]!, height: 800 });
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
    expect((await axeOf(page).analyze()).violations).toEqual([]);
    // Nothing but colours differs in the dark.
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    const dark = axeOf(page).withRules(['color-contrast', 'link-in-text-block']);
    expect((await dark.analyze()).violations).toEqual([]);
    await expect(page.locator('meta[http-equiv="Content-Security-Policy"]')).toHaveCount(1);
    const policy = await page.getAttribute('meta[http-equiv="Content-Security-Policy"]', 'content');
    expect(policy).not.toContain("'unsafe-eval'");
    expect(/script-src [^;]*/.exec(policy ?? '')?.[0]).not.toContain("'unsafe-inline'");
    expect(complaints).toEqual([]);
  });
}

test('an untouched lesson ships no more than 12 KB of script, and no search', async ({ page }) => {
  const { total, files } = await scriptBytes(page, lesson);
  expect(total).toBeLessThanOrEqual(12 * 1024);
  expect(files.filter((file) => /pagefind|search-dialog|monaco|just-bash/i.test(file))).toEqual([]);
});

test('from the home page to the first lesson and on to the next', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Start', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What Drydock is');
  await page.getByRole('link', { name: /^Next/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Containers and virtual machines');
});

test.describe('the small cloud on the home page', () => {
  test('runs, and stops when asked', async ({ page }) => {
    await page.goto('/');
    const clock = page.getByRole('timer', { name: 'Virtual time' });
    await expect(clock).not.toHaveText('T+00:42.0');
    const first = await clock.textContent();
    await expect(clock).not.toHaveText(first ?? '');
    await page.getByRole('button', { name: 'Pause' }).click();
    const paused = await clock.textContent();
    await page.waitForTimeout(400);
    await expect(clock).toHaveText(paused ?? '');
  });

  test('stands still for whoever wants less motion', async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto('/');
    await page.waitForTimeout(400);
    await expect(page.getByRole('timer', { name: 'Virtual time' })).toHaveText('T+00:42.0');
    await expect(page.getByText('RUNNING', { exact: true })).toHaveCount(4);
    await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  });
});

test.describe('search', () => {
  for (const key of ['/', 'Control+k']) {
    test(`opens with ${key} and finds a lesson`, async ({ page }) => {
      await page.goto('/');
      await page.keyboard.press(key);
      const box = page.getByRole('searchbox', { name: 'Search the course' });
      await expect(box).toBeFocused();
      await box.fill('run your first task');
      const found = page
        .getByRole('dialog', { name: 'Search' })
        .getByRole('link', { name: /Run your first task/ });
      await expect(found.first()).toBeVisible();
      expect((await axeOf(page).analyze()).violations).toEqual([]);
      await found.first().focus();
      await page.keyboard.press('Enter');
      await expect(page).toHaveURL(/\/ecr\/push-and-run\//);
    });
  }

  test('says so when it finds nothing, and Escape gives the focus back', async ({ page }) => {
    await page.goto('/start/what-drydock-is/');
    const button = page.getByRole('button', { name: 'Search' });
    await button.click();
    await page.getByRole('searchbox').fill('zzyzx');
    await expect(page.getByRole('dialog', { name: 'Search' }).getByRole('status')).toHaveText(
      'Nothing about “zzyzx”. Try a shorter word.',
    );
    await page.keyboard.press('Escape');
    await expect(button).toBeFocused();
  });
});

test.describe('by keyboard', () => {
  test('the first stop skips to the content', async ({ page }) => {
    await page.goto(lesson);
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to content' });
    await expect(skip).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/#_top$/);
  });

  test('the course contents open and close beside a bench', async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(lesson);
    const contents = page.getByRole('button', { name: 'Course contents' });
    const link = page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: 'What Drydock is' });
    await expect(link).toBeHidden();
    await contents.focus();
    await page.keyboard.press('Enter');
    await expect(link).toBeVisible();
    expect((await axeOf(page).analyze()).violations).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(link).toBeHidden();
    await expect(contents).toBeFocused();
  });
});

test.describe('where the bench stands', () => {
  const boxes = async (page: Page) => {
    await page.goto(lesson);
    const bench = await page.locator('.bench-dock').boundingBox();
    const title = await page.getByRole('heading', { level: 1 }).boundingBox();
    return { bench: bench!, title: title! };
  };

  test('beside the prose at 1440, and it stays in sight', async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    const { bench, title } = await boxes(page);
    expect(bench.x).toBeGreaterThan(title.x + title.width);
    expect(Math.round(bench.x + bench.width)).toBe(1440);
    await page.evaluate(() => scrollTo(0, 2000));
    expect(await page.locator('.bench-dock').boundingBox()).toEqual(bench);
  });

  for (const width of [1024, 390]) {
    test(`under the opening, wider than the prose or as wide, at ${width}`, async ({ page }) => {
      await page.setViewportSize({ width, height: 800 });
      const { bench, title } = await boxes(page);
      expect(bench.y).toBeGreaterThan(title.y + title.height);
      expect(bench.width).toBeGreaterThanOrEqual(title.width);
    });
  }
});

test('a wrong address says so and leads back', async ({ page }) => {
  const response = await page.goto('/no-such-page/');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No ship at this berth');
  await page.getByRole('link', { name: 'Go to the home page' }).click();
  await expect(page.getByRole('link', { name: 'Start', exact: true })).toBeVisible();
});

test('every link inside the course leads somewhere, and every page can be reached', async ({ page }) => {
  await page.goto('/');
  const { reached, broken } = await page.evaluate(async () => {
    const documents = new Map<string, Document | null>();
    const read = async (path: string) => {
      const response = await fetch(path);
      const isPage = response.headers.get('content-type')?.startsWith('text/html');
      const html = response.ok && isPage ? await response.text() : '';
      documents.set(path, response.ok ? new DOMParser().parseFromString(html, 'text/html') : null);
    };
    const missing: string[] = [];
    const todo = ['/'];
    await read('/');
    for (const address of todo) {
      for (const link of documents.get(address)!.querySelectorAll('a[href]')) {
        const url = new URL(link.getAttribute('href')!, location.origin + address);
        if (url.origin !== location.origin) continue;
        if (!documents.has(url.pathname)) {
          await read(url.pathname);
          if (documents.get(url.pathname)) todo.push(url.pathname);
        }
        const there = documents.get(url.pathname);
        const anchor = decodeURIComponent(url.hash.slice(1));
        if (!there || (anchor !== '' && !there.getElementById(anchor)))
          missing.push(`${address} links to ${url.pathname}${url.hash}`);
      }
    }
    return { reached: todo, broken: missing };
  });
  expect(broken).toEqual([]);
  // The page of one's own course leads to the first three once its script runs, a workshop's links to the next two.
  const drawn = [
    '/assessment/',
    '/certificate/',
    '/review/',
    '/workshop/board/',
    '/workshop/present/',
    '/no-such-page/',
  ];
  expect(pages.filter((address) => !reached.includes(address) && !drawn.includes(address))).toEqual([]);
});

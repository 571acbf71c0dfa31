/** The knowledge check on the first lesson, as a learner meets it. */
import { axeOf } from './axe.ts';
import { expect, type Locator, type Page, test } from 'playwright/test';

const LESSON = '/ecr/push-and-run/';

const question = (page: Page, id: string): Locator => page.locator(`form[data-question="${id}"]`);
const option = (form: Locator, id: string): Locator => form.locator(`[data-option="${id}"] input`);
const button = (form: Locator): Locator => form.getByRole('button');
const status = (form: Locator): Locator => form.getByRole('status');

async function answer(page: Page, id: string, choice: string): Promise<void> {
  const form = question(page, id);
  await option(form, choice).check();
  await button(form).click();
}

/** Addresses of the scripts that the page has fetched. */
function scripts(page: Page): string[] {
  const fetched: string[] = [];
  page.on('request', (request) => {
    if (request.resourceType() === 'script') fetched.push(new URL(request.url()).pathname);
  });
  return fetched;
}

test('wrong, then right: explained, scored, announced, and there after a reload', async ({ page }) => {
  await page.goto(LESSON);
  const form = question(page, 'm1-registry');

  await answer(page, 'm1-registry', 'b');
  await expect(status(form)).toHaveText(
    /^Not right\. Try again: a right answer now earns 50% of the score\. A list of the containers that are running: not right\. Running containers belong to a task/,
  );
  await expect(form.locator('[data-option="b"] .dd-check-why')).toHaveText(
    /^Not right: Running containers belong/,
  );
  await expect(form.locator('.dd-check-why')).toHaveCount(1);
  await expect(option(form, 'b')).toHaveAccessibleDescription(/^Not right: Running containers/);

  await button(form).click();
  await expect(form.getByRole('radio', { checked: true })).toHaveCount(0);
  await answer(page, 'm1-registry', 'a');
  await expect(status(form)).toHaveText(
    /^Right\. At the second try: 50% of the score\. Container images: right\. /,
  );
  await expect(form.getByRole('radio').first()).toBeDisabled();

  await answer(page, 'm1-persistent-storage', 'b');
  await expect(page.locator('.dd-check-score')).toHaveText('2 of 3 right, score 50%');

  await page.reload();
  await expect(page.locator('.dd-check-score')).toHaveText('2 of 3 right, score 50%');
  await expect(option(form, 'a')).toBeChecked();
  await expect(status(form)).toHaveText('Right. At the second try: 50% of the score.');
  await form.getByText('Why not the others?').click();
  await expect(form.getByRole('definition')).toHaveCount(3);

  await page.getByRole('button', { name: 'Start over' }).click();
  await expect(page.locator('.dd-check-score')).toHaveText(/^3 questions\./);
  await page.reload();
  await expect(option(form, 'a')).not.toBeChecked();
});

test('an untouched check fetches its loader only; a touch fetches no key, an answer does', async ({
  page,
}) => {
  const fetched = scripts(page);
  await page.goto(LESSON, { waitUntil: 'networkidle' });
  expect(fetched.filter((path) => /island|module-1/.test(path))).toEqual([]);

  const form = question(page, 'm1-cluster');
  await option(form, 'd').focus();
  await expect.poll(() => fetched.filter((path) => path.includes('/module-1')).length).toBe(1);
  await page.waitForLoadState('networkidle');
  expect(fetched.filter((path) => path.includes('/module-1')).length).toBe(1);

  await answer(page, 'm1-cluster', 'd');
  await expect(status(form)).toHaveText(/^Right\. At the first try: 100% of the score\./);
  expect(fetched.filter((path) => path.includes('/module-1')).length).toBe(2);
});

test('the page holds the questions and no key', async ({ page }) => {
  const html = await (await page.request.get(LESSON)).text();
  expect(html).toContain('What is a cluster in Amazon ECS?');
  expect(html).not.toMatch(/draws a line round capacity|&quot;correct&quot;|"correct"/);
});

test('without JavaScript the questions can be read, and the page says what is missing', async ({
  browser,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(LESSON);
  await expect(page.getByRole('group', { name: /What is a cluster in Amazon ECS\?/ })).toBeVisible();
  await expect(page.getByRole('radio')).toHaveCount(10);
  await expect(page.locator('noscript p.dd-check-notice')).toBeVisible();
  await context.close();
});

test('all of it by keyboard', async ({ page }) => {
  await page.goto(LESSON);
  const first = question(page, 'm1-registry');
  const second = question(page, 'm1-persistent-storage');
  await first.getByRole('radio').first().focus();
  await page.keyboard.press('Tab');
  await expect(button(first)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(status(first)).toHaveText('Choose an option first.');

  await page.keyboard.press('Shift+Tab');
  while (!(await option(first, 'c').isChecked())) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(status(first)).toHaveText(/^Not right\./);
  await page.keyboard.press('Tab');
  await expect(button(first)).toHaveText('Try again');
  await page.keyboard.press('Space');
  await expect(first.getByRole('radio').first()).toBeFocused();
  while (!(await option(first, 'a').isChecked())) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(status(first)).toHaveText(/^Right\./);
  await expect(button(first)).toHaveText('Next question');
  await expect(button(first)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(second.getByRole('radio').first()).toBeFocused();

  await answer(page, 'm1-persistent-storage', 'b');
  await answer(page, 'm1-cluster', 'd');
  await expect(button(question(page, 'm1-cluster'))).toHaveText('See your score');
  await page.keyboard.press('Enter');
  await expect(page.locator('.dd-check-score')).toBeFocused();
  await expect(page.locator('.dd-check-score')).toHaveText('3 of 3 right, score 83%');
});

test('what was ticked before the script arrived stays ticked, and the first submit counts', async ({
  page,
}) => {
  await page.route(/\/island\..*\.js$/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    await route.continue();
  });
  await page.goto(LESSON);
  const form = question(page, 'm1-cluster');
  await option(form, 'd').check();
  await button(form).click();
  await expect(status(form)).toHaveText(/^Right\./);
  await expect(page).toHaveURL(new RegExp(`${LESSON}$`));
});

test('two tabs show the same answers', async ({ page, context }) => {
  await page.goto(LESSON);
  const other = await context.newPage();
  await other.goto(LESSON);
  await option(question(other, 'm1-cluster'), 'a').focus();
  await answer(page, 'm1-cluster', 'd');
  await expect(status(question(page, 'm1-cluster'))).toHaveText(/^Right\./);
  await expect(other.locator('.dd-check-score')).toHaveText('1 of 3 right, score 33%');
});

test('a key that cannot be fetched costs no try', async ({ page }) => {
  await page.goto(LESSON);
  const form = question(page, 'm1-cluster');
  await option(form, 'd').check();
  await page.waitForLoadState('networkidle');
  await page.context().setOffline(true);
  await button(form).click();
  await expect(status(form)).toHaveText(
    'The answers could not be loaded. See whether you are online, then check again.',
  );
  await expect(page.locator('.dd-check-score')).toHaveText(/^3 questions\./);
});

test('a browser without storage still checks answers, and says that they will be gone', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', {
      get: () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      },
    });
  });
  await page.goto(LESSON);
  await answer(page, 'm1-cluster', 'd');
  await expect(status(question(page, 'm1-cluster'))).toHaveText(/^Right\./);
  await expect(page.getByText('Your browser does not let this page store anything')).toBeVisible();
});

test('a damaged record in the journal leaves the rest, and the learner is told', async ({ page }) => {
  await page.goto(LESSON);
  await answer(page, 'm1-cluster', 'd');
  await expect(page.locator('.dd-check-score')).toHaveText('1 of 3 right, score 33%');
  await page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('drydock');
        opening.addEventListener('success', () => {
          const tx = opening.result.transaction('events', 'readwrite');
          tx.objectStore('events').put({ v: 1, stream: 'check:module-1', seq: 2, id: 7, event: 'torn' });
          tx.addEventListener('complete', resolve);
          tx.addEventListener('error', reject);
        });
      }),
  );
  await page.reload();
  await expect(page.locator('.dd-check-score')).toHaveText('1 of 3 right, score 33%');
  await expect(page.getByText('One damaged step of your work was set aside')).toBeVisible();
});

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the check, ${theme}, untouched and answered`, async ({ page }) => {
    await page.addInitScript((value) => localStorage.setItem('starlight-theme', value), theme);
    await page.goto(LESSON);
    const scan = () => axeOf(page).include('[data-check]').analyze();
    expect((await scan()).violations).toEqual([]);
    await answer(page, 'm1-registry', 'b');
    await answer(page, 'm1-cluster', 'd');
    await expect(page.locator('.dd-check-score')).toHaveText('1 of 3 right, score 33%');
    await question(page, 'm1-cluster').getByText('Why not the others?').click();
    expect((await scan()).violations).toEqual([]);
  });
}

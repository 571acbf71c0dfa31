import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from 'playwright/test';

const sandbox = '/sandbox/?start=sandbox-service';

async function opened(page: Page) {
  await page.goto(sandbox);
  await expect(page.getByRole('textbox', { name: 'Command' })).toBeVisible({ timeout: 30_000 });
  const pause = page.getByRole('button', { name: 'Pause the clock' });
  if (await pause.count()) await pause.click();
}

const panels = ['Editor', 'Console', 'API log', 'Map', 'Life cycle', 'Charts'];

/** Something of each panel that is there when it is drawn. */
const drawn: Record<string, (page: Page) => Promise<void>> = {
  Console: (page) => expect(page.getByRole('form', { name: 'Create a repository' })).toBeVisible(),
  'API log': (page) =>
    expect(page.getByRole('list', { name: 'Calls, newest first' })).toContainText('CreateService'),
  'Life cycle': (page) =>
    expect(page.getByRole('img', { name: /^Task: PROVISIONING at .*RUNNING at/ })).toBeVisible(),
  Charts: (page) => expect(page.getByRole('img', { name: /^Tasks: running 3, desired 3/ })).toBeVisible(),
  Map: (page) => expect(page.getByText('3 of 3 running')).toBeVisible(),
};

for (const width of [1440, 1024, 390]) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing with each panel open (${width}, ${colorScheme})`, async ({ page }) => {
      test.setTimeout(120_000);
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await opened(page);
      for (const name of width === 390 ? ['Terminal', ...panels, 'Timeline'] : panels) {
        await page.getByRole('tab', { name, exact: true }).click();
        await drawn[name]?.(page);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations, name).toEqual([]);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    });
  }
}

test('the timeline leads into the past and back, by keyboard alone, and a branch keeps what it leaves', async ({
  page,
}) => {
  await opened(page);
  const slider = page.getByRole('slider', { name: 'Moment of the timeline' });
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(page.getByText('You look at the past,')).toBeVisible();
  await expect(page.getByText('3 of 3 running')).toHaveCount(0);
  // The past is read only.
  await page.getByRole('textbox', { name: 'Command' }).focus();
  await page.keyboard.type('x');
  await expect(page.getByRole('textbox', { name: 'Command' })).toHaveValue('');
  await slider.focus();
  await page.keyboard.press('End');
  await expect(page.getByText('You look at the past,')).toBeHidden();
  for (let presses = 0; presses < 6; presses++) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Alt+b');
  const name = page.getByRole('dialog', { name: 'What if' }).getByRole('textbox');
  await name.fill('The steady one');
  await page.keyboard.press('Enter');
  const lines = page.getByRole('combobox', { name: /^What if/ });
  await expect(lines).toContainText('The steady one');
  await lines.selectOption({ label: await lines.locator('option').nth(1).innerText() });
  await expect(page.getByText('3 of 3 running')).toBeVisible();
});

test('the console shows its call in three languages, acts, and tells AWS’s refusal at the field', async ({
  page,
}) => {
  await opened(page);
  await page.keyboard.press('Alt+4');
  const form = page.getByRole('form', { name: 'Create a repository' });
  await form.getByRole('textbox', { name: /^Name/ }).fill('cargo');
  await expect(form.getByLabel('Code')).toContainText('aws ecr create-repository');
  await form.getByRole('tab', { name: 'PowerShell' }).click();
  await expect(form.getByLabel('Code')).toContainText('New-ECRRepository');
  await form.getByRole('tab', { name: 'SDK' }).click();
  await expect(form.getByLabel('Code')).toContainText('new CreateRepositoryCommand({');
  await form.getByRole('button', { name: 'Create repository' }).click();
  await expect(form.getByRole('status').last()).toContainText('The repository cargo is there.');
  await form.getByRole('button', { name: 'Create repository' }).click();
  await expect(form.getByRole('alert')).toContainText('RepositoryAlreadyExistsException');
  await expect(form.getByRole('textbox', { name: /^Name/ })).toBeFocused();
  await page.getByRole('tab', { name: 'API log' }).click();
  await expect(
    page.getByRole('list', { name: 'Calls, newest first' }).getByRole('button').first(),
  ).toContainText('CreateRepository');
});

test('a shared link shows the same world, and leaves one’s own work alone until it is kept', async ({
  page,
  browser,
}) => {
  await opened(page);
  await page
    .getByRole('textbox', { name: 'Command' })
    .fill('aws ecr create-repository --repository-name gift');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'gift', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Share' }).click();
  const link = await page.getByRole('textbox', { name: 'Link to this world' }).inputValue();
  const other = await (await browser.newContext()).newPage();
  await other.goto(link);
  await expect(other.getByText('You look at a shared world.')).toBeVisible({ timeout: 30_000 });
  await expect(other.getByRole('button', { name: 'gift', exact: true })).toBeVisible();
  await other.getByRole('button', { name: 'To my own work' }).click();
  await expect(other.getByText('You look at a shared world.')).toBeHidden();
  await expect(other.getByText('3 of 3 running')).toBeVisible();
  await expect(other.getByRole('button', { name: 'gift', exact: true })).toHaveCount(0);
  await other.context().close();
});

test('a step is watched on a copy; one’s own work stays as it is', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/ecr/push-and-run/');
  await page.getByRole('button', { name: 'Open the bench' }).click();
  await page.getByRole('button', { name: 'Watch it' }).click();
  await expect(page.getByText('You watch “Create a repository”.')).toBeVisible();
  await expect(page.getByText('It is done.')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('no image', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Do it yourself' }).click();
  await expect(page.getByText('Nothing here yet.')).toBeVisible();
});

test('panels keep their sizes, and lines between them move by keyboard', async ({ page }) => {
  await opened(page);
  const line = page.getByRole('separator', { name: 'Width of the panels' });
  await line.focus();
  await page.keyboard.press('ArrowRight');
  const moved = await line.getAttribute('aria-valuenow');
  await page.getByRole('tab', { name: 'Charts' }).click();
  await page.reload();
  await expect(page.getByRole('tab', { name: 'Charts' })).toHaveAttribute('aria-selected', 'true', {
    timeout: 30_000,
  });
  expect(await line.getAttribute('aria-valuenow')).toBe(moved);
});

test('the search offers the bench’s acts and resources, and goes there', async ({ page }) => {
  await opened(page);
  await page.getByRole('textbox', { name: 'Command' }).press('Control+k');
  const dialog = page.getByRole('dialog', { name: 'Search' });
  await dialog.getByRole('searchbox').fill('life cycle');
  await dialog.getByRole('button', { name: /Go to the panel Life cycle/ }).click();
  await expect(page.getByRole('tab', { name: 'Life cycle' })).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('textbox', { name: 'Command' }).press('Control+k');
  await dialog.getByRole('searchbox').fill('service web');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Map' })).toHaveAttribute('aria-selected', 'true');
});

import { expect, test, type Page } from 'playwright/test';
import { panels, type Panel } from '../../src/bench/panels.ts';

const names = Object.keys(panels) as Panel[];

async function opened(page: Page) {
  await page.goto('/sandbox/?start=sandbox-service');
  await expect(page.getByRole('textbox', { name: 'Command' })).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('Alt+p');
  await expect(page.getByRole('button', { name: 'Run the clock' })).toBeVisible();
}

const panelOfFocus = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest('.bench-panel')?.id.replace('bench-panel-', ''));

for (const width of [1440, 1024, 390]) {
  test(`each panel is entered, worked and left by keyboard alone (${width})`, async ({ page }) => {
    test.setTimeout(120_000);
    await page.setViewportSize({ width, height: 800 });
    await opened(page);
    for (const [index, name] of names.entries()) {
      await page.keyboard.press(`Alt+${index + 1}`);
      await expect.poll(() => panelOfFocus(page), { message: name }).toBe(name);
      // Escape lets Tab leave the prompt, Ctrl+M lets it leave Monaco.
      await page.keyboard.press('Escape');
      if (await page.evaluate(() => document.activeElement!.closest('.monaco-editor') !== null))
        await page.keyboard.press('Control+m');
      let stops = 0;
      while ((await panelOfFocus(page)) === name && stops < 60) {
        await page.keyboard.press('Tab');
        stops++;
      }
      expect(stops, `Tab stops in ${name}`).toBeLessThan(60);
    }
  });
}

test('by keyboard: a thing on the map says what AWS would describe, and gives the focus back', async ({
  page,
}) => {
  await opened(page);
  await page.keyboard.press(`Alt+${names.indexOf('map') + 1}`);
  await expect.poll(() => panelOfFocus(page)).toBe('map');
  await page.keyboard.press('Tab');
  const held = await page.evaluateHandle(() => document.activeElement);
  await page.keyboard.press('Enter');
  const details = page.getByRole('region', { name: /^Repository / });
  await expect(details).toBeFocused();
  await expect(details).toContainText('"imageDetails": [');
  await page.keyboard.press('Escape');
  await expect(details).toHaveCount(0);
  expect(await page.evaluate((element) => element === document.activeElement, held)).toBe(true);
});

test('what a key did is announced, and winding says where the clock stands', async ({ page }) => {
  await opened(page);
  const said = page.getByRole('region', { name: 'Bench' }).getByRole('status').first();
  await expect(said).toHaveText(/^Paused at T\+/);
  await page.keyboard.press('Alt+h');
  await expect(said).toHaveText(/^Twelve hours have passed\. The clock stands at T\+12:/);
  await page.keyboard.press('Alt+u');
  await expect(said).toHaveText(/^Undone: /);
});

test('whoever wants less motion gets none', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await opened(page);
  const prompt = page.getByRole('textbox', { name: 'Command' });
  await prompt.fill('aws ecs update-service --cluster harbour --service web --desired-count 6 --output text');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Alt+p');
  for (let look = 0; look < 10; look++) {
    const moving = await page.evaluate(() =>
      document
        .getAnimations()
        .filter((animation) => Number(animation.effect?.getComputedTiming().duration ?? 0) > 1)
        .map((animation) => (animation.effect as KeyframeEffect).target?.className.toString()),
    );
    expect(moving).toEqual([]);
    await page.waitForTimeout(100);
  }
});

/** The kinds of questions beyond a choice, by keyboard, in both themes, and after a reload. */
import { axeOf } from './axe.ts';
import { expect, type Locator, type Page, test } from 'playwright/test';

async function open(page: Page, lesson: string, id: string): Promise<Locator> {
  await page.goto(lesson);
  const form = page.locator(`form[data-question="${id}"]`);
  await form.hover();
  return form;
}

const check = (form: Locator) => form.getByRole('button', { name: 'Check answer' }).click();
const status = (form: Locator) => form.getByRole('status');

async function noFindings(page: Page, id: string): Promise<void> {
  const { violations } = await axeOf(page).include(`form[data-question="${id}"]`).analyze();
  expect(violations).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('an order is made with the keyboard, and the focus goes with the item', async ({ page }) => {
      const id = 'm2-login-order';
      const form = await open(page, '/ecr/logging-in/', id);
      await form.getByRole('button', { name: /^Leave out: docker pull/ }).press('Enter');
      await expect(form.getByRole('button', { name: /^Put back: docker pull/ })).toBeFocused();
      await check(form);
      await expect(status(form)).toHaveText(/^(Partly|Not) right\./);
      await noFindings(page, id);
      for (const [item, place] of [
        ['create', 0],
        ['login', 1],
        ['tag', 2],
      ] as const) {
        const row = form.locator(`[data-item="${item}"]`);
        const up = row.getByRole('button', { name: /^Move up/ });
        const standsAt = () =>
          form
            .locator('[data-item]')
            .evaluateAll(
              (rows, wanted) => rows.findIndex((one) => (one as HTMLElement).dataset['item'] === wanted),
              item,
            );
        while ((await standsAt()) > place) {
          const before = await standsAt();
          await up.press('Enter');
          await expect.poll(standsAt).toBe(before - 1);
        }
      }
      await check(form);
      await expect(status(form)).toHaveText(/^Right\. At the second try: 50% of the score\./);
      await page.reload();
      await expect(form.locator('[data-item]').first()).toHaveAttribute('data-item', 'create');
    });

    test('matching tells which lines are right, and not what is right elsewhere', async ({ page }) => {
      const id = 'm3-stop-codes';
      const form = await open(page, '/ecs/why-tasks-stop/', id);
      for (const [label, value] of [
        [/finished its work/, 'c0'],
        [/memory limit/, 'c137'],
        [/SIGTERM/, 'c255'],
        [/not found/, 'c127'],
      ] as const)
        await form.getByLabel(label).selectOption(value);
      await check(form);
      await expect(status(form)).toHaveText(/^Partly right\./);
      await expect(form.locator('.dd-check-why').getByText('Another one belongs here.')).toBeVisible();
      await noFindings(page, id);
      await form.getByLabel(/SIGTERM/).selectOption('c143');
      await check(form);
      await expect(status(form)).toHaveText(/^Right\./);
      await noFindings(page, id);
    });

    test('a number: what is none costs no try, a near miss is told why', async ({ page }) => {
      const id = 'm2-login-hours';
      const form = await open(page, '/ecr/logging-in/', id);
      await form.getByLabel('Your number').fill('twelve');
      await check(form);
      await expect(status(form)).toHaveText('Write a number first.');
      await form.getByLabel('Your number').fill('24');
      await check(form);
      await expect(form.getByRole('listitem').getByText('Half of that: a token asked for')).toBeVisible();
      await noFindings(page, id);
      await form.getByLabel('Your number').fill('12');
      await form.getByLabel('Your number').press('Enter');
      await expect(status(form)).toHaveText(/^Right\. At the second try/);
    });

    test('a task definition is mended against the rules of ECS', async ({ page }) => {
      const id = 'm5-sizes-mend';
      const form = await open(page, '/fargate/sizes/', id);
      const field = form.getByLabel('The task definition');
      const broken = await field.inputValue();
      await field.fill(broken.replace('"memory": "512"', '"memory": "2000"'));
      await check(form);
      await expect(
        form
          .getByRole('listitem')
          .getByText('Line 6: No Fargate configuration exists for given values: 512 CPU, 2000 memory.'),
      ).toBeVisible();
      await noFindings(page, id);
      await field.fill(broken.replace('"memory": "512"', '"memory": "2048"'));
      await check(form);
      await expect(status(form)).toHaveText(/^Right\./);
    });

    test('a state is reached with commands, tried before they count', async ({ page }) => {
      const id = 'm2-create-reach';
      const form = await open(page, '/ecr/create-repositories/', id);
      const field = form.getByLabel('Your commands, one a line');
      await field.fill('aws ecr create-repository --repository-name shop/web');
      await check(form);
      await expect(status(form)).toHaveText('Run the commands first: what they do is what counts.');
      await form.getByRole('button', { name: 'Run the commands' }).click();
      await expect(form.getByRole('log')).toContainText('"repositoryName": "shop/web"');
      await check(form);
      await expect(form.getByRole('listitem').getByText('Its tags can be moved.')).toBeVisible();
      await noFindings(page, id);
      await field.fill(
        'aws ecr create-repository --repository-name shop/web --image-tag-mutability IMMUTABLE \\\n  --image-scanning-configuration scanOnPush=true',
      );
      await form.getByRole('button', { name: 'Run the commands' }).click();
      await expect(form.getByRole('log')).toContainText('"scanOnPush": true');
      await check(form);
      await expect(status(form)).toHaveText(/^Right\. At the second try/);
    });
  });
}

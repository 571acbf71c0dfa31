import { axeOf } from './axe.ts';
import { expect, test, type Locator, type Page } from 'playwright/test';

const lesson = '/ecr/push-and-run/';
const register =
  "aws ecs register-task-definition --family web --cpu 256 --memory 512 --network-mode awsvpc --requires-compatibilities FARGATE --container-definitions 'name=web,image=httpd:2.4'";

async function open(
  page: Page,
): Promise<{ root: Locator; prompt: Locator; problems: Locator; tools: Locator }> {
  await page.goto(lesson);
  const root = page.getByRole('region', { name: 'Bench' });
  await root.getByRole('button', { name: 'Open the bench' }).click();
  const prompt = root.getByRole('textbox', { name: 'Command' });
  await expect(prompt).toBeVisible();
  return {
    root,
    prompt,
    problems: root.getByRole('region', { name: 'Problems in taskdef.json' }),
    tools: root.getByRole('group', { name: 'Tools for taskdef.json' }),
  };
}

async function run(page: Page, prompt: Locator, line: string): Promise<void> {
  await prompt.fill(line);
  await prompt.press('Enter');
  await expect(page.locator('.bench-input textarea, [aria-label="Command"]').first()).toHaveAttribute(
    'aria-busy',
    'false',
  );
}

const fine = 'AWS would take this task definition.';
const axe = async (page: Page) =>
  expect(
    (await axeOf(page).include('.bench').analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html]),
  ).toEqual([]);

test('a problem is mended by its button, by mouse or keyboard, and AWS’s first answer is marked', async ({
  page,
}) => {
  const { problems } = await open(page);
  await expect(problems.getByText('AWS says this first')).toHaveCount(1);
  await problems.getByRole('button', { name: 'Set "memory" to "2048"' }).click();
  await expect(problems.getByText('No Fargate configuration exists')).toHaveCount(0);
  const role = problems.getByRole('button', { name: /^Set "executionRoleArn"/ });
  await role.focus();
  await page.keyboard.press('Enter');
  await expect(problems.getByText(fine)).toBeVisible();
});

test('completion offers what fits, hover says what a member is', async ({ page }) => {
  const { root } = await open(page);
  const monaco = root.locator('.monaco-editor').first();
  await expect(monaco).toBeVisible({ timeout: 20_000 });
  await monaco.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText('{"requiresCompatibilities": ["FARGATE"], "cpu": "512", "memory": ""}');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Control+Space');
  const list = page.locator('.suggest-widget');
  await expect(list.getByText('4096')).toBeVisible();
  await expect(list.getByText('8192')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(monaco.getByText('"1024"')).toBeVisible();
  // The list of completions goes away under the pointer: hover again until the text stands.
  await expect(async () => {
    await page.mouse.move(0, 0);
    await monaco.getByText('"memory"').hover();
    await expect(
      page
        .locator('.monaco-hover')
        .getByText(/amount .*of memory/i)
        .first(),
    ).toBeVisible({ timeout: 2500 });
  }).toPass({ timeout: 20_000 });
});

test('the answer of describe-task-definition is cleaned up at once, and what is left compared with its revision', async ({
  page,
}) => {
  const { root, prompt, problems, tools } = await open(page);
  await run(page, prompt, register);
  await run(page, prompt, 'aws ecs describe-task-definition --task-definition web > taskdef.json');
  await tools.getByRole('button', { name: 'Clean up' }).click();
  await expect(problems.getByText(fine)).toBeVisible();
  await tools.getByRole('button', { name: 'Compare' }).click();
  const dialog = root.getByRole('dialog', { name: 'Compare revisions' });
  await expect(dialog.getByRole('status')).toHaveText('They say the same.');
  await axe(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('files are added, checked by their own rules, renamed and deleted, and undo brings them back', async ({
  page,
}) => {
  const { root } = await open(page);
  await root.getByRole('button', { name: 'New file' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('appspec.yaml');
  await page.keyboard.press('Enter');
  await expect(root.getByRole('tab', { name: 'appspec.yaml' })).toHaveAttribute('aria-selected', 'true');
  await expect(root.getByRole('region', { name: 'Problems in appspec.yaml' })).toContainText(
    'The AppSpec file',
  );
  await root.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('notes.txt');
  await page.keyboard.press('Enter');
  await expect(root.getByRole('tab', { name: 'notes.txt' })).toHaveAttribute('aria-selected', 'true');
  await root.getByRole('button', { name: 'Delete' }).click();
  await root.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(root.getByRole('tab', { name: 'notes.txt' })).toHaveCount(0);
  await root.getByRole('button', { name: /^Undo/ }).click();
  await expect(root.getByRole('tab', { name: 'notes.txt' })).toHaveCount(1);
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`on a phone the text area and the fixes do without Monaco; nothing for axe to find, ${colorScheme}`, async ({
    browser,
  }) => {
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      colorScheme,
    });
    const page = await context.newPage();
    const { root, problems } = await open(page);
    await root.getByRole('tab', { name: 'Editor' }).click();
    await expect(root.getByRole('textbox', { name: 'Text of taskdef.json' })).toBeVisible();
    await problems.getByRole('button', { name: 'Set "memory" to "2048"' }).click();
    await expect(problems.getByText('No Fargate configuration exists')).toHaveCount(0);
    await axe(page);
    await context.close();
  });

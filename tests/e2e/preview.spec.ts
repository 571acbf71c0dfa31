import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from 'playwright/test';

const definition = {
  family: 'web',
  requiresCompatibilities: ['FARGATE'],
  networkMode: 'awsvpc',
  cpu: '256',
  memory: '512',
  containerDefinitions: [{ name: 'web', image: 'httpd:2.4', portMappings: [{ containerPort: 80 }] }],
};

test('the preview visits a running task and says why it cannot be reached', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto('/ecr/push-and-run/');
  const bench = page.getByRole('region', { name: 'Bench' });
  await bench.getByRole('button', { name: 'Open the bench' }).click();
  const prompt = bench.getByRole('textbox', { name: 'Command' });
  const entries = bench.getByRole('log', { name: 'Terminal output' }).locator('.bench-entry');
  const run = async (line: string) => {
    const before = await entries.count();
    await prompt.fill(line);
    await prompt.press('Enter');
    await expect(entries).toHaveCount(before + 1);
    await expect(prompt).toHaveAttribute('aria-busy', 'false');
  };
  await expect(prompt).toBeVisible();
  await run('aws ecs create-cluster --cluster-name lab');
  await run(`aws ecs register-task-definition --cli-input-json '${JSON.stringify(definition)}'`);
  await run(
    'aws ecs run-task --cluster lab --task-definition web --launch-type FARGATE --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"',
  );
  await run('sleep 60');

  await bench.getByRole('tab', { name: 'Preview' }).click();
  const panel = bench.getByRole('tabpanel', { name: 'Preview' });
  await expect(panel.getByRole('status')).toContainText('cannot be reached');
  const { violations } = await new AxeBuilder({ page }).include('.bench-preview').analyze();
  expect(violations).toEqual([]);
});

import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { build } from 'vite';
import type * as Fixture from './fixtures/sdk-in-page.ts';

test('AWS SDK clients in the page run a task on the simulator through their request handler', async ({
  page,
}) => {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2023',
      lib: {
        entry: join(import.meta.dirname, 'fixtures', 'sdk-in-page.ts'),
        name: 'fixture',
        formats: ['iife'],
      },
    },
  });
  const [{ output: chunks }] = output as unknown as [{ output: { code: string }[] }];
  await page.goto('about:blank');
  await page.addScriptTag({ content: chunks[0]!.code });
  const seen = await page.evaluate(() =>
    (globalThis as unknown as { fixture: typeof Fixture }).fixture.walk(),
  );
  expect(seen).toEqual({
    statuses: ['PROVISIONING', 'PENDING', 'RUNNING'],
    createdAt: '2026-01-05T09:00:00.000Z',
    refusal: 'ClusterNotFoundException: Cluster not found.',
    repositories: ['123456789012.dkr.ecr.us-east-1.amazonaws.com/web'],
  });
});

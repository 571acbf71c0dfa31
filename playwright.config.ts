import { defineConfig } from 'playwright/test';
import { ensureChromium, launchArguments } from './scripts/browser.ts';

const port = Number(process.env['DRYDOCK_TEST_PORT'] ?? 4329);

/** Browser tests drive the built course as `npm start` serves it. */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/playwright',
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  forbidOnly: Boolean(process.env['CI']),
  retries: process.env['CI'] ? 2 : 0,
  use: {
    baseURL: `http://localhost:${port}`,
    launchOptions: { executablePath: ensureChromium(), args: launchArguments },
    trace: 'retain-on-failure',
  },
  webServer: {
    command: `node cli/drydock.ts site --port ${port}`,
    url: `http://localhost:${port}/`,
    reuseExistingServer: !process.env['CI'],
  },
});

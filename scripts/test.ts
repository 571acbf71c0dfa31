/**
 * `npm test`: everything that CI runs. Checks, then Vitest, then the built course in Chromium. Its last line is
 * `N passed, N failed` (and how many were skipped, where a tool for them cannot be had).
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium, ensureCommand } from './browser.ts';

const results = join(import.meta.dirname, '..', 'test-results');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const total = { passed: 0, failed: 0, skipped: 0 };

function stage(
  title: string,
  command: string,
  parameters: string[],
  env: Record<string, string> = {},
): boolean {
  console.log(`\n== ${title}`);
  const { status } = spawnSync(command, parameters, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', ...env },
  });
  return status === 0;
}

/** Adds what a runner wrote; a run that ended badly without a failed test counts as one failure. */
function add(ran: boolean, file: string, read: (report: never) => typeof total): void {
  let counted = { passed: 0, failed: 0, skipped: 0 };
  try {
    counted = read(JSON.parse(readFileSync(join(results, file), 'utf8')) as never);
  } catch {
    ran = false;
  }
  if (!ran && counted.failed === 0) counted.failed = 1;
  total.passed += counted.passed;
  total.failed += counted.failed;
  total.skipped += counted.skipped;
}

for (const [command, packageName, what] of [
  ['aws', 'awscli', 'The AWS CLI'],
  ['skopeo', 'skopeo', 'skopeo'],
  ['pg_ctlcluster', 'postgresql', 'PostgreSQL'],
] as const) {
  if (!ensureCommand(command, packageName))
    console.log(`${what} is not here and cannot be installed: its tests are skipped.`);
}

const checked = stage('Checks: types, lint, format, dead code, import arrows', 'node', ['scripts/check.ts']);
total[checked ? 'passed' : 'failed']++;

const units = stage('Vitest', 'vitest', [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${join(results, 'vitest.json')}`,
]);
add(
  units,
  'vitest.json',
  (report: {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numTodoTests: number;
  }) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  }),
);

if (stage('Build', 'astro', ['build', '--silent'])) {
  try {
    const browser = ensureChromium();
    const pages = stage('Chromium', 'playwright', ['test', '--reporter=list,json'], {
      DRYDOCK_CHROMIUM: browser,
      PLAYWRIGHT_JSON_OUTPUT_NAME: join(results, 'playwright.json'),
    });
    add(
      pages,
      'playwright.json',
      ({ stats }: { stats: { expected: number; unexpected: number; flaky: number; skipped: number } }) => ({
        passed: stats.expected + stats.flaky,
        failed: stats.unexpected,
        skipped: stats.skipped,
      }),
    );
  } catch (error) {
    console.log((error as Error).message);
    total.failed++;
  }
} else total.failed++;

console.log(
  `\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`,
);
process.exitCode = total.failed === 0 ? 0 : 1;

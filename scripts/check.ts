/** `npm run check`: types, lint, format, dead code, import arrows. All are run, each failure is shown. */
import { spawnSync } from 'node:child_process';

/** The compiler remembers what it has seen: a second run takes a third of the time. */
const types = (project: string, name: string) => [
  'tsc',
  '--noEmit',
  '--project',
  project,
  '--incremental',
  '--tsBuildInfoFile',
  `node_modules/.cache/tsc/${name}.tsbuildinfo`,
];

const checks: Record<string, string[]> = {
  // Astro writes the types of collections and assets that the next check needs.
  'content types': ['astro', 'sync'],
  types: types('tsconfig.json', 'all'),
  'simulator without DOM or Node': types('simulator/tsconfig.json', 'simulator'),
  pages: ['astro', 'check', '--minimumSeverity', 'error'],
  lint: ['oxlint', '--quiet'],
  format: ['prettier', '--check', '--log-level', 'warn', '.'],
  'dead code': ['knip', '--no-progress'],
  arrows: [
    'depcruise',
    '--config',
    '.dependency-cruiser.cjs',
    '--no-progress',
    'simulator',
    'shell',
    'learner',
    'cli',
    'src',
    'content',
    'workshop',
  ],
};

const wanted = process.argv.slice(2);
let failed = 0;
for (const [name, [command, ...parameters]] of Object.entries(checks)) {
  if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue;
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(command!, parameters, {
    encoding: 'utf8',
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' },
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (status !== 0) {
    failed++;
    console.log(`${stdout}${stderr}`.trim());
  }
}
process.exitCode = failed === 0 ? 0 : 1;

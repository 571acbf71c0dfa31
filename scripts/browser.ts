/**
 * Finds the Chromium that browser tests drive: Debian's where it is installed, or can be (as root, through apt),
 * Playwright's own download elsewhere.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];

/** Flags for a Chromium in a container: no sandbox as root, and no talk with anybody but the page under test. */
export const launchArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The path of an installed Chromium; undefined when there is none. */
export function installedChromium(): string | undefined {
  const named = process.env['DRYDOCK_CHROMIUM'];
  if (named) return existsSync(named) ? named : undefined;
  return [...places, chromium.executablePath()].find((path) => existsSync(path));
}

/**
 * The path of a Chromium, installed first where need be.
 * @throws Error with a sentence that says what to do when there is none to be had.
 */
export function ensureChromium(): string {
  const found = installedChromium();
  if (found) return found;
  if (isDebian() && process.getuid?.() === 0) aptInstall('chromium');
  else run('npx', ['playwright', 'install', 'chromium']);
  const installed = installedChromium();
  if (installed) return installed;
  throw new Error(
    'No Chromium for the browser tests: install one (Debian: apt-get install chromium; elsewhere: npx playwright install chromium), or name it in DRYDOCK_CHROMIUM.',
  );
}

/** Whether `command` can be called, after an attempt to install Debian's `package` where that is possible. */
export function ensureCommand(command: string, packageName: string): boolean {
  if (onPath(command)) return true;
  if (isDebian() && process.getuid?.() === 0) aptInstall(packageName);
  return onPath(command);
}

function onPath(command: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(`${folder}/${command}`));
}

function isDebian(): boolean {
  return existsSync('/etc/debian_version');
}

function aptInstall(name: string): void {
  run('apt-get', ['update', '-qq']);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name]);
}

function run(command: string, parameters: string[]): void {
  try {
    execFileSync(command, parameters, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  } catch {
    // What is missing afterwards is reported by whoever asked for it.
  }
}

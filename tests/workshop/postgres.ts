/** A PostgreSQL of one's own in a temporary folder, for as long as a test file runs. */
import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Postgres {
  readonly url: string;
  start(): void;
  /** Stops it as a power cut would. */
  stop(): void;
  remove(): void;
}

const folderOfPrograms = (): string | undefined => {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return undefined;
  const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(root, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
};

/** A port that is free, and that no outgoing connection takes while the database is down: below the range of those. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 30_000);
    const isFree = await new Promise<boolean>((resolve) => {
      const server = createServer()
        .once('error', () => resolve(false))
        .listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}

/** Makes one and starts it; undefined where PostgreSQL is not installed. */
export async function openCluster(): Promise<Postgres | undefined> {
  const bin = folderOfPrograms();
  if (!bin) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'drydock-postgres-'));
  const asRoot = process.getuid?.() === 0;
  // PostgreSQL refuses to run as root: it runs as the user whom its package has made.
  const user = asRoot
    ? {
        uid: Number(execFileSync('id', ['-u', 'postgres'])),
        gid: Number(execFileSync('id', ['-g', 'postgres'])),
      }
    : {};
  if (asRoot) chownSync(folder, user.uid!, user.gid!);
  chmodSync(folder, 0o700);
  const data = join(folder, 'data');
  const port = await freePort();
  const run = (program: string, ...args: string[]) =>
    execFileSync(join(bin, program), args, {
      ...user,
      cwd: folder,
      stdio: 'ignore',
      env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    });
  run('initdb', '-D', data, '-A', 'trust', '-U', 'drydock', '-E', 'UTF8', '--no-sync', '--no-instructions');
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder} -c fsync=off -c max_connections=60`;
  const cluster: Postgres = {
    url: `postgres://drydock@127.0.0.1:${port}/postgres`,
    start: () =>
      void run('pg_ctl', '-D', data, '-w', '-t', '15', '-l', join(folder, 'log'), '-o', options, 'start'),
    stop: () => void run('pg_ctl', '-D', data, '-w', '-t', '15', '-m', 'immediate', 'stop'),
    remove() {
      try {
        cluster.stop();
      } catch {
        // It was stopped already.
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
  cluster.start();
  return cluster;
}

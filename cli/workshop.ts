/** `drydock site --workshop`: the course's server as a host of workshops. */
import { mkdirSync } from 'node:fs';
import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { basename, extname, join } from 'node:path';
import QRCode from 'qrcode';
import { openCourse } from '../workshop/server/course.ts';
import { openWorkshop, type WorkshopHost } from '../workshop/server/host.ts';
import { openSqlite } from '../workshop/server/sqlite.ts';
import { secretOf } from '../workshop/server/tokens.ts';

export interface WorkshopOptions {
  /** Folder with the rooms and the secret that signs links. */
  readonly data: string;
  /** Name of a plan of the course, or a file of one's own. */
  readonly plan?: string;
  readonly base: string;
  readonly trustProxy?: boolean;
  /** Days after which a room's data are deleted by themselves. */
  readonly keep: number;
}

/** The plan that a room is made from when none is named. */
const firstPlan = '45-minutes';

/**
 * Opens the rooms in a folder. With nothing in it, one room is made.
 * @returns the host, and what to tell whoever started it once the server listens
 */
export async function workshop(
  server: HttpServer | HttpsServer,
  options: WorkshopOptions,
): Promise<{ host: WorkshopHost; welcome(url: string): Promise<string> }> {
  const { data, plan, base, keep } = options;
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const secret = secretOf(data, process.env['DRYDOCK_SECRET']);
  const own = plan !== undefined && /\.ya?ml$/.test(plan) ? (await openCourse()).readPlan(plan) : undefined;
  const host = await openWorkshop({
    server,
    ...(await storageIn(data, process.env['DATABASE_URL'])),
    secret,
    base,
    keepDays: keep,
    trustProxy: options.trustProxy === true,
    plans: own ? [own] : [],
    log: (line) => process.stderr.write(`drydock: ${line}\n`),
  });
  const name = own?.workshop ?? (plan === undefined ? undefined : basename(plan, extname(plan)));
  return { host, welcome: (url) => welcome(host, url, name) };
}

/** A file in the folder, or the database that all nodes share. */
async function storageIn(data: string, url: string | undefined) {
  if (!url) return { storage: openSqlite(join(data, 'workshops.sqlite')) };
  if (!process.env['DRYDOCK_SECRET'])
    throw new Error(
      'with DATABASE_URL, give every node the same DRYDOCK_SECRET: 32 random characters or more.',
    );
  const { openPool, openPostgres } = await import('../workshop/server/postgres.ts');
  return { storage: await openPostgres(openPool(url)), messages: openPool(url, 1000) };
}

/** Links of the rooms that are open; a room is made when there is none for this plan. */
async function welcome(host: WorkshopHost, url: string, plan: string | undefined): Promise<string> {
  let rooms = await host.openRooms();
  if (plan !== undefined) rooms = rooms.filter(({ record }) => record.plan === plan);
  const planned = plan ?? (host.planNames.includes(firstPlan) ? firstPlan : host.planNames[0]);
  if (rooms.length === 0 && planned !== undefined) rooms = [await host.makeRoom(planned, 'Instructor')];
  const lines = [];
  for (const { record, instructor } of rooms) {
    const join = `${url}workshop/#${record.code}`;
    lines.push(
      `${record.title}`,
      `  Join:                 ${join}`,
      `  Code:                 ${record.code}`,
      `  Instructor (secret):  ${url}workshop/board/#${instructor}`,
      await QRCode.toString(join, { type: 'terminal', small: true }),
    );
  }
  lines.push(`Start another workshop (secret): ${url}workshop/#host=${host.hostToken()}`);
  return `${lines.join('\n')}\n`;
}

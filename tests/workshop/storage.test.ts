import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openSqlite } from '../../workshop/server/sqlite.ts';
import { storageSuite } from './storage-suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'drydock-storage-'));
afterAll(() => rmSync(folder, { recursive: true }));

storageSuite('SQLite', async () => openSqlite(join(folder, 'rooms.sqlite')));

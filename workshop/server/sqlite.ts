/** Rooms in one file of SQLite, in WAL mode. */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { RoomEvent } from '../room/events.ts';
import type { JournalEntry } from '../room/messages.ts';
import { bodyOf } from './entry-body.ts';
import type {
  EntriesWrite,
  EventsWrite,
  GradeWrite,
  JournalState,
  RoomRecord,
  Storage,
  StoredEvent,
  Write,
  Written,
} from './storage.ts';

/** Raised together with a new entry in `migrations`. */
const migrations: readonly string[] = [
  `
  CREATE TABLE rooms (
    id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, title TEXT NOT NULL, plan TEXT NOT NULL,
    created_at INTEGER NOT NULL, delete_at INTEGER NOT NULL, last_n INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE events (
    room TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE, n INTEGER NOT NULL, at INTEGER NOT NULL,
    person TEXT NOT NULL, client TEXT NOT NULL, seq INTEGER NOT NULL, act TEXT NOT NULL,
    PRIMARY KEY (room, n)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX events_once ON events (room, person, client, seq) WHERE client <> '';
  CREATE TABLE journals (
    room TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE, person TEXT NOT NULL,
    last_n INTEGER NOT NULL, size INTEGER NOT NULL,
    PRIMARY KEY (room, person)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE entries (
    room TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE, person TEXT NOT NULL, n INTEGER NOT NULL,
    at INTEGER NOT NULL, client TEXT NOT NULL, seq INTEGER NOT NULL, stream TEXT NOT NULL,
    last_seq INTEGER NOT NULL, last_id TEXT NOT NULL, body TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX entries_number ON entries (room, person, n);
  CREATE UNIQUE INDEX entries_once ON entries (room, person, client, seq, n);
  CREATE INDEX entries_stream ON entries (room, person, stream, n, last_seq, last_id);
  CREATE TABLE grades (
    room TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE, person TEXT NOT NULL, stream TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (room, person, stream)
  ) STRICT, WITHOUT ROWID;
  `,
];

// oxlint-disable-next-line typescript/no-explicit-any -- the columns are named in the statement beside it
type Row = Record<string, any>;

const columns = 'id, code, title, plan, created_at AS createdAt, delete_at AS deleteAt';

/**
 * Opens or makes the file.
 * @param file path, or `:memory:`
 * @param options.maxBytes the file grows no larger; what does not fit is refused, as on a full disk
 * @throws Error when a newer version of the course made the file, or it cannot be opened.
 */
export function openSqlite(file: string, options: { maxBytes?: number } = {}): Storage {
  const db = new DatabaseSync(file);
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;',
  );
  migrate(db, file);
  if (options.maxBytes !== undefined) {
    const { page_size: page } = db.prepare('PRAGMA page_size').get() as { page_size: number };
    db.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(options.maxBytes / page))}`);
  }
  const prepared = new Map<string, StatementSync>();
  const sql = (text: string): StatementSync => {
    let statement = prepared.get(text);
    if (!statement) prepared.set(text, (statement = db.prepare(text)));
    return statement;
  };
  const all = <T>(text: string, ...values: SQLInputValue[]) => sql(text).all(...values) as unknown as T[];
  const run = (text: string, ...values: SQLInputValue[]) => sql(text).run(...values).changes as number;
  const room = (record: RoomRecord | undefined) => record && { ...record };

  function addEvents({ room, expected, events }: EventsWrite): Written {
    const last = expected + events.length;
    if (run('UPDATE rooms SET last_n = ? WHERE id = ? AND last_n = ?', last, room, expected) === 0)
      return 'behind';
    for (const { event, client, seq } of events)
      run(
        'INSERT INTO events (room, n, at, person, client, seq, act) VALUES (?, ?, ?, ?, ?, ?, ?)',
        room,
        event.n,
        event.at,
        event.by,
        client,
        seq,
        JSON.stringify(event.act),
      );
    return 'stored';
  }

  function addEntries({ room, person, expected, entries, size }: EntriesWrite): Written {
    if (expected === 0) {
      if (all('SELECT 1 FROM rooms WHERE id = ?', room).length === 0) return 'behind';
      run('INSERT OR IGNORE INTO journals (room, person, last_n, size) VALUES (?, ?, 0, 0)', room, person);
    }
    const changed = run(
      'UPDATE journals SET last_n = ?, size = size + ? WHERE room = ? AND person = ? AND last_n = ?',
      expected + entries.length,
      size,
      room,
      person,
      expected,
    );
    if (changed === 0) return 'behind';
    for (const { entry, head, client, seq } of entries)
      run(
        `INSERT INTO entries (room, person, n, at, client, seq, stream, last_seq, last_id, body)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        room,
        person,
        entry.n,
        entry.at,
        client,
        seq,
        entry.stream,
        head.lastSeq,
        head.lastId,
        bodyOf(entry),
      );
    return 'stored';
  }

  function keepGrade({ room, person, stream, body }: GradeWrite): Written {
    if (all('SELECT 1 FROM rooms WHERE id = ?', room).length === 0) return 'behind';
    run(
      `INSERT INTO grades (room, person, stream, body) VALUES (?, ?, ?, ?)
       ON CONFLICT (room, person, stream) DO UPDATE SET body = excluded.body`,
      room,
      person,
      stream,
      body,
    );
    return 'stored';
  }

  function write(one: Write): Written {
    if (one.kind === 'events') return addEvents(one);
    return one.kind === 'entries' ? addEntries(one) : keepGrade(one);
  }

  return {
    async createRoom({ id, code, title, plan, createdAt, deleteAt }) {
      return (
        run(
          `INSERT INTO rooms (id, code, title, plan, created_at, delete_at) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (code) DO NOTHING`,
          id,
          code,
          title,
          plan,
          createdAt,
          deleteAt,
        ) === 1
      );
    },
    async rooms() {
      return all<RoomRecord>(`SELECT ${columns} FROM rooms ORDER BY created_at`).map((one) => ({ ...one }));
    },
    async roomByCode(code) {
      return room(all<RoomRecord>(`SELECT ${columns} FROM rooms WHERE code = ?`, code)[0]);
    },
    async room(id) {
      return room(all<RoomRecord>(`SELECT ${columns} FROM rooms WHERE id = ?`, id)[0]);
    },
    async deleteRoom(id) {
      run('DELETE FROM rooms WHERE id = ?', id);
      // What was deleted is gone from the file too.
      db.exec('PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE);');
    },
    async commit(writes) {
      db.exec('BEGIN IMMEDIATE');
      try {
        const written = writes.map(write);
        db.exec('COMMIT');
        return written;
      } catch (error) {
        // A full disk has rolled it back already.
        if (db.isTransaction) db.exec('ROLLBACK');
        throw error;
      }
    },
    async events(room, after) {
      return all<Row>(
        'SELECT n, at, person, client, seq, act FROM events WHERE room = ? AND n > ? ORDER BY n',
        room,
        after,
      ).map(({ n, at, person, client, seq, act }): StoredEvent => ({
        client,
        seq,
        event: { n, at, by: person, act: JSON.parse(act) as RoomEvent['act'] },
      }));
    },
    async lastNumbers(rooms) {
      const found = new Map<string, number>();
      for (const id of rooms)
        for (const { n } of all<{ n: number }>('SELECT last_n AS n FROM rooms WHERE id = ?', id))
          found.set(id, n);
      return found;
    },
    async journal(room, person): Promise<JournalState> {
      const [state] = all<{ n: number; size: number }>(
        'SELECT last_n AS n, size FROM journals WHERE room = ? AND person = ?',
        room,
        person,
      );
      if (!state) return { n: 0, size: 0, heads: [], clients: [] };
      // With max(), SQLite takes the other columns from the row that has it.
      const heads = all<{ stream: string; lastSeq: number; lastId: string }>(
        `SELECT stream, last_seq AS lastSeq, last_id AS lastId, max(n) FROM entries
         WHERE room = ? AND person = ? GROUP BY stream`,
        room,
        person,
      );
      const clients = all<{ client: string; seq: number; n: number }>(
        'SELECT client, max(seq) AS seq, n FROM entries WHERE room = ? AND person = ? GROUP BY client',
        room,
        person,
      );
      return {
        ...state,
        heads: heads.map(({ stream, lastSeq, lastId }) => ({ stream, lastSeq, lastId })),
        clients: clients.map((one) => ({ ...one })),
      };
    },
    async entries(room, person, after, limit, stream) {
      const rows = stream
        ? all<Row>(
            'SELECT n, at, stream, body FROM entries WHERE room = ? AND person = ? AND stream = ? AND n > ? ORDER BY n LIMIT ?',
            room,
            person,
            stream,
            after,
            limit,
          )
        : all<Row>(
            'SELECT n, at, stream, body FROM entries WHERE room = ? AND person = ? AND n > ? ORDER BY n LIMIT ?',
            room,
            person,
            after,
            limit,
          );
      return rows.map(
        ({ n, at, stream, body }) => ({ n, at, stream, ...(JSON.parse(body) as object) }) as JournalEntry,
      );
    },
    async allHeads(room) {
      return all<Row>(
        `SELECT person, stream, last_seq AS lastSeq, last_id AS lastId, max(n) FROM entries
         WHERE room = ? GROUP BY person, stream`,
        room,
      ).map(({ person, stream, lastSeq, lastId }) => ({ person, stream, lastSeq, lastId }));
    },
    async grades(room) {
      return all<Row>('SELECT person, stream, body FROM grades WHERE room = ?', room).map(
        (one) => ({ ...one }) as never,
      );
    },
    async close() {
      db.close();
    },
  };
}

function migrate(db: DatabaseSync, file: string): void {
  const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version > migrations.length) {
    db.close();
    throw new Error(
      `${file} was made by a newer version of the course. Start that version, or give another folder with --data.`,
    );
  }
  if (version === 0) db.exec('PRAGMA auto_vacuum = INCREMENTAL; VACUUM;');
  for (const [index, step] of migrations.entries()) {
    if (index < version) continue;
    db.exec(`BEGIN; ${step}; PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}

/** Rooms in PostgreSQL, for many nodes. */
import pg from 'pg';
import type { RoomEvent } from '../room/events.ts';
import type { JournalEntry, StreamHead } from '../room/messages.ts';
import { bodyOf } from './entry-body.ts';
import type {
  EntriesWrite,
  EventsWrite,
  GradeWrite,
  RoomRecord,
  Storage,
  StoredEvent,
  Write,
  Written,
} from './storage.ts';

/** An ordered list, only added to. Numbers up to 2^53 are kept as double precision, which JavaScript reads as they are. */
const migrations: readonly string[] = [
  `
  CREATE TABLE rooms (
    id text PRIMARY KEY, code text NOT NULL UNIQUE, title text NOT NULL, plan text NOT NULL,
    created_at double precision NOT NULL, delete_at double precision NOT NULL, last_n integer NOT NULL DEFAULT 0
  );
  CREATE TABLE events (
    room text NOT NULL REFERENCES rooms (id) ON DELETE CASCADE, n integer NOT NULL, at double precision NOT NULL,
    person text NOT NULL, client text NOT NULL, seq double precision NOT NULL, act text NOT NULL,
    PRIMARY KEY (room, n)
  );
  CREATE UNIQUE INDEX events_once ON events (room, person, client, seq) WHERE client <> '';
  CREATE TABLE journals (
    room text NOT NULL REFERENCES rooms (id) ON DELETE CASCADE, person text NOT NULL,
    last_n integer NOT NULL, size double precision NOT NULL,
    PRIMARY KEY (room, person)
  );
  CREATE TABLE entries (
    room text NOT NULL REFERENCES rooms (id) ON DELETE CASCADE, person text NOT NULL, n integer NOT NULL,
    at double precision NOT NULL, client text NOT NULL, seq double precision NOT NULL, stream text NOT NULL,
    last_seq double precision NOT NULL, last_id text NOT NULL, body text NOT NULL,
    PRIMARY KEY (room, person, n)
  );
  CREATE INDEX entries_stream ON entries (room, person, stream, n);
  CREATE TABLE grades (
    room text NOT NULL REFERENCES rooms (id) ON DELETE CASCADE, person text NOT NULL, stream text NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (room, person, stream)
  );
  CREATE TABLE socket_io_attachments (
    id bigserial UNIQUE, created_at timestamptz DEFAULT now(), payload bytea
  );
  `,
];

const columns = 'id, code, title, plan, created_at AS "createdAt", delete_at AS "deleteAt"';

// oxlint-disable-next-line typescript/no-explicit-any -- the columns are named in the statement beside it
type Row = Record<string, any>;

/**
 * A pool of connections whose loss ends no process.
 * @param url `postgres://…`
 * @param max connections at most
 */
export function openPool(url: string, max = 10): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 3000,
    // A statement that waits longer than this is one of a database that is going away.
    query_timeout: 10_000,
  });
  pool.on('error', () => {});
  // A connection that is in use tells by itself that it was lost; whoever waits for an answer hears of it too.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Opens or makes the tables. @throws Error when a newer version of the course made them, or the database cannot be reached. */
export async function openPostgres(pool: pg.Pool): Promise<Storage> {
  await migrate(pool);
  const all = async (text: string, values: unknown[] = []): Promise<Row[]> =>
    (await pool.query<Row>(text, values)).rows;

  return {
    async createRoom({ id, code, title, plan, createdAt, deleteAt }) {
      const made = await pool.query(
        `INSERT INTO rooms (id, code, title, plan, created_at, delete_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (code) DO NOTHING`,
        [id, code, title, plan, createdAt, deleteAt],
      );
      return made.rowCount === 1;
    },
    async rooms() {
      return (await all(`SELECT ${columns} FROM rooms ORDER BY created_at`)) as RoomRecord[];
    },
    async roomByCode(code) {
      return (await all(`SELECT ${columns} FROM rooms WHERE code = $1`, [code]))[0] as RoomRecord | undefined;
    },
    async room(id) {
      return (await all(`SELECT ${columns} FROM rooms WHERE id = $1`, [id]))[0] as RoomRecord | undefined;
    },
    async deleteRoom(id) {
      await pool.query('DELETE FROM rooms WHERE id = $1', [id]);
    },
    commit: (writes) => commit(pool, writes),
    async events(room, after) {
      const rows = await all(
        'SELECT n, at, person, client, seq, act FROM events WHERE room = $1 AND n > $2 ORDER BY n',
        [room, after],
      );
      return rows.map(({ n, at, person, client, seq, act }): StoredEvent => ({
        client,
        seq,
        event: { n, at, by: person, act: JSON.parse(act as string) as RoomEvent['act'] },
      }));
    },
    async lastNumbers(rooms) {
      const rows = await all('SELECT id, last_n AS n FROM rooms WHERE id = ANY ($1)', [rooms]);
      return new Map(rows.map(({ id, n }) => [id as string, n as number]));
    },
    async journal(room, person) {
      const values = [room, person];
      const [[state], heads, clients] = await Promise.all([
        all('SELECT last_n AS n, size FROM journals WHERE room = $1 AND person = $2', values),
        all(
          `SELECT DISTINCT ON (stream) stream, last_seq AS "lastSeq", last_id AS "lastId" FROM entries
           WHERE room = $1 AND person = $2 ORDER BY stream, n DESC`,
          values,
        ),
        all(
          `SELECT DISTINCT ON (client) client, seq, n FROM entries
           WHERE room = $1 AND person = $2 ORDER BY client, seq DESC, n DESC`,
          values,
        ),
      ]);
      if (!state) return { n: 0, size: 0, heads: [], clients: [] };
      return { n: state.n, size: state.size, heads: heads as StreamHead[], clients: clients as never };
    },
    async entries(room, person, after, limit, stream) {
      const rows = await all(
        `SELECT n, at, stream, body FROM entries
         WHERE room = $1 AND person = $2 AND n > $3 AND ($5::text IS NULL OR stream = $5) ORDER BY n LIMIT $4`,
        [room, person, after, limit, stream ?? null],
      );
      return rows.map(
        ({ n, at, stream, body }) =>
          ({ n, at, stream, ...(JSON.parse(body as string) as object) }) as JournalEntry,
      );
    },
    async allHeads(room) {
      return (await all(
        `SELECT DISTINCT ON (person, stream) person, stream, last_seq AS "lastSeq", last_id AS "lastId" FROM entries
         WHERE room = $1 ORDER BY person, stream, n DESC`,
        [room],
      )) as (StreamHead & { person: string })[];
    },
    async grades(room) {
      return (await all('SELECT person, stream, body FROM grades WHERE room = $1', [room])) as never;
    },
    async close() {
      await pool.end();
    },
  };
}

/** What of a batch belongs together, so that a batch is three statements however much it holds. */
async function commit(pool: pg.Pool, writes: readonly Write[]): Promise<Written[]> {
  const events = writes.filter((write): write is EventsWrite => write.kind === 'events');
  const entries = writes.filter((write): write is EntriesWrite => write.kind === 'entries');
  const grades = writes.filter((write): write is GradeWrite => write.kind === 'grade');
  const stored = new Set<Write>();
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    // In one order on every node, so that no two wait for each other.
    for (const write of events.toSorted((a, b) => (a.room < b.room ? -1 : 1)))
      if (await addEvents(client, write)) stored.add(write);
    if (entries.length > 0) for (const write of await addEntries(client, entries)) stored.add(write);
    if (grades.length > 0) for (const write of await keepGrades(client, grades)) stored.add(write);
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    // The connection may be in any state: it is not used again.
    client.release(true);
    throw error;
  }
  return writes.map((write) => (stored.has(write) ? 'stored' : 'behind'));
}

async function addEvents(client: pg.PoolClient, { room, expected, events }: EventsWrite): Promise<boolean> {
  const rows = events.map(({ event, client, seq }) => ({
    n: event.n,
    at: event.at,
    person: event.by,
    client,
    seq,
    act: JSON.stringify(event.act),
  }));
  const added = await client.query(
    `WITH moved AS (UPDATE rooms SET last_n = $3 WHERE id = $1 AND last_n = $2 RETURNING id)
     INSERT INTO events (room, n, at, person, client, seq, act)
     SELECT moved.id, e.n, e.at, e.person, e.client, e.seq, e.act FROM moved,
       json_to_recordset($4) AS e (n integer, at double precision, person text, client text, seq double precision, act text)`,
    [room, expected, expected + events.length, JSON.stringify(rows)],
  );
  return added.rowCount === events.length;
}

async function addEntries(client: pg.PoolClient, writes: readonly EntriesWrite[]): Promise<EntriesWrite[]> {
  const sorted = writes.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const journals = sorted.map(({ room, person, expected, entries, size }) => ({
    room,
    person,
    expected,
    last: expected + entries.length,
    size,
  }));
  const rows = sorted.flatMap(({ room, person, entries }) =>
    entries.map(({ entry, head, client, seq }) => ({
      room,
      person,
      n: entry.n,
      at: entry.at,
      client,
      seq,
      stream: entry.stream,
      last_seq: head.lastSeq,
      last_id: head.lastId,
      body: bodyOf(entry),
    })),
  );
  const { rows: moved } = await client.query<{ room: string; person: string }>(
    `WITH moved AS (
       INSERT INTO journals AS j (room, person, last_n, size)
       SELECT w.room, w.person, w.last, w.size
       FROM json_to_recordset($1) AS w (room text, person text, expected integer, last integer, size double precision)
       JOIN rooms ON rooms.id = w.room
       LEFT JOIN journals AS old ON old.room = w.room AND old.person = w.person
       WHERE w.expected = coalesce(old.last_n, 0)
       ON CONFLICT (room, person) DO UPDATE SET last_n = excluded.last_n, size = j.size + excluded.size
         WHERE j.last_n = (SELECT w.expected FROM
           json_to_recordset($1) AS w (room text, person text, expected integer)
           WHERE w.room = excluded.room AND w.person = excluded.person)
       RETURNING room, person
     ), added AS (
       INSERT INTO entries (room, person, n, at, client, seq, stream, last_seq, last_id, body)
       SELECT e.room, e.person, e.n, e.at, e.client, e.seq, e.stream, e.last_seq, e.last_id, e.body
       FROM json_to_recordset($2) AS e (room text, person text, n integer, at double precision, client text,
         seq double precision, stream text, last_seq double precision, last_id text, body text)
       JOIN moved ON moved.room = e.room AND moved.person = e.person
     )
     SELECT room, person FROM moved`,
    [JSON.stringify(journals), JSON.stringify(rows)],
  );
  const keys = new Set(moved.map(keyOf));
  return sorted.filter((write) => keys.has(keyOf(write)));
}

async function keepGrades(client: pg.PoolClient, writes: readonly GradeWrite[]): Promise<GradeWrite[]> {
  // Of several grades of one stream, the last one counts.
  const last = new Map(writes.map((write) => [`${keyOf(write)} ${write.stream}`, write]));
  const { rows } = await client.query<{ room: string }>(
    `INSERT INTO grades (room, person, stream, body)
     SELECT w.room, w.person, w.stream, w.body
     FROM json_to_recordset($1) AS w (room text, person text, stream text, body text)
     JOIN rooms ON rooms.id = w.room ORDER BY w.room, w.person, w.stream
     ON CONFLICT (room, person, stream) DO UPDATE SET body = excluded.body
     RETURNING room`,
    [
      JSON.stringify(
        [...last.values()].map(({ room, person, stream, body }) => ({ room, person, stream, body })),
      ),
    ],
  );
  const rooms = new Set(rows.map(({ room }) => room));
  return writes.filter(({ room }) => rooms.has(room));
}

const keyOf = ({ room, person }: { room: string; person: string }) => `${room} ${person}`;

async function migrate(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    // Nodes that start at once do it one after the other; the number is ours alone.
    await client.query('SELECT pg_advisory_xact_lock(4321160)');
    await client.query('CREATE TABLE IF NOT EXISTS drydock_version (version integer NOT NULL)');
    const { rows } = await client.query<{ version: number }>('SELECT version FROM drydock_version');
    const version = rows[0]?.version ?? 0;
    if (version > migrations.length)
      throw new Error(
        'The database was made by a newer version of the course. Start that version, or give another DATABASE_URL.',
      );
    for (const step of migrations.slice(version)) await client.query(step);
    await client.query('DELETE FROM drydock_version');
    await client.query('INSERT INTO drydock_version VALUES ($1)', [migrations.length]);
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}

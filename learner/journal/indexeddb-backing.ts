/** Keeps the journal in the browser's IndexedDB. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Backing, Transaction } from './backing.ts';
import { MAX_SEQ } from './backing.ts';
import type { AsideRecord } from './store.ts';

/** Name of the database; other than in tests there is one a site. */
export const DATABASE = 'drydock';

type Key = [stream: string, seq: number];

interface Schema extends DBSchema {
  events: { key: Key; value: { stream: string; seq: number } };
  aside: { key: number; value: AsideRecord };
}

/**
 * The steps by which the database's own layout came about, in order; never edited, only added to. The shape of the
 * records inside has its own list (`migrations.ts`).
 */
const LAYOUT: readonly { readonly name: string; readonly up: (db: IDBPDatabase<Schema>) => void }[] = [
  {
    name: 'events by stream and seq, and a place for damaged ones',
    up: (db) => {
      db.createObjectStore('events', { keyPath: ['stream', 'seq'] });
      db.createObjectStore('aside', { autoIncrement: true });
    },
  },
];

/** Every key of a stream, whatever type its second part has: an array sorts after all else (W3C IndexedDB, 2.4 Keys). */
const ofStream = (stream: string): IDBKeyRange => IDBKeyRange.bound([stream], [stream, []]);

/**
 * Opens the database, creating or upgrading it as needed, and opens it again by itself after the browser or a newer
 * version of the site closed it.
 *
 * @throws DOMException when the browser refuses (private mode, blocked storage, `VersionError` after a newer version).
 */
export async function indexedDbBacking(name: string = DATABASE): Promise<Backing> {
  let connection: Promise<IDBPDatabase<Schema>> | null = null;

  const connect = (): Promise<IDBPDatabase<Schema>> => {
    const opening = openDB<Schema>(name, LAYOUT.length, {
      upgrade(db, from) {
        for (const step of LAYOUT.slice(from)) step.up(db);
      },
      blocking() {
        void opening.then((db) => db.close());
        connection = null;
      },
      terminated() {
        connection = null;
      },
    });
    opening.catch(() => (connection = null));
    return opening;
  };
  const database = (): Promise<IDBPDatabase<Schema>> => (connection ??= connect());
  await database();

  return {
    kind: 'browser',
    channel: `${name}-journal`,
    async transaction(mode, work) {
      const db = await database();
      const tx = db.transaction(['events', 'aside'], mode);
      const done = tx.done;
      done.catch(() => undefined);
      const events = tx.objectStore('events');
      const aside = tx.objectStore('aside');
      const operations: Transaction = {
        async records(stream) {
          const values = await events.getAll(ofStream(stream));
          return values.map((value) => ({ stream: value.stream, seq: value.seq, value }));
        },
        async keys() {
          return (await events.getAllKeys()).map(([stream, seq]) => ({ stream, seq }));
        },
        async lastSeq(stream) {
          const range = IDBKeyRange.bound([stream, 0], [stream, MAX_SEQ]);
          const [last] = (await events.openKeyCursor(range, 'prev'))?.key.slice(1) ?? [];
          return Math.floor(Number(last ?? 0));
        },
        async put(record) {
          await events.put!(record);
        },
        async remove(key) {
          await events.delete!([key.stream, key.seq as number]);
        },
        async putAside(record) {
          await aside.add!(record);
        },
        asides: () => aside.getAll(),
      };
      try {
        const result = await work(operations);
        await done;
        return result;
      } catch (error) {
        try {
          tx.abort();
        } catch {
          // It ended before: the error below says why.
        }
        throw error;
      }
    },
    close() {
      void connection?.then((db) => db.close());
      connection = null;
    },
  };
}

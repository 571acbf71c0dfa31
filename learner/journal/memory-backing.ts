/** Keeps the journal in memory: for Node, for tests, and for browsers that refuse storage. */
import type { Backing, Stored, Transaction } from './backing.ts';
import { MAX_SEQ } from './backing.ts';
import type { AsideRecord } from './store.ts';

const keyOf = (key: Omit<Stored, 'value'>): string => JSON.stringify([key.stream, key.seq]);

/** Orders a stream as IndexedDB does: numbers first, then everything else. */
function bySeq(a: Stored, b: Stored): number {
  const [x, y] = [a.seq, b.seq];
  if (typeof x === 'number' && typeof y === 'number') return x - y;
  return Number(typeof y === 'number') - Number(typeof x === 'number') || (String(x) < String(y) ? -1 : 1);
}

/**
 * @param initial records to begin with, as a browser would have stored them (damaged ones too).
 */
export function memoryBacking(initial: readonly { stream: string; seq: unknown }[] = []): Backing {
  let table = new Map<string, Stored>();
  let asides: AsideRecord[] = [];
  let queue: Promise<unknown> = Promise.resolve();
  for (const value of initial) table.set(keyOf(value), { stream: value.stream, seq: value.seq, value });

  const ofStream = (stream: string): Stored[] => [...table.values()].filter((r) => r.stream === stream);
  const transaction: Transaction = {
    records: async (stream) => structuredClone(ofStream(stream).sort(bySeq)),
    keys: async () => [...table.values()].map(({ stream, seq }) => ({ stream, seq })),
    lastSeq: async (stream) =>
      ofStream(stream).reduce(
        (last, { seq }) =>
          typeof seq === 'number' && seq <= MAX_SEQ ? Math.max(last, Math.floor(seq)) : last,
        0,
      ),
    put: async (record) => {
      table.set(keyOf(record), { stream: record.stream, seq: record.seq, value: structuredClone(record) });
    },
    remove: async (key) => {
      table.delete(keyOf(key));
    },
    putAside: async (record) => {
      asides.push(record);
    },
    asides: async () => structuredClone(asides),
  };

  return {
    kind: 'memory',
    channel: null,
    transaction(_mode, work) {
      const run = queue.then(async () => {
        const before = { table: new Map(table), asides: [...asides] };
        try {
          return await work(transaction);
        } catch (error) {
          ({ table, asides } = before);
          throw error;
        }
      });
      queue = run.catch(() => undefined);
      return run;
    },
    close() {},
  };
}

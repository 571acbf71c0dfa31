/** Sorts stored records into those that can be read and those that cannot. Pure. */
import type { Stored } from './backing.ts';
import type { Envelope } from './envelope.ts';
import { envelopeProblem } from './envelope.ts';
import { migrate } from './migrations.ts';

export interface Admission {
  readonly envelopes: readonly Envelope[];
  readonly broken: readonly { readonly stored: Stored; readonly reason: string }[];
  /** How many records were written by a newer version of the course. */
  readonly newer: number;
}

/** Brings one raw record to an envelope of the present shape, or says why that is not possible. */
export function admitOne(value: unknown): Envelope | 'newer' | { readonly reason: string } {
  const migrated = migrate(value);
  if (migrated.outcome === 'newer') return 'newer';
  if (migrated.outcome === 'broken') return { reason: migrated.reason };
  const reason = envelopeProblem(migrated.record);
  if (reason !== null) return { reason };
  const { v, stream, seq, id, at, event } = migrated.record as unknown as Envelope;
  return { v, stream, seq, id, at, event };
}

/** Reads the records of one stream. Never throws; keeps the order. */
export function admit(records: readonly Stored[]): Admission {
  const envelopes: Envelope[] = [];
  const broken: { stored: Stored; reason: string }[] = [];
  let newer = 0;
  for (const stored of records) {
    const one = admitOne(stored.value);
    if (one === 'newer') newer += 1;
    else if ('reason' in one) broken.push({ stored, reason: one.reason });
    else if (one.stream !== stored.stream) broken.push({ stored, reason: `it belongs to ${one.stream}` });
    else envelopes.push(one);
  }
  return { envelopes, broken, newer };
}

/**
 * The way from every shape that was ever stored to the present one: an ordered, named list, never edited, only added to.
 * Each step has a fixture in `tests/learner/journal/fixtures/`.
 */
import { ENVELOPE_VERSION, isArchivedStream, isRecord, isStream } from './envelope.ts';

/** One step: takes a record of version `from`, gives one of version `from + 1`, throws when it cannot. */
export interface Migration {
  readonly name: string;
  readonly from: number;
  readonly up: (record: Record<string, unknown>) => Record<string, unknown>;
}

/** Events by which a stream of shape 0 is known as a check; all others wrote about a lab. */
const CHECK_EVENTS_OF_SHAPE_0: ReadonlySet<unknown> = new Set(['answered']);

/**
 * Shape 0 is the draft that came before the first release: no `v`, and a stream was the bare id of a lab or a bank.
 * It is kept so that the road from shape to shape is travelled from the first day on.
 */
export const MIGRATIONS: readonly Migration[] = [
  {
    name: 'name the version and the kind of stream',
    from: 0,
    up: (record) => {
      if (typeof record.stream !== 'string') throw new Error('its `stream` is missing');
      if (isStream(record.stream) || isArchivedStream(record.stream)) return { ...record, v: 1 };
      const type = isRecord(record.event) ? record.event.type : undefined;
      const kind = CHECK_EVENTS_OF_SHAPE_0.has(type) ? 'check' : 'lab';
      return { ...record, v: 1, stream: `${kind}:${record.stream}` };
    },
  },
];

/** What became of a stored record: an object of the present shape, or of a newer one, or a reason why it cannot be read. */
export type Migrated =
  | { readonly outcome: 'current'; readonly record: Record<string, unknown> }
  | { readonly outcome: 'newer'; readonly version: number }
  | { readonly outcome: 'broken'; readonly reason: string };

/** The version of a stored record: `v`, or 0 for the shape that had none. */
function versionOf(record: Record<string, unknown>): number | null {
  if (record.v === undefined) return 0;
  return Number.isSafeInteger(record.v) && (record.v as number) >= 0 ? (record.v as number) : null;
}

/** Brings a stored record to the present shape. Never throws. The result is not yet validated. */
export function migrate(value: unknown, migrations: readonly Migration[] = MIGRATIONS): Migrated {
  if (!isRecord(value)) return { outcome: 'broken', reason: 'it is not an object' };
  const version = versionOf(value);
  if (version === null) return { outcome: 'broken', reason: 'its version is not a number' };
  if (version > ENVELOPE_VERSION) return { outcome: 'newer', version };
  let record = value;
  for (const step of migrations.slice(version)) {
    try {
      record = step.up(record);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return {
        outcome: 'broken',
        reason: `it cannot be brought to the present shape (${step.name}): ${why}`,
      };
    }
  }
  return { outcome: 'current', record };
}

/**
 * The shape of one entry in the learner's journal, and what makes an entry valid.
 *
 * An entry is an event in an envelope. The envelope says where the event belongs, in which order and since when;
 * the event itself belongs to whoever wrote it (a lab, a check), and the journal reads nothing of it but `type`.
 */

/** The version of the shape that this code writes. Raise it together with a new entry in `migrations.ts`. */
export const ENVELOPE_VERSION = 1;

/** A list of events of its own: one a lab, one a bank of questions, one for the course as a whole. */
export type Stream = `lab:${string}` | `check:${string}` | 'site';

/** What an undo or a reset took out of a stream. The number counts the archives of that stream from 1. */
export type ArchivedStream = `archive:${number}:${Stream}`;

/** What happened. Fields besides `type` must survive JSON. */
export interface JournalEvent {
  readonly type: string;
}

/** One stored entry. */
export interface Envelope<E extends JournalEvent = JournalEvent> {
  /** Version of this shape. */
  readonly v: typeof ENVELOPE_VERSION;
  readonly stream: Stream | ArchivedStream;
  /** Place in the stream, from 1, given at append. A record set aside leaves a gap. */
  readonly seq: number;
  /** Unique over all learners and machines: `<client>-<counter>`. Import merges by it. */
  readonly id: string;
  /** Real time of the append, in ms since the epoch (never virtual time). */
  readonly at: number;
  readonly event: E;
}

const NAME = '[A-Za-z0-9][A-Za-z0-9._/-]{0,119}';
const STREAM = new RegExp(`^(?:(?:lab|check):${NAME}|site)$`);
const ARCHIVE = new RegExp(`^archive:([1-9][0-9]{0,8}):((?:lab|check):${NAME}|site)$`);

/** Whether a text names a stream that events can be appended to. */
export function isStream(text: unknown): text is Stream {
  return typeof text === 'string' && STREAM.test(text);
}

/** Whether a text names the archive of a stream. */
export function isArchivedStream(text: unknown): text is ArchivedStream {
  return typeof text === 'string' && ARCHIVE.test(text);
}

/** The stream that an archive was cut from, and the archive's number; null for any other name. */
export function archiveOf(text: string): { stream: Stream; number: number } | null {
  const match = ARCHIVE.exec(text);
  return match ? { number: Number(match[1]), stream: match[2] as Stream } : null;
}

/** Whether a value is a plain object, as JSON makes them. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * What is wrong with a value that should be an envelope of the current version.
 *
 * @returns a clause for the end of a sentence ("its `seq` is not a whole number from 1"), or null when all is well.
 */
export function envelopeProblem(value: unknown): string | null {
  if (!isRecord(value)) return 'it is not an object';
  if (value.v !== ENVELOPE_VERSION)
    return `its version is ${JSON.stringify(value.v)}, not ${ENVELOPE_VERSION}`;
  if (!isStream(value.stream) && !isArchivedStream(value.stream))
    return 'its `stream` is not a known kind of stream';
  if (!Number.isSafeInteger(value.seq) || (value.seq as number) < 1)
    return 'its `seq` is not a whole number from 1';
  if (typeof value.id !== 'string' || value.id === '' || value.id.length > 200) return 'its `id` is missing';
  if (!Number.isSafeInteger(value.at) || (value.at as number) < 0)
    return 'its `at` is not a time in milliseconds';
  if (!isRecord(value.event)) return 'its `event` is not an object';
  if (typeof value.event.type !== 'string' || value.event.type === '') return 'its event has no `type`';
  return null;
}

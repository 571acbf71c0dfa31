/** The file in which a learner takes the journal along: one JSON object with all streams. Pure. */
import { admitOne } from './admit.ts';
import type { ArchivedStream, Envelope, Stream } from './envelope.ts';
import { ENVELOPE_VERSION, isArchivedStream, isRecord } from './envelope.ts';
import { JournalError } from './store.ts';

export const EXPORT_FORMAT = 'drydock-journal';

/** Files above this are refused, in bytes of UTF-8. */
export const MAX_IMPORT_BYTES = 20_000_000;

type Streams = ReadonlyMap<Stream | ArchivedStream, readonly Envelope[]>;

const bytes = (text: string): number => new TextEncoder().encode(text).length;

/**
 * Writes the file. When it would be too large to be imported again, the archives (what undo and reset took out) are
 * left out.
 *
 * @param now real time, ms since the epoch.
 */
export function writeExport(streams: Streams, now: number): string {
  const write = (entries: [string, readonly Envelope[]][]): string =>
    JSON.stringify({
      format: EXPORT_FORMAT,
      version: ENVELOPE_VERSION,
      exportedAt: new Date(now).toISOString(),
      streams: Object.fromEntries(entries),
    });
  const whole = write([...streams]);
  return bytes(whole) <= MAX_IMPORT_BYTES
    ? whole
    : write([...streams].filter(([name]) => !isArchivedStream(name)));
}

const refuse = (message: string): never => {
  throw new JournalError('bad-file', `${message} Nothing was changed.`);
};

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const trimmed = text.trim();
    if (trimmed === '') return refuse('The file is empty. Choose the file that Drydock exported.');
    if (
      trimmed.startsWith('{') &&
      (!trimmed.endsWith('}') || /end of JSON|unterminated/i.test(String(error)))
    ) {
      return refuse('The file breaks off before its end. Copy or download it again, then import it.');
    }
    return refuse('The file is not JSON. Choose the file that Drydock exported, unchanged.');
  }
}

/**
 * Reads an exported file, all of it or nothing; entries of older versions come out in the present shape.
 *
 * @throws JournalError `bad-file`: too large, not JSON, cut short, not an export of Drydock, of a newer version, or
 * with a damaged entry. The message is a sentence for the learner.
 */
export function readExport(text: string): Streams {
  if (text.length > MAX_IMPORT_BYTES || bytes(text) > MAX_IMPORT_BYTES) {
    refuse(
      `The file is larger than ${MAX_IMPORT_BYTES / 1_000_000} MB, more than a journal takes. Choose another file.`,
    );
  }
  const file = parse(text.replace(/^\uFEFF/, ''));
  if (!isRecord(file) || file.format !== EXPORT_FORMAT) {
    return refuse('The file is JSON, but no journal of Drydock. Choose the file that Drydock exported.');
  }
  if (!Number.isSafeInteger(file.version) || (file.version as number) < 0) {
    return refuse('The file does not say its version, so it was changed after the export. Export it again.');
  }
  if ((file.version as number) > ENVELOPE_VERSION) {
    return refuse(
      'The file comes from a newer version of Drydock. Update this one (or reload the page), then import it.',
    );
  }
  if (!isRecord(file.streams))
    return refuse('The file holds no streams, so it was changed or cut. Export it again.');

  const streams = new Map<Stream | ArchivedStream, Envelope[]>();
  for (const [name, records] of Object.entries(file.streams)) {
    if (!Array.isArray(records))
      return refuse(`The stream "${name}" in the file is not a list. Export it again.`);
    for (const [i, record] of records.entries()) {
      const envelope = admitOne(record);
      const where = `Entry ${i + 1} of the stream "${name}" in the file`;
      if (envelope === 'newer')
        return refuse(`${where} comes from a newer version of Drydock. Update this one first.`);
      if ('reason' in envelope)
        return refuse(`${where} is damaged: ${envelope.reason}. Export the journal again.`);
      if ((file.version as number) > 0 && envelope.stream !== name) {
        return refuse(`${where} is damaged: it belongs to "${envelope.stream}". Export the journal again.`);
      }
      const list = streams.get(envelope.stream);
      if (list) list.push(envelope);
      else streams.set(envelope.stream, [envelope]);
    }
  }
  return streams;
}

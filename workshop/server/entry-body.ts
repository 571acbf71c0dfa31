import type { JournalEntry } from '../room/messages.ts';

/** What storages keep of an entry as text: all but its number, time and stream. */
export const bodyOf = ({ n: _n, at: _at, stream: _stream, ...body }: JournalEntry): string =>
  JSON.stringify(body);

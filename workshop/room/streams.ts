/** A participant's streams: the fold of their journal's entries. */
import type { Envelope } from '../../learner/journal/index.ts';
import type { JournalEntry } from './messages.ts';

/** Takes an entry into streams. */
export function takeEntry(streams: Map<string, Envelope[]>, entry: JournalEntry): void {
  const before = streams.get(entry.stream) ?? [];
  if (entry.kind === 'append') streams.set(entry.stream, [...before, ...entry.envelopes]);
  else
    streams.set(
      entry.stream,
      before.filter(({ seq }) => seq <= entry.afterSeq),
    );
}

/** The streams that entries lead to. */
export function foldStreams(entries: Iterable<JournalEntry>): Map<string, Envelope[]> {
  const streams = new Map<string, Envelope[]>();
  for (const entry of entries) takeEntry(streams, entry);
  return streams;
}

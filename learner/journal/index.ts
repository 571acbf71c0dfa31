/** The learner's journal: an append-only list of events a stream, kept in the browser. */
export type { ArchivedStream, Envelope, JournalEvent, Stream } from './envelope.ts';
export type {
  AsideRecord,
  ImportReport,
  JournalChange,
  JournalNotice,
  JournalStore,
  StreamSummary,
  Truncation,
  Unsubscribe,
} from './store.ts';
export { JournalError } from './store.ts';
export { openJournal, openMemoryJournal, pageJournal } from './open-journal.ts';
export { MAX_IMPORT_BYTES } from './transfer.ts';

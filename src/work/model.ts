/** What the page "Your work" knows and does, without the page: signals over the journal. */
import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { AsideRecord, ImportReport, JournalNotice, JournalStore } from '../../learner/journal/index.ts';
import { markAnswered } from '../checks/answered-mark.ts';
import type { CourseIndex } from './course-index.ts';
import { download } from '../bench/download.ts';
import { fileName, textOf, tryImport } from './exported-file.ts';
import { type Kept, nameOf, readKept } from './kept.ts';
import { type Progress, progressOf } from './progress.ts';
import { removeSetAside, setAsideFile } from './set-aside.ts';
import { askToPersist, isPersistent } from './storage.ts';
import { count, entriesOf, listed, summaryOf } from './words.ts';

/** Where on the page a result is told. */
export type Section = 'storage' | 'transfer' | 'aside' | 'clear';

export interface Result {
  readonly tone: 'good' | 'bad' | 'busy';
  readonly text: string;
  readonly more?: readonly string[];
}

/** A file that waits for the learner's word, because both sides have work of their own. */
export interface Pending {
  readonly name: string;
  readonly text: string;
  readonly report: ImportReport;
}

export interface WorkModel {
  readonly course: CourseIndex;
  /** Null until the journal has been read. */
  readonly kept: ReadonlySignal<readonly Kept[] | null>;
  /** By stream; what is not there yet is being worked out. */
  readonly progress: ReadonlySignal<Readonly<Record<string, Progress>>>;
  readonly aside: ReadonlySignal<readonly AsideRecord[]>;
  readonly kind: JournalStore['kind'];
  /** Whether the browser has promised to keep it; null when it cannot be asked. */
  readonly persistent: ReadonlySignal<boolean | null>;
  readonly notices: ReadonlySignal<readonly JournalNotice[]>;
  readonly results: ReadonlySignal<Readonly<Partial<Record<Section, Result | undefined>>>>;
  readonly pending: ReadonlySignal<Pending | null>;
  /** Reads the journal; resolves when all of it is shown. */
  refresh(): Promise<void>;
  persist(): Promise<void>;
  exportWork(section: Section): Promise<void>;
  /** Takes in a file; one that diverges from what is here waits in `pending`. */
  importFile(files: readonly File[]): Promise<void>;
  importPending(): Promise<void>;
  cancelPending(): void;
  downloadAside(): void;
  removeAside(): Promise<void>;
  clearAll(): Promise<void>;
}

const asSentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What an import did, in sentences. */
function reportOf(name: string, report: ImportReport, course: CourseIndex): Result {
  const { added, known, streams, diverged } = report;
  if (added === 0) {
    const text = known === 0 ? 'it holds no entries' : `all of its ${entriesOf(known)} were here already`;
    return { tone: 'good', text: `Nothing new in ${name}: ${text}.` };
  }
  const were = known === 0 ? '' : ` ${entriesOf(known)} ${known === 1 ? 'was' : 'were'} here already.`;
  const where = [...new Set(streams.map((stream) => nameOf(stream, course)))];
  const both = [...new Set(diverged.map((stream) => nameOf(stream, course)))];
  return {
    tone: 'good',
    text: `Imported ${name}: ${entriesOf(added)} added.${were}`,
    more: [
      `Added to ${listed(where)}.`,
      ...(both.length > 0
        ? [`This browser and the file had both gone on with ${listed(both)}: what the file had now follows.`]
        : []),
    ],
  };
}

/** Builds the page's model over an open journal. */
export function createWork(store: JournalStore, course: CourseIndex): WorkModel {
  const kept = signal<readonly Kept[] | null>(null);
  const progress = signal<Readonly<Record<string, Progress>>>({});
  const aside = signal<readonly AsideRecord[]>([]);
  const persistent = signal<boolean | null>(null);
  const notices = signal<readonly JournalNotice[]>([]);
  const results = signal<WorkModel['results']['value']>({});
  const pending = signal<Pending | null>(null);
  const tell = (section: Section, result: Result): void => {
    results.value = { ...results.value, [section]: result };
  };
  const forget = (section: Section): void => {
    results.value = { ...results.value, [section]: undefined };
  };
  const fail = (section: Section, what: string, error: unknown): void =>
    tell(section, { tone: 'bad', text: `${what} ${asSentence(error)}` });

  // Readings take turns; one that waits reads for all that were asked for meanwhile.
  let reading: Promise<void> = Promise.resolve();
  let waiting = false;
  const refresh = (): Promise<void> => {
    if (waiting) return reading;
    waiting = true;
    return (reading = reading.then(read));
  };

  async function read(): Promise<void> {
    waiting = false;
    const found = await readKept(store, course);
    // Reading is what sets damaged records aside, so they are listed after it.
    const damaged = await store.setAside();
    batch(() => {
      kept.value = found;
      aside.value = damaged;
    });
    for (const one of found) {
      const known = await progressOf(one);
      if (known.answered !== undefined) markAnswered(one.id, known.answered);
      progress.value = { ...progress.value, [one.stream]: known };
    }
  }

  async function take(name: string, text: string): Promise<void> {
    try {
      const report = await store.import(text);
      await refresh();
      tell('transfer', reportOf(name, report, course));
    } catch (error) {
      fail('transfer', `${name} was not imported.`, error);
    }
  }

  store.onNotice((notice) => {
    if (!notices.value.some(({ message }) => message === notice.message))
      notices.value = [...notices.value, notice];
  });
  store.onChange(() => void refresh());
  void isPersistent().then((answer) => (persistent.value = answer));

  return {
    course,
    kept,
    progress,
    aside,
    kind: store.kind,
    persistent,
    notices,
    results,
    pending,
    refresh,
    async persist() {
      persistent.value = await askToPersist();
      tell(
        'storage',
        persistent.value
          ? { tone: 'good', text: 'The browser will keep your work until you delete it.' }
          : {
              tone: 'bad',
              text: 'The browser makes no promise for now. It may after you have come here more often; until then, export your work from time to time.',
            },
      );
    },
    async exportWork(section) {
      const now = new Date();
      const name = fileName('work', now);
      try {
        download(name, await store.export());
        const what = summaryOf(kept.value ?? []);
        tell(section, { tone: 'good', text: `Exported ${name}: ${what}.` });
      } catch (error) {
        fail(section, 'Nothing was exported.', error);
      }
    },
    async importFile(files) {
      const [file] = files;
      if (!file || files.length > 1) {
        const text = `Import one file at a time: ${files.length} were given. Nothing was changed.`;
        tell('transfer', { tone: 'bad', text });
        return;
      }
      pending.value = null;
      forget('transfer');
      // A large file takes seconds; a small one is done before a word about it could be read.
      const slow = setTimeout(() => tell('transfer', { tone: 'busy', text: `Reading ${file.name}…` }), 400);
      try {
        const text = await textOf(file);
        const report = await tryImport(store, text);
        if (report && report.diverged.length > 0) {
          forget('transfer');
          pending.value = { name: file.name, text, report };
        } else await take(file.name, text);
      } catch (error) {
        fail('transfer', `${file.name} was not imported.`, error);
      } finally {
        clearTimeout(slow);
      }
    },
    async importPending() {
      const file = pending.value;
      pending.value = null;
      if (file) await take(file.name, file.text);
    },
    cancelPending() {
      const file = pending.value;
      pending.value = null;
      if (file)
        tell('transfer', { tone: 'good', text: `${file.name} was not imported. Nothing was changed.` });
    },
    downloadAside() {
      const now = new Date();
      const name = fileName('set-aside', now);
      download(name, setAsideFile(aside.value, now));
      tell('aside', {
        tone: 'good',
        text: `Downloaded ${name}: ${count(aside.value.length, 'record', 'records')}.`,
      });
    },
    async removeAside() {
      const shown = aside.value;
      try {
        await removeSetAside(shown);
        await refresh();
        tell('aside', { tone: 'good', text: `${count(shown.length, 'record', 'records')} removed.` });
      } catch {
        const text = 'Nothing was removed: the browser refused. Reload the page, then try again.';
        tell('aside', { tone: 'bad', text });
      }
    },
    async clearAll() {
      const gone = kept.value ?? [];
      const what = summaryOf(gone, aside.value.length);
      try {
        for (const { stream } of await store.streams()) await store.clear(stream);
        if (store.kind === 'browser') await removeSetAside(await store.setAside());
        for (const { kind, id } of gone) if (kind === 'check') markAnswered(id, false);
        await refresh();
        notices.value = notices.value.filter(({ code }) => code === 'memory-only');
        tell('clear', { tone: 'good', text: `Deleted: ${what}. This browser keeps nothing of yours now.` });
      } catch (error) {
        await refresh();
        fail('clear', 'Not everything was deleted.', error);
      }
    },
  };
}

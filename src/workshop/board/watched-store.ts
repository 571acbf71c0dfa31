/** Somebody's journal as a store that a bench can stand on: it is read, it grows as they work, and nothing is written. */
import { openMemoryJournal, type JournalStore, type Stream } from '../../../learner/journal/index.ts';
import type { WatchedJournal } from '../../../workshop/client/index.ts';

/** @param isHeld whether what comes now waits, because the viewer looks at the past */
export async function watchedStore(
  watched: WatchedJournal,
  stream: Stream,
  isHeld: () => boolean,
): Promise<{ store: JournalStore; release(): void }> {
  const memory = await openMemoryJournal();
  const listeners = new Set<Parameters<JournalStore['onChange']>[0]>();
  let held = false;
  const tell = () => {
    held = false;
    for (const listener of listeners) listener({ streams: [stream], origin: 'elsewhere', kind: 'appended' });
  };
  watched.subscribe((entries) => {
    if (!entries.some((entry) => entry.stream === stream)) return;
    if (isHeld()) held = true;
    else tell();
  });
  return {
    store: {
      ...memory,
      read: (async (of: Stream) =>
        of === stream ? [...(watched.streams.get(stream) ?? [])] : []) as JournalStore['read'],
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    release() {
      if (held && !isHeld()) tell();
    },
  };
}

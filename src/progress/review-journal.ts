/**
 * The journal as a review sees it: a check that begins untried, and whose answers are kept as reviews, so that they move
 * no score.
 */
import type { JournalStore } from '../../learner/journal/index.ts';

export function reviewJournal(store: JournalStore): JournalStore {
  return {
    ...store,
    kind: store.kind,
    read: async () => [],
    async append(stream, events) {
      const kept = await store.append(
        stream,
        events.map((event) => ({ ...event, type: 'reviewed' })),
      );
      return kept.map((envelope, i) => ({ ...envelope, event: events[i]! }));
    },
    onChange: () => () => undefined,
    onNotice: (listener) => store.onNotice(listener),
  };
}

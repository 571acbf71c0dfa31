import type { BenchEvent } from './events.ts';

/**
 * How many events are left when the last act is undone; undefined when there is nothing to undo.
 * Time that has merely passed since goes along: the learner takes back what they did.
 */
export function beforeLastAct(journal: readonly BenchEvent[]): number | undefined {
  const ends = (index: number) => journal[index]?.act;
  let last = journal.length - 1;
  while (last >= 0 && ends(last) === 'play') last--;
  if (last < 0 || ends(last) === 'begin') return undefined;
  let first = last;
  while (first > 0 && ends(first - 1) === undefined) first--;
  return first;
}

/** The last act in a few words, for the undo button; undefined when there is nothing to undo. */
export function lastAct(journal: readonly BenchEvent[]): string | undefined {
  if (beforeLastAct(journal) === undefined) return undefined;
  const event = journal.findLast(({ act }) => act !== undefined && act !== 'play');
  switch (event?.type) {
    case 'command':
      return event.line;
    case 'file':
      return event.content === undefined ? `the removal of ${event.path}` : `the edit of ${event.path}`;
    case 'call':
      return event.call.operation;
    default:
      return 'the turn of the clock';
  }
}

/**
 * A list in order of arrival whose pages cost the same however long it is: positions never move, what is removed leaves
 * a hole. Plain data, so that it is saved with the world; a page token is a position.
 */
export interface Sequence {
  /** The position of `items[0]`. */
  base: number;
  items: (string | null)[];
  /** How many are not holes. */
  live: number;
}

export function createSequence(): Sequence {
  return { base: 0, items: [], live: 0 };
}

/** Adds `id` at the end and returns its position. */
export function append(sequence: Sequence, id: string): number {
  sequence.live++;
  return sequence.base + sequence.items.push(id) - 1;
}

/** Takes out what stands at `position`; leading holes are given back. */
export function removeAt(sequence: Sequence, position: number): void {
  const index = position - sequence.base;
  if (sequence.items[index] === null || sequence.items[index] === undefined) return;
  sequence.items[index] = null;
  sequence.live--;
  // Fewer than half are holes: nothing to give back, and no need to count.
  if (sequence.live * 2 >= sequence.items.length) return;
  let holes = 0;
  while (holes < sequence.items.length && sequence.items[holes] === null) holes++;
  // Giving back a few at a time would copy the list each time.
  if (holes > 64 && holes * 2 > sequence.items.length) {
    sequence.items.splice(0, holes);
    sequence.base += holes;
  }
}

/** Up to `limit` ids from `position` on for which `keep` holds, and the position to go on from, if there is more. */
export function page(
  sequence: Sequence,
  position: number,
  limit: number,
  keep: (id: string) => boolean = () => true,
): { ids: string[]; next?: number } {
  const ids: string[] = [];
  for (let index = Math.max(0, position - sequence.base); index < sequence.items.length; index++) {
    const id = sequence.items[index];
    if (id === null || id === undefined || !keep(id)) continue;
    if (ids.length === limit) return { ids, next: sequence.base + index };
    ids.push(id);
  }
  return { ids };
}

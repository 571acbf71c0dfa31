import TinyQueue from 'tinyqueue';

/** Something that falls due at a virtual time: plain data, carried out by the reaction registered for its `type`. */
export interface Effect {
  type: string;
  /** What it concerns: an ARN or an id. */
  subject: string;
  /** The event to give to the subject's machine, where it has one. */
  event?: string;
  /** What goes with the event: a container's exit code, say. */
  value?: number;
}

export interface Entry {
  /** ms of virtual time since the world began. */
  at: number;
  /** Order of arrival: breaks ties, so that one world has one order. */
  order: number;
  effect: Effect;
}

/** The event queue: earliest first, then first come first served. */
export class Queue {
  #heap: TinyQueue<Entry>;
  #order: number;

  constructor(entries: Entry[] = [], order = 0) {
    this.#heap = new TinyQueue(entries, (a, b) => a.at - b.at || a.order - b.order);
    this.#order = order;
  }

  push(at: number, effect: Effect): void {
    this.#heap.push({ at, order: this.#order++, effect });
  }

  /** When the next entry falls due, in ms of virtual time; undefined when nothing is waiting. */
  next(): number | undefined {
    return this.#heap.peek()?.at;
  }

  /** Takes the earliest entry that falls due at or before `at`. */
  due(at: number): Entry | undefined {
    const first = this.#heap.peek();
    return first && first.at <= at ? this.#heap.pop() : undefined;
  }

  get length(): number {
    return this.#heap.length;
  }

  /** The waiting entries in the order in which they fall due: the same for equal worlds, whatever the heap looks like. */
  save(): { entries: Entry[]; order: number } {
    return {
      entries: [...this.#heap.data].sort((a, b) => a.at - b.at || a.order - b.order),
      order: this.#order,
    };
  }
}

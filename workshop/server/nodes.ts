/**
 * What nodes tell each other. The log is in the storage, so `grown` says only that there is something to read: each node
 * tells its own people in the order of the log, and a message that is lost is made up for by looking now and then.
 * Presence and the board are not stored; they are told, and a node that is not heard of any more has nobody.
 */
import type { PersonBoard } from '../room/board.ts';
import type { JournalNews } from '../room/messages.ts';

type Rows = Readonly<Record<string, PersonBoard>>;

export type NodeMessage = { readonly node: string } & (
  | { readonly kind: 'grown' | 'deleted'; readonly room: string }
  /** A node has opened a room: what do the others know of its people? */
  | { readonly kind: 'ask'; readonly room: string }
  | { readonly kind: 'journal'; readonly room: string; readonly news: JournalNews }
  | { readonly kind: 'rows'; readonly room: string; readonly rows: Rows }
  /** The node is alive. */
  | { readonly kind: 'beat' }
);

/** Carries messages to all other nodes. It may lose some. */
export interface Bridge {
  send(message: NodeMessage): void;
  onMessage(listener: (message: NodeMessage) => void): void;
}

/** What a node does when others tell. */
export interface Listener {
  grown(room: string): Promise<void>;
  deleted(room: string): Promise<void>;
  asked(room: string): Promise<void>;
  journal(room: string, news: JournalNews): Promise<void>;
  rows(room: string, rows: Rows): Promise<void>;
  /** People of a node that is not heard of any more. */
  lost(room: string, people: readonly string[]): Promise<void>;
  /** Looks for what a lost message would have told. */
  look(): Promise<void>;
}

/** How often a node says that it is alive, and looks for what it has missed, in ms. */
const every = 1000;
/** A node that has said nothing for so long is dead, in ms. */
const patience = 4000;

export class Nodes {
  readonly name: string;
  readonly #bridge: Bridge | undefined;
  /** Rooms whose log is being read because another node said so: that need not be said again. */
  readonly #heard = new Set<string>();
  /** When each other node was last heard of. */
  readonly #alive = new Map<string, number>();
  /** The node of each person who is elsewhere, by room. */
  readonly #places = new Map<string, Map<string, string>>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #looking = false;

  constructor(name: string, bridge: Bridge | undefined) {
    this.name = name;
    this.#bridge = bridge;
  }

  listen(listener: Listener): void {
    if (!this.#bridge) return;
    this.#bridge.onMessage((message) => void this.#hear(listener, message).catch(() => {}));
    this.#timer = setInterval(() => void this.#tick(listener).catch(() => {}), every);
    this.#timer.unref();
  }

  grown(room: string): void {
    if (!this.#heard.has(room)) this.#bridge?.send({ node: this.name, kind: 'grown', room });
  }

  deleted(room: string): void {
    this.#bridge?.send({ node: this.name, kind: 'deleted', room });
  }

  ask(room: string): void {
    this.#bridge?.send({ node: this.name, kind: 'ask', room });
  }

  journal(room: string, news: JournalNews): void {
    this.#bridge?.send({ node: this.name, kind: 'journal', room, news });
  }

  rows(room: string, rows: Rows): void {
    if (Object.keys(rows).length > 0) this.#bridge?.send({ node: this.name, kind: 'rows', room, rows });
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #hear(listener: Listener, message: NodeMessage): Promise<void> {
    this.#alive.set(message.node, performance.now());
    switch (message.kind) {
      case 'grown':
        this.#heard.add(message.room);
        try {
          return await listener.grown(message.room);
        } finally {
          this.#heard.delete(message.room);
        }
      case 'rows':
        this.#place(message.node, message.room, message.rows);
        return listener.rows(message.room, message.rows);
      case 'journal':
        return listener.journal(message.room, message.news);
      case 'ask':
        return listener.asked(message.room);
      case 'deleted':
        this.#places.delete(message.room);
        return listener.deleted(message.room);
      case 'beat':
    }
  }

  #place(node: string, room: string, rows: Rows): void {
    const places = this.#places.get(room) ?? new Map<string, string>();
    this.#places.set(room, places);
    for (const [person, { here }] of Object.entries(rows)) {
      if (here) places.set(person, node);
      else if (places.get(person) === node) places.delete(person);
    }
  }

  async #tick(listener: Listener): Promise<void> {
    this.#bridge?.send({ node: this.name, kind: 'beat' });
    const now = performance.now();
    for (const [node, at] of this.#alive) {
      if (now - at < patience) continue;
      this.#alive.delete(node);
      for (const [room, places] of this.#places) {
        const people = [...places].filter(([, at]) => at === node).map(([person]) => person);
        for (const person of people) places.delete(person);
        if (people.length > 0) await listener.lost(room, people);
      }
    }
    // A database that is away answers late: one look at a time.
    if (this.#looking) return;
    this.#looking = true;
    try {
      await listener.look();
    } finally {
      this.#looking = false;
    }
  }
}

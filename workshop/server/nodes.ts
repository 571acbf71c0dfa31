/**
 * What nodes tell each other. The log is in the storage, so `grown` says only that there is something to read: each node
 * tells its own people in the order of the log, and a message that is lost is made up for by the next one, or by looking
 * now and then. Presence and the board are not stored; they are told.
 */
import type { PersonBoard } from '../room/board.ts';
import type { JournalNews } from '../room/messages.ts';

export type NodeMessage =
  | { readonly kind: 'grown'; readonly room: string }
  | { readonly kind: 'journal'; readonly room: string; readonly news: JournalNews }
  | { readonly kind: 'rows'; readonly room: string; readonly rows: Readonly<Record<string, PersonBoard>> }
  | { readonly kind: 'deleted'; readonly room: string };

/** Carries messages to all other nodes. */
export interface Bridge {
  send(message: NodeMessage): void;
  onMessage(listener: (message: NodeMessage) => void): void;
  close(): Promise<void>;
}

/** What a node does when others tell. */
export interface Listener {
  grown(room: string): Promise<void>;
  journal(room: string, news: JournalNews): Promise<void>;
  rows(room: string, rows: Readonly<Record<string, PersonBoard>>): Promise<void>;
  deleted(room: string): Promise<void>;
}

export class Nodes {
  readonly name: string;
  readonly #bridge: Bridge | undefined;
  /** Rooms whose log is being read because another node said so: that need not be said again. */
  readonly #heard = new Set<string>();

  constructor(name: string, bridge: Bridge | undefined) {
    this.name = name;
    this.#bridge = bridge;
  }

  get alone(): boolean {
    return this.#bridge === undefined;
  }

  listen(listener: Listener): void {
    this.#bridge?.onMessage((message) => void this.#hear(listener, message).catch(() => {}));
  }

  grown(room: string): void {
    if (!this.#heard.has(room)) this.#bridge?.send({ kind: 'grown', room });
  }

  journal(room: string, news: JournalNews): void {
    this.#bridge?.send({ kind: 'journal', room, news });
  }

  rows(room: string, rows: Readonly<Record<string, PersonBoard>>): void {
    this.#bridge?.send({ kind: 'rows', room, rows });
  }

  deleted(room: string): void {
    this.#bridge?.send({ kind: 'deleted', room });
  }

  async close(): Promise<void> {
    await this.#bridge?.close();
  }

  async #hear(listener: Listener, message: NodeMessage): Promise<void> {
    const { room } = message;
    if (message.kind === 'grown') {
      this.#heard.add(room);
      try {
        await listener.grown(room);
      } finally {
        this.#heard.delete(room);
      }
    } else if (message.kind === 'journal') await listener.journal(room, message.news);
    else if (message.kind === 'rows') await listener.rows(room, message.rows);
    else await listener.deleted(room);
  }
}

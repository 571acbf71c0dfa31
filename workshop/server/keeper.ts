/** Deletes rooms: at once when an instructor says so, by itself when their time is over. */
import type { Connections } from './connections.ts';
import type { Hall } from './hall.ts';
import type { Nodes } from './nodes.ts';

/** How often it looks, in ms. */
const every = 60_000;

export class Keeper {
  readonly #from: { hall: Hall; connections: Connections; nodes: Nodes; log: (line: string) => void };
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(from: { hall: Hall; connections: Connections; nodes: Nodes; log: (line: string) => void }) {
    this.#from = from;
    this.#timer = setInterval(() => void this.look(), every);
    this.#timer.unref();
    void this.look();
  }

  /** Deletes what is due. @param now ms since the epoch */
  async look(now: number = Date.now()): Promise<void> {
    try {
      for (const { id, deleteAt } of await this.#from.hall.storage.rooms())
        if (deleteAt <= now) await this.delete(id);
    } catch {
      this.#from.log('The storage could not be read just now; rooms that are due are deleted later.');
    }
  }

  /** Deletes a room with all that belongs to it, and sends its people away. */
  async delete(room: string): Promise<void> {
    const { hall, connections, nodes, log } = this.#from;
    connections.dismissAll(room);
    hall.forget(room);
    await hall.storage.deleteRoom(room);
    nodes.deleted(room);
    log('A room was deleted with all its data.');
  }

  close(): void {
    clearInterval(this.#timer);
  }
}

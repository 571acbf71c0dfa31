/** The part of the room's log that this person sees, brought together from what the server sends. */
import type { RoomEvent } from '../room/events.ts';
import { seen } from '../room/events.ts';
import { takeEvent } from '../room/fold.ts';
import type { Channels, RoomNews, SinceReply } from '../room/messages.ts';
import { emptyRoom, type Room } from '../room/room.ts';

export class Log {
  readonly room: Room = emptyRoom();
  readonly events: RoomEvent[] = [];
  readonly #isStaff: () => boolean;
  /** Number of the last event taken from each channel. */
  #heads: Record<RoomNews['channel'], number> = { staff: 0, crowd: 0, me: 0 };
  /** All that one may see up to this number has been taken. */
  #upTo = 0;

  constructor(isStaff: () => boolean) {
    this.#isStaff = isStaff;
  }

  /** To be asked for after it: what comes later is still to be seen. */
  get upTo(): number {
    return this.#upTo;
  }

  /** Takes what the server sent by itself. @returns false when something before it is missing; then nothing is taken. */
  take({ channel, prev, events }: RoomNews): boolean {
    if (prev > this.#heads[channel]) return false;
    this.#add(events);
    return true;
  }

  /** Takes an answer to what was asked for. */
  catchUp({ events, channels, upTo }: Pick<SinceReply, 'events' | 'channels' | 'upTo'>): void {
    this.#add(events);
    for (const [channel, n] of Object.entries(channels) as [keyof Channels, number][])
      if (n <= upTo) this.#heads[channel] = Math.max(this.#heads[channel], n);
    this.#upTo = Math.max(this.#upTo, upTo);
  }

  #add(events: readonly RoomEvent[]): void {
    for (const event of events) {
      const channel = this.#isStaff() ? 'staff' : seen(event).crowd ? 'crowd' : 'me';
      if (event.n <= this.#heads[channel]) continue;
      this.#heads[channel] = event.n;
      // The server sends in order on one connection: what is below and may be seen has come before.
      this.#upTo = Math.max(this.#upTo, event.n);
      this.events.push(event);
      takeEvent(this.room, event);
    }
  }
}

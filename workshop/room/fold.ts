import type { RoomEvent } from './events.ts';
import { emptyRoom, type Room } from './room.ts';
import { take } from './take.ts';

/** Takes an event into a room. Events that do not fit what came before are passed over. */
export function takeEvent(room: Room, event: RoomEvent): void {
  take(room, event);
  room.n = event.n;
}

/** The room that a log leads to. */
export function foldRoom(events: Iterable<RoomEvent>): Room {
  const room = emptyRoom();
  for (const event of events) takeEvent(room, event);
  return room;
}

import type { RoomRecord } from './storage.ts';

/** A room and what leads into it. Tokens are secrets. */
export interface RoomLinks {
  readonly record: RoomRecord;
  /** Token of its first instructor. */
  readonly instructor: string;
}

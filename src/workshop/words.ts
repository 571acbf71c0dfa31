/** Times and counts as the room reads them. */

/** `4:05` of a time in ms; nothing below zero. */
export function clockOf(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** `9 min` of a time in ms; under a minute, `now`. */
export function minutesAgo(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / 60_000);
  return minutes < 1 ? 'now' : minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
}

export const people = (count: number): string => (count === 1 ? '1 person' : `${count} people`);

export const percent = (share: number): string => `${Math.round(share * 100)}%`;

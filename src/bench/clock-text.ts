/** Virtual time as it is shown everywhere: `T+00:23.7`, and `T+12:00:23.7` from an hour on. @param ms since the world began. */
export function clockText(ms: number): string {
  const tenths = Math.floor(ms / 100);
  const seconds = Math.floor(tenths / 10) % 60;
  const minutes = Math.floor(tenths / 600) % 60;
  const hours = Math.floor(tenths / 36_000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `T+${hours > 0 ? `${two(hours)}:` : ''}${two(minutes)}:${two(seconds)}.${tenths % 10}`;
}

/** A span of virtual time in words: `3.2 s`, `4 min`, `11.9 h`. */
export function spanText(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  return `${(ms / 3_600_000).toFixed(1)} h`;
}

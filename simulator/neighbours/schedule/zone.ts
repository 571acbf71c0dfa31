/** A moment as a time zone's clock shows it; the month counts from 1. */
export interface LocalTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  formats.set(zone, format);
  return format;
}

/** Whether the IANA time zone database knows the name. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** @param date ms since 1970 */
export function localTime(date: number, zone: string): LocalTime {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(date)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year, month, day, hour, minute } = parts as unknown as LocalTime;
  return { year, month, day, hour, minute };
}

/**
 * The moment, in ms since 1970, at which a zone's clock first shows a time; undefined for a time that its clock skips
 * (the hour lost in spring).
 */
export function momentOf({ year, month, day, hour, minute }: LocalTime, zone: string): number | undefined {
  const asUtc = Date.UTC(year, month - 1, day, hour, minute);
  if (zone === 'UTC') return asUtc;
  // Zones lie within a day of UTC: of the offsets around, the one that fits, the earlier moment first.
  const offsets = new Set([-86_400_000, 0, 86_400_000].map((around) => offset(asUtc + around, zone)));
  const fitting = [...offsets]
    .map((each) => asUtc - each)
    .filter((date) => offset(date, zone) === asUtc - date);
  return fitting.length === 0 ? undefined : Math.min(...fitting);
}

/** ms by which the zone's clock is ahead of UTC. */
function offset(date: number, zone: string): number {
  const { year, month, day, hour, minute } = localTime(date, zone);
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(date / 60_000) * 60_000;
}

import { lastDay, type Cron } from './cron.ts';
import { localTime, momentOf } from './zone.ts';

/**
 * The first moment after `after` that a cron expression names, as a zone's clock shows it; undefined when there is none.
 * A time that the zone's clock skips is left out, one that it shows twice counts once
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html).
 *
 * @param after ms since 1970
 */
export function nextCron(cron: Cron, after: number, zone = 'UTC'): number | undefined {
  const start = localTime(after, zone);
  for (let year = start.year; year <= 2199; year++) {
    if (!cron.years.has(year)) continue;
    for (let month = year === start.year ? start.month : 1; month <= 12; month++) {
      if (!cron.months.has(month)) continue;
      const first = year === start.year && month === start.month ? start.day : 1;
      for (let day = first; day <= lastDay(year, month); day++) {
        if (!cron.day(year, month, day)) continue;
        const found = nextOnDay(cron, { year, month, day }, after, zone);
        if (found !== undefined) return found;
      }
    }
  }
  return undefined;
}

function nextOnDay(
  { hours, minutes }: Cron,
  day: { year: number; month: number; day: number },
  after: number,
  zone: string,
): number | undefined {
  for (const hour of hours)
    for (const minute of minutes) {
      const moment = momentOf({ ...day, hour, minute }, zone);
      if (moment !== undefined && moment > after) return moment;
    }
  return undefined;
}

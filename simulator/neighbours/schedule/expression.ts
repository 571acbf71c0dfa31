import { readCron, type Cron } from './cron.ts';
import { nextCron } from './next.ts';
import { momentOf } from './zone.ts';

/** `rate(…)`, `cron(…)` or, where one-time schedules exist, `at(…)`. */
export type Schedule =
  | { kind: 'rate'; every: number }
  | { kind: 'cron'; cron: Cron }
  /** `at` as UTC's clock would show it; a zone moves it. */
  | { kind: 'at'; local: string };

const units: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Reads a schedule expression; undefined when AWS would not take it. One minute is `1 minute`, two are `2 minutes`. */
export function readSchedule(text: string): Schedule | undefined {
  const [, kind, inner = ''] = /^(rate|cron|at)\((.*)\)$/.exec(text) ?? [];
  if (kind === 'cron') {
    const cron = readCron(inner);
    return cron && { kind, cron };
  }
  if (kind === 'at')
    return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(inner) && !Number.isNaN(Date.parse(`${inner}Z`))
      ? { kind, local: inner }
      : undefined;
  const [, count = '', unit = '', plural] = /^(\d+) (minute|hour|day)(s?)$/.exec(inner) ?? [];
  const every = Number(count);
  if (kind !== 'rate' || every < 1 || (every === 1) === (plural === 's')) return undefined;
  return { kind, every: every * units[unit]! };
}

/**
 * When a schedule falls due next after `after`. A rate counts from `since`.
 * @param after ms since 1970
 * @returns ms since 1970; undefined when it never does again
 */
export function nextRun(schedule: Schedule, after: number, since: number, zone = 'UTC'): number | undefined {
  switch (schedule.kind) {
    case 'rate':
      return since + (Math.floor((after - since) / schedule.every) + 1) * schedule.every;
    case 'cron':
      return nextCron(schedule.cron, after, zone);
    case 'at': {
      const at = atMoment(schedule.local, zone);
      return at !== undefined && at > after ? at : undefined;
    }
  }
}

/** The moment of an `at(…)`, in ms since 1970; undefined when the zone's clock skips it. */
function atMoment(local: string, zone: string): number | undefined {
  const [year, month, day, hour, minute, second] = local.split(/[-T:]/).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const moment = momentOf({ year, month, day, hour, minute }, zone);
  return moment === undefined ? undefined : moment + second * 1000;
}

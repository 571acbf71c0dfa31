/**
 * Cron expressions as EventBridge, EventBridge Scheduler and Application Auto Scaling read them: minutes, hours,
 * day-of-month, month, day-of-week, year
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html). No library of npm reads
 * this dialect whole.
 */
export interface Cron {
  /** Sorted. */
  minutes: number[];
  hours: number[];
  months: ReadonlySet<number>;
  years: ReadonlySet<number>;
  /** Whether a day is one; the month counts from 1. */
  day(year: number, month: number, day: number): boolean;
}

interface Field {
  name: string;
  min: number;
  max: number;
  /** Names of values, the first stands for `min`. */
  names?: readonly string[];
}

const fields = {
  minutes: { name: 'Minutes', min: 0, max: 59 },
  hours: { name: 'Hours', min: 0, max: 23 },
  dayOfMonth: { name: 'Day-of-month', min: 1, max: 31 },
  month: {
    name: 'Month',
    min: 1,
    max: 12,
    names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  },
  dayOfWeek: {
    name: 'Day-of-week',
    min: 1,
    max: 7,
    names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
  },
  year: { name: 'Year', min: 1970, max: 2199 },
} satisfies Record<string, Field>;

/** Reads the six fields between `cron(` and `)`; undefined when AWS would not take them. */
export function readCron(text: string): Cron | undefined {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== 6) return undefined;
  const [minute, hour, dayOfMonth, month, dayOfWeek, year] = parts as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  // One of the two must be `?`, and only one.
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) return undefined;
  const minutes = values(minute, fields.minutes);
  const hours = values(hour, fields.hours);
  const months = values(month, fields.month);
  const years = values(year, fields.year);
  const day = dayOfWeek === '?' ? monthDays(dayOfMonth) : weekDays(dayOfWeek);
  if (!minutes || !hours || !months || !years || !day) return undefined;
  return { minutes, hours, months: new Set(months), years: new Set(years), day };
}

/** The values that a field of `*`, lists, ranges and steps stands for, sorted. */
function values(text: string, field: Field): number[] | undefined {
  const all = new Set<number>();
  for (const item of text.split(',')) {
    const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(item) ?? [];
    const [from, to] = ends(range, field, step !== undefined) ?? [];
    const by = step === undefined ? 1 : Number(step);
    if (from === undefined || to === undefined || from > to || by < 1) return undefined;
    for (let value = from; value <= to; value += by) all.add(value);
  }
  return [...all].sort((a, b) => a - b);
}

function ends(range: string, field: Field, stepped: boolean): [number, number] | undefined {
  if (range === '*') return [field.min, field.max];
  const [first, last, ...rest] = range.split('-').map((each) => value(each, field));
  if (first === undefined || rest.length > 0) return undefined;
  if (!range.includes('-')) return [first, stepped ? field.max : first];
  return last === undefined ? undefined : [first, last];
}

function value(text: string, { min, max, names }: Field): number | undefined {
  const named = names?.indexOf(text.toUpperCase()) ?? -1;
  const number = named >= 0 ? named + min : /^\d+$/.test(text) ? Number(text) : NaN;
  return number >= min && number <= max ? number : undefined;
}

type DayTest = Cron['day'];

/** `L` is the last day, `15W` the working day nearest to the 15th in the same month. */
function monthDays(text: string): DayTest | undefined {
  if (text.toUpperCase() === 'L') return (year, month, day) => day === lastDay(year, month);
  const nearest = /^(\d{1,2})W$/i.exec(text)?.[1];
  if (nearest !== undefined) {
    const wanted = Number(nearest);
    if (wanted < 1 || wanted > 31) return undefined;
    return (year, month, day) =>
      wanted <= lastDay(year, month) && day === nearestWeekday(year, month, wanted);
  }
  const days = values(text, fields.dayOfMonth);
  if (!days) return undefined;
  const set = new Set(days);
  return (_year, _month, day) => set.has(day);
}

/** `5L` is the month's last Thursday, `3#2` its second Tuesday; `L` alone is Saturday. */
function weekDays(text: string): DayTest | undefined {
  const [, last] = /^(\w*)L$/i.exec(text) ?? [];
  if (last !== undefined) {
    if (last === '') return (year, month, day) => weekday(year, month, day) === 7;
    const wanted = value(last, fields.dayOfWeek);
    if (wanted === undefined) return undefined;
    return (year, month, day) => weekday(year, month, day) === wanted && day + 7 > lastDay(year, month);
  }
  const [, which, nth] = /^(\w+)#([1-5])$/.exec(text) ?? [];
  if (which !== undefined) {
    const wanted = value(which, fields.dayOfWeek);
    if (wanted === undefined) return undefined;
    return (year, month, day) => weekday(year, month, day) === wanted && Math.ceil(day / 7) === Number(nth);
  }
  const days = values(text, fields.dayOfWeek);
  if (!days) return undefined;
  const set = new Set(days);
  return (year, month, day) => set.has(weekday(year, month, day));
}

/** 1 for Sunday to 7 for Saturday, as AWS counts. */
function weekday(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}

export function lastDay(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function nearestWeekday(year: number, month: number, day: number): number {
  const on = weekday(year, month, day);
  if (on === 7) return day > 1 ? day - 1 : day + 2;
  if (on === 1) return day < lastDay(year, month) ? day + 1 : day - 2;
  return day;
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCron } from '../../../../simulator/neighbours/schedule/cron.ts';
import { nextRun, readSchedule } from '../../../../simulator/neighbours/schedule/expression.ts';
import { nextCron } from '../../../../simulator/neighbours/schedule/next.ts';

const at = (text: string) => Date.parse(text);
const next = (fields: string, after: string, zone?: string) => {
  const found = nextCron(readCron(fields)!, at(after), zone);
  return found === undefined ? undefined : new Date(found).toISOString();
};

// The samples of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html, each with what
// it says there. 5 January 2026 is a Monday.
test.each([
  ['0 10 * * ? *', 'at 10:00 every day', '2026-01-05T10:00:00.000Z'],
  ['15 12 * * ? *', 'at 12:15 every day', '2026-01-05T12:15:00.000Z'],
  ['0 18 ? * MON-FRI *', 'at 18:00 Monday to Friday', '2026-01-05T18:00:00.000Z'],
  ['0 8 1 * ? *', 'at 08:00 on the first of the month', '2026-02-01T08:00:00.000Z'],
  ['0/15 * * * ? *', 'every 15 minutes', '2026-01-05T09:15:00.000Z'],
  ['0/10 * ? * MON-FRI *', 'every 10 minutes Monday to Friday', '2026-01-05T09:10:00.000Z'],
  ['0/5 8-17 ? * MON-FRI *', 'every 5 minutes from 08:00 to 17:55', '2026-01-05T09:05:00.000Z'],
  ['0/30 20-2 ? * MON-FRI *', undefined, undefined],
  ['0 9 ? * 2#1 *', 'at 09:00 on the first Monday', '2026-02-02T09:00:00.000Z'],
  ['0 9 ? * 3#2 *', 'at 09:00 on the second Tuesday', '2026-01-13T09:00:00.000Z'],
  ['0 9 L * ? *', 'on the last day', '2026-01-31T09:00:00.000Z'],
  ['0 9 ? * 6L *', 'on the last Friday', '2026-01-30T09:00:00.000Z'],
  ['0 9 ? * L *', 'on Saturday', '2026-01-10T09:00:00.000Z'],
  ['0 9 3W * ? *', 'on the weekday nearest to the 3rd', '2026-02-03T09:00:00.000Z'],
  ['0 9 31W * ? *', 'on the weekday nearest to the 31st', '2026-01-30T09:00:00.000Z'],
  ['0 9 1W 8 ? *', 'never in the month before', '2026-08-03T09:00:00.000Z'],
  ['0 0 29 2 ? *', 'in leap years only', '2028-02-29T00:00:00.000Z'],
  ['0 0 ? JAN,JUL SUN 2027-2028', 'names, lists and years', '2027-01-03T00:00:00.000Z'],
  ['0 0 1 1 ? 2020', 'years gone by', undefined],
  ['0 0 30 2 ? *', 'a day that never is', undefined],
])('cron(%s): %s', (fields, says, expected) => {
  if (says === undefined) expect(readCron(fields)).toBeUndefined();
  else expect(next(fields, '2026-01-05T09:00:00Z')).toBe(expected);
});

describe('what AWS does not take', () => {
  test.each([
    '* * * * * *',
    '0 10 ? * ? *',
    '0 10 * * ?',
    '60 10 * * ? *',
    '0 24 * * ? *',
    '0 10 32 * ? *',
    '0 10 * 13 ? *',
    '0 10 ? * 8 *',
    '0 10 * * ? 1969',
    '0/0 10 * * ? *',
    '0 10 ? * 2#6 *',
    'a b c d e f',
  ])('cron(%s)', (fields) => expect(readCron(fields)).toBeUndefined());
  test.each([
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(0 minutes)',
    'rate(1 second)',
    'rate(1.5 hours)',
    'every(1 day)',
    'at(2026-13-01T00:00:00)',
    'at(2026-01-01)',
  ])('%s', (text) => expect(readSchedule(text)).toBeUndefined());
});

/** The same question asked in the plainest way: is this minute one? */
function isMinute(fields: string, date: Date): boolean {
  const [minute, hour, dayOfMonth, month, dayOfWeek] = fields.split(' ') as string[];
  const fits = (text: string, value: number, first: number): boolean =>
    text.split(',').some((item) => {
      const [range = '', step] = item.split('/');
      if (range === '*') return (value - first) % Number(step ?? 1) === 0;
      const [from = 0, to = step ? Infinity : from] = range.split('-').map(Number);
      return value >= from && value <= to && (value - from) % Number(step ?? 1) === 0;
    });
  return (
    fits(minute!, date.getUTCMinutes(), 0) &&
    fits(hour!, date.getUTCHours(), 0) &&
    fits(month!, date.getUTCMonth() + 1, 1) &&
    (dayOfWeek === '?' ? fits(dayOfMonth!, date.getUTCDate(), 1) : fits(dayOfWeek!, date.getUTCDay() + 1, 1))
  );
}

test('the next time is the first minute that fits', () => {
  const part = (low: number, high: number) => {
    const one = fc.integer({ min: low, max: high });
    return fc.oneof(
      fc.constant('*'),
      one.map(String),
      fc.tuple(one, fc.integer({ min: 1, max: 12 })).map(([from, step]) => `${from}/${step}`),
      fc.tuple(one, one).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
      fc.uniqueArray(one, { minLength: 2, maxLength: 3 }).map((list) => list.join(',')),
    );
  };
  const day = fc.oneof(
    part(1, 28).map((text) => [text, '?'] as const),
    part(1, 7).map((text) => ['?', text] as const),
  );
  const fields = fc
    .tuple(part(0, 59), part(0, 23), day, part(1, 12))
    .map(
      ([minute, hour, [dayOfMonth, dayOfWeek], month]) =>
        `${minute} ${hour} ${dayOfMonth} ${month} ${dayOfWeek} *`,
    );
  const moment = fc.integer({ min: at('2025-01-01T00:00:00Z'), max: at('2027-12-31T00:00:00Z') });
  fc.assert(
    fc.property(fields, moment, (text, after) => {
      const found = nextCron(readCron(text)!, after)!;
      // Look through at most ten days by hand: further away it is enough that the found minute fits.
      const last = Math.min(found, after + 10 * 86_400_000);
      for (let minute = (Math.floor(after / 60_000) + 1) * 60_000; minute < last; minute += 60_000)
        if (isMinute(text, new Date(minute))) expect([text, minute]).toEqual([text, found]);
      expect(isMinute(text, new Date(found))).toBe(true);
      expect(found).toBeGreaterThan(after);
    }),
    { numRuns: 60 },
  );
});

describe('time zones', () => {
  test('a zone’s clock counts', () => {
    expect(next('0 9 * * ? *', '2026-01-05T09:00:00Z', 'America/New_York')).toBe('2026-01-05T14:00:00.000Z');
    expect(next('0 9 * * ? *', '2026-07-05T09:00:00Z', 'America/New_York')).toBe('2026-07-05T13:00:00.000Z');
  });

  test('a time that spring skips is left out that day', () => {
    expect(next('30 2 * * ? *', '2026-03-08T00:00:00Z', 'America/New_York')).toBe('2026-03-09T06:30:00.000Z');
  });

  test('a time that autumn shows twice comes once', () => {
    const first = next('30 1 * * ? *', '2026-11-01T00:00:00Z', 'America/New_York')!;
    expect([first, next('30 1 * * ? *', first, 'America/New_York')]).toEqual([
      '2026-11-01T05:30:00.000Z',
      '2026-11-02T06:30:00.000Z',
    ]);
  });
});

test('a rate counts from its beginning', () => {
  const rate = readSchedule('rate(5 minutes)')!;
  const since = at('2026-01-05T09:02:30Z');
  expect(nextRun(rate, since, since)).toBe(at('2026-01-05T09:07:30Z'));
  expect(nextRun(rate, at('2026-01-05T09:07:30Z'), since)).toBe(at('2026-01-05T09:12:30Z'));
});

test('at comes once', () => {
  const once = readSchedule('at(2026-01-05T18:00:00)')!;
  expect(nextRun(once, at('2026-01-05T09:00:00Z'), 0, 'Europe/Berlin')).toBe(at('2026-01-05T17:00:00Z'));
  expect(nextRun(once, at('2026-01-05T17:00:00Z'), 0, 'Europe/Berlin')).toBeUndefined();
});

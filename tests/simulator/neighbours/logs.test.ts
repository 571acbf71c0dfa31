import { describe, expect, test } from 'vitest';
import { linesOf, matchesPattern } from '../../../simulator/neighbours/logs/lines.ts';
import { hands, type Hands } from '../cloud.ts';

/** A stream with ten lines, `line 0` to `line 9`, a second apart. */
function tenLines(one: Hands): void {
  one.ask('logs', 'CreateLogGroup', { logGroupName: '/shop' });
  one.ask('logs', 'CreateLogStream', { logGroupName: '/shop', logStreamName: 'web' });
  const start = one.cloud.startsAt;
  one.ask('logs', 'PutLogEvents', {
    logGroupName: '/shop',
    logStreamName: 'web',
    logEvents: Array.from({ length: 10 }, (_, index) => ({
      timestamp: start + index * 1000,
      message: `line ${index}`,
    })),
  });
  one.wind(60_000);
}
const messages = ({ events }: { events: { message: string }[] }) => events.map(({ message }) => message);

describe('GetLogEvents', () => {
  test('goes forward by its tokens and gives the same one back at the end', () => {
    const one = hands();
    tenLines(one);
    const page = (nextToken?: string) =>
      one.ask('logs', 'GetLogEvents', {
        logGroupName: '/shop',
        logStreamName: 'web',
        limit: 6,
        startFromHead: true,
        nextToken,
      });
    const first = page();
    expect(messages(first)).toEqual(['line 0', 'line 1', 'line 2', 'line 3', 'line 4', 'line 5']);
    const second = page(first.nextForwardToken);
    expect(messages(second)).toEqual(['line 6', 'line 7', 'line 8', 'line 9']);
    const third = page(second.nextForwardToken);
    expect([messages(third), third.nextForwardToken]).toEqual([[], second.nextForwardToken]);
    expect(messages(page(second.nextBackwardToken))).toEqual(messages(first));
  });

  test('begins with the newest, and takes times', () => {
    const one = hands();
    tenLines(one);
    const ask = (more: object) =>
      messages(one.ask('logs', 'GetLogEvents', { logGroupName: '/shop', logStreamName: 'web', ...more }));
    expect(ask({ limit: 2 })).toEqual(['line 8', 'line 9']);
    const start = one.cloud.startsAt;
    expect(ask({ startTime: start + 3000, endTime: start + 5000 })).toEqual(['line 3', 'line 4']);
  });
});

describe('groups and streams', () => {
  test.each([
    [
      'CreateLogGroup',
      { logGroupName: '/shop' },
      'ResourceAlreadyExistsException',
      'The specified log group already exists',
    ],
    [
      'CreateLogStream',
      { logGroupName: '/no', logStreamName: 'a' },
      'ResourceNotFoundException',
      'The specified log group does not exist.',
    ],
    [
      'GetLogEvents',
      { logGroupName: '/shop', logStreamName: 'a' },
      'ResourceNotFoundException',
      'The specified log stream does not exist.',
    ],
    [
      'DeleteLogGroup',
      { logGroupName: '/no' },
      'ResourceNotFoundException',
      'The specified log group does not exist.',
    ],
  ])('%s %j is refused', (operation, input, code, message) => {
    const one = hands();
    tenLines(one);
    expect(one.refusal('logs', operation, input)).toMatchObject({ code, message });
  });

  test('are described, and kept as long as one says', () => {
    const one = hands();
    tenLines(one);
    one.ask('logs', 'PutRetentionPolicy', { logGroupName: '/shop', retentionInDays: 14 });
    expect(
      one.refusal('logs', 'PutRetentionPolicy', { logGroupName: '/shop', retentionInDays: 2 }).code,
    ).toBe('InvalidParameterException');
    expect(one.ask('logs', 'DescribeLogGroups', { logGroupNamePrefix: '/sh' }).logGroups).toEqual([
      {
        logGroupName: '/shop',
        creationTime: one.cloud.startsAt,
        retentionInDays: 14,
        metricFilterCount: 0,
        arn: 'arn:aws:logs:us-east-1:123456789012:log-group:/shop:*',
        storedBytes: 0,
        logGroupClass: 'STANDARD',
        logGroupArn: 'arn:aws:logs:us-east-1:123456789012:log-group:/shop',
      },
    ]);
    one.ask('logs', 'DeleteLogGroup', { logGroupName: '/shop' });
    expect(one.ask('logs', 'DescribeLogGroups').logGroups).toEqual([]);
  });
});

describe('a filter pattern', () => {
  test.each([
    ['', 'anything', true],
    ['ERROR', 'an ERROR here', true],
    ['ERROR', 'an error here', false],
    ['ERROR disk', 'ERROR: the disk', true],
    ['ERROR disk', 'ERROR: the net', false],
    ['ERROR -disk', 'ERROR: the disk', false],
    ['"the disk"', 'ERROR: the disk', true],
    ['?WARN ?ERROR', 'ERROR', true],
    ['?WARN ?ERROR', 'INFO', false],
  ])('%j on %j: %s', (pattern, message, expected) => {
    expect(matchesPattern(message, pattern)).toBe(expected);
  });
});

test('what a container writes is made when it is read', () => {
  const run = { startedAt: 1000, within: 100, lines: ['one', 'two'], says: [{ every: 50, line: 'tick' }] };
  const at = (date: number, endedAt?: number) =>
    linesOf(
      {
        name: '',
        createdAt: 0,
        written: [],
        runs: [{ ...run, ...(endedAt === undefined ? {} : { endedAt }) }],
      },
      date,
    ).map(({ timestamp, message }) => `${timestamp} ${message}`);
  expect(at(1060)).toEqual(['1050 one', '1050 tick']);
  expect(at(1120)).toEqual(['1050 one', '1050 tick', '1100 two', '1100 tick']);
  expect(at(9999, 1160)).toEqual(['1050 one', '1050 tick', '1100 two', '1100 tick', '1150 tick']);
});

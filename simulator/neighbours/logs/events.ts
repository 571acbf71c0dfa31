import type {
  FilterLogEventsRequest,
  FilterLogEventsResponse,
  GetLogEventsRequest,
  GetLogEventsResponse,
  PutLogEventsRequest,
  PutLogEventsResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import { AwsError } from '../../api/errors.ts';
import { pageOf } from '../../api/pagination.ts';
import type { Wire } from '../../api/wire.ts';
import { groupOf, streamOf, type LogsScope } from './groups.ts';
import { linesOf, matchesPattern } from './lines.ts';
import type { LogLine } from './state.ts';

/** Events a page holds at most, and unless asked otherwise. */
const most = 10_000;

/** PutLogEvents. @throws AwsError ResourceNotFoundException */
export function putLogEvents(input: Wire<PutLogEventsRequest>, scope: LogsScope): Wire<PutLogEventsResponse> {
  const stream = streamOf(groupOf(input.logGroupName, scope), input.logStreamName);
  for (const { timestamp, message } of input.logEvents ?? [])
    stream.written.push({ timestamp: timestamp ?? scope.context.date, message: message ?? '' });
  return { nextSequenceToken: String(stream.written.length).padStart(56, '0') };
}

const within =
  ({ startTime, endTime }: { startTime?: number | undefined; endTime?: number | undefined }) =>
  ({ timestamp }: LogLine) =>
    timestamp >= (startTime ?? 0) && timestamp < (endTime ?? Infinity);

/** A token that says where in the stream the next page begins (`f/`) or this one ended (`b/`). */
function place(direction: 'f' | 'b', index: number): string {
  return `${direction}/${String(index).padStart(56, '0')}/s`;
}

/**
 * GetLogEvents: the newest page unless `startFromHead`. At the end of the stream the token that was given comes back.
 * @throws AwsError ResourceNotFoundException, InvalidParameterException
 */
export function getLogEvents(input: Wire<GetLogEventsRequest>, scope: LogsScope): Wire<GetLogEventsResponse> {
  const stream = streamOf(
    groupOf(input.logGroupName ?? input.logGroupIdentifier, scope),
    input.logStreamName,
  );
  const lines = linesOf(stream, scope.context.date).filter(within(input));
  const limit = input.limit ?? most;
  const token = /^([fb])\/(\d{56})\/s$/.exec(input.nextToken ?? '');
  if (input.nextToken !== undefined && !token)
    throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');
  const index = Number(token?.[2] ?? 0);
  const start =
    token?.[1] === 'f'
      ? index
      : token?.[1] === 'b'
        ? Math.max(0, index - limit)
        : input.startFromHead
          ? 0
          : Math.max(0, lines.length - limit);
  const end = token?.[1] === 'b' ? index : start + limit;
  const shown = lines.slice(start, end);
  return {
    events: shown.map(({ timestamp, message }) => ({ timestamp, message, ingestionTime: timestamp })),
    nextForwardToken: place('f', start + shown.length),
    nextBackwardToken: place('b', start),
  };
}

/** FilterLogEvents: the events of a group's streams, oldest first. @throws AwsError ResourceNotFoundException */
export function filterLogEvents(
  input: Wire<FilterLogEventsRequest>,
  scope: LogsScope,
): Wire<FilterLogEventsResponse> {
  const group = groupOf(input.logGroupName ?? input.logGroupIdentifier, scope);
  const { logStreamNames, logStreamNamePrefix: prefix = '', filterPattern = '', nextToken, limit } = input;
  if (/^\s*[{[]/.test(filterPattern)) {
    throw new AwsError(
      'NotSimulatedException',
      'Drydock does not simulate filter patterns for JSON and for space-delimited fields: use terms.',
    );
  }
  const streams = logStreamNames
    ? logStreamNames.map((name) => streamOf(group, name))
    : [...group.streams.values()].filter(({ name }) => name.startsWith(prefix));
  const found = streams
    .flatMap((stream) =>
      linesOf(stream, scope.context.date).map((line) => ({ ...line, stream: stream.name })),
    )
    .filter((line) => within(input)(line) && matchesPattern(line.message, filterPattern))
    .sort((one, two) => one.timestamp - two.timestamp);
  const { items, next } = pageOf(found, { nextToken, maxResults: limit }, most);
  return {
    events: items.map(({ timestamp, message, stream }, index) => ({
      logStreamName: stream,
      timestamp,
      message,
      ingestionTime: timestamp,
      eventId: `${timestamp}${String(index).padStart(43, '0')}`,
    })),
    searchedLogStreams: [],
    ...next,
  };
}

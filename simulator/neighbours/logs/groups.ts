import type {
  CreateLogGroupRequest,
  CreateLogStreamRequest,
  DeleteLogGroupRequest,
  DescribeLogGroupsRequest,
  DescribeLogGroupsResponse,
  DescribeLogStreamsRequest,
  DescribeLogStreamsResponse,
  PutRetentionPolicyRequest,
} from '@aws-sdk/client-cloudwatch-logs';
import { AwsError } from '../../api/errors.ts';
import { pageOf } from '../../api/pagination.ts';
import type { Wire } from '../../api/wire.ts';
import type { NeighbourScope } from '../scope.ts';
import { linesOf } from './lines.ts';
import type { LogGroup, LogStream } from './state.ts';

/** What a log group is found in. */
export type LogsScope = Pick<NeighbourScope, 'neighbours' | 'context' | 'region' | 'accountId'>;

/**
 * A log group by its name or ARN.
 * @throws AwsError ResourceNotFoundException
 */
export function groupOf(nameOrArn: string | undefined, { neighbours }: LogsScope): LogGroup {
  const name = /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]+)/.exec(nameOrArn ?? '')?.[1] ?? nameOrArn;
  const group = neighbours.logs.groups.get(name ?? '');
  if (!group) throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
  return group;
}

/** @throws AwsError ResourceNotFoundException */
export function streamOf(group: LogGroup, name: string | undefined): LogStream {
  const stream = group.streams.get(name ?? '');
  if (!stream) throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
  return stream;
}

/** CreateLogGroup. @throws AwsError ResourceAlreadyExistsException, InvalidParameterException */
export function createLogGroup(
  { logGroupName: name = '' }: Wire<CreateLogGroupRequest>,
  scope: LogsScope,
): void {
  const { neighbours, context, region, accountId } = scope;
  if (!/^[.\-_/#A-Za-z0-9]{1,512}$/.test(name)) {
    throw new AwsError(
      'InvalidParameterException',
      `1 validation error detected: Value '${name}' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+`,
    );
  }
  if (neighbours.logs.groups.has(name))
    throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
  neighbours.logs.groups.set(name, {
    name,
    arn: `arn:aws:logs:${region}:${accountId}:log-group:${name}:*`,
    createdAt: context.date,
    streams: new Map(),
  });
}

/** DeleteLogGroup: with its streams. @throws AwsError ResourceNotFoundException */
export function deleteLogGroup({ logGroupName }: Wire<DeleteLogGroupRequest>, scope: LogsScope): void {
  scope.neighbours.logs.groups.delete(groupOf(logGroupName, scope).name);
}

/** CreateLogStream. @throws AwsError ResourceNotFoundException, ResourceAlreadyExistsException */
export function createLogStream(input: Wire<CreateLogStreamRequest>, scope: LogsScope): void {
  const group = groupOf(input.logGroupName, scope);
  const name = input.logStreamName ?? '';
  if (group.streams.has(name))
    throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
  group.streams.set(name, { name, createdAt: scope.context.date, written: [], runs: [] });
}

/** Days for which CloudWatch Logs may keep events (API reference, PutRetentionPolicy). */
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** PutRetentionPolicy. @throws AwsError ResourceNotFoundException, InvalidParameterException */
export function putRetentionPolicy(input: Wire<PutRetentionPolicyRequest>, scope: LogsScope): void {
  const group = groupOf(input.logGroupName, scope);
  const days = input.retentionInDays ?? 0;
  if (!retentions.includes(days)) {
    throw new AwsError(
      'InvalidParameterException',
      `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${retentions.join(', ')}]`,
    );
  }
  group.retentionInDays = days;
}

export function describeLogGroups(
  input: Wire<DescribeLogGroupsRequest>,
  { neighbours }: LogsScope,
): Wire<DescribeLogGroupsResponse> {
  const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, limit, nextToken } = input;
  const groups = [...neighbours.logs.groups.values()]
    .filter(
      ({ name }) =>
        (prefix === undefined || name.startsWith(prefix)) &&
        (pattern === undefined || name.includes(pattern)),
    )
    .sort((one, two) => (one.name < two.name ? -1 : 1));
  const { items, next } = pageOf(groups, { nextToken, maxResults: limit }, 50);
  return {
    logGroups: items.map(({ name, arn, createdAt, retentionInDays }) => ({
      logGroupName: name,
      creationTime: createdAt,
      ...(retentionInDays === undefined ? {} : { retentionInDays }),
      metricFilterCount: 0,
      arn,
      storedBytes: 0,
      logGroupClass: 'STANDARD' as const,
      logGroupArn: arn.replace(/:\*$/, ''),
    })),
    ...next,
  };
}

/** DescribeLogStreams. @throws AwsError ResourceNotFoundException */
export function describeLogStreams(
  input: Wire<DescribeLogStreamsRequest>,
  scope: LogsScope,
): Wire<DescribeLogStreamsResponse> {
  const group = groupOf(input.logGroupName ?? input.logGroupIdentifier, scope);
  const { logStreamNamePrefix: prefix = '', orderBy, descending, limit, nextToken } = input;
  const streams = [...group.streams.values()]
    .filter(({ name }) => name.startsWith(prefix))
    .map((stream) => ({ stream, lines: linesOf(stream, scope.context.date) }))
    .sort((one, two) =>
      orderBy === 'LastEventTime'
        ? (one.lines.at(-1)?.timestamp ?? 0) - (two.lines.at(-1)?.timestamp ?? 0)
        : one.stream.name < two.stream.name
          ? -1
          : 1,
    );
  if (descending) streams.reverse();
  const { items, next } = pageOf(streams, { nextToken, maxResults: limit }, 50);
  return {
    logStreams: items.map(({ stream: { name, createdAt }, lines }) => ({
      logStreamName: name,
      creationTime: createdAt,
      ...(lines.length
        ? {
            firstEventTimestamp: lines[0]!.timestamp,
            lastEventTimestamp: lines.at(-1)!.timestamp,
            lastIngestionTime: lines.at(-1)!.timestamp,
          }
        : {}),
      arn: `${group.arn.replace(/:\*$/, '')}:log-stream:${name}`,
      storedBytes: 0,
    })),
    ...next,
  };
}

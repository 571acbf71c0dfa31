import { AwsError } from '../../api/errors.ts';
import type { Service } from '../../api/service.ts';
import type { NeighbourScope } from '../scope.ts';
import { filterLogEvents, getLogEvents, putLogEvents } from './events.ts';
import {
  createLogGroup,
  createLogStream,
  deleteLogGroup,
  describeLogGroups,
  describeLogStreams,
  putRetentionPolicy,
} from './groups.ts';

/** Amazon CloudWatch Logs. */
export const logsService: Service<NeighbourScope> = {
  name: 'logs',
  operations: {
    CreateLogGroup: createLogGroup,
    CreateLogStream: createLogStream,
    DeleteLogGroup: deleteLogGroup,
    DescribeLogGroups: describeLogGroups,
    DescribeLogStreams: describeLogStreams,
    FilterLogEvents: filterLogEvents,
    GetLogEvents: getLogEvents,
    PutLogEvents: putLogEvents,
    PutRetentionPolicy: putRetentionPolicy,
  },
  missing: (member) =>
    new AwsError(
      'InvalidParameterException',
      `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
    ),
};

import { AwsError } from '../../api/errors.ts';
import type { Service } from '../../api/service.ts';
import { evaluateAlarm } from './alarms/life.ts';
import {
  deleteAlarms,
  describeAlarmHistory,
  describeAlarms,
  disableAlarmActions,
  enableAlarmActions,
  putMetricAlarm,
  setAlarmState,
} from './alarms/operations.ts';
import { sampleTargets } from './history.ts';
import {
  getMetricData,
  getMetricStatistics,
  listMetrics,
  putMetricData,
  type CloudWatchScope,
} from './metrics.ts';

/** Amazon CloudWatch: metrics and alarms. */
export const cloudwatchService: Service<CloudWatchScope> = {
  name: 'cloudwatch',
  operations: {
    DeleteAlarms: deleteAlarms,
    DescribeAlarmHistory: describeAlarmHistory,
    DescribeAlarms: describeAlarms,
    DisableAlarmActions: disableAlarmActions,
    EnableAlarmActions: enableAlarmActions,
    GetMetricData: getMetricData,
    GetMetricStatistics: getMetricStatistics,
    ListMetrics: listMetrics,
    PutMetricAlarm: putMetricAlarm,
    PutMetricData: putMetricData,
    SetAlarmState: setAlarmState,
  },
  missing: (member) => new AwsError('MissingParameter', `The parameter ${member} is required.`),
};

export const cloudwatchReactions = {
  'cloudwatch.evaluate': evaluateAlarm,
  'cloudwatch.targets': sampleTargets,
};

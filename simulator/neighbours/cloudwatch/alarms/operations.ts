import type {
  AlarmHistoryItem,
  DeleteAlarmsInput,
  DescribeAlarmHistoryInput,
  DescribeAlarmHistoryOutput,
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
  DisableAlarmActionsInput,
  MetricAlarm,
  PutMetricAlarmInput,
  SetAlarmStateInput,
} from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../../api/errors.ts';
import { pageToken, positionOf } from '../../../api/pagination.ts';
import { epochSeconds, type Wire } from '../../../api/wire.ts';
import type { CloudWatchScope } from '../metrics.ts';
import { statistics } from '../series.ts';
import type { Alarm } from '../state.ts';
import { isComparison, plan, remember, turn } from './life.ts';
import { alarmTable } from './machine.ts';

const invalid = (message: string) => new AwsError('ValidationError', message);
const treatments = ['breaching', 'notBreaching', 'ignore', 'missing'];

/** PutMetricAlarm makes an alarm, or replaces one and keeps its state. */
export function putMetricAlarm(input: Wire<PutMetricAlarmInput>, scope: CloudWatchScope): void {
  const { AlarmName = '', ComparisonOperator, EvaluationPeriods = 1, Metrics, ExtendedStatistic } = input;
  if (Metrics?.length || ExtendedStatistic)
    throw new AwsError(
      'NotSimulatedException',
      'Drydock simulates alarms on one metric with Average, Minimum, Maximum, Sum or SampleCount.',
    );
  for (const required of [
    'MetricName',
    'Namespace',
    'Statistic',
    'Period',
    'ComparisonOperator',
    'Threshold',
  ] as const)
    if (input[required] === undefined) throw invalid(`The parameter ${required} is required.`);
  if (!isComparison(ComparisonOperator))
    throw new AwsError('NotSimulatedException', 'Drydock does not simulate anomaly detection.');
  if (!Object.hasOwn(statistics, input.Statistic!))
    throw invalid(`The value ${input.Statistic} for parameter Statistic is invalid.`);
  if (!treatments.includes(input.TreatMissingData ?? 'missing'))
    throw invalid(
      `Option '${input.TreatMissingData}' for TreatMissingData is invalid. Valid options are breaching, notBreaching, ignore, missing.`,
    );
  if (
    EvaluationPeriods < 1 ||
    (input.DatapointsToAlarm ?? 1) < 1 ||
    (input.DatapointsToAlarm ?? 1) > EvaluationPeriods
  )
    throw invalid('Metric Alarms: DatapointsToAlarm must be from 1 to EvaluationPeriods.');
  if (input.Period! < 60 || input.Period! % 60 !== 0)
    throw invalid('Metric Alarms: Period must be a multiple of 60 here: Drydock keeps one value a minute.');
  if (input.Period! * EvaluationPeriods > 86_400)
    throw invalid(
      'Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).',
    );
  const { alarms } = scope.neighbours.cloudwatch;
  const before = alarms.get(AlarmName);
  const { date } = scope.context;
  const alarm: Alarm = {
    name: AlarmName,
    arn: `arn:aws:cloudwatch:${scope.region}:${scope.accountId}:alarm:${AlarmName}`,
    input,
    actionsEnabled: input.ActionsEnabled ?? true,
    state: before?.state ?? alarmTable.initial.target,
    reason: before?.reason ?? 'Unchecked: Initial alarm creation',
    reasonData: before?.reasonData ?? {},
    configuredAt: date,
    stateUpdatedAt: before?.stateUpdatedAt ?? date,
    stateTransitionedAt: before?.stateTransitionedAt ?? date,
    history: before?.history ?? [],
    generation: (before?.generation ?? 0) + 1,
  };
  alarms.set(AlarmName, alarm);
  if (!before)
    scope.context.notice({
      kind: 'status',
      at: scope.context.now,
      machine: alarmTable.id,
      subject: alarm.arn,
      from: '',
      to: alarm.state,
      event: '',
    });
  remember(
    alarm,
    'ConfigurationUpdate',
    `Alarm "${AlarmName}" ${before ? 'updated' : 'created'}`,
    { type: before ? 'Update' : 'Create' },
    scope,
  );
  plan(alarm, scope);
}

export function deleteAlarms(input: Wire<DeleteAlarmsInput>, scope: CloudWatchScope): void {
  const { alarms } = scope.neighbours.cloudwatch;
  const names = input.AlarmNames ?? [];
  const missing = names.find((name) => !alarms.has(name));
  if (missing !== undefined) throw notFound();
  for (const name of names) alarms.delete(name);
}

function notFound(): AwsError {
  return new AwsError('ResourceNotFound', 'Unable to find alarm');
}

function shown(alarm: Alarm): Wire<MetricAlarm> {
  const { Tags: _, ...input } = alarm.input;
  return {
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    Dimensions: [],
    EvaluationPeriods: 1,
    ...input,
    AlarmArn: alarm.arn,
    ActionsEnabled: alarm.actionsEnabled,
    AlarmConfigurationUpdatedTimestamp: epochSeconds(alarm.configuredAt),
    StateValue: alarm.state as 'OK',
    StateReason: alarm.reason,
    StateReasonData: JSON.stringify(alarm.reasonData),
    StateUpdatedTimestamp: epochSeconds(alarm.stateUpdatedAt),
    StateTransitionedTimestamp: epochSeconds(alarm.stateTransitionedAt),
  };
}

export function describeAlarms(
  input: Wire<DescribeAlarmsInput>,
  scope: CloudWatchScope,
): Wire<DescribeAlarmsOutput> {
  const { AlarmNames, AlarmNamePrefix = '', StateValue, ActionPrefix, MaxRecords = 50 } = input;
  const wanted = [...scope.neighbours.cloudwatch.alarms.values()]
    .filter(({ name }) => (AlarmNames?.length ? AlarmNames.includes(name) : name.startsWith(AlarmNamePrefix)))
    .filter(({ state }) => StateValue === undefined || state === StateValue)
    .filter(
      (alarm) =>
        ActionPrefix === undefined ||
        [alarm.input.AlarmActions, alarm.input.OKActions]
          .flat()
          .some((action) => action?.startsWith(ActionPrefix)),
    )
    .sort((one, two) => (one.name < two.name ? -1 : 1));
  const start = positionOf(input.NextToken, 'InvalidNextToken');
  return {
    MetricAlarms: wanted.slice(start, start + MaxRecords).map(shown),
    CompositeAlarms: [],
    ...(start + MaxRecords < wanted.length ? { NextToken: pageToken(start + MaxRecords) } : {}),
  };
}

export function describeAlarmHistory(
  input: Wire<DescribeAlarmHistoryInput>,
  scope: CloudWatchScope,
): Wire<DescribeAlarmHistoryOutput> {
  const { AlarmName, HistoryItemType, StartDate = 0, EndDate = Infinity, MaxRecords = 100, ScanBy } = input;
  const all = [...scope.neighbours.cloudwatch.alarms.values()]
    .filter(({ name }) => AlarmName === undefined || name === AlarmName)
    .flatMap((alarm) =>
      alarm.history.map((item): Wire<AlarmHistoryItem> => ({
        AlarmName: alarm.name,
        AlarmType: 'MetricAlarm',
        Timestamp: epochSeconds(item.at),
        HistoryItemType: item.type,
        HistorySummary: item.summary,
        HistoryData: JSON.stringify(item.data),
      })),
    )
    .filter((item) => HistoryItemType === undefined || item.HistoryItemType === HistoryItemType)
    .filter(({ Timestamp }) => Timestamp! >= StartDate && Timestamp! <= EndDate)
    .sort((one, two) => two.Timestamp! - one.Timestamp!);
  if (ScanBy === 'TimestampAscending') all.reverse();
  return { AlarmHistoryItems: all.slice(0, MaxRecords) };
}

/** SetAlarmState tries an alarm out: it holds until the next look at the metric. */
export function setAlarmState(input: Wire<SetAlarmStateInput>, scope: CloudWatchScope): void {
  const alarm = scope.neighbours.cloudwatch.alarms.get(input.AlarmName ?? '');
  if (!alarm) throw notFound();
  const data = readData(input.StateReasonData);
  turn(alarm, input.StateValue!, input.StateReason!, data, scope);
}

function readData(text = '{}'): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AwsError('InvalidFormat', 'StateReasonData was not valid JSON');
  }
}

const switchActions =
  (enabled: boolean) =>
  (input: Wire<DisableAlarmActionsInput>, { neighbours }: CloudWatchScope): void => {
    for (const name of input.AlarmNames ?? []) {
      const alarm = neighbours.cloudwatch.alarms.get(name);
      if (alarm) alarm.actionsEnabled = enabled;
    }
  };

export const enableAlarmActions = switchActions(true);
export const disableAlarmActions = switchActions(false);

import { step } from '../../../kernel/machine.ts';
import type { Effect } from '../../../kernel/queue.ts';
import type { RegionScope } from '../../../region.ts';
import { announce } from '../../events/bus.ts';
import { idOf } from '../metrics.ts';
import { byPeriod, seriesOf, statistics } from '../series.ts';
import { minute, minuteOf, type Alarm, type AlarmHistory } from '../state.ts';
import { evaluate, spare, type Datum, type Question } from './evaluate.ts';
import { alarmTable } from './machine.ts';
import { reasonOf } from './reason.ts';

/** Has the alarm look at its metric at the end of the next minute, when its values have come. */
export function plan({ arn, generation }: Alarm, { context }: RegionScope): void {
  const next = minuteOf(context.date) + minute + lag;
  context.schedule(next - context.date, { type: 'cloudwatch.evaluate', subject: arn, value: generation });
}

/** ms after a minute's end at which alarms look (chosen by us). */
const lag = 5_000;

/** The effect `cloudwatch.evaluate`. */
export function evaluateAlarm({ subject, value }: Effect, scope: RegionScope): void {
  const alarm = scope.neighbours.cloudwatch.alarms.get(subject.split(':alarm:')[1]!);
  if (!alarm || alarm.generation !== value) return;
  const question = questionOf(alarm);
  const answer = evaluate(question, rangeOf(alarm, question, scope));
  if (answer.state !== undefined && answer.state !== alarm.state)
    turn(alarm, answer.state, reasonOf(alarm, question, answer), dataOf(alarm, answer.values, scope), scope);
  // A scaling policy is asked for as long as its alarm lasts
  // (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html).
  else if (alarm.actionsEnabled) scale(alarm, scope);
  plan(alarm, scope);
}

const comparisons: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
};

/** Whether alarms know how to compare so. */
export function isComparison(name: string | undefined): boolean {
  return Object.hasOwn(comparisons, name ?? '');
}

function questionOf({ input }: Alarm): Question {
  const {
    EvaluationPeriods = 1,
    DatapointsToAlarm,
    TreatMissingData,
    Threshold = 0,
    ComparisonOperator,
  } = input;
  return {
    evaluationPeriods: EvaluationPeriods,
    datapointsToAlarm: DatapointsToAlarm ?? EvaluationPeriods,
    missing: (TreatMissingData ?? 'missing') as Question['missing'],
    breaches: (value) => comparisons[ComparisonOperator!]!(value, Threshold),
  };
}

function rangeOf({ input }: Alarm, question: Question, scope: RegionScope): (Datum | undefined)[] {
  const period = (input.Period ?? 60) * 1000;
  const count = question.evaluationPeriods + spare;
  const to = minuteOf(scope.context.date);
  const from = to - count * period;
  const statistic = statistics[input.Statistic ?? 'Average']!;
  const points = new Map(
    byPeriod(seriesOf(idOf(input), from, to, scope), from, period).map((point) => [point.at, point]),
  );
  return Array.from({ length: count }, (_, index) => {
    const at = to - (index + 1) * period;
    const point = points.get(at);
    return point && { at, value: statistic(point) };
  });
}

function dataOf({ input }: Alarm, values: Datum[], { context }: RegionScope): unknown {
  return {
    version: '1.0',
    queryDate: new Date(context.date).toISOString(),
    ...(values.length > 0 ? { startDate: new Date(values.at(-1)!.at).toISOString() } : {}),
    statistic: input.Statistic,
    period: input.Period,
    recentDatapoints: values.map(({ value }) => value).reverse(),
    threshold: input.Threshold,
  };
}

/** Puts an alarm into a state: its history, its actions and EventBridge hear of it. */
export function turn(alarm: Alarm, state: string, reason: string, data: unknown, scope: RegionScope): void {
  const { context, neighbours } = scope;
  const next = step(alarmTable, alarm.state, state);
  const { date, now: at } = context;
  alarm.reason = reason;
  alarm.reasonData = data;
  alarm.stateUpdatedAt = date;
  if (!next) return;
  const from = alarm.state;
  alarm.state = next.target;
  alarm.stateTransitionedAt = date;
  context.notice({
    kind: 'status',
    at,
    machine: alarmTable.id,
    subject: alarm.arn,
    from,
    to: state,
    event: state,
  });
  const message = `Alarm ${alarm.name} went from ${from} to ${state}: ${reason}`;
  context.notice({ kind: 'alarm', at, subject: alarm.arn, message });
  remember(
    alarm,
    'StateUpdate',
    `Alarm updated from ${from} to ${state}`,
    { newState: { stateValue: state, stateReason: reason }, oldState: { stateValue: from } },
    scope,
  );
  const heading = {
    source: 'aws.cloudwatch',
    detailType: 'CloudWatch Alarm State Change',
    resources: [alarm.arn],
  };
  announce(scope, heading, () => ({
    alarmName: alarm.name,
    state: {
      value: state,
      reason,
      reasonData: JSON.stringify(data),
      timestamp: new Date(date).toISOString(),
    },
    previousState: { value: from },
    configuration: { metrics: [{ metricStat: { metric: idOf(alarm.input) } }] },
  }));
  if (!alarm.actionsEnabled) return;
  for (const action of actionsOf(alarm)) {
    if (isScaling(action)) continue;
    remember(
      alarm,
      'Action',
      `Successfully executed action ${action}`,
      { actionState: 'Succeeded', notificationResource: action },
      scope,
    );
    // Nobody stands behind a topic here: what it was told is kept like what EventBridge sends.
    const { sent } = neighbours.events;
    sent.unshift({ at: date, rule: alarm.name, target: action, input: message });
    if (sent.length > 100) sent.length = 100;
  }
  scale(alarm, scope);
}

function actionsOf({ state, input }: Alarm): string[] {
  const { AlarmActions = [], OKActions = [], InsufficientDataActions = [] } = input;
  return state === 'ALARM' ? AlarmActions : state === 'OK' ? OKActions : InsufficientDataActions;
}

function isScaling(action: string): boolean {
  return /^arn:aws:autoscaling:.*:scalingPolicy:/.test(action);
}

/** Scaling policies hear of the alarm as an effect of their own; `event` is the alarm's name. */
function scale(alarm: Alarm, { context }: RegionScope): void {
  for (const subject of actionsOf(alarm).filter(isScaling))
    context.schedule(0, { type: 'scaling.alarm', subject, event: alarm.name });
}

export function remember(
  alarm: Alarm,
  type: AlarmHistory['type'],
  summary: string,
  data: unknown,
  { context }: RegionScope,
): void {
  alarm.history.unshift({ at: context.date, type, summary, data });
  if (alarm.history.length > 100) alarm.history.length = 100;
}

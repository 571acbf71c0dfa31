import type { Alarm } from '../state.ts';
import type { Answer, Question } from './evaluate.ts';

const words: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanOrEqualToThreshold: 'less than or equal to',
  LessThanThreshold: 'less than',
};
const treatments: Readonly<Record<string, string>> = { breaching: 'Breaching', notBreaching: 'NonBreaching' };

/** Why an alarm goes from one state to another, in CloudWatch's words (observed in DescribeAlarms and alarm e-mails). */
export function reasonOf(
  { input, state: from }: Alarm,
  { datapointsToAlarm, missing, breaches }: Question,
  { state: to, values, filled }: Answer,
): string {
  if (to === 'INSUFFICIENT_DATA') {
    const many = input.EvaluationPeriods ?? 1;
    return `Insufficient Data: ${plural(many, 'datapoint was', 'datapoints were')} unknown.`;
  }
  const wanted = to === 'ALARM';
  const telling = values.filter(({ value }) => breaches(value) === wanted);
  const not = wanted ? '' : 'not ';
  const threshold = `${not}${words[input.ComparisonOperator!]} the threshold (${decimal(input.Threshold!)})`;
  const least = wanted ? datapointsToAlarm : (input.EvaluationPeriods ?? 1) - datapointsToAlarm + 1;
  const minimum = `(minimum ${plural(least, 'datapoint', 'datapoints')} for ${from === 'INSUFFICIENT_DATA' ? (wanted ? 'OK' : 'ALARM') : from} -> ${to} transition)`;
  const treated = treatments[missing];
  if (values.length === 0 && treated)
    return `Threshold Crossed: no datapoints were received for ${plural(filled, 'period', 'periods')} and ${plural(filled, 'missing datapoint was', 'missing datapoints were')} treated as [${treated}].`;
  const shown = telling.map(({ at, value }) => `${decimal(value)} (${stamp(at)})`).join(', ');
  const verb = telling.length === 1 ? 'was' : 'were';
  return `Threshold Crossed: ${telling.length} out of the last ${plural(values.length + (treated ? filled : 0), 'datapoint', 'datapoints')} [${shown}] ${verb} ${threshold} ${minimum}.`;
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Java's way to write a double. */
function decimal(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** `05/01/26 09:12:00`. */
function stamp(date: number): string {
  const [, year, month, day, time] = /^\d\d(\d\d)-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)/.exec(
    new Date(date).toISOString(),
  )!;
  return `${day}/${month}/${year} ${time}`;
}

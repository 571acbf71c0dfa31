/** What an alarm asks of its metric's last periods. */
export interface Question {
  evaluationPeriods: number;
  datapointsToAlarm: number;
  missing: 'missing' | 'ignore' | 'breaching' | 'notBreaching';
  breaches(value: number): boolean;
}

export interface Answer {
  /** Undefined: the alarm keeps the state that it has. */
  state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' | undefined;
  /** The values that counted, newest first. */
  values: Datum[];
  /** How many were made up for values that were missing. */
  filled: number;
}

export interface Datum {
  /** The period's start, in ms since 1970. */
  at: number;
  value: number;
}

/** How many periods are looked at beyond those that are evaluated, for values to stand in for missing ones. */
export const spare = 2;

/**
 * What the last periods say, as AWS's tables on missing data have it
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html).
 *
 * @param range the evaluation range, newest first: `evaluationPeriods` + `spare` periods, undefined where a value is missing
 */
export function evaluate(
  { evaluationPeriods, datapointsToAlarm, missing, breaches }: Question,
  range: readonly (Datum | undefined)[],
): Answer {
  const known = range.filter((each) => each !== undefined);
  const values = known.slice(0, evaluationPeriods);
  const breaching = values.filter(({ value }) => breaches(value));
  const filled = evaluationPeriods - values.length;
  const answer = (state: Answer['state']): Answer => ({ state, values, filled });
  if (filled === 0) return answer(breaching.length >= datapointsToAlarm ? 'ALARM' : 'OK');
  if (missing === 'breaching') return answer(breaching.length + filled >= datapointsToAlarm ? 'ALARM' : 'OK');
  if (missing === 'notBreaching' || breaching.length >= datapointsToAlarm)
    return answer(breaching.length >= datapointsToAlarm ? 'ALARM' : 'OK');
  if (values.length === 0) return answer(missing === 'ignore' ? undefined : 'INSUFFICIENT_DATA');
  if (breaching.length < values.length) return answer('OK');
  // All that is known breaches: it counts as an alarm once the oldest of it is old enough.
  const age = range.findLastIndex((each) => each !== undefined) + 1;
  return answer(missing === 'missing' && age >= datapointsToAlarm ? 'ALARM' : undefined);
}

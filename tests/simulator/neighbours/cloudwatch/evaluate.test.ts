import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  evaluate,
  spare,
  type Question,
} from '../../../../simulator/neighbours/cloudwatch/alarms/evaluate.ts';

/** Periods as AWS's tables write them, oldest first: `0` lies within the threshold, `X` outside, `-` is missing. */
const range = (text: string) =>
  text
    .split(' ')
    .map((each, at) => (each === '-' ? undefined : { at, value: each === 'X' ? 1 : 0 }))
    .reverse();

const question = (evaluationPeriods: number, datapointsToAlarm: number, missing: string): Question => ({
  evaluationPeriods,
  datapointsToAlarm,
  missing: missing as Question['missing'],
  breaches: (value) => value > 0,
});

const keeps = undefined;
const none = 'INSUFFICIENT_DATA';

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
describe('missing data, as AWS’s tables have it', () => {
  const tables: [number, number, [string, ...(string | undefined)[]][]][] = [
    [
      3,
      3,
      [
        ['0 - X - X', 'OK', 'OK', 'OK', 'OK'],
        ['- - - - 0', 'OK', 'OK', 'OK', 'OK'],
        ['- - - - -', none, keeps, 'ALARM', 'OK'],
        ['0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
        ['- - X - -', 'ALARM', keeps, 'ALARM', 'OK'],
      ],
    ],
    [
      3,
      2,
      [
        ['0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
        ['0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
        ['0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
        ['- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
        ['- - - X -', 'ALARM', keeps, 'ALARM', 'OK'],
      ],
    ],
  ];
  describe.each(tables)('%i periods, %i to alarm', (periods, toAlarm, rows) => {
    test.each([...rows])('%s', (text, ...expected) => {
      const states = ['missing', 'ignore', 'breaching', 'notBreaching'].map(
        (treatment) => evaluate(question(periods, toAlarm, treatment), range(text)).state,
      );
      expect(states).toEqual(expected);
    });
  });
});

test('without missing values the treatment makes no difference, and the newest periods decide', () => {
  const values = fc
    .integer({ min: 1, max: 6 })
    .chain((periods) =>
      fc.tuple(
        fc.constant(periods),
        fc.integer({ min: 1, max: periods }),
        fc.array(fc.constantFrom('0', 'X'), { minLength: periods + spare, maxLength: periods + spare }),
      ),
    );
  fc.assert(
    fc.property(values, ([periods, toAlarm, list]) => {
      const breaching = list.slice(-periods).filter((each) => each === 'X').length;
      const states = ['missing', 'ignore', 'breaching', 'notBreaching'].map(
        (treatment) => evaluate(question(periods, toAlarm, treatment), range(list.join(' '))).state,
      );
      expect(new Set(states)).toEqual(new Set([breaching >= toAlarm ? 'ALARM' : 'OK']));
    }),
  );
});

test('one more breaching value never ends an alarm', () => {
  const list = fc.array(fc.constantFrom('0', 'X', '-'), { minLength: 5, maxLength: 5 });
  const treatment = fc.constantFrom('missing', 'ignore', 'breaching', 'notBreaching');
  fc.assert(
    fc.property(
      list,
      fc.integer({ min: 1, max: 3 }),
      treatment,
      fc.nat(4),
      (values, toAlarm, missing, at) => {
        fc.pre(values[at] === '0');
        const worse = values.with(at, 'X');
        const before = evaluate(question(3, toAlarm, missing), range(values.join(' '))).state;
        const after = evaluate(question(3, toAlarm, missing), range(worse.join(' '))).state;
        if (before === 'ALARM') expect(after).toBe('ALARM');
      },
    ),
  );
});

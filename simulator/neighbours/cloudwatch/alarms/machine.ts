import { setup } from 'xstate';
import { compile } from '../../../kernel/machine.ts';

/** The states of an alarm (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html). It goes from any to any other. */
export const alarmMachine = setup({
  types: { events: {} as { type: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' } },
}).createMachine({
  id: 'alarm',
  initial: 'INSUFFICIENT_DATA',
  states: {
    INSUFFICIENT_DATA: {
      description: 'The alarm is new, or its metric has too few values to tell.',
      on: { OK: 'OK', ALARM: 'ALARM' },
    },
    OK: {
      description: 'The metric lies within the threshold.',
      on: { ALARM: 'ALARM', INSUFFICIENT_DATA: 'INSUFFICIENT_DATA' },
    },
    ALARM: {
      description: 'The metric lies outside the threshold for long enough.',
      on: { OK: 'OK', INSUFFICIENT_DATA: 'INSUFFICIENT_DATA' },
    },
  },
});

export const alarmTable = compile(alarmMachine);

import { setup } from 'xstate';
import { compile } from '../../kernel/machine.ts';

/** The life of a scaling activity (API reference, `ScalingActivity.StatusCode`). */
export const activityMachine = setup({
  types: { events: {} as { type: 'SET' | 'FULFILLED' | 'OVERRIDDEN' | 'FAILED' } },
}).createMachine({
  id: 'scaling activity',
  initial: 'Pending',
  states: {
    Pending: {
      description: 'The change has not been asked for yet.',
      on: { SET: 'InProgress', FAILED: 'Failed' },
    },
    InProgress: {
      description: 'The service has its new desired count, and its tasks follow.',
      on: { FULFILLED: 'Successful', OVERRIDDEN: 'Overridden', FAILED: 'Failed' },
    },
    Successful: { description: 'The service runs as many tasks as it should.', type: 'final' },
    Overridden: { description: 'A later change came before this one was done.', type: 'final' },
    Failed: { description: 'The change could not be made.', type: 'final' },
  },
});

export const activityTable = compile(activityMachine);

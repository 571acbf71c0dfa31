import { setup } from 'xstate';
import { compile } from '../../kernel/machine.ts';

/** The life of a task set (API reference, `TaskSet.status`). */
export const taskSetMachine = setup({
  types: { events: {} as { type: 'PROMOTE' | 'DEMOTE' | 'DELETE' } },
}).createMachine({
  id: 'task set',
  initial: 'ACTIVE',
  states: {
    ACTIVE: {
      description: 'It runs beside the primary one and is not serving production traffic.',
      on: { PROMOTE: 'PRIMARY', DELETE: 'DRAINING' },
    },
    PRIMARY: { description: 'It serves production traffic.', on: { DEMOTE: 'ACTIVE', DELETE: 'DRAINING' } },
    DRAINING: { description: 'It was deleted; its last tasks stop.', type: 'final' },
  },
});

/** Whether a task set is what it is to be (API reference, `TaskSet.stabilityStatus`). */
export const stabilityMachine = setup({
  types: { events: {} as { type: 'SETTLED' | 'MOVED' } },
}).createMachine({
  id: 'stability',
  initial: 'STABILIZING',
  states: {
    STABILIZING: { description: 'Tasks start or stop.', on: { SETTLED: 'STEADY_STATE' } },
    STEADY_STATE: {
      description: 'It has the tasks that it wants, and all are healthy.',
      on: { MOVED: 'STABILIZING' },
    },
  },
});

export const taskSetTable = compile(taskSetMachine);
export const stabilityTable = compile(stabilityMachine);

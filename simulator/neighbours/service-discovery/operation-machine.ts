import { setup } from 'xstate';
import { compile } from '../../kernel/machine.ts';

/** The life of an operation that takes its time (Cloud Map API reference, `Operation.Status`). */
export const operationMachine = setup({
  types: { events: {} as { type: 'BEGIN' | 'DONE' } },
}).createMachine({
  id: 'operation',
  initial: 'SUBMITTED',
  states: {
    SUBMITTED: { description: 'The request has been taken.', on: { BEGIN: 'PENDING' } },
    PENDING: { description: 'Cloud Map carries it out.', on: { DONE: 'SUCCESS' } },
    SUCCESS: { description: 'It has been carried out.', type: 'final' },
  },
});

export const operationTable = compile(operationMachine);

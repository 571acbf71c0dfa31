import { setup } from 'xstate';
import { compile } from '../../kernel/machine.ts';

/** The life cycle of a service (API reference, `Service.status`). */
export const serviceMachine = setup({
  types: { events: {} as { type: 'DELETE' | 'DRAINED' } },
}).createMachine({
  id: 'service',
  initial: 'ACTIVE',
  states: {
    ACTIVE: { description: 'The scheduler keeps the desired count.', on: { DELETE: 'DRAINING' } },
    DRAINING: { description: 'Deleted; its last tasks stop.', on: { DRAINED: 'INACTIVE' } },
    INACTIVE: { description: 'Deleted, and no task is left.', type: 'final' },
  },
});

/** The life cycle of a rolling deployment (API reference, `Deployment.rolloutState`). */
export const rolloutMachine = setup({
  types: { events: {} as { type: 'STEADY' | 'TRIPPED' | 'ROLLED_BACK_TO' } },
}).createMachine({
  id: 'rollout',
  initial: 'IN_PROGRESS',
  states: {
    IN_PROGRESS: {
      description: 'Tasks of the new deployment start, and those of the old ones stop.',
      on: { STEADY: 'COMPLETED', TRIPPED: 'FAILED' },
    },
    COMPLETED: {
      description: 'All its tasks are healthy, and no older deployment has any.',
      on: { ROLLED_BACK_TO: 'IN_PROGRESS' },
    },
    FAILED: { description: 'The circuit breaker has stopped it.' },
  },
});

export const serviceTable = compile(serviceMachine);
export const rolloutTable = compile(rolloutMachine);

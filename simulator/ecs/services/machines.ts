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
    FAILED: { description: 'The circuit breaker, an alarm or its owner has stopped it.' },
  },
});

/**
 * The life cycle of a service deployment (API reference, `ServiceDeployment.status`;
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment.html).
 */
export const serviceDeploymentMachine = setup({
  types: {
    events: {} as {
      type:
        | 'START'
        | 'SUCCEED'
        | 'STOP'
        | 'FAIL'
        | 'STOPPED'
        | 'ROLL_BACK'
        | 'ROLLING_BACK'
        | 'ROLLED_BACK'
        | 'CANNOT_ROLL_BACK';
    },
  },
}).createMachine({
  id: 'service deployment',
  initial: 'PENDING',
  states: {
    PENDING: {
      description: 'It has been asked for and has not begun.',
      on: { START: 'IN_PROGRESS', STOP: 'STOP_REQUESTED', ROLL_BACK: 'ROLLBACK_REQUESTED' },
    },
    IN_PROGRESS: {
      description: 'Tasks of the target revision take the place of those of the source revisions.',
      on: {
        SUCCEED: 'SUCCESSFUL',
        STOP: 'STOP_REQUESTED',
        FAIL: 'STOPPED',
        ROLL_BACK: 'ROLLBACK_REQUESTED',
      },
    },
    SUCCESSFUL: { description: 'All tasks are of the target revision.', type: 'final' },
    STOP_REQUESTED: { description: 'It is to stop where it stands.', on: { STOPPED: 'STOPPED' } },
    STOPPED: { description: 'It has stopped, and nothing was rolled back.', type: 'final' },
    ROLLBACK_REQUESTED: {
      description: 'The service is to go back to its last proven revision.',
      on: { ROLLING_BACK: 'ROLLBACK_IN_PROGRESS', CANNOT_ROLL_BACK: 'ROLLBACK_FAILED' },
    },
    ROLLBACK_IN_PROGRESS: {
      description: 'Tasks of the proven revision come back.',
      on: { ROLLED_BACK: 'ROLLBACK_SUCCESSFUL', CANNOT_ROLL_BACK: 'ROLLBACK_FAILED', STOP: 'STOP_REQUESTED' },
    },
    ROLLBACK_SUCCESSFUL: { description: 'All tasks are of the proven revision again.', type: 'final' },
    ROLLBACK_FAILED: { description: 'There was nothing to go back to.', type: 'final' },
  },
});

export const serviceTable = compile(serviceMachine);
export const rolloutTable = compile(rolloutMachine);
export const serviceDeploymentTable = compile(serviceDeploymentMachine);

import { setup } from 'xstate';
import { compile } from '../../kernel/machine.ts';

/** The life of a deployment of AWS CodeDeploy (API reference, `DeploymentInfo.status`). */
export const codeDeploymentMachine = setup({
  types: { events: {} as { type: 'START' | 'READY' | 'CONTINUE' | 'SUCCEED' | 'FAIL' | 'STOP' } },
}).createMachine({
  id: 'code deployment',
  initial: 'Created',
  states: {
    Created: {
      description: 'It has been asked for.',
      on: { START: 'InProgress', FAIL: 'Failed', STOP: 'Stopped' },
    },
    InProgress: {
      description: 'A replacement task set is installed, gets the traffic, and the original one goes.',
      on: { READY: 'Ready', SUCCEED: 'Succeeded', FAIL: 'Failed', STOP: 'Stopped' },
    },
    Ready: {
      description: 'The replacement is up; somebody has to let the traffic over.',
      on: { CONTINUE: 'InProgress', FAIL: 'Failed', STOP: 'Stopped' },
    },
    Succeeded: { description: 'The replacement task set has all traffic.', type: 'final' },
    Failed: { description: 'Something went wrong; the error information says what.', type: 'final' },
    Stopped: { description: 'Somebody, or an alarm, has stopped it.', type: 'final' },
  },
});

/** A life-cycle event of a deployment (API reference, `LifecycleEvent.status`). */
export const lifecycleEventMachine = setup({
  types: { events: {} as { type: 'START' | 'SUCCEED' | 'FAIL' | 'SKIP' } },
}).createMachine({
  id: 'lifecycle event',
  initial: 'Pending',
  states: {
    Pending: { description: 'Its turn has not come.', on: { START: 'InProgress', SKIP: 'Skipped' } },
    InProgress: {
      description: 'It is at work: CodeDeploy itself, or the functions of its hook.',
      on: { SUCCEED: 'Succeeded', FAIL: 'Failed', SKIP: 'Skipped' },
    },
    Succeeded: { description: 'The next one may begin.', type: 'final' },
    Failed: { description: 'The deployment fails with it.', type: 'final' },
    Skipped: { description: 'The deployment ended before its turn.', type: 'final' },
  },
});

export const codeDeploymentTable = compile(codeDeploymentMachine);
export const lifecycleEventTable = compile(lifecycleEventMachine);

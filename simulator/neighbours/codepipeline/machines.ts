import { setup } from 'xstate';
import { compile } from '../../kernel/machine.ts';

/** The life of an execution of a pipeline (API reference, `PipelineExecution.status`). */
export const pipelineExecutionMachine = setup({
  types: { events: {} as { type: 'SUCCEED' | 'FAIL' | 'SUPERSEDE' | 'STOP' | 'STOPPED' } },
}).createMachine({
  id: 'pipeline execution',
  initial: 'InProgress',
  states: {
    InProgress: {
      description: 'It goes from stage to stage.',
      on: { SUCCEED: 'Succeeded', FAIL: 'Failed', SUPERSEDE: 'Superseded', STOP: 'Stopping' },
    },
    Stopping: { description: 'Its actions come to their end; no more begin.', on: { STOPPED: 'Stopped' } },
    Succeeded: { description: 'Every stage has succeeded.', type: 'final' },
    Failed: { description: 'An action has failed.', type: 'final' },
    Superseded: { description: 'A newer execution has taken its place before a stage.', type: 'final' },
    Stopped: { description: 'Somebody has stopped it.', type: 'final' },
  },
});

/** The life of an action in an execution (API reference, `ActionExecution.status`). */
export const actionExecutionMachine = setup({
  types: { events: {} as { type: 'SUCCEED' | 'FAIL' | 'ABANDON' } },
}).createMachine({
  id: 'action execution',
  initial: 'InProgress',
  states: {
    InProgress: {
      description: 'It is at work, or waits for an approval.',
      on: { SUCCEED: 'Succeeded', FAIL: 'Failed', ABANDON: 'Abandoned' },
    },
    Succeeded: { description: 'It has done its work.', type: 'final' },
    Failed: { description: 'Its error details say why.', type: 'final' },
    Abandoned: { description: 'Its execution was stopped without waiting for it.', type: 'final' },
  },
});

export const pipelineExecutionTable = compile(pipelineExecutionMachine);
export const actionExecutionTable = compile(actionExecutionMachine);

import { setup } from 'xstate';
import { compile } from '../../kernel/machine.ts';
import type { Life } from '../life.ts';

/** The copying of images that were pushed before replication was configured (API reference, StartReplicationBackfill). */
export const backfillMachine = setup({
  types: { events: {} as { type: 'PREPARED' | 'COMPLETE' | 'FAIL' | 'STOP' | 'STOPPED' } },
  actions: { schedule: (_, _params: { event: string; delay: string }) => {} },
}).createMachine({
  id: 'backfill',
  initial: 'PREPARING',
  states: {
    PREPARING: {
      description: 'ECR looks for the images that the destination is to have.',
      entry: [{ type: 'schedule', params: { event: 'PREPARED', delay: 'preparation' } }],
      on: { PREPARED: 'IN_PROGRESS', STOP: 'STOPPING' },
    },
    IN_PROGRESS: {
      description: 'The images are copied one after the other.',
      on: { COMPLETE: 'COMPLETE', FAIL: 'FAILED', STOP: 'STOPPING' },
    },
    STOPPING: {
      description: 'No further image is copied.',
      entry: [{ type: 'schedule', params: { event: 'STOPPED', delay: 'halt' } }],
      on: { STOPPED: 'STOPPED' },
    },
    COMPLETE: { description: 'Every image has been tried; the results say which arrived.', type: 'final' },
    FAILED: { description: 'No image could be copied.', type: 'final' },
    STOPPED: { description: 'It was stopped before its end; what had been copied stays.', type: 'final' },
  },
});

/** Times are chosen by us. */
export const backfillLife: Life = {
  table: compile(backfillMachine),
  effect: 'ecr.backfill',
  delays: { preparation: 10_000, halt: 5_000 },
};

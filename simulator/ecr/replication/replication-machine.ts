import { setup } from 'xstate';
import { compile } from '../../kernel/machine.ts';
import type { Life } from '../life.ts';

/** A copy of an image to another registry (https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html). */
export const replicationMachine = setup({
  types: { events: {} as { type: 'COMPLETE' | 'FAIL' } },
  actions: { schedule: (_, _params: { event: string; delay: string }) => {} },
}).createMachine({
  id: 'replication',
  initial: 'IN_PROGRESS',
  states: {
    IN_PROGRESS: {
      description: 'The layers and the manifest are on their way.',
      entry: [{ type: 'schedule', params: { event: 'COMPLETE', delay: 'copy' } }],
      on: { COMPLETE: 'COMPLETE', FAIL: 'FAILED' },
    },
    COMPLETE: { description: 'The image can be pulled from the destination.', type: 'final' },
    FAILED: { description: 'The destination did not take the image.', type: 'final' },
  },
});

export const replicationLife: Life = {
  table: compile(replicationMachine),
  effect: 'ecr.replication',
  // "approx. 2-4 seconds until the replicated image is available" for an image of Ubuntu's size
  // (https://github.com/aws/containers-roadmap/issues/140); AWS says less than 30 minutes for most images.
  delays: { copy: 4_000 },
};

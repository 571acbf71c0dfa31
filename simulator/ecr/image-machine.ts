import { setup } from 'xstate';
import { compile } from '../kernel/machine.ts';
import type { Life } from './life.ts';

/**
 * The storage class of an image: standard, archive, and the way back
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/archive_restore_image.html).
 */
export const imageMachine = setup({
  types: { events: {} as { type: 'ARCHIVE' | 'RESTORE' | 'RESTORED' | 'PUSH' } },
  actions: { schedule: (_, _params: { event: string; delay: string }) => {} },
}).createMachine({
  id: 'image',
  initial: 'ACTIVE',
  states: {
    ACTIVE: {
      description: 'In the standard storage class: it can be pulled.',
      on: { ARCHIVE: 'ARCHIVED' },
    },
    ARCHIVED: {
      description: 'In the archive storage class: it is listed, and cannot be pulled.',
      on: { RESTORE: 'ACTIVATING', PUSH: 'ACTIVE' },
    },
    ACTIVATING: {
      description: 'On its way back from the archive: it cannot be pulled yet.',
      entry: [{ type: 'schedule', params: { event: 'RESTORED', delay: 'restore' } }],
      on: { RESTORED: 'ACTIVE', PUSH: 'ACTIVE' },
    },
  },
});

export const imageLife: Life = {
  table: compile(imageMachine),
  effect: 'ecr.image',
  // "You can expect ECR to restore the image within 20 minutes" (same page); it is often quicker.
  delays: { restore: 12 * 60 * 1000 },
};

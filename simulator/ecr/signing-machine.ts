import { setup } from 'xstate';
import { compile } from '../kernel/machine.ts';
import type { Life } from './life.ts';

/** A signature that ECR makes by itself with AWS Signer (API reference, ImageSigningStatus). */
export const signingMachine = setup({
  types: { events: {} as { type: 'COMPLETE' | 'FAIL' } },
  actions: { schedule: (_, _params: { event: string; delay: string }) => {} },
}).createMachine({
  id: 'signing',
  initial: 'IN_PROGRESS',
  states: {
    IN_PROGRESS: {
      description: 'AWS Signer is making the signature.',
      entry: [{ type: 'schedule', params: { event: 'COMPLETE', delay: 'signature' } }],
      on: { COMPLETE: 'COMPLETE', FAIL: 'FAILED' },
    },
    COMPLETE: {
      description: 'The signature lies beside the image, as an artifact that refers to it.',
      type: 'final',
    },
    FAILED: { description: 'The signing profile could not be used.', type: 'final' },
  },
});

/** The time is chosen by us. */
export const signingLife: Life = {
  table: compile(signingMachine),
  effect: 'ecr.signing',
  delays: { signature: 6_000 },
};

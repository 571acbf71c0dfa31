import { setup } from 'xstate';
import { compile } from '../../kernel/machine.ts';
import type { Life } from '../life.ts';

/**
 * The dry run of a lifecycle policy
 * (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetLifecyclePolicyPreview.html).
 */
export const previewMachine = setup({
  types: { events: {} as { type: 'COMPLETE' | 'FAIL' | 'EXPIRE' } },
  actions: { schedule: (_, _params: { event: string; delay: string }) => {} },
}).createMachine({
  id: 'preview',
  initial: 'IN_PROGRESS',
  states: {
    IN_PROGRESS: {
      description: 'ECR looks at the images of the repository; no other preview can be started.',
      entry: [{ type: 'schedule', params: { event: 'COMPLETE', delay: 'evaluation' } }],
      on: { COMPLETE: 'COMPLETE', FAIL: 'FAILED' },
    },
    COMPLETE: {
      description: 'The list of images that the policy would act on can be read.',
      entry: [{ type: 'schedule', params: { event: 'EXPIRE', delay: 'shelf' } }],
      on: { EXPIRE: 'EXPIRED' },
    },
    EXPIRED: { description: 'The result is too old to be read: start another preview.', type: 'final' },
    FAILED: { description: 'The preview could not be made: start another.', type: 'final' },
  },
});

/** Times are chosen by us: a preview takes some seconds, its result can be read for a day. */
export const previewLife: Life = {
  table: compile(previewMachine),
  effect: 'ecr.preview',
  delays: { evaluation: 5_000, shelf: 24 * 60 * 60 * 1000 },
};

import { setup } from 'xstate';
import { compile } from '../../kernel/machine.ts';
import type { Life } from '../life.ts';

/**
 * The scan of one image, basic or enhanced
 * (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html).
 */
export const scanMachine = setup({
  types: {
    events: {} as { type: 'QUEUE' | 'START' | 'COMPLETE' | 'ACTIVATE' | 'UNSUPPORTED' | 'FAIL' | 'EXPIRE' },
  },
  actions: { schedule: (_, _params: { event: string; delay: string }) => {} },
}).createMachine({
  id: 'scan',
  initial: 'REQUESTED',
  states: {
    REQUESTED: {
      description: 'The kind of scanning that the registry is configured for decides what comes next.',
      on: { START: 'IN_PROGRESS', QUEUE: 'PENDING' },
    },
    IN_PROGRESS: {
      description: 'Basic scanning reads the packages of the image.',
      entry: [{ type: 'schedule', params: { event: 'COMPLETE', delay: 'basic' } }],
      on: { COMPLETE: 'COMPLETE', UNSUPPORTED: 'UNSUPPORTED_IMAGE', FAIL: 'FAILED' },
    },
    PENDING: {
      description: 'The image waits for Amazon Inspector.',
      entry: [{ type: 'schedule', params: { event: 'COMPLETE', delay: 'enhanced' } }],
      on: {
        COMPLETE: 'COMPLETE',
        ACTIVATE: 'ACTIVE',
        UNSUPPORTED: 'UNSUPPORTED_IMAGE',
        FAIL: 'FAILED',
      },
    },
    COMPLETE: { description: 'The findings of the scan can be read.', type: 'final' },
    ACTIVE: {
      description: 'Amazon Inspector keeps the findings up to date as new vulnerabilities become known.',
      entry: [{ type: 'schedule', params: { event: 'EXPIRE', delay: 'eligibility' } }],
      on: { EXPIRE: 'SCAN_ELIGIBILITY_EXPIRED' },
    },
    SCAN_ELIGIBILITY_EXPIRED: {
      description: 'The time for which the image was scanned continuously is over.',
      type: 'final',
    },
    UNSUPPORTED_IMAGE: {
      description: 'The scanner knows neither the operating system nor the package manager.',
      type: 'final',
    },
    FAILED: { description: 'The scan came to no result.', type: 'final' },
  },
});

const minute = 60 * 1000;

export const scanLife: Life = {
  table: compile(scanMachine),
  effect: 'ecr.scan',
  // Chosen by us: a basic scan takes well under a minute, Amazon Inspector a few minutes. Inspector scans an image for
  // a time that the learner's account leaves at 14 days
  // (https://docs.aws.amazon.com/inspector/latest/user/scanning-ecr.html, re-scan duration).
  delays: { basic: 25_000, enhanced: 3 * minute, eligibility: 14 * 24 * 60 * minute },
};

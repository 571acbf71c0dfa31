import { setup } from 'xstate';
import { compile } from '../kernel/machine.ts';
import type { Life } from './life.ts';

/**
 * An ECR authorization token: valid for 12 hours
 * (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html).
 */
export const tokenMachine = setup({
  types: { events: {} as { type: 'EXPIRE' } },
  actions: { schedule: (_, _params: { event: string; delay: string }) => {} },
}).createMachine({
  id: 'token',
  initial: 'VALID',
  states: {
    VALID: {
      description:
        'Opens the registry of its own Region, with the permissions of the principal that asked for it.',
      entry: [{ type: 'schedule', params: { event: 'EXPIRE', delay: 'validity' } }],
      on: { EXPIRE: 'EXPIRED' },
    },
    EXPIRED: { description: 'Refused: authenticate again.', type: 'final' },
  },
});

/** ms of virtual time for which a token is valid. */
export const tokenValidity = 12 * 60 * 60 * 1000;

export const tokenLife: Life = {
  table: compile(tokenMachine),
  effect: 'ecr.token',
  delays: { validity: tokenValidity },
};

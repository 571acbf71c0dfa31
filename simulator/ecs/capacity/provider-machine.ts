import { setup } from 'xstate';
import { compile } from '../../kernel/machine.ts';

/** The life cycle of a capacity provider (API reference, `CapacityProvider.status`). */
export const providerMachine = setup({
  types: { events: {} as { type: 'DELETE' } },
}).createMachine({
  id: 'capacity provider',
  initial: 'ACTIVE',
  states: {
    ACTIVE: { description: 'Clusters can use it.', on: { DELETE: 'INACTIVE' } },
    INACTIVE: { description: 'It has been deleted.', type: 'final' },
  },
});

export const providerTable = compile(providerMachine);

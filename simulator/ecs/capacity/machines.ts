import { setup } from 'xstate';
import { compile } from '../../kernel/machine.ts';

/**
 * The life cycle of a container instance
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-instance-life-cycle.html).
 */
export const containerInstanceMachine = setup({
  types: { events: {} as { type: 'DRAIN' | 'ACTIVATE' | 'DEREGISTER' } },
}).createMachine({
  id: 'container instance',
  initial: 'ACTIVE',
  states: {
    ACTIVE: {
      description: 'It takes tasks.',
      on: { DRAIN: 'DRAINING', DEREGISTER: 'INACTIVE' },
    },
    DRAINING: {
      description: 'It takes no new tasks, and services move theirs elsewhere.',
      on: { ACTIVATE: 'ACTIVE', DEREGISTER: 'INACTIVE' },
    },
    INACTIVE: { description: 'It has been deregistered or terminated, and has left.', type: 'final' },
  },
});

/** Whether the container agent of an instance is heard of (API reference, `agentConnected`). */
export const agentMachine = setup({
  types: { events: {} as { type: 'DISCONNECT' | 'CONNECT' } },
}).createMachine({
  id: 'agent',
  initial: 'connected',
  states: {
    connected: { description: 'The agent takes orders and reports.', on: { DISCONNECT: 'disconnected' } },
    disconnected: {
      description: 'Containers go on, but the agent neither takes orders nor reports.',
      on: { CONNECT: 'connected' },
    },
  },
});

/** The update of a container agent (API reference, `agentUpdateStatus`). */
export const agentUpdateMachine = setup({
  types: { events: {} as { type: 'STAGE' | 'STAGED' | 'UPDATE' | 'UPDATED' | 'FAIL' } },
}).createMachine({
  id: 'agent update',
  initial: 'PENDING',
  states: {
    PENDING: { description: 'The agent has not begun.', on: { STAGE: 'STAGING', FAIL: 'FAILED' } },
    STAGING: { description: 'The new agent is being downloaded.', on: { STAGED: 'STAGED', FAIL: 'FAILED' } },
    STAGED: { description: 'The new agent is on the host.', on: { UPDATE: 'UPDATING', FAIL: 'FAILED' } },
    UPDATING: { description: 'The new agent starts.', on: { UPDATED: 'UPDATED', FAIL: 'FAILED' } },
    UPDATED: { description: 'The new agent runs.', type: 'final' },
    FAILED: { description: 'The old agent still runs.', type: 'final' },
  },
});

export const containerInstanceTable = compile(containerInstanceMachine);
export const agentTable = compile(agentMachine);
export const agentUpdateTable = compile(agentUpdateMachine);

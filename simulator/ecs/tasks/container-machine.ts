import { setup } from 'xstate';
import { compile } from '../../kernel/machine.ts';

/**
 * The life cycle of a container as the ECS agent knows it (amazon-ecs-agent,
 * `ecs-agent/api/container/status/containerstatus.go`). ECS is told RUNNING and STOPPED; all else it shows as PENDING.
 */
export const containerMachine = setup({
  types: {
    events: {} as {
      type: 'MANIFEST_PULLED' | 'PULLED' | 'CREATED' | 'STARTED' | 'RESTARTED' | 'EXITED' | 'FAILED';
    },
  },
}).createMachine({
  id: 'container',
  initial: 'NONE',
  states: {
    NONE: {
      description: 'Known from the task definition only.',
      on: { MANIFEST_PULLED: 'MANIFEST_PULLED', FAILED: 'STOPPED' },
    },
    MANIFEST_PULLED: {
      description: 'The tag has been resolved to a digest.',
      on: { PULLED: 'PULLED', FAILED: 'STOPPED' },
    },
    PULLED: { description: 'The layers are on the host.', on: { CREATED: 'CREATED', FAILED: 'STOPPED' } },
    CREATED: {
      description: 'The container exists and has not started.',
      on: { STARTED: 'RUNNING', FAILED: 'STOPPED' },
    },
    RUNNING: {
      description: 'The process runs. With a restart policy it is started again in place when it ends.',
      on: { RESTARTED: 'RUNNING', EXITED: 'STOPPED', FAILED: 'STOPPED' },
    },
    STOPPED: { description: 'The process has ended, or never started.', type: 'final' },
  },
});

export const containerTable = compile(containerMachine);

/** What ECS shows for a container in one of the agent's states (`ContainerStatus.BackendStatus` in the agent). */
export function reportedStatus(status: string): 'PENDING' | 'RUNNING' | 'STOPPED' {
  return status === 'RUNNING' || status === 'STOPPED' ? status : 'PENDING';
}

import { setup } from 'xstate';
import { compile } from '../../kernel/machine.ts';

/** The health of a container that has a health check (amazon-ecs-agent, `containerhealthstatus.go`; API reference, `HealthCheck`). */
export const healthMachine = setup({
  types: { events: {} as { type: 'PASSED' | 'FAILED' | 'RESTARTED' } },
}).createMachine({
  id: 'health',
  initial: 'UNKNOWN',
  states: {
    UNKNOWN: {
      description: 'No check has passed yet, and not enough have failed.',
      on: { PASSED: 'HEALTHY', FAILED: 'UNHEALTHY' },
    },
    HEALTHY: {
      description: 'The last check passed, or fewer than `retries` in a row have failed since.',
      on: { FAILED: 'UNHEALTHY', RESTARTED: 'UNKNOWN' },
    },
    UNHEALTHY: {
      description: 'As many checks in a row have failed as `retries` says.',
      on: { PASSED: 'HEALTHY', RESTARTED: 'UNKNOWN' },
    },
  },
});

export const healthTable = compile(healthMachine);

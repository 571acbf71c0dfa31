import { setup } from 'xstate';
import { compile } from '../../kernel/machine.ts';

/** The life of a load balancer (API reference, `LoadBalancerState`). */
export const loadBalancerMachine = setup({
  types: { events: {} as { type: 'PROVISIONED' } },
}).createMachine({
  id: 'load balancer',
  initial: 'provisioning',
  states: {
    provisioning: {
      description: 'It is being set up and routes nothing yet.',
      on: { PROVISIONED: 'active' },
    },
    active: { description: 'It is set up and routes traffic.', type: 'final' },
  },
});

/**
 * The health of a target in its target group
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html).
 */
export const targetMachine = setup({
  types: {
    events: {} as { type: 'USED' | 'UNUSED' | 'PASS' | 'FAIL' | 'DEREGISTER' | 'DRAINED' | 'REGISTER' },
  },
}).createMachine({
  id: 'target',
  initial: 'unused',
  states: {
    unused: {
      description: 'No listener forwards to the target group.',
      on: { USED: 'initial', DEREGISTER: 'deregistered' },
    },
    initial: {
      description: 'The load balancer registers the target or does the first health checks.',
      on: { PASS: 'healthy', FAIL: 'unhealthy', DEREGISTER: 'draining', UNUSED: 'unused' },
    },
    healthy: {
      description: 'The target passes its health checks and gets traffic.',
      on: { FAIL: 'unhealthy', DEREGISTER: 'draining', UNUSED: 'unused' },
    },
    unhealthy: {
      description: 'The target has failed its health checks and gets no traffic while others are healthy.',
      on: { PASS: 'healthy', DEREGISTER: 'draining', UNUSED: 'unused' },
    },
    draining: {
      description: 'The target is being deregistered: requests in flight end, new ones go elsewhere.',
      on: { DRAINED: 'deregistered', REGISTER: 'initial' },
    },
    deregistered: { description: 'The target group has forgotten the target.', type: 'final' },
  },
});

export const loadBalancerTable = compile(loadBalancerMachine);
export const targetTable = compile(targetMachine);

import { setup } from 'xstate';
import { compile } from '../../kernel/machine.ts';

/** The life cycle of an EC2 instance (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html). */
export const instanceMachine = setup({
  types: {
    events: {} as { type: 'STARTED' | 'STOP' | 'STOPPED' | 'START' | 'TERMINATE' | 'TERMINATED' },
  },
}).createMachine({
  id: 'instance',
  initial: 'pending',
  states: {
    pending: {
      description: 'The machine is being prepared.',
      on: { STARTED: 'running', TERMINATE: 'shutting-down' },
    },
    running: {
      description: 'The machine runs and is paid for.',
      on: { STOP: 'stopping', TERMINATE: 'shutting-down' },
    },
    stopping: {
      description: 'The machine is being stopped.',
      on: { STOPPED: 'stopped', TERMINATE: 'shutting-down' },
    },
    stopped: {
      description: 'The machine is off; its disk stays.',
      on: { START: 'pending', TERMINATE: 'shutting-down' },
    },
    'shutting-down': { description: 'The machine is being deleted.', on: { TERMINATED: 'terminated' } },
    terminated: { description: 'The machine has been deleted.', type: 'final' },
  },
});

export const instanceTable = compile(instanceMachine);

import { setup } from 'xstate';
import { compile } from '../../kernel/machine.ts';

type Events = { type: 'READY' | 'DELETE' | 'GONE' };

/** The life of a NAT gateway (https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html). */
export const natGatewayMachine = setup({ types: { events: {} as Events } }).createMachine({
  id: 'nat gateway',
  initial: 'pending',
  states: {
    pending: {
      description: 'It is being made and carries nothing yet.',
      on: { READY: 'available', DELETE: 'deleting' },
    },
    available: {
      description: 'It carries traffic of private subnets to the internet.',
      on: { DELETE: 'deleting' },
    },
    deleting: {
      description: 'It is being deleted; its address stays until it has gone.',
      on: { GONE: 'deleted' },
    },
    deleted: { description: 'It has gone. It is shown for an hour.', type: 'final' },
  },
});

/** The life of a VPC endpoint (https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html). */
export const vpcEndpointMachine = setup({ types: { events: {} as Events } }).createMachine({
  id: 'vpc endpoint',
  initial: 'pending',
  states: {
    pending: {
      description: 'Its network interfaces are being made.',
      on: { READY: 'available', DELETE: 'deleting' },
    },
    available: {
      description: 'Traffic to the service stays inside the VPC.',
      on: { DELETE: 'deleting' },
    },
    deleting: { description: 'Its network interfaces are being deleted.', on: { GONE: 'deleted' } },
    deleted: { description: 'It has gone.', type: 'final' },
  },
});

export const natGatewayTable = compile(natGatewayMachine);
export const vpcEndpointTable = compile(vpcEndpointMachine);

import { step, type Table } from '../../kernel/machine.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import { releaseInterface } from '../vpc.ts';
import { natGatewayTable, vpcEndpointTable } from './network-machines.ts';

/** What a machine of the network moves. */
interface Living {
  id: string;
  state: string;
  /** Whether it takes time: a gateway endpoint is but a route. */
  slow: boolean;
  become(state: string): void;
}

interface Kind {
  table: Table;
  /** ms that it takes to be made and to go (unverified: a minute or two are usual). */
  ready: number;
  gone: number;
}

const natGateway: Kind = { table: natGatewayTable, ready: 95_000, gone: 45_000 };
const vpcEndpoint: Kind = { table: vpcEndpointTable, ready: 60_000, gone: 30_000 };

/** How long a deleted NAT gateway is shown, in ms (VPC user guide: "about an hour"). */
const shownFor = 3_600_000;

/** ARN of a NAT gateway or an endpoint. */
export function networkArn(
  id: string,
  { region, accountId }: Pick<RegionScope, 'region' | 'accountId'>,
): string {
  return `arn:aws:ec2:${region}:${accountId}:${id.startsWith('nat-') ? 'natgateway' : 'vpc-endpoint'}/${id}`;
}

/** Gives `event` to the machine of a NAT gateway or an endpoint (`''` starts it); false when it does not take it. */
export function fireNetwork(id: string, event: string, scope: RegionScope): boolean {
  const kind = id.startsWith('nat-') ? natGateway : vpcEndpoint;
  const living = find(id, scope);
  const next = event === '' ? kind.table.initial : living && step(kind.table, living.state, event);
  if (!living || !next) return false;
  const { context } = scope;
  const from = event === '' ? '' : living.state;
  const subject = networkArn(id, scope);
  context.notice({
    kind: 'status',
    at: context.now,
    machine: kind.table.id,
    subject,
    from,
    to: next.target,
    event,
  });
  living.become(next.target);
  const after = (ms: number, type: string, then?: string) =>
    context.schedule(ms === 0 || !living.slow ? 0 : context.random.around(ms, 0.2), {
      type,
      subject,
      ...(then === undefined ? {} : { event: then }),
    });
  if (next.target === 'pending') after(kind.ready, 'ec2.network', 'READY');
  if (next.target === 'deleting') after(kind.gone, 'ec2.network', 'GONE');
  if (next.target === 'deleted') gone(id, scope);
  return true;
}

function find(id: string, { vpc }: RegionScope): Living | undefined {
  const gateway = vpc.natGateways.find(({ natGatewayId }) => natGatewayId === id);
  if (gateway) return { id, state: gateway.state, slow: true, become: (to) => void (gateway.state = to) };
  const endpoint = vpc.endpoints.find(({ vpcEndpointId }) => vpcEndpointId === id);
  if (!endpoint) return undefined;
  const slow = endpoint.type === 'Interface';
  return { id, state: endpoint.state, slow, become: (to) => void (endpoint.state = to) };
}

/** Gives back what it had. */
function gone(id: string, { vpc, context, neighbours: { ec2 }, ...rest }: RegionScope): void {
  const gateway = vpc.natGateways.find(({ natGatewayId }) => natGatewayId === id);
  if (gateway) {
    gateway.deletedAt = context.date;
    if (gateway.networkInterface) releaseInterface(vpc, gateway.networkInterface);
    const address = ec2.addresses.get(gateway.allocationId ?? '');
    if (address) delete address.natGatewayId;
    context.schedule(shownFor, { type: 'ec2.forgetNetwork', subject: networkArn(id, rest) });
    return;
  }
  const endpoint = vpc.endpoints.find(({ vpcEndpointId }) => vpcEndpointId === id);
  for (const eni of endpoint?.interfaces ?? []) releaseInterface(vpc, eni);
  vpc.endpoints = vpc.endpoints.filter(({ vpcEndpointId }) => vpcEndpointId !== id);
  ec2.tags.delete(id);
}

/** The effect `ec2.network`: it is ready, or has gone. */
export function networkEvent({ subject, event }: Effect, scope: RegionScope): void {
  fireNetwork(subject.slice(subject.lastIndexOf('/') + 1), event!, scope);
}

/** The effect `ec2.forgetNetwork`: a deleted NAT gateway is no longer shown. */
export function forgetNetwork({ subject }: Effect, { vpc, neighbours: { ec2 } }: RegionScope): void {
  const id = subject.slice(subject.lastIndexOf('/') + 1);
  vpc.natGateways = vpc.natGateways.filter(({ natGatewayId }) => natGatewayId !== id);
  ec2.tags.delete(id);
}

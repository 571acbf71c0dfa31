import type {
  CreateLoadBalancerInput,
  CreateLoadBalancerOutput,
  DeleteLoadBalancerInput,
  DescribeLoadBalancersInput,
  DescribeLoadBalancersOutput,
  LoadBalancer as LoadBalancerShape,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../api/errors.ts';
import { invalid } from '../../api/invalid.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import { step } from '../../kernel/machine.ts';
import type { Effect } from '../../kernel/queue.ts';
import { deleteListenerRecord } from './listeners.ts';
import { loadBalancerTable } from './machines.ts';
import { checkName, hostedZone } from './names.ts';
import { marked } from './pages.ts';
import { elbArn, loadBalancerOf, loadBalancing, type LoadBalancingScope } from './scope.ts';
import type { LoadBalancer } from './state.ts';

/** ms until a new load balancer is active. No recording; people report two to three minutes. Unverified. */
const provisioning = { application: 150_000, network: 180_000 };

/** CreateLoadBalancer: an Application or a Network Load Balancer, provisioning for some minutes. */
export function createLoadBalancer(
  input: Wire<CreateLoadBalancerInput>,
  scope: LoadBalancingScope,
): Wire<CreateLoadBalancerOutput> {
  const { context } = scope;
  const name = input.Name ?? '';
  checkName('load balancer', name);
  const type = input.Type ?? 'application';
  if (type !== 'application' && type !== 'network')
    throw type === 'gateway'
      ? new AwsError('NotSimulatedException', 'Drydock does not simulate Gateway Load Balancers.')
      : invalid('Type', type, 'Member must satisfy enum value set: [application, gateway, network]');
  const scheme = input.Scheme ?? 'internet-facing';
  if (scheme !== 'internet-facing' && scheme !== 'internal')
    throw invalid('Scheme', scheme, 'Member must satisfy enum value set: [internet-facing, internal]');
  const subnets = subnetsOf(input, type, scope);
  const securityGroups = groupsOf(input.SecurityGroups, type, scope);
  const existing = [...loadBalancing(scope).loadBalancers.values()].find((each) => each.name === name);
  if (existing) {
    const same =
      existing.type === type && existing.scheme === scheme && String(existing.subnets) === String(subnets);
    if (same) return { LoadBalancers: [describe(existing, scope)] };
    throw new AwsError(
      'DuplicateLoadBalancerName',
      `A load balancer with the same name '${name}' exists, but with different settings`,
    );
  }
  const id = context.random.hex(16);
  const arn = elbArn(`loadbalancer/${type === 'application' ? 'app' : 'net'}/${name}/${id}`, scope);
  const host = `${scheme === 'internal' ? 'internal-' : ''}${name}`;
  const loadBalancer: LoadBalancer = {
    arn,
    name,
    dnsName:
      type === 'application'
        ? `${host}-${context.random.integer(100_000_000, 2_100_000_000)}.${scope.region}.elb.amazonaws.com`
        : `${host}-${id}.elb.${scope.region}.amazonaws.com`,
    type,
    scheme,
    status: loadBalancerTable.initial.target,
    subnets,
    securityGroups,
    createdAt: context.date,
    tags: input.Tags ?? [],
  };
  loadBalancing(scope).loadBalancers.set(arn, loadBalancer);
  context.schedule(context.random.around(provisioning[type], 0.1), {
    type: 'elbv2.loadBalancer',
    subject: arn,
    event: 'PROVISIONED',
  });
  return { LoadBalancers: [describe(loadBalancer, scope)] };
}

/** The effect `elbv2.loadBalancer`. */
export function loadBalancerEvent(effect: Effect, scope: LoadBalancingScope): void {
  const loadBalancer = loadBalancing(scope).loadBalancers.get(effect.subject);
  const next = loadBalancer && step(loadBalancerTable, loadBalancer.status, effect.event!);
  if (next) loadBalancer.status = next.target;
}

/** @throws AwsError for subnets that are not there, or for an Application Load Balancer in one zone only. */
function subnetsOf(
  input: Wire<CreateLoadBalancerInput>,
  type: string,
  { vpc }: LoadBalancingScope,
): string[] {
  const ids = input.Subnets ?? input.SubnetMappings?.map(({ SubnetId }) => SubnetId ?? '') ?? [];
  const zones = ids.map((id) => {
    const subnet = vpc.subnets.find(({ subnetId }) => subnetId === id);
    if (!subnet) throw new AwsError('SubnetNotFound', `The subnet ID '${id}' does not exist`);
    return subnet.availabilityZone;
  });
  if (new Set(zones).size < zones.length)
    throw new AwsError(
      'InvalidConfigurationRequest',
      'A load balancer cannot be attached to multiple subnets in the same Availability Zone',
    );
  if (zones.length < (type === 'application' ? 2 : 1))
    throw new AwsError(
      'ValidationError',
      type === 'application'
        ? 'At least two subnets in two different Availability Zones must be specified'
        : 'At least one subnet must be specified',
    );
  return ids;
}

/** Without any, an Application Load Balancer gets the VPC's default security group. @throws AwsError InvalidSecurityGroup */
function groupsOf(ids: readonly string[] | undefined, type: string, { vpc }: LoadBalancingScope): string[] {
  for (const id of ids ?? [])
    if (!vpc.securityGroups.some(({ groupId }) => groupId === id))
      throw new AwsError('InvalidSecurityGroup', `Security group '${id}' does not exist`);
  if (ids?.length || type === 'network') return [...(ids ?? [])];
  return vpc.securityGroups.slice(0, 1).map(({ groupId }) => groupId);
}

export function describeLoadBalancers(
  input: Wire<DescribeLoadBalancersInput>,
  scope: LoadBalancingScope,
): Wire<DescribeLoadBalancersOutput> {
  const all = [...loadBalancing(scope).loadBalancers.values()];
  for (const name of input.Names ?? [])
    if (!all.some((each) => each.name === name))
      throw new AwsError('LoadBalancerNotFound', `Load balancers '[${name}]' not found`);
  const found = input.LoadBalancerArns?.length
    ? input.LoadBalancerArns.map((arn) => loadBalancerOf(arn, scope))
    : all.filter(({ name }) => !input.Names?.length || input.Names.includes(name));
  const { items, next } = marked(found, input);
  return { LoadBalancers: items.map((each) => describe(each, scope)), ...next };
}

/** DeleteLoadBalancer: its listeners go with it. Deleting what is not there is no error. */
export function deleteLoadBalancer(
  { LoadBalancerArn: arn = '' }: Wire<DeleteLoadBalancerInput>,
  scope: LoadBalancingScope,
): Record<string, never> {
  for (const listener of loadBalancing(scope).listeners.values())
    if (listener.loadBalancer === arn) deleteListenerRecord(listener, scope);
  loadBalancing(scope).loadBalancers.delete(arn);
  return {};
}

function describe(each: LoadBalancer, { vpc, region }: LoadBalancingScope): Wire<LoadBalancerShape> {
  return {
    LoadBalancerArn: each.arn,
    DNSName: each.dnsName,
    CanonicalHostedZoneId: hostedZone(region, each.type),
    CreatedTime: epochSeconds(each.createdAt),
    LoadBalancerName: each.name,
    Scheme: each.scheme,
    VpcId: vpc.vpcId,
    State: { Code: each.status as 'active' },
    Type: each.type,
    AvailabilityZones: each.subnets.map((id) => ({
      ZoneName: vpc.subnets.find(({ subnetId }) => subnetId === id)?.availabilityZone,
      SubnetId: id,
      LoadBalancerAddresses: [],
    })),
    ...(each.securityGroups.length ? { SecurityGroups: each.securityGroups } : {}),
    IpAddressType: 'ipv4',
  };
}

import type {
  CreateListenerInput,
  CreateListenerOutput,
  DeleteListenerInput,
  DescribeListenersInput,
  DescribeListenersOutput,
  Listener as ListenerShape,
  ModifyListenerInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import { actionsOf } from './actions.ts';
import { usageChanged } from './checks.ts';
import { marked } from './pages.ts';
import {
  forwards,
  listenerOf,
  loadBalancerOf,
  loadBalancing,
  rulesOf,
  type LoadBalancingScope,
} from './scope.ts';
import type { Listener, LoadBalancer } from './state.ts';

const protocols = {
  application: ['HTTP', 'HTTPS'],
  network: ['TCP', 'TLS', 'UDP', 'TCP_UDP'],
};

export function createListener(
  input: Wire<CreateListenerInput>,
  scope: LoadBalancingScope,
): Wire<CreateListenerOutput> {
  const loadBalancer = loadBalancerOf(input.LoadBalancerArn, scope);
  const listener: Listener = {
    ...checked(input, loadBalancer, undefined, scope),
    arn: `${loadBalancer.arn.replace(':loadbalancer/', ':listener/')}/${scope.context.random.hex(16)}`,
    loadBalancer: loadBalancer.arn,
  };
  const actions = actionsOf(input.DefaultActions as never, listener, scope);
  loadBalancing(scope).listeners.set(listener.arn, listener);
  const arn = `${listener.arn.replace(':listener/', ':listener-rule/')}/${scope.context.random.hex(16)}`;
  const rule = { arn, listener: listener.arn, priority: 'default' as const, conditions: [], actions };
  loadBalancing(scope).rules.set(arn, rule);
  usageChanged(
    forwards(rule).map((each) => each.arn),
    scope,
  );
  return { Listeners: [describe(listener, scope)] };
}

/** Port, protocol and certificate of a listener. @throws AwsError ValidationError, DuplicateListener */
function checked(
  input: Wire<CreateListenerInput> | Wire<ModifyListenerInput>,
  { arn, type }: LoadBalancer,
  before: Listener | undefined,
  scope: LoadBalancingScope,
): Pick<Listener, 'protocol' | 'port' | 'certificates' | 'sslPolicy'> {
  const protocol = input.Protocol ?? before?.protocol;
  if (protocol === undefined) throw new AwsError('ValidationError', 'A listener protocol must be specified');
  if (!protocols[type].includes(protocol))
    throw new AwsError(
      'ValidationError',
      `Listener protocol '${protocol}' must be one of '${protocols[type].join(', ')}'`,
    );
  const port = input.Port ?? before?.port;
  if (port === undefined) throw new AwsError('ValidationError', 'A listener port must be specified');
  if (port < 1 || port > 65_535)
    throw new AwsError('ValidationError', `Listener port '${port}' must be between 1 and 65535`);
  for (const other of loadBalancing(scope).listeners.values())
    if (other !== before && other.loadBalancer === arn && other.port === port)
      throw new AwsError(
        'DuplicateListener',
        `A listener already exists on this port for this load balancer '${arn}'`,
      );
  const certificates =
    input.Certificates?.map(({ CertificateArn }) => CertificateArn ?? '') ?? before?.certificates ?? [];
  const secure = protocol === 'HTTPS' || protocol === 'TLS';
  if (secure && certificates.length === 0)
    throw new AwsError('ValidationError', `A certificate must be specified for ${protocol} listeners`);
  if (!secure && certificates.length > 0)
    throw new AwsError('ValidationError', `Certificates cannot be specified for ${protocol} listeners`);
  return {
    protocol,
    port,
    certificates,
    ...(secure ? { sslPolicy: input.SslPolicy ?? 'ELBSecurityPolicy-2016-08' } : {}),
  };
}

export function describeListeners(
  input: Wire<DescribeListenersInput>,
  scope: LoadBalancingScope,
): Wire<DescribeListenersOutput> {
  if (input.LoadBalancerArn === undefined && !input.ListenerArns?.length)
    throw new AwsError('ValidationError', 'You must specify either listener ARNs or a load balancer ARN');
  const found = input.ListenerArns?.length
    ? input.ListenerArns.map((arn) => listenerOf(arn, scope))
    : listenersOf(loadBalancerOf(input.LoadBalancerArn, scope).arn, scope);
  const { items, next } = marked(found, input);
  return { Listeners: items.map((each) => describe(each, scope)), ...next };
}

function listenersOf(loadBalancer: string, scope: LoadBalancingScope): Listener[] {
  return [...loadBalancing(scope).listeners.values()].filter((each) => each.loadBalancer === loadBalancer);
}

export function modifyListener(
  input: Wire<ModifyListenerInput>,
  scope: LoadBalancingScope,
): Wire<CreateListenerOutput> {
  const listener = listenerOf(input.ListenerArn, scope);
  const fields = checked(input, loadBalancerOf(listener.loadBalancer, scope), listener, scope);
  const rule = rulesOf(listener.arn, scope).at(-1)!;
  const actions = input.DefaultActions
    ? actionsOf(input.DefaultActions as never, { ...listener, ...fields }, scope)
    : rule.actions;
  Object.assign(listener, fields);
  const before = forwards(rule);
  rule.actions = actions;
  usageChanged(
    [...before, ...forwards(rule)].map(({ arn }) => arn),
    scope,
  );
  return { Listeners: [describe(listener, scope)] };
}

export function deleteListener(
  input: Wire<DeleteListenerInput>,
  scope: LoadBalancingScope,
): Record<string, never> {
  deleteListenerRecord(listenerOf(input.ListenerArn, scope), scope);
  return {};
}

/** Deletes a listener and its rules. */
export function deleteListenerRecord({ arn }: Listener, scope: LoadBalancingScope): void {
  const rules = rulesOf(arn, scope);
  for (const rule of rules) loadBalancing(scope).rules.delete(rule.arn);
  loadBalancing(scope).listeners.delete(arn);
  usageChanged(
    rules.flatMap(forwards).map((each) => each.arn),
    scope,
  );
}

function describe(each: Listener, scope: LoadBalancingScope): Wire<ListenerShape> {
  return {
    ListenerArn: each.arn,
    LoadBalancerArn: each.loadBalancer,
    Port: each.port,
    Protocol: each.protocol as 'HTTP',
    ...(each.certificates.length
      ? { Certificates: each.certificates.map((arn) => ({ CertificateArn: arn })) }
      : {}),
    ...(each.sslPolicy === undefined ? {} : { SslPolicy: each.sslPolicy }),
    DefaultActions: rulesOf(each.arn, scope).at(-1)!.actions as never,
  };
}
